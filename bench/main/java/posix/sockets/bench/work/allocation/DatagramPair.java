package posix.sockets.bench.work.allocation;

import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_DGRAM;

import java.io.IOException;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;

/** A pair of datagram sockets. */
abstract class DatagramPair extends Checked {
  final SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_DGRAM);

  DatagramPair() throws IOException {}

  @Override
  public void close() throws IOException {
    pair.close();
  }
}
