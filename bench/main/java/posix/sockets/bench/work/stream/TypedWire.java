package posix.sockets.bench.work.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;

/** The typed layer, and a buffer off the heap. */
final class TypedWire extends Wire {
  private final PosixSocket socket;
  private final MemorySegment buffer;

  TypedWire(String peer, int size) throws IOException {
    super(size);
    SockAddr address = Peers.posix(peer);
    buffer = Arena.global().allocate(size, ALIGNED);
    socket = PosixSocket.open(address.family(), SOCK_STREAM).connect(address);
    Peers.noDelay(socket);
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
  long word(int offset) {
    return buffer.get(JAVA_LONG_UNALIGNED, offset);
  }

  @Override
  void word(int offset, long word) {
    buffer.set(JAVA_LONG_UNALIGNED, offset, word);
  }

  @Override
  byte octet(int offset) {
    return buffer.get(JAVA_BYTE, offset);
  }

  @Override
  void octet(int offset, byte octet) {
    buffer.set(JAVA_BYTE, offset, octet);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
