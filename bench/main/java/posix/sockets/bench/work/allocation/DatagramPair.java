package posix.sockets.bench.work.allocation;

import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_DGRAM;

import java.io.IOException;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;
import posix.sockets.bench.work.Work;

/** A pair of datagram sockets, for calls that a loop makes again and again. */
abstract class DatagramPair implements Work {
  static final int SIZE = 64;

  final SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_DGRAM);

  DatagramPair() throws IOException {}

  static void expect(long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException(result + ", not " + expected);
    }
  }

  @Override
  public void close() throws IOException {
    pair.close();
  }
}
