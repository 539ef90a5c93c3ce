package posix.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import posix.sockets.internal.Bounce;

/**
 * Loops over {@code send} and {@code recv} for stream sockets, which may transfer less than they
 * were asked to, and streams of {@code java.io} over both. The calls themselves are in {@link
 * PosixSocket}. A deadline of {@link PosixSocket#within} holds for a whole loop, and for all that a
 * stream does.
 *
 * <p>When a thread is interrupted or a deadline passes, the {@link
 * java.io.InterruptedIOException#bytesTransferred bytesTransferred} of the exception says how much
 * had been transferred.
 */
public final class Transfer {
  private Transfer() {}

  /**
   * Sends all of a segment.
   *
   * @param socket a connected stream socket
   * @param buf what to send
   * @throws IOException what {@link PosixSocket#send(MemorySegment) send} throws; some of it may
   *     have been sent
   */
  public static void sendAll(PosixSocket socket, MemorySegment buf) throws IOException {
    long sent = 0;
    try {
      while (sent < buf.byteSize()) {
        sent += socket.send(sent == 0 ? buf : buf.asSlice(sent));
      }
    } catch (InterruptedIOException e) {
      throw after(sent, e);
    }
  }

  /**
   * Sends all of a part of an array.
   *
   * @param socket a connected stream socket
   * @param buf the array
   * @param offset where the part begins
   * @param length how long it is
   * @throws IOException what {@link PosixSocket#send(byte[], int, int) send} throws; some of it may
   *     have been sent
   */
  public static void sendAll(PosixSocket socket, byte[] buf, int offset, int length)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, buf.length);
    int sent = 0;
    try {
      while (sent < length) {
        int part = Math.min(length - sent, Bounce.STREAM_PART);
        sent += socket.send(buf, offset + sent, part);
      }
    } catch (InterruptedIOException e) {
      throw after(sent, e);
    }
  }

  /**
   * Receives until a segment is full.
   *
   * @param socket a connected stream socket
   * @param buf takes what arrives
   * @throws EOFException if the peer ended before that
   * @throws IOException what {@link PosixSocket#recv(MemorySegment) recv} throws; some may have
   *     been received
   */
  public static void recvExactly(PosixSocket socket, MemorySegment buf) throws IOException {
    long got = 0;
    try {
      while (got < buf.byteSize()) {
        long n = socket.recv(got == 0 ? buf : buf.asSlice(got));
        got += notEnd(n, got, buf.byteSize());
      }
    } catch (InterruptedIOException e) {
      throw after(got, e);
    }
  }

  /**
   * Receives until a part of an array is full.
   *
   * @param socket a connected stream socket
   * @param buf the array
   * @param offset where the part begins
   * @param length how long it is
   * @throws EOFException if the peer ended before that
   * @throws IOException what {@link PosixSocket#recv(byte[], int, int) recv} throws; some may have
   *     been received
   */
  public static void recvExactly(PosixSocket socket, byte[] buf, int offset, int length)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, buf.length);
    int got = 0;
    try {
      while (got < length) {
        int part = Math.min(length - got, Bounce.STREAM_PART);
        int n = socket.recv(buf, offset + got, part);
        got += (int) notEnd(n, got, length);
      }
    } catch (InterruptedIOException e) {
      throw after(got, e);
    }
  }

  /**
   * What arrives, as an input stream without a buffer of its own: {@code read} is one {@code recv},
   * and throws what that throws. It returns -1 where the peer has ended; but where a read of this
   * stream has thrown what broke the connection, each later one throws it again. An error that
   * another call was told, such as a write, the kernel does not tell a read, which then finds the
   * end. {@code available} is {@code FIONREAD}. {@code close} closes the socket, as a {@code
   * java.net.Socket}'s does. A call that is blocked ends as the socket's own do.
   *
   * @param socket a connected stream socket, perhaps with a deadline, by which each read has to
   *     have ended
   * @return a stream that any thread may use at any time
   */
  public static InputStream inputStream(PosixSocket socket) {
    return new SocketStreams.In(socket);
  }

  /**
   * What is sent, as an output stream without a buffer of its own: {@code write} is {@link
   * #sendAll}, and throws what that throws; of several threads, one writes after the other. {@code
   * close} closes the socket, as a {@code java.net.Socket}'s does; {@link PosixSocket#shutdown}
   * with {@code SHUT_WR} ends this direction alone. A call that is blocked ends as the socket's own
   * do.
   *
   * @param socket a connected stream socket, perhaps with a deadline, by which each write has to
   *     have ended
   * @return a stream that any thread may use at any time
   */
  public static OutputStream outputStream(PosixSocket socket) {
    return new SocketStreams.Out(socket);
  }

  private static InterruptedIOException after(long done, InterruptedIOException e) {
    e.bytesTransferred = (int) Math.min(done, Integer.MAX_VALUE);
    return e;
  }

  private static long notEnd(long n, long got, long wanted) throws EOFException {
    if (n == 0) {
      throw new EOFException("end of file after " + got + " of " + wanted + " bytes");
    }
    return n;
  }
}
