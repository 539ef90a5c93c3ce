package posix.sockets.bench.work.stream;

import java.io.EOFException;
import java.io.IOException;
import posix.sockets.PosixSocket;

/** The typed layer, and a buffer off the heap. */
final class TypedWire extends OffHeapWire {
  private final PosixSocket socket;

  TypedWire(String peer, int size) throws IOException {
    super(size);
    socket = Peers.connect(peer);
  }

  @Override
  void send() throws IOException {
    long sent = socket.send(buffer);
    while (sent < size) {
      sent += socket.send(buffer.asSlice(sent));
    }
  }

  @Override
  void receive() throws IOException {
    long received = 0;
    while (received < size) {
      long n = socket.recv(received == 0 ? buffer : buffer.asSlice(received));
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
