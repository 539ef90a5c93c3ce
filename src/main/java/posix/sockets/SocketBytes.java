package posix.sockets;

import static posix.sockets.raw.constants.ErrnoH.EAGAIN;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import posix.sockets.internal.Bytes;
import posix.sockets.internal.Descriptor;
import posix.sockets.internal.Errors;
import posix.sockets.raw.constants.SocketH;

/** The calls of a {@link PosixSocket} that send and receive bytes. */
abstract sealed class SocketBytes permits PosixSocket {
  /** What {@link #trySend} and {@link #tryRecv} answer instead of waiting. */
  public static final int WOULD_BLOCK = -1;

  /** The descriptor, shared with the other calls. */
  final Descriptor descriptor;

  SocketBytes(Descriptor descriptor) {
    this.descriptor = descriptor;
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
    return sent(Bytes.send(descriptor, buf, 0));
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
    return sent(Bytes.send(descriptor, buf, flags.value()));
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
    return (int) sent(Bytes.send(descriptor, buf, flags.value()));
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
    return (int) sent(Bytes.send(descriptor, buf, offset, length, flags.value()));
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
    long n = Bytes.send(descriptor, buf, SocketH.MSG_DONTWAIT);
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
    return received(Bytes.recv(descriptor, buf, 0));
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
    return received(Bytes.recv(descriptor, buf, flags.value()));
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
    return (int) received(Bytes.recv(descriptor, buf, flags.value()));
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
    return (int) received(Bytes.recv(descriptor, buf, offset, length, flags.value()));
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
    long n = Bytes.recv(descriptor, buf, SocketH.MSG_DONTWAIT);
    return n == -EAGAIN ? WOULD_BLOCK : received(n);
  }

  private static long received(long n) throws ErrnoException {
    if (n < 0) {
      throw Errors.exception("recv", n, null);
    }
    return n;
  }
}
