package posix.sockets.soak;

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
import posix.sockets.ErrnoException;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;

/** A thread that serves all its connections over one {@link Epoll}, level-triggered. */
final class EpollServer {
  private static final int EVENTS = 256;

  private final Ledger ledger;
  private final PosixSocket listener =
      PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(Server.BACKLOG);
  private final Epoll<Connection> epoll = Epoll.open();
  private final MemorySegment buffer = Arena.ofAuto().allocate(Flow.LARGEST);

  EpollServer(Ledger ledger) throws IOException {
    this.ledger = ledger;
    epoll.add(listener, EPOLLIN);
  }

  SockAddr address() throws IOException {
    return listener.getsockname();
  }

  void serve() throws IOException {
    EpollReady<Connection> ready = epoll.events(EVENTS);
    while (true) {
      epoll.epoll_wait(ready);
      while (ready.next()) {
        if (ready.attachment() == null) {
          accept();
        } else {
          ready.attachment().goOn();
        }
      }
    }
  }

  private void accept() throws IOException {
    PosixSocket socket = listener.accept().socket();
    ledger.count(Ledger.Of.OPENED);
    socket.setsockopt(TCP_NODELAY, true);
    epoll.add(socket, EPOLLIN, new Connection(socket));
  }

  /** A connection. While replies are due nothing more is received. */
  private final class Connection {
    private final PosixSocket socket;
    private final Conversation conversation = new Conversation(ledger);
    private int due;
    private boolean waits; // for room

    Connection(PosixSocket socket) {
      this.socket = socket;
    }

    void goOn() throws IOException {
      try {
        if (due > 0 || receive()) {
          send();
        }
      } catch (ErrnoException e) {
        close();
        Server.broken(ledger, e);
      } catch (AssertionError e) {
        close();
        ledger.failed("server: epoll", e);
      }
    }

    /** Whether replies are due. */
    private boolean receive() throws IOException {
      long n = socket.tryRecv(buffer);
      if (n == 0) {
        conversation.end();
        close();
      } else if (n != PosixSocket.WOULD_BLOCK) {
        due = conversation.received(buffer.asSlice(0, n));
        if (due > 0) {
          conversation.reply().write();
        }
      }
      return due > 0;
    }

    private void send() throws IOException {
      Flow reply = conversation.reply();
      while (due > 0) {
        long n = socket.trySend(reply.copyRest(buffer));
        if (n == PosixSocket.WOULD_BLOCK) {
          waitFor(true);
          return;
        }
        reply.sent(n);
        if (reply.isDone() && --due > 0) {
          reply.write();
        }
      }
      waitFor(false);
    }

    private void waitFor(boolean room) throws IOException {
      if (room != waits) {
        waits = room;
        epoll.mod(socket, room ? EPOLLOUT : EPOLLIN);
      }
    }

    private void close() throws IOException {
      socket.close();
      ledger.count(Ledger.Of.CLOSED);
    }
  }
}
