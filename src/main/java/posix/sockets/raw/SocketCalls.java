package posix.sockets.raw;

import java.lang.foreign.MemorySegment;
import posix.sockets.libc.Libc;

/** {@code <sys/socket.h>}, without what takes a {@code struct msghdr}. */
abstract class SocketCalls extends ErrnoCalls {
  SocketCalls() {}

  /**
   * {@code int socket(int domain, int type, int protocol)}.
   *
   * @param domain an {@code AF_} constant
   * @param type a {@code SOCK_} constant, with {@code SOCK_CLOEXEC} and {@code SOCK_NONBLOCK} if
   *     wanted
   * @param protocol an {@code IPPROTO_} constant, or 0
   * @return a descriptor, or -1 (EACCES, EAFNOSUPPORT, EINVAL, EMFILE, ENFILE, ENOBUFS, ENOMEM,
   *     EPROTONOSUPPORT, ESOCKTNOSUPPORT)
   * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
   */
  public static int socket(int domain, int type, int protocol) {
    var thread = PerThread.get();
    return thread.result(Libc.socket(thread.capture, domain, type, protocol));
  }

  /**
   * {@code int socketpair(int domain, int type, int protocol, int sv[2])}.
   *
   * @param domain {@code AF_UNIX}; the kernel knows no other but {@code AF_TIPC}
   * @param type a {@code SOCK_} constant, with {@code SOCK_CLOEXEC} and {@code SOCK_NONBLOCK} if
   *     wanted
   * @param protocol 0
   * @param sv two ints: takes the descriptors of two sockets that are connected to each other
   * @return 0, or -1 (EAFNOSUPPORT, EFAULT, EMFILE, ENFILE, EOPNOTSUPP, EPROTONOSUPPORT,
   *     ESOCKTNOSUPPORT)
   * @see <a href="https://man7.org/linux/man-pages/man2/socketpair.2.html">socketpair(2)</a>
   */
  public static int socketpair(int domain, int type, int protocol, MemorySegment sv) {
    Pointers.checkWritable(sv, 2 * Integer.BYTES);
    var thread = PerThread.get();
    return thread.result(Libc.socketpair(thread.capture, domain, type, protocol, sv));
  }

  /**
   * {@code int bind(int fd, const struct sockaddr *addr, socklen_t len)}.
   *
   * @param fd a socket
   * @param addr its address to be
   * @param len the address's length in bytes
   * @return 0, or -1 (EACCES, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EBADF, EINVAL, ENOTSOCK; for
   *     AF_UNIX also what making a file can answer)
   * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
   */
  public static int bind(int fd, MemorySegment addr, int len) {
    Pointers.checkLength(addr, len);
    var thread = PerThread.get();
    return thread.result(Libc.bind(thread.capture, fd, addr, len));
  }

  /**
   * {@code int listen(int fd, int backlog)}.
   *
   * @param fd a socket
   * @param backlog how many connections may wait to be accepted; the kernel caps it at {@code
   *     net.core.somaxconn}
   * @return 0, or -1 (EADDRINUSE, EBADF, ENOTSOCK, EOPNOTSUPP)
   * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
   */
  public static int listen(int fd, int backlog) {
    var thread = PerThread.get();
    return thread.result(Libc.listen(thread.capture, fd, backlog));
  }

  /**
   * {@code int accept(int fd, struct sockaddr *addr, socklen_t *len)}. Blocks until a connection is
   * there.
   *
   * @param fd a listening socket
   * @param addr takes the peer's address, or {@link #NULL}
   * @param len an int: the room in {@code addr} before the call, the address's length after it
   * @return the connection's descriptor, or -1 (EAGAIN, EBADF, ECONNABORTED, EINTR, EINVAL, EMFILE,
   *     ENFILE, ENOBUFS, ENOMEM, ENOTSOCK, EOPNOTSUPP, EPERM, EPROTO)
   * @see <a href="https://man7.org/linux/man-pages/man2/accept.2.html">accept(2)</a>
   */
  public static int accept(int fd, MemorySegment addr, MemorySegment len) {
    Pointers.checkRoom(addr, len);
    var thread = PerThread.get();
    return thread.result(Libc.accept(thread.capture, fd, addr, len));
  }

  /**
   * {@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)}. Blocks until a
   * connection is there.
   *
   * @param fd a listening socket
   * @param addr takes the peer's address, or {@link #NULL}
   * @param len an int: the room in {@code addr} before the call, the address's length after it
   * @param flags {@code SOCK_CLOEXEC}, {@code SOCK_NONBLOCK}
   * @return the connection's descriptor, or -1 (as {@link #accept accept}; EINVAL for an unknown
   *     flag)
   * @see <a href="https://man7.org/linux/man-pages/man2/accept4.2.html">accept4(2)</a>
   */
  public static int accept4(int fd, MemorySegment addr, MemorySegment len, int flags) {
    Pointers.checkRoom(addr, len);
    var thread = PerThread.get();
    return thread.result(Libc.accept4(thread.capture, fd, addr, len, flags));
  }

  /**
   * {@code int connect(int fd, const struct sockaddr *addr, socklen_t len)}. Blocks until the
   * connection stands.
   *
   * @param fd a socket
   * @param addr the peer's address; {@code AF_UNSPEC} dissolves the association of a datagram
   *     socket
   * @param len the address's length in bytes
   * @return 0, or -1 (EACCES, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN, EALREADY, EBADF,
   *     ECONNREFUSED, EINPROGRESS, EINTR, EISCONN, ENETUNREACH, ENOTSOCK, EPERM, EPROTOTYPE,
   *     ETIMEDOUT). After EINTR the connection is still being made: wait until the socket can be
   *     written, then read {@code SO_ERROR}.
   * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
   */
  public static int connect(int fd, MemorySegment addr, int len) {
    Pointers.checkLength(addr, len);
    var thread = PerThread.get();
    return thread.result(Libc.connect(thread.capture, fd, addr, len));
  }

  /**
   * {@code int getsockname(int fd, struct sockaddr *addr, socklen_t *len)}.
   *
   * @param fd a socket
   * @param addr takes its own address
   * @param len an int: the room in {@code addr} before the call, the address's full length after it
   * @return 0, or -1 (EBADF, EINVAL, ENOBUFS, ENOTSOCK)
   * @see <a href="https://man7.org/linux/man-pages/man2/getsockname.2.html">getsockname(2)</a>
   */
  public static int getsockname(int fd, MemorySegment addr, MemorySegment len) {
    Pointers.checkRoom(addr, len);
    var thread = PerThread.get();
    return thread.result(Libc.getsockname(thread.capture, fd, addr, len));
  }

  /**
   * {@code int getpeername(int fd, struct sockaddr *addr, socklen_t *len)}.
   *
   * @param fd a connected socket
   * @param addr takes the peer's address
   * @param len an int: the room in {@code addr} before the call, the address's full length after it
   * @return 0, or -1 (EBADF, EINVAL, ENOBUFS, ENOTCONN, ENOTSOCK)
   * @see <a href="https://man7.org/linux/man-pages/man2/getpeername.2.html">getpeername(2)</a>
   */
  public static int getpeername(int fd, MemorySegment addr, MemorySegment len) {
    Pointers.checkRoom(addr, len);
    var thread = PerThread.get();
    return thread.result(Libc.getpeername(thread.capture, fd, addr, len));
  }

  /**
   * {@code ssize_t send(int fd, const void *buf, size_t n, int flags)}. Blocks until there is room.
   * A peer that is gone gives EPIPE and no signal: the JVM ignores SIGPIPE.
   *
   * @param fd a connected socket
   * @param buf what to send
   * @param n how many bytes of it
   * @param flags {@code MSG_} constants
   * @return how many bytes were taken, possibly fewer than {@code n}, or -1 (EACCES, EAGAIN, EBADF,
   *     ECONNRESET, EDESTADDRREQ, EINTR, EINVAL, EISCONN, EMSGSIZE, ENOBUFS, ENOMEM, ENOTCONN,
   *     ENOTSOCK, EOPNOTSUPP, EPIPE)
   * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
   */
  public static long send(int fd, MemorySegment buf, long n, int flags) {
    Pointers.checkLength(buf, n);
    var thread = PerThread.get();
    return thread.result(Libc.send(thread.capture, fd, buf, n, flags));
  }

  /**
   * {@code ssize_t sendto(int fd, const void *buf, size_t n, int flags, const struct sockaddr
   * *addr, socklen_t len)}. Blocks until there is room.
   *
   * @param fd a socket
   * @param buf what to send
   * @param n how many bytes of it
   * @param flags {@code MSG_} constants
   * @param addr to whom, or {@link #NULL} for the peer of a connected socket
   * @param len the address's length in bytes
   * @return how many bytes were taken, or -1 (as {@link #send send}; EAFNOSUPPORT and EINVAL for
   *     the address, EOPNOTSUPP for one on an AF_UNIX stream)
   * @see <a href="https://man7.org/linux/man-pages/man2/sendto.2.html">sendto(2)</a>
   */
  public static long sendto(
      int fd, MemorySegment buf, long n, int flags, MemorySegment addr, int len) {
    Pointers.checkLength(buf, n);
    Pointers.checkLength(addr, len);
    var thread = PerThread.get();
    return thread.result(Libc.sendto(thread.capture, fd, buf, n, flags, addr, len));
  }

  /**
   * {@code ssize_t recv(int fd, void *buf, size_t n, int flags)}. Blocks until there is something.
   *
   * @param fd a socket
   * @param buf takes what arrived
   * @param n how many bytes at most
   * @param flags {@code MSG_} constants
   * @return how many bytes arrived; 0 at end of file or for an empty datagram; or -1 (EAGAIN,
   *     EBADF, ECONNREFUSED, ECONNRESET, EINTR, EINVAL, ENOMEM, ENOTCONN, ENOTSOCK, ETIMEDOUT)
   * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
   */
  public static long recv(int fd, MemorySegment buf, long n, int flags) {
    Pointers.checkWritable(buf, n);
    var thread = PerThread.get();
    return thread.result(Libc.recv(thread.capture, fd, buf, n, flags));
  }

  /**
   * {@code ssize_t recvfrom(int fd, void *buf, size_t n, int flags, struct sockaddr *addr,
   * socklen_t *len)}. Blocks until there is something.
   *
   * @param fd a socket
   * @param buf takes what arrived
   * @param n how many bytes at most; the rest of a datagram is lost
   * @param flags {@code MSG_} constants
   * @param addr takes the sender's address, or {@link #NULL}
   * @param len an int: the room in {@code addr} before the call, the address's full length after
   *     it; 0 from a TCP socket, which writes no address
   * @return how many bytes arrived; 0 at end of file or for an empty datagram; or -1 (as {@link
   *     #recv recv})
   * @see <a href="https://man7.org/linux/man-pages/man2/recvfrom.2.html">recvfrom(2)</a>
   */
  public static long recvfrom(
      int fd, MemorySegment buf, long n, int flags, MemorySegment addr, MemorySegment len) {
    Pointers.checkWritable(buf, n);
    Pointers.checkRoom(addr, len);
    var thread = PerThread.get();
    return thread.result(Libc.recvfrom(thread.capture, fd, buf, n, flags, addr, len));
  }

  /**
   * {@code int getsockopt(int fd, int level, int optname, void *optval, socklen_t *optlen)}.
   *
   * @param fd a socket
   * @param level {@code SOL_SOCKET}, {@code IPPROTO_TCP} and the like
   * @param optname the option
   * @param optval takes its value
   * @param optlen an int: the room in {@code optval} before the call, the value's length after it
   * @return 0, or -1 (EBADF, EINVAL, ENOPROTOOPT, ENOTSOCK, EOPNOTSUPP)
   * @see <a href="https://man7.org/linux/man-pages/man2/getsockopt.2.html">getsockopt(2)</a>
   */
  public static int getsockopt(
      int fd, int level, int optname, MemorySegment optval, MemorySegment optlen) {
    Pointers.checkRoom(optval, optlen);
    var thread = PerThread.get();
    return thread.result(Libc.getsockopt(thread.capture, fd, level, optname, optval, optlen));
  }

  /**
   * {@code int setsockopt(int fd, int level, int optname, const void *optval, socklen_t optlen)}.
   *
   * @param fd a socket
   * @param level {@code SOL_SOCKET}, {@code IPPROTO_TCP} and the like
   * @param optname the option
   * @param optval its value to be
   * @param optlen the value's length in bytes
   * @return 0, or -1 (EBADF, EINVAL, ENOPROTOOPT, ENOTSOCK, and what the option's manual page says)
   * @see <a href="https://man7.org/linux/man-pages/man2/setsockopt.2.html">setsockopt(2)</a>
   */
  public static int setsockopt(int fd, int level, int optname, MemorySegment optval, int optlen) {
    Pointers.checkLength(optval, optlen);
    var thread = PerThread.get();
    return thread.result(Libc.setsockopt(thread.capture, fd, level, optname, optval, optlen));
  }

  /**
   * {@code int shutdown(int fd, int how)}.
   *
   * @param fd a connected socket
   * @param how {@code SHUT_RD}, {@code SHUT_WR} or {@code SHUT_RDWR}
   * @return 0, or -1 (EBADF, EINVAL, ENOTCONN, ENOTSOCK)
   * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
   */
  public static int shutdown(int fd, int how) {
    var thread = PerThread.get();
    return thread.result(Libc.shutdown(thread.capture, fd, how));
  }

  /**
   * {@code int sockatmark(int fd)}.
   *
   * @param fd a stream socket
   * @return 1 where the next byte to read is the urgent mark, 0 where it is not, or -1 (EBADF,
   *     EINVAL, ENOTTY)
   * @see <a href="https://man7.org/linux/man-pages/man3/sockatmark.3.html">sockatmark(3)</a>
   */
  public static int sockatmark(int fd) {
    var thread = PerThread.get();
    return thread.result(Libc.sockatmark(thread.capture, fd));
  }
}
