package posix.sockets.faults;

import static posix.sockets.Constants.MSG_DONTWAIT;
import static posix.sockets.faults.Site.require;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;
import posix.sockets.Constants;
import posix.sockets.Errno;
import posix.sockets.ErrnoException;
import posix.sockets.PosixSocket;
import posix.sockets.testing.Pair;

/** Two connected sockets, what goes from one to the other, and the checksums at both ends. */
final class Streams {
  static final int LENGTH = 64;

  private Streams() {}

  /** Sends, or receives, and tells how much. */
  interface Moving {
    long move(PosixSocket socket, MemorySegment buf) throws Exception;
  }

  static Pair unix() throws IOException {
    var pair = PosixSocket.socketpair(Constants.AF_UNIX, Constants.SOCK_STREAM);
    return new Pair(pair.first(), pair.second());
  }

  /** A site of which the one end's calls are of interest. */
  private abstract static class Connected implements Site {
    final Pair pair;
    final Way way;
    private final Arena arena = Arena.ofShared();
    final MemorySegment out = arena.allocate(LENGTH);
    final MemorySegment in = arena.allocate(2 * LENGTH);
    private final CRC32C sent = new CRC32C();
    private final CRC32C got = new CRC32C();
    private int next;

    Connected(Pair pair, Way way) {
      this.pair = pair;
      this.way = way;
    }

    /** Fills the buffer with what has not been sent before. */
    void fill() {
      for (int i = 0; i < LENGTH; i++) {
        out.set(ValueLayout.JAVA_BYTE, i, (byte) (31 * next++ >> 2));
      }
    }

    void sent(long n) {
      sent.update(out.asSlice(0, n).asByteBuffer());
    }

    void got(long n) {
      got.update(in.asSlice(0, n).asByteBuffer());
    }

    @Override
    public void check() throws Exception {
      require(sent.getValue() == got.getValue(), "something else arrived than was sent");
      require(isEmpty(), "more arrived than was sent");
    }

    private boolean isEmpty() throws IOException {
      try {
        pair.server().recv(in, MSG_DONTWAIT);
        return false;
      } catch (ErrnoException e) {
        return e.errno() == Errno.EAGAIN;
      }
    }

    @Override
    public void close() throws IOException {
      pair.close();
      arena.close();
    }
  }

  /** The sender's call is of interest: what it says it has sent has to arrive. */
  static Site sending(Pair connected, Way how, Moving call) {
    return new Connected(connected, how) {
      @Override
      public void make() throws Exception {
        fill();
        long n = call.move(way.of(pair.client()), out);
        require(n > 0 && n <= LENGTH, "sent %d", n);
        sent(n);
        for (long left = n; left > 0; ) {
          long more = pair.server().recv(in.asSlice(0, LENGTH));
          got(more);
          left -= more;
        }
      }
    };
  }

  /** The receiver's call is of interest: what was sent is there until it has it. */
  static Site receiving(Pair connected, Way how, Moving call) {
    return new Connected(connected, how) {
      private boolean isThere;

      @Override
      public void make() throws Exception {
        if (!isThere) {
          fill();
          pair.client().send(out);
          sent(LENGTH);
          isThere = true;
        }
        long n = call.move(way.of(pair.server()), in);
        require(n == LENGTH, "received %d", n);
        got(n);
        isThere = false;
      }
    };
  }

  /** Something else is done with one end, after which bytes go from it to the other. */
  static Site beside(Pair connected, Callable<?> operation) {
    return new Connected(connected, Way.PLATFORM) {
      @Override
      public void make() throws Exception {
        operation.call();
        fill();
        long n = pair.client().send(out);
        sent(n);
        got(pair.server().recv(in));
      }
    };
  }
}
