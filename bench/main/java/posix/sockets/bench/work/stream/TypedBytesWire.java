package posix.sockets.bench.work.stream;

import java.io.EOFException;
import java.io.IOException;
import posix.sockets.PosixSocket;

/** The typed layer, and an array. */
final class TypedBytesWire extends HeapWire {
  private final PosixSocket socket;

  TypedBytesWire(String peer, int size) throws IOException {
    super(size);
    socket = Peers.connect(peer);
  }

  @Override
  void send() throws IOException {
    int sent = 0;
    while (sent < size) {
      sent += socket.send(buffer, sent, size - sent);
    }
  }

  @Override
  void receive() throws IOException {
    int received = 0;
    while (received < size) {
      int n = socket.recv(buffer, received, size - received);
      if (n == 0) {
        throw new EOFException();
      }
      received += n;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
