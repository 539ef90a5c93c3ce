package posix.sockets.bench.echo;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.EPOLLIN;
import static posix.sockets.Constants.EPOLLOUT;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.TCP_NODELAY;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.Epoll;
import posix.sockets.EpollReady;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;

/** A single thread over a typed {@link Epoll}, level-triggered, as {@code epoll_echo.c} is. */
public final class EpollPosix {
  /** A connection, and what send did not take. */
  private static final class Connection {
    final PosixSocket socket;
    MemorySegment rest; // null, or nothing more is received until it is out

    Connection(PosixSocket socket) {
      this.socket = socket;
    }
  }

  private final PosixSocket listener = PosixSocket.open(AF_INET, SOCK_STREAM);
  private final Epoll<Connection> epoll = Epoll.open();
  private final MemorySegment buffer = Arena.global().allocate(Echo.BUFFER, Echo.ALIGNED);

  private EpollPosix() throws IOException {
    listener.bind(Inet4.loopback(0)).listen(Echo.BACKLOG);
    epoll.add(listener, EPOLLIN);
  }

  /** No arguments. */
  public static void main(String[] args) throws IOException {
    var server = new EpollPosix();
    int port = ((Inet4) server.listener.getsockname()).port();
    Echo.serve(port, Thread.ofPlatform(), server::serve);
  }

  private void serve() throws IOException {
    EpollReady<Connection> ready = epoll.events(Echo.EVENTS);
    while (true) {
      epoll.epoll_wait(ready);
      while (ready.next()) {
        Connection connection = ready.attachment();
        if (connection == null) {
          accept();
        } else if (connection.rest != null) {
          sendRest(connection);
        } else {
          echo(connection);
        }
      }
    }
  }

  private void accept() throws IOException {
    PosixSocket socket = listener.accept().socket();
    socket.setsockopt(TCP_NODELAY, true);
    epoll.add(socket, EPOLLIN, new Connection(socket));
  }

  private void echo(Connection connection) throws IOException {
    PosixSocket socket = connection.socket;
    long n = socket.tryRecv(buffer);
    if (n == PosixSocket.WOULD_BLOCK) {
      return;
    }
    if (n == 0) {
      socket.close();
      return;
    }
    long sent = Math.max(0, socket.trySend(buffer.asSlice(0, n)));
    if (sent < n) {
      connection.rest = Arena.ofAuto().allocate(n - sent).copyFrom(buffer.asSlice(sent, n - sent));
      epoll.mod(socket, EPOLLOUT);
    }
  }

  private void sendRest(Connection connection) throws IOException {
    long sent = Math.max(0, connection.socket.trySend(connection.rest));
    connection.rest = connection.rest.asSlice(sent);
    if (connection.rest.byteSize() == 0) {
      connection.rest = null;
      epoll.mod(connection.socket, EPOLLIN);
    }
  }
}
