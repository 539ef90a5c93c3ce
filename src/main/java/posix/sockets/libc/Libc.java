package posix.sockets.libc;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code <sys/socket.h>}: the calls on sockets. What a call returns, and what its first argument
 * is, {@link Call} says.
 */
public final class Libc {
  private Libc() {}

  private static final class SocketCall {
    static final MethodHandle HANDLE = Link.common("socket");
  }

  /** {@code int socket(int domain, int type, int protocol)}. */
  public static int socket(MemorySegment errno, int domain, int type, int protocol) {
    return Call.numbers(SocketCall.HANDLE, errno, domain, type, protocol);
  }

  private static final class SocketpairCall {
    static final MethodHandle HANDLE = Link.capturing("socketpair", "l_lllp");
  }

  /** {@code int socketpair(int domain, int type, int protocol, int sv[2])}. */
  public static int socketpair(
      MemorySegment errno, int domain, int type, int protocol, MemorySegment sv) {
    try {
      return Call.result(
          (int)
              (long)
                  SocketpairCall.HANDLE.invokeExact(
                      errno, (long) domain, (long) type, (long) protocol, sv),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class BindCall {
    static final MethodHandle HANDLE = Link.common("bind");
  }

  /** {@code int bind(int fd, const struct sockaddr *addr, socklen_t len)}. */
  public static int bind(MemorySegment errno, int fd, MemorySegment addr, int len) {
    return Call.named(BindCall.HANDLE, errno, fd, addr, len);
  }

  private static final class ListenCall {
    static final MethodHandle HANDLE = Link.common("listen");
  }

  /** {@code int listen(int fd, int backlog)}. */
  public static int listen(MemorySegment errno, int fd, int backlog) {
    return Call.numbers(ListenCall.HANDLE, errno, fd, backlog, 0);
  }

  private static final class AcceptCall {
    static final MethodHandle HANDLE = Link.common("accept");
  }

  /** {@code int accept(int fd, struct sockaddr *addr, socklen_t *len)}. */
  public static int accept(MemorySegment errno, int fd, MemorySegment addr, MemorySegment len) {
    return Call.address(AcceptCall.HANDLE, errno, fd, addr, len, 0);
  }

  private static final class Accept4Call {
    static final MethodHandle HANDLE = Link.common("accept4");
  }

  /** {@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)}. */
  public static int accept4(
      MemorySegment errno, int fd, MemorySegment addr, MemorySegment len, int flags) {
    return Call.address(Accept4Call.HANDLE, errno, fd, addr, len, flags);
  }

  private static final class ConnectCall {
    static final MethodHandle HANDLE = Link.common("connect");
  }

  /** {@code int connect(int fd, const struct sockaddr *addr, socklen_t len)}. */
  public static int connect(MemorySegment errno, int fd, MemorySegment addr, int len) {
    return Call.named(ConnectCall.HANDLE, errno, fd, addr, len);
  }

  private static final class GetsocknameCall {
    static final MethodHandle HANDLE = Link.common("getsockname");
  }

  /** {@code int getsockname(int fd, struct sockaddr *addr, socklen_t *len)}. */
  public static int getsockname(
      MemorySegment errno, int fd, MemorySegment addr, MemorySegment len) {
    return Call.address(GetsocknameCall.HANDLE, errno, fd, addr, len, 0);
  }

  private static final class GetpeernameCall {
    static final MethodHandle HANDLE = Link.common("getpeername");
  }

  /** {@code int getpeername(int fd, struct sockaddr *addr, socklen_t *len)}. */
  public static int getpeername(
      MemorySegment errno, int fd, MemorySegment addr, MemorySegment len) {
    return Call.address(GetpeernameCall.HANDLE, errno, fd, addr, len, 0);
  }

  private static final class SendCall {
    static final MethodHandle HANDLE = Link.common("send");
  }

  /** {@code ssize_t send(int fd, const void *buf, size_t n, int flags)}. */
  public static long send(MemorySegment errno, int fd, MemorySegment buf, long n, int flags) {
    try {
      return Call.result(
          (long)
              SendCall.HANDLE.invokeExact(
                  errno, (long) fd, buf, n, (long) flags, MemorySegment.NULL, MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SendtoCall {
    static final MethodHandle HANDLE = Link.capturing("sendto", "l_lpllpl");
  }

  /**
   * {@code ssize_t sendto(int fd, const void *buf, size_t n, int flags, const struct sockaddr
   * *addr, socklen_t len)}.
   */
  public static long sendto(
      MemorySegment errno,
      int fd,
      MemorySegment buf,
      long n,
      int flags,
      MemorySegment addr,
      int len) {
    try {
      return Call.result(
          (long)
              SendtoCall.HANDLE.invokeExact(
                  errno, (long) fd, buf, n, (long) flags, addr, (long) len),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SendmsgCall {
    static final MethodHandle HANDLE = Link.capturing("sendmsg", "l_lplppp");
  }

  /** {@code ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)}. */
  public static long sendmsg(MemorySegment errno, int fd, MemorySegment msg, int flags) {
    try {
      return Call.result(
          (long)
              SendmsgCall.HANDLE.invokeExact(
                  errno,
                  (long) fd,
                  msg,
                  (long) flags,
                  MemorySegment.NULL,
                  MemorySegment.NULL,
                  MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  /**
   * The same with three segments that stay alive during the call: the linker keeps alive what it is
   * passed, and {@code sendmsg} does not look at arguments that it does not have.
   */
  public static long sendmsg(
      MemorySegment errno,
      int fd,
      MemorySegment msg,
      int flags,
      MemorySegment keep1,
      MemorySegment keep2,
      MemorySegment keep3) {
    try {
      return Call.result(
          (long)
              SendmsgCall.HANDLE.invokeExact(
                  errno, (long) fd, msg, (long) flags, keep1, keep2, keep3),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SendmmsgCall {
    static final MethodHandle HANDLE = Link.common("sendmmsg");
  }

  /** {@code int sendmmsg(int fd, struct mmsghdr *msgs, unsigned int vlen, int flags)}. */
  public static int sendmmsg(MemorySegment errno, int fd, MemorySegment msgs, int vlen, int flags) {
    try {
      return Call.result(
          (int)
              (long)
                  SendmmsgCall.HANDLE.invokeExact(
                      errno,
                      (long) fd,
                      msgs,
                      (long) vlen,
                      (long) flags,
                      MemorySegment.NULL,
                      MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class RecvCall {
    static final MethodHandle HANDLE = Link.common("recv");
  }

  /** {@code ssize_t recv(int fd, void *buf, size_t n, int flags)}. */
  public static long recv(MemorySegment errno, int fd, MemorySegment buf, long n, int flags) {
    try {
      return Call.result(
          (long)
              RecvCall.HANDLE.invokeExact(
                  errno, (long) fd, buf, n, (long) flags, MemorySegment.NULL, MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class RecvfromCall {
    static final MethodHandle HANDLE = Link.common("recvfrom");
  }

  /**
   * {@code ssize_t recvfrom(int fd, void *buf, size_t n, int flags, struct sockaddr *addr,
   * socklen_t *len)}.
   */
  public static long recvfrom(
      MemorySegment errno,
      int fd,
      MemorySegment buf,
      long n,
      int flags,
      MemorySegment addr,
      MemorySegment len) {
    try {
      return Call.result(
          (long) RecvfromCall.HANDLE.invokeExact(errno, (long) fd, buf, n, (long) flags, addr, len),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class RecvmsgCall {
    static final MethodHandle HANDLE = Link.capturing("recvmsg", "l_lplppp");
  }

  /** {@code ssize_t recvmsg(int fd, struct msghdr *msg, int flags)}. */
  public static long recvmsg(MemorySegment errno, int fd, MemorySegment msg, int flags) {
    try {
      return Call.result(
          (long)
              RecvmsgCall.HANDLE.invokeExact(
                  errno,
                  (long) fd,
                  msg,
                  (long) flags,
                  MemorySegment.NULL,
                  MemorySegment.NULL,
                  MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  /**
   * The same with three segments that stay alive during the call: the linker keeps alive what it is
   * passed, and {@code recvmsg} does not look at arguments that it does not have.
   */
  public static long recvmsg(
      MemorySegment errno,
      int fd,
      MemorySegment msg,
      int flags,
      MemorySegment keep1,
      MemorySegment keep2,
      MemorySegment keep3) {
    try {
      return Call.result(
          (long)
              RecvmsgCall.HANDLE.invokeExact(
                  errno, (long) fd, msg, (long) flags, keep1, keep2, keep3),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class RecvmmsgCall {
    static final MethodHandle HANDLE = Link.common("recvmmsg");
  }

  /**
   * {@code int recvmmsg(int fd, struct mmsghdr *msgs, unsigned int vlen, int flags, struct timespec
   * *timeout)}.
   */
  public static int recvmmsg(
      MemorySegment errno, int fd, MemorySegment msgs, int vlen, int flags, MemorySegment timeout) {
    try {
      return Call.result(
          (int)
              (long)
                  RecvmmsgCall.HANDLE.invokeExact(
                      errno,
                      (long) fd,
                      msgs,
                      (long) vlen,
                      (long) flags,
                      timeout,
                      MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetsockoptCall {
    static final MethodHandle HANDLE = Link.common("getsockopt");
  }

  /** {@code int getsockopt(int fd, int level, int optname, void *optval, socklen_t *optlen)}. */
  public static int getsockopt(
      MemorySegment errno,
      int fd,
      int level,
      int optname,
      MemorySegment optval,
      MemorySegment optlen) {
    try {
      return Call.result(
          (int)
              (long)
                  GetsockoptCall.HANDLE.invokeExact(
                      errno,
                      (long) fd,
                      Call.pointer(level),
                      (long) optname,
                      optval.address(),
                      optlen,
                      optval),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SetsockoptCall {
    static final MethodHandle HANDLE = Link.common("setsockopt");
  }

  /**
   * {@code int setsockopt(int fd, int level, int optname, const void *optval, socklen_t optlen)}.
   */
  public static int setsockopt(
      MemorySegment errno, int fd, int level, int optname, MemorySegment optval, int optlen) {
    try {
      return Call.result(
          (int)
              (long)
                  SetsockoptCall.HANDLE.invokeExact(
                      errno,
                      (long) fd,
                      Call.pointer(level),
                      (long) optname,
                      optval.address(),
                      Call.pointer(optlen),
                      optval),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class ShutdownCall {
    static final MethodHandle HANDLE = Link.common("shutdown");
  }

  /** {@code int shutdown(int fd, int how)}. */
  public static int shutdown(MemorySegment errno, int fd, int how) {
    return Call.numbers(ShutdownCall.HANDLE, errno, fd, how, 0);
  }

  private static final class SockatmarkCall {
    static final MethodHandle HANDLE = Link.common("sockatmark");
  }

  /** {@code int sockatmark(int fd)}. */
  public static int sockatmark(MemorySegment errno, int fd) {
    return Call.numbers(SockatmarkCall.HANDLE, errno, fd, 0, 0);
  }
}
