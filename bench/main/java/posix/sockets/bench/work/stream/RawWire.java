package posix.sockets.bench.work.stream;

import static posix.sockets.raw.Posix.AF_INET;
import static posix.sockets.raw.Posix.AF_UNIX;
import static posix.sockets.raw.Posix.INADDR_LOOPBACK;
import static posix.sockets.raw.Posix.IPPROTO_TCP;
import static posix.sockets.raw.Posix.MSG_NOSIGNAL;
import static posix.sockets.raw.Posix.SOCK_STREAM;
import static posix.sockets.raw.Posix.SOL_SOCKET;
import static posix.sockets.raw.Posix.SO_RCVBUF;
import static posix.sockets.raw.Posix.SO_SNDBUF;
import static posix.sockets.raw.Posix.TCP_NODELAY;
import static posix.sockets.raw.Posix.htonl;
import static posix.sockets.raw.Posix.htons;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.bindings.sockaddr_un;
import posix.sockets.raw.Posix;

/** The raw layer, and a buffer off the heap. */
final class RawWire extends OffHeapWire {
  private final int fd;

  RawWire(String peer, int size) throws IOException {
    super(size);
    try (var arena = Arena.ofConfined()) {
      MemorySegment address = Peers.isPath(peer) ? path(arena, peer) : port(arena, peer);
      fd = check(Posix.socket(Peers.isPath(peer) ? AF_UNIX : AF_INET, SOCK_STREAM, 0));
      if (!Peers.isPath(peer)) {
        set(arena, SOL_SOCKET, SO_SNDBUF, Peers.TCP_BUFFER);
        set(arena, SOL_SOCKET, SO_RCVBUF, Peers.TCP_BUFFER);
        set(arena, IPPROTO_TCP, TCP_NODELAY, 1); // a message goes out at once
      }
      check(Posix.connect(fd, address, (int) address.byteSize()));
    }
  }

  private void set(Arena arena, int level, int option, int value) throws IOException {
    MemorySegment optval = arena.allocateFrom(ValueLayout.JAVA_INT, value);
    check(Posix.setsockopt(fd, level, option, optval, (int) optval.byteSize()));
  }

  private static MemorySegment port(Arena arena, String port) {
    MemorySegment address = sockaddr_in.allocate(arena);
    sockaddr_in.sin_family(address, (short) AF_INET);
    sockaddr_in.sin_port(address, htons(Integer.parseInt(port)));
    in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
    return address;
  }

  private static MemorySegment path(Arena arena, String path) {
    MemorySegment address = sockaddr_un.allocate(arena);
    sockaddr_un.sun_family(address, (short) AF_UNIX);
    sockaddr_un.sun_path(address).setString(0, path);
    return address;
  }

  @Override
  void send() throws IOException {
    long sent = check(Posix.send(fd, buffer, size, MSG_NOSIGNAL));
    while (sent < size) {
      sent += check(Posix.send(fd, buffer.asSlice(sent), size - sent, MSG_NOSIGNAL));
    }
  }

  @Override
  void receive() throws IOException {
    long received = 0;
    while (received < size) {
      MemorySegment rest = received == 0 ? buffer : buffer.asSlice(received);
      long n = check(Posix.recv(fd, rest, size - received, 0));
      if (n == 0) {
        throw new EOFException();
      }
      received += n;
    }
  }

  private static int check(long result) throws IOException {
    if (result == -1) {
      throw new IOException(Posix.strerror(Posix.errno()));
    }
    return (int) result; // of a message
  }

  @Override
  public void close() throws IOException {
    check(Posix.close(fd));
  }
}
