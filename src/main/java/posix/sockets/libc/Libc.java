package posix.sockets.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of libc, each linked when it is first used.
 *
 * <p>A call whose C result is {@code int} or {@code ssize_t} returns what the kernel returns: a
 * result &ge; 0, or {@code -errno}. Its first argument is the memory that takes errno, {@link
 * #ERRNO} large, which no other thread may use at the same time. Nothing here retries, checks a
 * length, waits for a descriptor or throws for an errno: a wrong pointer or length is as fatal as
 * in C. What the linker itself finds wrong with a segment (closed, of another thread, on the heap)
 * it throws before the call.
 */
public final class Libc {
  /** The memory that takes errno. */
  public static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();

  private static final long ERRNO_OFFSET =
      ERRNO.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  // One descriptor for each shape: a new shape costs the linker 6 ms, a known one 0.2. i is int, l
  // is size_t and ssize_t,
  // p a pointer; the result stands first.
  private static final FunctionDescriptor I_I = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
  private static final FunctionDescriptor I_II =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);
  private static final FunctionDescriptor I_III =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final FunctionDescriptor I_IPI =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor I_IPP =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final FunctionDescriptor I_IPPI =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor I_IIIPI =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor I_IIIPP =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final FunctionDescriptor I_PLI =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final FunctionDescriptor L_IPLI =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final FunctionDescriptor I_IPL =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final FunctionDescriptor P_I = FunctionDescriptor.of(ADDRESS, JAVA_INT);
  private static final FunctionDescriptor P_IPPI =
      FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

  private Libc() {}

  private static final class Socket {
    static final MethodHandle HANDLE = Link.capturing("socket", I_III);
  }

  /** {@code int socket(int domain, int type, int protocol)}. */
  public static int socket(MemorySegment errno, int domain, int type, int protocol) {
    try {
      return result((int) Socket.HANDLE.invokeExact(errno, domain, type, protocol), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Bind {
    static final MethodHandle HANDLE = Link.capturing("bind", I_IPI);
  }

  /** {@code int bind(int fd, const struct sockaddr *addr, socklen_t len)}. */
  public static int bind(MemorySegment errno, int fd, MemorySegment addr, int len) {
    try {
      return result((int) Bind.HANDLE.invokeExact(errno, fd, addr, len), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Listen {
    static final MethodHandle HANDLE = Link.capturing("listen", I_II);
  }

  /** {@code int listen(int fd, int backlog)}. */
  public static int listen(MemorySegment errno, int fd, int backlog) {
    try {
      return result((int) Listen.HANDLE.invokeExact(errno, fd, backlog), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Accept {
    static final MethodHandle HANDLE = Link.capturing("accept", I_IPP);
  }

  /** {@code int accept(int fd, struct sockaddr *addr, socklen_t *len)}. */
  public static int accept(MemorySegment errno, int fd, MemorySegment addr, MemorySegment len) {
    try {
      return result((int) Accept.HANDLE.invokeExact(errno, fd, addr, len), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Accept4 {
    static final MethodHandle HANDLE = Link.capturing("accept4", I_IPPI);
  }

  /** {@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)}. */
  public static int accept4(
      MemorySegment errno, int fd, MemorySegment addr, MemorySegment len, int flags) {
    try {
      return result((int) Accept4.HANDLE.invokeExact(errno, fd, addr, len, flags), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Connect {
    static final MethodHandle HANDLE = Link.capturing("connect", I_IPI);
  }

  /** {@code int connect(int fd, const struct sockaddr *addr, socklen_t len)}. */
  public static int connect(MemorySegment errno, int fd, MemorySegment addr, int len) {
    try {
      return result((int) Connect.HANDLE.invokeExact(errno, fd, addr, len), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Getsockname {
    static final MethodHandle HANDLE = Link.capturing("getsockname", I_IPP);
  }

  /** {@code int getsockname(int fd, struct sockaddr *addr, socklen_t *len)}. */
  public static int getsockname(
      MemorySegment errno, int fd, MemorySegment addr, MemorySegment len) {
    try {
      return result((int) Getsockname.HANDLE.invokeExact(errno, fd, addr, len), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Getpeername {
    static final MethodHandle HANDLE = Link.capturing("getpeername", I_IPP);
  }

  /** {@code int getpeername(int fd, struct sockaddr *addr, socklen_t *len)}. */
  public static int getpeername(
      MemorySegment errno, int fd, MemorySegment addr, MemorySegment len) {
    try {
      return result((int) Getpeername.HANDLE.invokeExact(errno, fd, addr, len), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Send {
    static final MethodHandle HANDLE = Link.capturing("send", L_IPLI);
  }

  /** {@code ssize_t send(int fd, const void *buf, size_t n, int flags)}. */
  public static long send(MemorySegment errno, int fd, MemorySegment buf, long n, int flags) {
    try {
      return result((long) Send.HANDLE.invokeExact(errno, fd, buf, n, flags), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Recv {
    static final MethodHandle HANDLE = Link.capturing("recv", L_IPLI);
  }

  /** {@code ssize_t recv(int fd, void *buf, size_t n, int flags)}. */
  public static long recv(MemorySegment errno, int fd, MemorySegment buf, long n, int flags) {
    try {
      return result((long) Recv.HANDLE.invokeExact(errno, fd, buf, n, flags), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Getsockopt {
    static final MethodHandle HANDLE = Link.capturing("getsockopt", I_IIIPP);
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
      return result(
          (int) Getsockopt.HANDLE.invokeExact(errno, fd, level, optname, optval, optlen), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Setsockopt {
    static final MethodHandle HANDLE = Link.capturing("setsockopt", I_IIIPI);
  }

  /**
   * {@code int setsockopt(int fd, int level, int optname, const void *optval, socklen_t optlen)}.
   */
  public static int setsockopt(
      MemorySegment errno, int fd, int level, int optname, MemorySegment optval, int optlen) {
    try {
      return result(
          (int) Setsockopt.HANDLE.invokeExact(errno, fd, level, optname, optval, optlen), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class ShutdownCall {
    static final MethodHandle HANDLE = Link.capturing("shutdown", I_II);
  }

  /** {@code int shutdown(int fd, int how)}. */
  public static int shutdown(MemorySegment errno, int fd, int how) {
    try {
      return result((int) ShutdownCall.HANDLE.invokeExact(errno, fd, how), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Close {
    static final MethodHandle HANDLE = Link.capturing("close", I_I);
  }

  /** {@code int close(int fd)}. */
  public static int close(MemorySegment errno, int fd) {
    try {
      return result((int) Close.HANDLE.invokeExact(errno, fd), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class PollCall {
    static final MethodHandle HANDLE = Link.capturing("poll", I_PLI);
  }

  /** {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)}. */
  public static int poll(MemorySegment errno, MemorySegment fds, long nfds, int timeout) {
    try {
      return result((int) PollCall.HANDLE.invokeExact(errno, fds, nfds, timeout), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class InetPton {
    static final MethodHandle HANDLE = Link.capturing("inet_pton", I_IPP);
  }

  /**
   * {@code int inet_pton(int af, const char *src, void *dst)}: 1, 0 for bad text, or {@code
   * -errno}.
   */
  public static int inet_pton(MemorySegment errno, int af, MemorySegment src, MemorySegment dst) {
    try {
      return result((int) InetPton.HANDLE.invokeExact(errno, af, src, dst), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class InetNtop {
    static final MethodHandle HANDLE = Link.capturing("inet_ntop", P_IPPI);
  }

  /**
   * {@code const char *inet_ntop(int af, const void *src, char *dst, socklen_t size)}: 0, or {@code
   * -errno}.
   */
  public static int inet_ntop(
      MemorySegment errno, int af, MemorySegment src, MemorySegment dst, int size) {
    try {
      var text = (MemorySegment) InetNtop.HANDLE.invokeExact(errno, af, src, dst, size);
      return text.address() == 0 ? -errno.get(JAVA_INT, ERRNO_OFFSET) : 0;
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Strerrordesc {
    static final MethodHandle HANDLE = Link.plain("strerrordesc_np", P_I);
  }

  /**
   * {@code const char *strerrordesc_np(int errnum)}: the text in the C locale's words, or null for
   * an unknown number; a pointer to constant memory, unlike what {@code strerror} returns.
   *
   * @throws UnsupportedOperationException where libc has no such function (glibc before 2.32, musl)
   */
  public static String strerrordesc_np(int errnum) {
    try {
      return Link.string((MemorySegment) Strerrordesc.HANDLE.invokeExact(errnum));
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class XpgStrerror {
    static final MethodHandle HANDLE = Link.plain("__xpg_strerror_r", I_IPL);
  }

  /**
   * {@code int __xpg_strerror_r(int errnum, char *buf, size_t n)}, POSIX's strerror_r: 0, or an
   * error number.
   */
  public static int xpg_strerror_r(int errnum, MemorySegment buf, long n) {
    try {
      return (int) XpgStrerror.HANDLE.invokeExact(errnum, buf, n);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static int result(int result, MemorySegment errno) {
    return result == -1 ? -errno.get(JAVA_INT, ERRNO_OFFSET) : result;
  }

  private static long result(long result, MemorySegment errno) {
    return result == -1 ? -errno.get(JAVA_INT, ERRNO_OFFSET) : result;
  }
}
