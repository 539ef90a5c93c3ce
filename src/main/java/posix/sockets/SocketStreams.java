package posix.sockets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import posix.sockets.internal.BlockingCall;
import posix.sockets.internal.Bounce;
import posix.sockets.internal.Errors;
import posix.sockets.internal.Waiting;
import posix.sockets.raw.constants.IoctlH;

/** What {@link Transfer#inputStream} and {@link Transfer#outputStream} give. */
final class SocketStreams {
  private SocketStreams() {}

  /** One thread at a time. Who waits for its turn is ended with the one that has it. */
  private static void lock(ReentrantLock turn) throws IOException {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Waiting.interrupted();
    }
  }

  /** {@code recv} as an input stream. */
  static final class In extends InputStream {
    private final PosixSocket socket;
    private final ReentrantLock turn = new ReentrantLock();
    private final byte[] one = new byte[1]; // guarded by turn

    /** The error that broke the connection; the kernel tells it once, and then an end of file. */
    private volatile int brokenBy;

    In(PosixSocket socket) {
      this.socket = Objects.requireNonNull(socket);
    }

    @Override
    public int read() throws IOException {
      lock(turn);
      try {
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      } finally {
        turn.unlock();
      }
    }

    @Override
    public int read(byte[] buf, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, buf.length);
      if (length == 0) {
        return 0;
      }
      try {
        int n = socket.recv(buf, offset, Math.min(length, Bounce.STREAM_PART));
        if (n == 0 && brokenBy != 0) {
          throw Errors.exception("recv", -brokenBy, null);
        }
        return n == 0 ? -1 : n;
      } catch (ErrnoException e) {
        if (BlockingCall.isOfSocket(e.number())) {
          brokenBy = e.number();
        }
        throw e;
      }
    }

    @Override
    public int available() throws IOException {
      return socket.ioctl(IoctlH.FIONREAD, 0);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** {@code send} as an output stream. */
  static final class Out extends OutputStream {
    private final PosixSocket socket;
    private final ReentrantLock turn = new ReentrantLock(); // nobody's bytes between another's
    private final byte[] one = new byte[1]; // guarded by turn

    Out(PosixSocket socket) {
      this.socket = Objects.requireNonNull(socket);
    }

    @Override
    public void write(int b) throws IOException {
      lock(turn);
      try {
        one[0] = (byte) b;
        Transfer.sendAll(socket, one, 0, 1);
      } finally {
        turn.unlock();
      }
    }

    @Override
    public void write(byte[] buf, int offset, int length) throws IOException {
      lock(turn);
      try {
        Transfer.sendAll(socket, buf, offset, length);
      } finally {
        turn.unlock();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
