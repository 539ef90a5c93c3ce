package posix.sockets.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import posix.sockets.libc.ErrorText;
import posix.sockets.libc.Libc;
import posix.sockets.libc.Structs.pollfd;
import posix.sockets.raw.constants.*;

/**
 * The socket API as C has it: the same names, the same arguments in the same order, the same
 * constants. A program says {@code import static posix.sockets.raw.Posix.*;} and reads like its C
 * twin; the structs are in {@code posix.sockets.bindings}.
 *
 * <p>A call that fails returns -1 and leaves the reason in {@link #errno()}, which each thread has
 * of its own. As in C there are no retries, no flags added, and no care for virtual threads: a call
 * that blocks holds the carrier of a virtual thread, and closing a descriptor wakes nobody.
 *
 * <p>One thing C does not do: where a pointer argument is a segment with a size, a length beyond
 * its end throws {@link IndexOutOfBoundsException} and nothing is called. {@link
 * MemorySegment#NULL} and what {@link MemorySegment#ofAddress(long)} makes have no size, and are
 * taken as C would take them.
 */
public final class Posix
    implements AlgH,
        DiagH,
        ErrnoH,
        ErrqueueH,
        FcntlH,
        IcmpH,
        IfH,
        InH,
        IoctlH,
        IpH,
        MptcpH,
        MrouteH,
        NetdbH,
        NetfilterH,
        NetlinkH,
        PacketH,
        PollH,
        SignalH,
        SocketH,
        TcpH,
        TlsH,
        UdpH,
        UnistdH,
        VmSocketsH,
        XdpH {

  /** C's null pointer. */
  public static final MemorySegment NULL = MemorySegment.NULL;

  private Posix() {}

  /** What C keeps for each thread. */
  private static final class PerThread {
    final MemorySegment capture = Arena.ofAuto().allocate(Libc.ERRNO);
    int errno;
  }

  private static final ThreadLocal<PerThread> THREAD = ThreadLocal.withInitial(PerThread::new);

  private static int result(PerThread thread, int result) {
    if (result >= 0) {
      return result;
    }
    thread.errno = -result;
    return -1;
  }

  private static long result(PerThread thread, long result) {
    if (result >= 0) {
      return result;
    }
    thread.errno = (int) -result;
    return -1;
  }

  /**
   * {@code errno}: why the last call of this thread that failed did so. A call that succeeds leaves
   * it alone.
   *
   * @return the number, one of the {@code E} constants
   * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
   */
  public static int errno() {
    return THREAD.get().errno;
  }

  /**
   * {@code errno = value}.
   *
   * @param value what {@link #errno()} answers from now on, in this thread
   */
  public static void errno(int value) {
    THREAD.get().errno = value;
  }

  /**
   * {@code char *strerror(int errnum)}. Safe in threads, and in the C locale's words whatever the
   * locale.
   *
   * @param errnum an error number
   * @return its text; {@code Unknown error N} for a number that is none
   * @see <a href="https://man7.org/linux/man-pages/man3/strerror.3.html">strerror(3)</a>
   */
  public static String strerror(int errnum) {
    return ErrorText.of(errnum);
  }

  /**
   * {@code void perror(const char *s)}: prints {@code s: } and the text of {@link #errno()} on
   * standard error.
   *
   * @param s what failed, commonly the name of a call; null or empty prints the text alone
   * @see <a href="https://man7.org/linux/man-pages/man3/perror.3.html">perror(3)</a>
   */
  public static void perror(String s) {
    String text = strerror(errno());
    System.err.println(s == null || s.isEmpty() ? text : s + ": " + text);
  }

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
    var thread = THREAD.get();
    return result(thread, Libc.socket(thread.capture, domain, type, protocol));
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
    var thread = THREAD.get();
    return result(thread, Libc.bind(thread.capture, fd, addr, len));
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
    var thread = THREAD.get();
    return result(thread, Libc.listen(thread.capture, fd, backlog));
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
    var thread = THREAD.get();
    return result(thread, Libc.accept(thread.capture, fd, addr, len));
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
    var thread = THREAD.get();
    return result(thread, Libc.accept4(thread.capture, fd, addr, len, flags));
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
    var thread = THREAD.get();
    return result(thread, Libc.connect(thread.capture, fd, addr, len));
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
    var thread = THREAD.get();
    return result(thread, Libc.getsockname(thread.capture, fd, addr, len));
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
    var thread = THREAD.get();
    return result(thread, Libc.getpeername(thread.capture, fd, addr, len));
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
    var thread = THREAD.get();
    return result(thread, Libc.send(thread.capture, fd, buf, n, flags));
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
    var thread = THREAD.get();
    return result(thread, Libc.recv(thread.capture, fd, buf, n, flags));
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
    var thread = THREAD.get();
    return result(thread, Libc.getsockopt(thread.capture, fd, level, optname, optval, optlen));
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
    var thread = THREAD.get();
    return result(thread, Libc.setsockopt(thread.capture, fd, level, optname, optval, optlen));
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
    var thread = THREAD.get();
    return result(thread, Libc.shutdown(thread.capture, fd, how));
  }

  /**
   * {@code int close(int fd)}. Not to be repeated after EINTR: on Linux the descriptor is gone by
   * then.
   *
   * @param fd a descriptor
   * @return 0, or -1 (EBADF, EINTR, EIO)
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  public static int close(int fd) {
    var thread = THREAD.get();
    return result(thread, Libc.close(thread.capture, fd));
  }

  /**
   * {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)}. Blocks until one is ready.
   *
   * @param fds {@code nfds} structs
   * @param nfds how many
   * @param timeout milliseconds; -1 waits without end
   * @return how many are ready, 0 when the time is over, or -1 (EFAULT, EINTR, EINVAL, ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
   */
  public static int poll(MemorySegment fds, long nfds, int timeout) {
    Pointers.checkArray(fds, nfds, pollfd.SIZE);
    var thread = THREAD.get();
    return result(thread, Libc.poll(thread.capture, fds, nfds, timeout));
  }

  /**
   * {@code int inet_pton(int af, const char *src, void *dst)}.
   *
   * @param af {@code AF_INET} or {@code AF_INET6}
   * @param src the address as text
   * @param dst takes 4 or 16 bytes in network order
   * @return 1, 0 where the text is no address, or -1 (EAFNOSUPPORT)
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_pton.3.html">inet_pton(3)</a>
   */
  public static int inet_pton(int af, String src, MemorySegment dst) {
    Pointers.checkWritable(dst, af == AF_INET6 ? 16 : 4);
    if (src.indexOf('\0') >= 0) {
      return 0; // where C's text would end
    }
    var thread = THREAD.get();
    try (var arena = Arena.ofConfined()) {
      return result(thread, Libc.inet_pton(thread.capture, af, arena.allocateFrom(src), dst));
    }
  }

  /**
   * {@code const char *inet_ntop(int af, const void *src, char *dst, socklen_t size)}, with the
   * text as the result.
   *
   * @param af {@code AF_INET} or {@code AF_INET6}
   * @param src 4 or 16 bytes in network order
   * @return the address as text, or null (EAFNOSUPPORT)
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_ntop.3.html">inet_ntop(3)</a>
   */
  public static String inet_ntop(int af, MemorySegment src) {
    Pointers.checkLength(src, af == AF_INET6 ? 16 : 4);
    var thread = THREAD.get();
    try (var arena = Arena.ofConfined()) {
      MemorySegment dst = arena.allocate(INET6_ADDRSTRLEN);
      int result = Libc.inet_ntop(thread.capture, af, src, dst, INET6_ADDRSTRLEN);
      return result(thread, result) == -1 ? null : dst.getString(0);
    }
  }

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  /**
   * {@code uint16_t htons(uint16_t hostshort)}. A Java short has the same 16 bits, so {@code
   * htons(8888)} needs no cast.
   *
   * @param hostshort a number in the host's byte order; its low 16 bits count
   * @return the number in network byte order
   * @see <a href="https://man7.org/linux/man-pages/man3/htons.3.html">htons(3)</a>
   */
  public static short htons(int hostshort) {
    return LITTLE_ENDIAN ? Short.reverseBytes((short) hostshort) : (short) hostshort;
  }

  /**
   * {@code uint16_t ntohs(uint16_t netshort)}.
   *
   * @param netshort a number in network byte order
   * @return the number in the host's byte order, 0 to 65535
   * @see <a href="https://man7.org/linux/man-pages/man3/ntohs.3.html">ntohs(3)</a>
   */
  public static int ntohs(short netshort) {
    return Short.toUnsignedInt(LITTLE_ENDIAN ? Short.reverseBytes(netshort) : netshort);
  }

  /**
   * {@code uint32_t htonl(uint32_t hostlong)}.
   *
   * @param hostlong a number in the host's byte order
   * @return the number in network byte order
   * @see <a href="https://man7.org/linux/man-pages/man3/htonl.3.html">htonl(3)</a>
   */
  public static int htonl(int hostlong) {
    return LITTLE_ENDIAN ? Integer.reverseBytes(hostlong) : hostlong;
  }

  /**
   * {@code uint32_t ntohl(uint32_t netlong)}.
   *
   * @param netlong a number in network byte order
   * @return the number in the host's byte order
   * @see <a href="https://man7.org/linux/man-pages/man3/ntohl.3.html">ntohl(3)</a>
   */
  public static int ntohl(int netlong) {
    return htonl(netlong);
  }
}
