package posix.sockets.soak;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_RCVBUF;
import static posix.sockets.Constants.TCP_NODELAY;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import posix.sockets.AddressBuffer;
import posix.sockets.Errno;
import posix.sockets.ErrnoException;
import posix.sockets.Inet4;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.Unix;

/**
 * The process that serves: TCP and AF_UNIX on virtual threads, TCP by an {@link EpollServer} as
 * well, and datagrams. It checks each message, and answers it by another one.
 */
final class Server {
  static final int BACKLOG = 4096;
  static final int BUFFER = 4096;
  private static final Duration IDLE = Duration.ofSeconds(4);
  private static final int DATAGRAMS_ROOM = 1 << 20;

  private final Ledger ledger = new Ledger();
  private final Fault fault;
  private final AtomicLong accepted = new AtomicLong();

  private Server(Fault fault) {
    this.fault = fault;
  }

  /** Takes a fault; prints where it serves: TCP on threads, TCP by epoll, AF_UNIX, datagrams. */
  public static void main(String[] arguments) throws Exception {
    var server = new Server(Fault.valueOf(arguments[0]));
    var name = Unix.abstractName("posix-sockets-soak-" + ProcessHandle.current().pid());
    var tcp = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(BACKLOG);
    var unix = PosixSocket.open(AF_UNIX, SOCK_STREAM).bind(name).listen(BACKLOG);
    var udp = PosixSocket.open(AF_INET, SOCK_DGRAM).bind(Inet4.loopback(0));
    udp.setsockopt(SO_RCVBUF, DATAGRAMS_ROOM);
    var epoll = new EpollServer(server.ledger);
    server.start("accept", () -> server.accept(tcp, true));
    server.start("accept", () -> server.accept(unix, false));
    server.start("datagrams", () -> server.datagrams(udp));
    Thread.ofPlatform().daemon().start(() -> server.guarded("epoll", epoll::serve));
    for (SockAddr address : List.of(tcp.getsockname(), epoll.address(), name, udp.getsockname())) {
      System.out.print(address + " ");
    }
    System.out.println();
    Station.serve(server.ledger, Map.of());
  }

  private void start(String name, Station.Command task) {
    Thread.startVirtualThread(() -> guarded(name, task));
  }

  private void guarded(String name, Station.Command task) {
    try {
      task.run();
    } catch (Exception | AssertionError e) {
      ledger.failed("server: " + name, e);
    }
  }

  private void accept(PosixSocket listener, boolean isTcp) throws IOException {
    while (true) {
      PosixSocket socket = listener.accept().socket();
      ledger.count(Ledger.Of.OPENED);
      if (isTcp) {
        socket.setsockopt(TCP_NODELAY, true);
      }
      start("connection", () -> serve(socket));
    }
  }

  private void serve(PosixSocket socket) throws IOException {
    try (socket;
        Arena arena = Arena.ofConfined()) {
      var conversation = new Conversation(ledger);
      long number = accepted.getAndIncrement();
      MemorySegment buffer = arena.allocate(BUFFER);
      while (true) {
        try {
          long n = socket.within(IDLE).recv(buffer);
          if (n == 0) {
            conversation.end();
            return;
          }
          for (int i = conversation.received(buffer.asSlice(0, n)); i > 0; i--) {
            Flow reply = conversation.reply().write();
            if (reply.bytes() == 0) {
              fault.on(number, reply);
            }
            reply.sendTo(socket);
          }
        } catch (SocketTimeoutException _) {
          ledger.count(Ledger.Of.DEADLINES); // it has said nothing for a while
        }
      }
    } catch (ErrnoException e) {
      broken(ledger, e);
    } finally {
      ledger.count(Ledger.Of.CLOSED);
    }
  }

  /** That the client reset a connection is no failure, and everything else is. */
  static void broken(Ledger ledger, ErrnoException e) {
    if (e.errno() == Errno.ECONNRESET) {
      ledger.count(Ledger.Of.RESET);
    } else {
      ledger.failed("server: connection", e);
    }
  }

  private void datagrams(PosixSocket udp) throws IOException {
    MemorySegment buffer = Arena.ofAuto().allocate(Flow.LARGEST);
    var from = new AddressBuffer();
    while (true) {
      var conversation = new Conversation(ledger);
      long n = udp.recvfrom(buffer, MsgFlags.NONE, from);
      if (conversation.received(buffer.asSlice(0, n)) != 1) {
        throw new AssertionError("not one message: " + n);
      }
      Flow reply = conversation.reply().write();
      reply.sent(udp.sendto(reply.copyRest(buffer), MsgFlags.NONE, from));
      conversation.end();
    }
  }
}
