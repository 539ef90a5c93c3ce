package posix.sockets.soak;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import posix.sockets.Cmsg;
import posix.sockets.Errno;
import posix.sockets.ErrnoException;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;

/** What is opened and closed beside the connections that live. */
enum Short {
  /** Ended by a shutdown, as those that live. */
  ORDERLY(connected(Short::orderly)),
  /** Just closed. */
  CLOSED(connected(Short::exchangeAll)),
  /** Closed by another thread, with this one in a call. */
  CLOSED_IN_CALL(connected(Short::closedInCall)),
  /** A call's time runs out, and the connection goes on. */
  DEADLINE(connected(Short::deadline)),
  /** Reset after an exchange. */
  RESET(Short::reset),
  /** Reset in the midst of a message. */
  TORN(Short::torn),
  /** Nobody listens. */
  REFUSED(Short::refused),
  /** Nobody accepts, until the time runs out. */
  UNANSWERED(Short::unanswered),
  /** A descriptor is passed on. */
  PASSED((client, _) -> passed(client)),
  /** A datagram there and one back. */
  DATAGRAM(Short::datagram);

  /** Opens something, uses it and closes it. */
  private interface Use {
    void with(Client client, long number) throws Exception;
  }

  private interface OfConnection {
    void with(Client client, Connection connection) throws Exception;
  }

  /** A call that has to throw. */
  private interface Call {
    Object make() throws IOException;
  }

  private static final int MESSAGES = 3;

  private final Use use;

  Short(Use use) {
    this.use = use;
  }

  /** Once, by a number that nothing else has. */
  void run(Client client, long number) throws Exception {
    use.with(client, number);
  }

  private static Use connected(OfConnection use) {
    return (client, number) -> {
      try (var connection = client.connect(number)) {
        use.with(client, connection);
      }
    };
  }

  private static void orderly(Client client, Connection connection) throws IOException {
    for (int i = 0; i < MESSAGES; i++) {
      connection.exchange();
    }
    connection.end();
  }

  private static void exchangeAll(Client client, Connection connection) throws IOException {
    connection.exchange();
    connection.ended();
  }

  private static void closedInCall(Client client, Connection connection) throws Exception {
    exchangeAll(client, connection);
    Thread closer = Thread.startVirtualThread(() -> closeSoon(connection));
    expect(ClosedChannelException.class, () -> connection.recv(connection.socket));
    closer.join();
  }

  private static void closeSoon(Connection connection) {
    try {
      Thread.sleep(Connection.SOON);
      connection.socket.close();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void deadline(Client client, Connection connection) throws IOException {
    PosixSocket hasty = connection.socket.within(Connection.SOON);
    expect(SocketTimeoutException.class, () -> connection.recv(hasty));
    client.ledger().count(Ledger.Of.DEADLINES);
    orderly(client, connection);
  }

  private static void reset(Client client, long number) throws IOException {
    try (var connection = client.connectTcp(number)) {
      connection.exchange();
      connection.reset();
    }
  }

  private static void torn(Client client, long number) throws IOException {
    try (var connection = client.connectTcp(number)) {
      connection.sendHalf();
      connection.reset();
    }
  }

  private static void refused(Client client, long number) throws IOException {
    try (var _ = new Connection(client.ledger(), number, client.refusing())) {
      throw new AssertionError("was not refused");
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ECONNREFUSED) {
        throw e;
      }
      client.ledger().count(Ledger.Of.REFUSED);
    }
  }

  private static void unanswered(Client client, long number) throws IOException {
    try (var opened = client.open(AF_INET, SOCK_STREAM)) {
      PosixSocket hasty = opened.socket().within(Connection.SOON);
      expect(SocketTimeoutException.class, () -> hasty.connect(client.full()));
      client.ledger().count(Ledger.Of.DEADLINES);
    }
  }

  private static void passed(Client client) throws IOException {
    int sockets = 5;
    client.ledger().add(Ledger.Of.OPENED, sockets);
    try (var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
        var passed = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
        var arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocate(1);
      pair.first().sendmsg(one, Cmsg.Rights.of(passed.first()));
      PosixSocket timely = pair.second().within(Connection.HANG);
      try (var received = timely.recvmsg(MsgFlags.NONE, 64, one);
          var copy = received.first(Cmsg.Rights.class).orElseThrow().fds().getFirst().socket()) {
        passed.second().send(one);
        if (copy.within(Connection.HANG).recv(one) != 1) {
          throw new AssertionError("not what was passed on");
        }
      }
    }
    client.ledger().add(Ledger.Of.CLOSED, sockets);
  }

  private static void datagram(Client client, long number) throws IOException {
    try (var opened = client.open(AF_INET, SOCK_DGRAM);
        var arena = Arena.ofConfined()) {
      PosixSocket timely = opened.socket().within(Connection.HANG).connect(client.datagrams());
      MemorySegment buffer = arena.allocate(Flow.LARGEST);
      Flow request = Flow.request(number).write();
      Flow reply = Flow.reply(number);
      request.sent(timely.send(request.copyRest(buffer)));
      if (reply.received(buffer.asSlice(0, timely.recv(buffer))) != 1) {
        throw new AssertionError("not whole: " + reply);
      }
      client.ledger().count(Ledger.Of.MESSAGES);
      client.ledger().ended(request, reply);
    }
  }

  private static void expect(Class<? extends IOException> expected, Call call) throws IOException {
    try {
      throw new AssertionError("answered " + call.make() + ", no " + expected);
    } catch (IOException e) {
      if (!expected.isInstance(e)) {
        throw e;
      }
    }
  }
}
