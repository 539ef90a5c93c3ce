package posix.sockets.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.zip.CRC32C;
import posix.sockets.Constants;
import posix.sockets.PosixSocket;
import posix.sockets.Transfer;

/** A stream of random bytes from one end of a connection to the other, with its checksum. */
final class Stream {
  private static final int PIECE = 1 << 14;

  private final PosixSocket from;
  private final PosixSocket to;
  private final long length;

  Stream(PosixSocket from, PosixSocket to, long length) {
    this.from = from;
    this.to = to;
    this.length = length;
  }

  interface Step {
    void run() throws Exception;
  }

  /** Sends all of it, and checks that all of it arrives; something happens half-way. */
  void transfer(Step halfWay) throws Exception {
    transfer(Thread.ofPlatform().daemon(), halfWay);
  }

  /** The same, received in a thread of a kind. */
  void transfer(Thread.Builder kind, Step halfWay) throws Exception {
    var received = new java.util.concurrent.FutureTask<>(this::receive);
    kind.start(received);
    var sum = new CRC32C();
    var random = new Random(length);
    byte[] piece = new byte[PIECE];
    for (long sent = 0; sent < length; sent += PIECE) {
      if (sent == length / 2) {
        halfWay.run();
      }
      random.nextBytes(piece);
      sum.update(piece);
      Transfer.sendAll(from, piece, 0, PIECE);
    }
    from.shutdown(Constants.SHUT_WR);
    assertThat(received.get()).isEqualTo(length + " bytes, " + sum.getValue());
  }

  private String receive() throws IOException {
    var sum = new CRC32C();
    byte[] buf = new byte[PIECE];
    long all = 0;
    for (int n = to.recv(buf, 0, PIECE); n > 0; n = to.recv(buf, 0, PIECE)) {
      sum.update(buf, 0, n);
      all += n;
    }
    return all + " bytes, " + sum.getValue();
  }
}
