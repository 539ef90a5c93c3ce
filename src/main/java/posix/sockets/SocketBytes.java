package posix.sockets;

import static posix.sockets.raw.constants.ErrnoH.EAGAIN;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import posix.sockets.internal.Bytes;
import posix.sockets.internal.Descriptor;
import posix.sockets.internal.Errors;
import posix.sockets.raw.constants.SocketH;

/** The calls of a {@link PosixSocket} that send and receive bytes. */
abstract sealed class SocketBytes permits SocketMessages {
  /** What {@link #trySend} and {@link #tryRecv} answer instead of waiting. */
  public static final int WOULD_BLOCK = -1;

  /** The descriptor, shared with the other calls. */
  final Descriptor descriptor;

  /** By when the calls have to end, by the clock of {@link System#nanoTime}; 0 for never. */
  final long deadline;

  SocketBytes(Descriptor descriptor, long deadline) {
    this.descriptor = descriptor;
    this.deadline = deadline;
  }

  /**
   * {@code ssize_t send(int fd, const void *buf, size_t n, 0)}. Blocks until there is room.
   *
   * @param buf what to send
   * @return how many bytes were taken: on a stream, possibly fewer than there are
   * @throws ErrnoException EACCES, EAGAIN, ECONNRESET, EDESTADDRREQ, EINVAL, EMSGSIZE, ENOBUFS,
   *     ENOMEM, ENOTCONN, EOPNOTSUPP, EPIPE
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
   */
  public long send(MemorySegment buf) throws IOException {
    return sent(Bytes.send(descriptor, deadline, buf, 0));
  }

  /**
   * {@code ssize_t send(int fd, const void *buf, size_t n, int flags)}; as {@link
   * #send(MemorySegment)}.
   *
   * @param buf what to send
   * @param flags {@code MSG_} constants
   * @return how many bytes were taken
   * @throws IOException as {@link #send(MemorySegment)}
   */
  public long send(MemorySegment buf, MsgFlags flags) throws IOException {
    return sent(Bytes.send(descriptor, deadline, buf, flags.value()));
  }

  /**
   * {@code ssize_t send(int fd, const void *buf, size_t n, 0)}; as {@link #send(MemorySegment)}.
   *
   * @param buf what to send, from its position to its limit; the position moves on by what was
   *     taken
   * @return how many bytes were taken
   * @throws IOException as {@link #send(MemorySegment)}
   */
  public int send(ByteBuffer buf) throws IOException {
    return send(buf, MsgFlags.NONE);
  }

  /**
   * {@code ssize_t send(int fd, const void *buf, size_t n, int flags)}; as {@link
   * #send(MemorySegment)}.
   *
   * @param buf what to send, from its position to its limit; the position moves on by what was
   *     taken
   * @param flags {@code MSG_} constants
   * @return how many bytes were taken
   * @throws IOException as {@link #send(MemorySegment)}
   */
  public int send(ByteBuffer buf, MsgFlags flags) throws IOException {
    return (int) sent(Bytes.send(descriptor, deadline, buf, flags.value()));
  }

  /**
   * {@code ssize_t send(int fd, const void *buf, size_t n, 0)}; as {@link #send(MemorySegment)}.
   *
   * @param buf the array
   * @param offset where what to send begins in it
   * @param length how long it is
   * @return how many bytes were taken
   * @throws IOException as {@link #send(MemorySegment)}
   */
  public int send(byte[] buf, int offset, int length) throws IOException {
    return send(buf, offset, length, MsgFlags.NONE);
  }

  /**
   * {@code ssize_t send(int fd, const void *buf, size_t n, int flags)}; as {@link
   * #send(MemorySegment)}.
   *
   * @param buf the array
   * @param offset where what to send begins in it
   * @param length how long it is
   * @param flags {@code MSG_} constants
   * @return how many bytes were taken
   * @throws IOException as {@link #send(MemorySegment)}
   */
  public int send(byte[] buf, int offset, int length, MsgFlags flags) throws IOException {
    return (int) sent(Bytes.send(descriptor, deadline, buf, offset, length, flags.value()));
  }

  /**
   * {@code ssize_t send(int fd, const void *buf, size_t n, MSG_DONTWAIT)}: as {@link
   * #send(MemorySegment)}, but never blocks.
   *
   * @param buf what to send
   * @return how many bytes were taken, or {@link #WOULD_BLOCK}
   * @throws IOException as {@link #send(MemorySegment)}
   */
  public long trySend(MemorySegment buf) throws IOException {
    long n = Bytes.send(descriptor, deadline, buf, SocketH.MSG_DONTWAIT);
    return n == -EAGAIN ? WOULD_BLOCK : sent(n);
  }

  private static long sent(long n) throws ErrnoException {
    if (n < 0) {
      throw Errors.exception("send", n, null);
    }
    return n;
  }

  /**
   * {@code ssize_t recv(int fd, void *buf, size_t n, 0)}. Blocks until there is something.
   *
   * @param buf takes what arrived
   * @return how many bytes arrived; 0 at end of file, for an empty datagram, and for an empty
   *     buffer
   * @throws ErrnoException EAGAIN (after {@code SO_RCVTIMEO}, or on a non-blocking socket),
   *     ECONNREFUSED, ECONNRESET, EINVAL, ENOMEM, ENOTCONN, ETIMEDOUT
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
   */
  public long recv(MemorySegment buf) throws IOException {
    return received(Bytes.recv(descriptor, deadline, buf, 0));
  }

  /**
   * {@code ssize_t recv(int fd, void *buf, size_t n, int flags)}; as {@link #recv(MemorySegment)}.
   *
   * @param buf takes what arrived
   * @param flags {@code MSG_} constants
   * @return how many bytes arrived; with {@code MSG_TRUNC} a datagram's full length, which may be
   *     more than {@code buf} holds
   * @throws IOException as {@link #recv(MemorySegment)}
   */
  public long recv(MemorySegment buf, MsgFlags flags) throws IOException {
    return received(Bytes.recv(descriptor, deadline, buf, flags.value()));
  }

  /**
   * {@code ssize_t recv(int fd, void *buf, size_t n, 0)}; as {@link #recv(MemorySegment)}.
   *
   * @param buf takes what arrived, from its position to its limit; the position moves on behind it
   * @return how many bytes arrived
   * @throws IOException as {@link #recv(MemorySegment)}
   */
  public int recv(ByteBuffer buf) throws IOException {
    return recv(buf, MsgFlags.NONE);
  }

  /**
   * {@code ssize_t recv(int fd, void *buf, size_t n, int flags)}; as {@link #recv(MemorySegment)}.
   *
   * @param buf takes what arrived, from its position to its limit; the position moves on behind it
   * @param flags {@code MSG_} constants
   * @return as {@link #recv(MemorySegment, MsgFlags)}
   * @throws IOException as {@link #recv(MemorySegment)}
   */
  public int recv(ByteBuffer buf, MsgFlags flags) throws IOException {
    return (int) received(Bytes.recv(descriptor, deadline, buf, flags.value()));
  }

  /**
   * {@code ssize_t recv(int fd, void *buf, size_t n, 0)}; as {@link #recv(MemorySegment)}.
   *
   * @param buf takes what arrived
   * @param offset where in it
   * @param length how many bytes at most
   * @return how many bytes arrived
   * @throws IOException as {@link #recv(MemorySegment)}
   */
  public int recv(byte[] buf, int offset, int length) throws IOException {
    return recv(buf, offset, length, MsgFlags.NONE);
  }

  /**
   * {@code ssize_t recv(int fd, void *buf, size_t n, int flags)}; as {@link #recv(MemorySegment)}.
   *
   * @param buf takes what arrived
   * @param offset where in it
   * @param length how many bytes at most
   * @param flags {@code MSG_} constants
   * @return as {@link #recv(MemorySegment, MsgFlags)}
   * @throws IOException as {@link #recv(MemorySegment)}
   */
  public int recv(byte[] buf, int offset, int length, MsgFlags flags) throws IOException {
    return (int) received(Bytes.recv(descriptor, deadline, buf, offset, length, flags.value()));
  }

  /**
   * {@code ssize_t recv(int fd, void *buf, size_t n, MSG_DONTWAIT)}: as {@link
   * #recv(MemorySegment)}, but never blocks.
   *
   * @param buf takes what arrived
   * @return how many bytes arrived, 0 at end of file, or {@link #WOULD_BLOCK}
   * @throws IOException as {@link #recv(MemorySegment)}
   */
  public long tryRecv(MemorySegment buf) throws IOException {
    long n = Bytes.tryRecv(descriptor, buf);
    return n == -EAGAIN ? WOULD_BLOCK : received(n);
  }

  private static long received(long n) throws ErrnoException {
    if (n < 0) {
      throw Errors.exception("recv", n, null);
    }
    return n;
  }

  /**
   * {@code ssize_t sendto(int fd, const void *buf, size_t n, int flags, const struct sockaddr
   * *addr, socklen_t len)}. Blocks until there is room.
   *
   * @param buf what to send; a datagram is sent whole or not at all
   * @param flags {@code MSG_} constants
   * @param to where to
   * @return how many bytes were taken
   * @throws ErrnoException as {@link #send(MemorySegment)}; EACCES for a broadcast address without
   *     {@code SO_BROADCAST}, EAFNOSUPPORT, EISCONN, ENETUNREACH
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/sendto.2.html">sendto(2)</a>
   */
  public long sendto(MemorySegment buf, MsgFlags flags, SockAddr to) throws IOException {
    var address = new AddressBuffer();
    address.set(to);
    return sendto(buf, flags, address);
  }

  /**
   * {@code ssize_t sendto(int fd, const void *buf, size_t n, int flags, const struct sockaddr
   * *addr, socklen_t len)}; as {@link #sendto(MemorySegment, MsgFlags, SockAddr)}, and allocates
   * nothing.
   *
   * @param buf what to send
   * @param flags {@code MSG_} constants
   * @param to where to
   * @return how many bytes were taken
   * @throws IOException as {@link #sendto(MemorySegment, MsgFlags, SockAddr)}
   */
  public long sendto(MemorySegment buf, MsgFlags flags, AddressBuffer to) throws IOException {
    long n = Bytes.sendto(descriptor, deadline, buf, flags.value(), to.address, to.length());
    if (n < 0) {
      throw Errors.exception("sendto", n, to.address());
    }
    return n;
  }

  /**
   * {@code ssize_t sendto(int fd, const void *buf, size_t n, int flags, const struct sockaddr
   * *addr, socklen_t len)}; as {@link #sendto(MemorySegment, MsgFlags, SockAddr)}, without flags.
   *
   * @param buf what to send, from its position to its limit; the position moves on by what was
   *     taken
   * @param to where to
   * @return how many bytes were taken
   * @throws IOException as {@link #sendto(MemorySegment, MsgFlags, SockAddr)}
   */
  public int sendto(ByteBuffer buf, SockAddr to) throws IOException {
    int n = (int) sendto(MemorySegment.ofBuffer(buf), MsgFlags.NONE, to);
    buf.position(buf.position() + n);
    return n;
  }

  /**
   * {@code ssize_t sendto(int fd, const void *buf, size_t n, int flags, const struct sockaddr
   * *addr, socklen_t len)}; as {@link #sendto(MemorySegment, MsgFlags, SockAddr)}, without flags.
   *
   * @param buf the array
   * @param offset where what to send begins in it
   * @param length how long it is
   * @param to where to
   * @return how many bytes were taken
   * @throws IOException as {@link #sendto(MemorySegment, MsgFlags, SockAddr)}
   */
  public int sendto(byte[] buf, int offset, int length, SockAddr to) throws IOException {
    Objects.checkFromIndexSize(offset, length, buf.length);
    return (int) sendto(MemorySegment.ofArray(buf).asSlice(offset, length), MsgFlags.NONE, to);
  }

  /**
   * {@code ssize_t recvfrom(int fd, void *buf, size_t n, int flags, struct sockaddr *addr,
   * socklen_t *len)}. Blocks until there is something.
   *
   * @param buf takes what arrived; what does not fit of a datagram is lost
   * @param flags {@code MSG_} constants; {@code MSG_TRUNC} tells a datagram's full length
   * @return how many bytes arrived, and from where
   * @throws ErrnoException as {@link #recv(MemorySegment)}
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/recvfrom.2.html">recvfrom(2)</a>
   */
  public Datagram recvfrom(MemorySegment buf, MsgFlags flags) throws IOException {
    var from = new AddressBuffer();
    long n = recvfrom(buf, flags, from);
    return new Datagram(n, from.address());
  }

  /**
   * {@code ssize_t recvfrom(int fd, void *buf, size_t n, int flags, struct sockaddr *addr,
   * socklen_t *len)}; as {@link #recvfrom(MemorySegment, MsgFlags)}, and allocates nothing.
   *
   * @param buf takes what arrived
   * @param flags {@code MSG_} constants
   * @param from takes the sender's address
   * @return how many bytes arrived
   * @throws IOException as {@link #recvfrom(MemorySegment, MsgFlags)}
   */
  public long recvfrom(MemorySegment buf, MsgFlags flags, AddressBuffer from) throws IOException {
    from.makeRoom();
    long n = Bytes.recvfrom(descriptor, deadline, buf, flags.value(), from.address, from.length);
    if (n < 0) {
      throw Errors.exception("recvfrom", n, null);
    }
    return n;
  }

  /**
   * {@code ssize_t recvfrom(int fd, void *buf, size_t n, int flags, struct sockaddr *addr,
   * socklen_t *len)}; as {@link #recvfrom(MemorySegment, MsgFlags)}, without flags.
   *
   * @param buf takes what arrived, from its position to its limit; the position moves on behind it
   * @return how many bytes arrived, and from where
   * @throws IOException as {@link #recvfrom(MemorySegment, MsgFlags)}
   */
  public Datagram recvfrom(ByteBuffer buf) throws IOException {
    if (buf.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    Datagram datagram = recvfrom(MemorySegment.ofBuffer(buf), MsgFlags.NONE);
    buf.position(buf.position() + (int) datagram.length());
    return datagram;
  }

  /**
   * {@code ssize_t recvfrom(int fd, void *buf, size_t n, int flags, struct sockaddr *addr,
   * socklen_t *len)}; as {@link #recvfrom(MemorySegment, MsgFlags)}, without flags.
   *
   * @param buf takes what arrived
   * @param offset where in it
   * @param length how many bytes at most
   * @return how many bytes arrived, and from where
   * @throws IOException as {@link #recvfrom(MemorySegment, MsgFlags)}
   */
  public Datagram recvfrom(byte[] buf, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buf.length);
    return recvfrom(MemorySegment.ofArray(buf).asSlice(offset, length), MsgFlags.NONE);
  }
}
