package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import posix.sockets.internal.BlockingCall;
import posix.sockets.internal.CallFrame;
import posix.sockets.internal.CallMemory;
import posix.sockets.internal.Connect;
import posix.sockets.internal.Descriptor;
import posix.sockets.internal.Errors;
import posix.sockets.internal.OpenFile;
import posix.sockets.internal.OptionCall;
import posix.sockets.internal.SockAddrs;
import posix.sockets.libc.Call;
import posix.sockets.libc.Libc;
import posix.sockets.raw.constants.SocketH;

/**
 * A socket, and the calls that C has for one. It owns its descriptor, which {@link #close} closes.
 *
 * <p>Each method is one system call; what a call does, man pages say. Any thread may use it at any
 * time. A closed socket throws {@link java.nio.channels.ClosedChannelException} without a system
 * call, and from calls that are blocked when it is closed; its descriptor is closed when the last
 * of them has returned, and until then stays what it is. What else ends a call, and how virtual
 * threads wait, the package's page says.
 *
 * <p>Buffers are a {@link MemorySegment} (the whole of it), a {@link java.nio.ByteBuffer} (from its
 * position to its limit; the position moves on) or a part of a {@code byte[]}. Memory off the heap
 * goes to the kernel as it is, bytes of the heap are copied.
 */
public final class PosixSocket extends SocketControl implements AutoCloseable {
  private PosixSocket(Descriptor descriptor, long deadline) {
    super(descriptor, deadline);
  }

  private static PosixSocket owning(int fd, OpenFile file) {
    return new PosixSocket(new Descriptor(fd, file), 0);
  }

  /**
   * {@code int socket(int domain, int type, 0)}.
   *
   * @param domain the family
   * @param type the type, with {@code SOCK_NONBLOCK} if wanted
   * @return a new socket
   * @throws ErrnoException EACCES, EAFNOSUPPORT, EINVAL, EMFILE, ENFILE, ENOBUFS, ENOMEM,
   *     EPROTONOSUPPORT, ESOCKTNOSUPPORT
   * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
   */
  public static PosixSocket open(AddressFamily domain, SocketType type) throws IOException {
    return open(domain, type, Constants.IPPROTO_IP);
  }

  /**
   * {@code int socket(int domain, int type, int protocol)}.
   *
   * @param domain the family
   * @param type the type, with {@code SOCK_NONBLOCK} if wanted
   * @param protocol the protocol
   * @return a new socket
   * @throws ErrnoException EACCES, EAFNOSUPPORT, EINVAL, EMFILE, ENFILE, ENOBUFS, ENOMEM,
   *     EPROTONOSUPPORT, ESOCKTNOSUPPORT
   * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
   */
  public static PosixSocket open(AddressFamily domain, SocketType type, Protocol protocol)
      throws IOException {
    int flags = type.value() | SocketH.SOCK_CLOEXEC;
    try (var memory = CallMemory.take()) {
      int fd = Libc.socket(memory.allocate(Call.ERRNO), domain.value(), flags, protocol.value());
      if (fd < 0) {
        throw Errors.exception("socket", fd, domain + ", " + type + ", " + protocol.value());
      }
      return owning(fd, OpenFile.made(domain.value(), flags, protocol.value()));
    }
  }

  /**
   * {@code int socketpair(int domain, int type, 0, int sv[2])}.
   *
   * @param domain the family, {@code AF_UNIX}
   * @param type the type, with {@code SOCK_NONBLOCK} if wanted
   * @return two sockets, connected to each other
   * @throws ErrnoException EAFNOSUPPORT, EMFILE, ENFILE, EOPNOTSUPP, EPROTONOSUPPORT
   * @see <a href="https://man7.org/linux/man-pages/man2/socketpair.2.html">socketpair(2)</a>
   */
  public static SocketPair socketpair(AddressFamily domain, SocketType type) throws IOException {
    try (var memory = CallMemory.take()) {
      var sv = memory.allocate(JAVA_INT, 2);
      int flags = type.value() | SocketH.SOCK_CLOEXEC;
      int result = Libc.socketpair(memory.allocate(Call.ERRNO), domain.value(), flags, 0, sv);
      Errors.check("socketpair", result, domain + ", " + type);
      return new SocketPair(
          owning(sv.getAtIndex(JAVA_INT, 0), OpenFile.made(domain.value(), flags, 0)),
          owning(sv.getAtIndex(JAVA_INT, 1), OpenFile.made(domain.value(), flags, 0)));
    }
  }

  /**
   * Takes over a descriptor from elsewhere: from now on it belongs to this socket, which closes it.
   *
   * @param fd an open socket's descriptor, for example one of {@code posix.sockets.raw.Posix}
   * @return a socket that owns it
   */
  public static PosixSocket adopt(int fd) {
    if (fd < 0) {
      throw new IllegalArgumentException("a descriptor is not negative: " + fd);
    }
    return owning(fd, OpenFile.adopted());
  }

  /** Takes over a duplicate of a socket's descriptor. */
  static PosixSocket duplicate(int fd, PosixSocket of) {
    return owning(fd, of.descriptor.file);
  }

  /**
   * This socket with a deadline: it is the same socket, with the same descriptor, but a call of
   * what is returned that would block longer than until then throws {@link
   * java.net.SocketTimeoutException}. So does one that begins later, even if it would not have to
   * wait: an exchange of many calls ends in time as a whole. Calls that never block, {@code
   * tryRecv} and those with {@code MSG_DONTWAIT}, are made at any time.
   *
   * <p>A call that has transferred a part by then returns how much, and the next one throws. Where
   * the kernel has no flag for a single call, in {@code accept}, {@code connect} and {@code
   * sendfile}, {@code O_NONBLOCK} is set in secret, as on a virtual thread.
   *
   * @param deadline by when its calls have to have ended
   * @return this socket with the deadline
   */
  public PosixSocket until(Deadline deadline) {
    return new PosixSocket(descriptor, deadline.nanos);
  }

  /**
   * This socket with a deadline from now on, as {@link #until}: {@code
   * socket.within(Duration.ofSeconds(5)).recv(buf)}.
   *
   * @param timeout how long its calls may take, all together
   * @return this socket with the deadline
   */
  public PosixSocket within(Duration timeout) {
    return until(Deadline.after(timeout));
  }

  /**
   * The descriptor, for the raw calls. It goes on belonging to this socket. From now on its flags
   * and timeouts count as changed by others at any time.
   *
   * @return its number
   * @throws IOException if this socket is closed
   */
  public int fd() throws IOException {
    descriptor.held.hold();
    descriptor.held.exit();
    descriptor.file.share();
    return descriptor.fd;
  }

  /**
   * Gives up the descriptor, open as it is: this socket counts as closed, calls in flight end as by
   * {@link #close} and are waited for, and so is a {@code sendmsg} of another socket that passes
   * this one on; the caller has to close the descriptor. {@code O_NONBLOCK} is given back as it was
   * found, unless a {@link #dup} that is open here needs it.
   *
   * @return its number
   * @throws IOException if this socket is closed
   */
  public int release() throws IOException {
    return descriptor.release();
  }

  /**
   * {@code int bind(int fd, const struct sockaddr *addr, socklen_t len)}.
   *
   * @param address this end's address; a port of 0 lets the kernel choose
   * @return this
   * @throws ErrnoException EACCES, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
   */
  public PosixSocket bind(SockAddr address) throws IOException {
    Objects.requireNonNull(address);
    CallFrame frame = descriptor.out.enter();
    try {
      int length = SockAddrs.encode(address, frame.address);
      Errors.check("bind", Libc.bind(frame.errno, descriptor.fd, frame.address, length), address);
      return this;
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int listen(int fd, int backlog)}.
   *
   * @param backlog how many connections may wait to be accepted; the kernel caps it at {@code
   *     net.core.somaxconn}
   * @return this
   * @throws ErrnoException EADDRINUSE, EOPNOTSUPP
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
   */
  public PosixSocket listen(int backlog) throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      Errors.check("listen", Libc.listen(frame.errno, descriptor.fd, backlog), null);
      return this;
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, SOCK_CLOEXEC)}. Blocks until
   * a connection is there.
   *
   * @return the connection and its peer
   * @throws ErrnoException EAGAIN, ECONNABORTED, EINVAL, EMFILE, ENFILE, ENOBUFS, ENOMEM,
   *     EOPNOTSUPP, EPERM, EPROTO
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/accept.2.html">accept(2)</a>
   */
  public Accepted accept() throws IOException {
    return accept4(Constants.SOCK_CLOEXEC);
  }

  /**
   * {@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)}; as {@link
   * #accept}.
   *
   * @param flags {@code SOCK_NONBLOCK} if wanted; {@code SOCK_CLOEXEC} is added
   * @return the connection and its peer
   * @throws IOException as {@link #accept}; EINVAL for an unknown flag
   */
  public Accepted accept4(SocketType flags) throws IOException {
    BlockingCall call = descriptor.in.begin(deadline, false);
    try {
      PosixSocket socket = accept4(call, flags, call.address, call.length);
      return new Accepted(socket, SockAddrs.decode(call.address, call.length.get(JAVA_INT, 0)));
    } finally {
      descriptor.in.end(call);
    }
  }

  /**
   * {@code int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)}; as {@link
   * #accept}, with the peer's address decoded only when asked for.
   *
   * @param flags {@code SOCK_NONBLOCK} if wanted; {@code SOCK_CLOEXEC} is added
   * @param peer takes the peer's address
   * @return the connection
   * @throws IOException as {@link #accept}
   */
  public PosixSocket accept4(SocketType flags, AddressBuffer peer) throws IOException {
    BlockingCall call = descriptor.in.begin(deadline, false);
    try {
      return accept4(call, flags, peer.address, peer.length);
    } finally {
      descriptor.in.end(call);
    }
  }

  private PosixSocket accept4(
      BlockingCall call, SocketType flags, MemorySegment peer, MemorySegment length)
      throws IOException {
    int withCloexec = flags.value() | SocketH.SOCK_CLOEXEC;
    int fd;
    do {
      call.withoutFlags();
      length.set(JAVA_INT, 0, (int) peer.byteSize());
      fd = Libc.accept4(call.errno, descriptor.fd, peer, length, withCloexec);
    } while (fd < 0 && call.again(descriptor.in, fd));
    Errors.check("accept", fd, null);
    return owning(fd, descriptor.file.accepted(withCloexec));
  }

  /**
   * {@code int connect(int fd, const struct sockaddr *addr, socklen_t len)}. Blocks until the
   * connection stands. A connection that a signal interrupts is waited for.
   *
   * @param address the peer's
   * @return this
   * @throws ErrnoException EACCES, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN, EALREADY,
   *     ECONNREFUSED, EINPROGRESS, EISCONN, ENETUNREACH, EPERM, EPROTOTYPE, ETIMEDOUT; after it,
   *     POSIX leaves the socket's state open
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
   */
  public PosixSocket connect(SockAddr address) throws IOException {
    Objects.requireNonNull(address);
    Errors.check("connect", Connect.connect(descriptor, deadline, address), address);
    return this;
  }

  /**
   * {@code int shutdown(int fd, int how)}. It changes the connection itself, for everybody who has
   * a descriptor of it.
   *
   * @param how which direction ends
   * @return this
   * @throws ErrnoException EINVAL, ENOTCONN
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
   */
  public PosixSocket shutdown(Shutdown how) throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      Errors.check("shutdown", Libc.shutdown(frame.errno, descriptor.fd, how.value()), how);
      return this;
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int getsockname(int fd, struct sockaddr *addr, socklen_t *len)}.
   *
   * @return this end's address
   * @throws ErrnoException ENOBUFS
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/getsockname.2.html">getsockname(2)</a>
   */
  public SockAddr getsockname() throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      frame.roomForAddress();
      Errors.check(
          "getsockname",
          Libc.getsockname(frame.errno, descriptor.fd, frame.address, frame.length),
          null);
      return SockAddrs.decode(frame.address, frame.length.get(JAVA_INT, 0));
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int getpeername(int fd, struct sockaddr *addr, socklen_t *len)}.
   *
   * @return the other end's address
   * @throws ErrnoException ENOBUFS, ENOTCONN
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/getpeername.2.html">getpeername(2)</a>
   */
  public SockAddr getpeername() throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      frame.roomForAddress();
      Errors.check(
          "getpeername",
          Libc.getpeername(frame.errno, descriptor.fd, frame.address, frame.length),
          null);
      return SockAddrs.decode(frame.address, frame.length.get(JAVA_INT, 0));
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int getsockopt(int fd, int level, int optname, void *optval, socklen_t *optlen)}.
   *
   * @param option the option
   * @param <T> its value's type
   * @return its value
   * @throws IllegalStateException if what the kernel gives is not what the option's type says
   * @throws ErrnoException EINVAL, ENOPROTOOPT, EOPNOTSUPP
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/getsockopt.2.html">getsockopt(2)</a>
   */
  public <T> T getsockopt(SockOpt.Readable<T> option) throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      if (option.level() == SocketH.SOL_SOCKET && option.optname() == SocketH.SO_ERROR) {
        int kept = descriptor.takeError(); // by a call that had transferred a part
        if (kept != 0) {
          frame.address.set(JAVA_INT, 0, kept);
          return option.codec().decode(frame.address.asSlice(0, Integer.BYTES));
        }
      }
      return OptionCall.get(frame, descriptor.fd, option);
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int setsockopt(int fd, int level, int optname, const void *optval, socklen_t optlen)}.
   *
   * @param option the option
   * @param value its value to be
   * @param <T> its value's type
   * @return this
   * @throws ErrnoException EINVAL, ENOPROTOOPT, EACCES or EPERM without the privilege, and what the
   *     option's page says
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/setsockopt.2.html">setsockopt(2)</a>
   */
  public <T> PosixSocket setsockopt(SockOpt.Writable<T> option, T value) throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      // Before it as well: a connection that comes meanwhile may inherit either value.
      descriptor.file.optionSet(option.level(), option.optname());
      OptionCall.set(frame, descriptor.fd, option, value);
      descriptor.file.optionSet(option.level(), option.optname());
      return this;
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int close(int fd)}. A second close does nothing. Calls in flight end with {@link
   * java.nio.channels.ClosedChannelException}, and the last of them closes the descriptor; nothing
   * is done to the socket itself, which others may share. It is not repeated after EINTR.
   *
   * @throws ErrnoException EIO; the descriptor is gone all the same
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  @Override
  public void close() throws IOException {
    descriptor.close();
  }

  /**
   * Whether {@link #close} or {@link #release} was called.
   *
   * @return whether it was
   */
  public boolean isClosed() {
    return descriptor.isClosed();
  }

  /**
   * {@code char *strerror(int errnum)}, in the C locale's words.
   *
   * @param errno an error
   * @return libc's text for it
   * @see <a href="https://man7.org/linux/man-pages/man3/strerror.3.html">strerror(3)</a>
   */
  public static String strerror(Errno errno) {
    return Errors.text(errno.number());
  }

  /** The descriptor's number, or that there is none any more. */
  @Override
  public String toString() {
    return "PosixSocket[" + (isClosed() ? "closed" : "fd " + descriptor.fd) + "]";
  }
}
