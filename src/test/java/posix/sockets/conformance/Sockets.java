package posix.sockets.conformance;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_INET6;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.Epoll;
import posix.sockets.Inet4;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;
import posix.sockets.SocketType;
import posix.sockets.testing.Fds;
import posix.sockets.testing.Folder;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.Pair;

/** What {@code Fds} has for the raw layer, for the typed facade; all of it goes at the end. */
final class Sockets implements AutoCloseable {
  final Arena arena = Arena.ofShared();
  private final List<Closeable> open = new ArrayList<>();
  private final Folder folder = new Folder();

  PosixSocket own(PosixSocket socket) {
    atEnd(socket::close);
    return socket;
  }

  void atEnd(Closeable close) {
    open.add(close);
  }

  PosixSocket tcp() throws IOException {
    return own(PosixSocket.open(AF_INET, SOCK_STREAM));
  }

  PosixSocket tcp6() throws IOException {
    return own(PosixSocket.open(AF_INET6, SOCK_STREAM));
  }

  PosixSocket udp() throws IOException {
    return own(PosixSocket.open(AF_INET, SOCK_DGRAM));
  }

  PosixSocket unix(SocketType type) throws IOException {
    return own(PosixSocket.open(AF_UNIX, type));
  }

  PosixSocket devNull() {
    return own(PosixSocket.adopt(OpenFiles.devNull()));
  }

  /**
   * On a number that no descriptor has; the cleaner must not close it, whose ever it is by then.
   */
  PosixSocket notOpen() {
    PosixSocket socket = PosixSocket.adopt(Fds.notOpen());
    atEnd(socket::release);
    return socket;
  }

  PosixSocket bound(PosixSocket socket) throws IOException {
    return socket.bind(Inet4.loopback(0));
  }

  PosixSocket listener() throws IOException {
    return bound(tcp()).listen(8);
  }

  PosixSocket udpLoop() throws IOException {
    PosixSocket socket = bound(udp());
    return socket.connect(socket.getsockname());
  }

  /** A listener at which a connection waits. */
  PosixSocket waiting() throws IOException {
    PosixSocket listener = listener();
    tcp().connect(listener.getsockname());
    return listener;
  }

  Pair tcpPair() throws IOException {
    Pair pair = Pair.tcp();
    atEnd(pair::close);
    return pair;
  }

  SocketPair unixPair() throws IOException {
    SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
    own(pair.first());
    own(pair.second());
    return pair;
  }

  Poll<Object> poll() throws IOException {
    Poll<Object> poll = Poll.open();
    atEnd(poll::close);
    return poll;
  }

  Epoll<Object> epoll() throws IOException {
    Epoll<Object> epoll = Epoll.open();
    atEnd(epoll::close);
    return epoll;
  }

  MemorySegment bytes(long n) {
    return arena.allocate(n, Long.BYTES);
  }

  Path path(String name) throws IOException {
    return folder.path(name);
  }

  @Override
  public void close() throws IOException {
    for (Closeable made : open.reversed()) {
      made.close();
    }
    arena.close();
    folder.close();
  }
}
