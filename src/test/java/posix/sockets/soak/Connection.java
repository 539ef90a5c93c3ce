package posix.sockets.soak;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SHUT_WR;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_LINGER;
import static posix.sockets.Constants.SO_RCVBUF;
import static posix.sockets.Constants.SO_SNDBUF;
import static posix.sockets.Constants.TCP_NODELAY;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import posix.sockets.Linger;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.Unix;

/** A connection as the client sees it. It belongs to one thread. */
final class Connection implements AutoCloseable {
  /** What takes longer than this hangs. */
  static final Duration HANG = Duration.ofSeconds(60);

  /** What shall not happen does not happen within this. */
  static final Duration SOON = Duration.ofMillis(2);

  private static final int ROOM = 8 << 10; // less than the largest messages

  private final Ledger ledger;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer;
  private final Flow request;
  private final Flow reply;

  /** The socket. */
  final PosixSocket socket;

  /** Opens it and connects; every other one has little room, every fourth receives on the heap. */
  Connection(Ledger ledger, long number, SockAddr to) throws IOException {
    this.ledger = ledger;
    boolean isUnix = to instanceof Unix;
    buffer =
        number % 4 == 0
            ? MemorySegment.ofArray(new byte[Server.BUFFER])
            : arena.allocate(Server.BUFFER);
    request = Flow.request(number);
    reply = Flow.reply(number);
    socket = PosixSocket.open(isUnix ? AF_UNIX : AF_INET, SOCK_STREAM);
    ledger.count(Ledger.Of.OPENED);
    try {
      if (!isUnix) {
        socket.setsockopt(TCP_NODELAY, true);
      }
      if (number % 2 == 0) {
        socket.setsockopt(SO_SNDBUF, ROOM).setsockopt(SO_RCVBUF, ROOM);
      }
      socket.within(HANG).connect(to);
    } catch (Throwable t) {
      close();
      throw t;
    }
  }

  /** A message there and one back. */
  void exchange() throws IOException {
    PosixSocket timely = socket.within(HANG);
    request.write().sendTo(timely);
    int got = 0;
    while (got == 0) {
      long n = timely.recv(buffer);
      if (n == 0) {
        throw new EOFException("instead of " + reply);
      }
      got = reply.received(buffer.asSlice(0, n));
    }
    ledger.count(Ledger.Of.MESSAGES);
  }

  /** Half a message, which nobody will ever receive the rest of. */
  void sendHalf() throws IOException {
    request.write();
    MemorySegment copy = request.copyRest(arena.allocate(Flow.LARGEST));
    socket.send(copy.asSlice(0, copy.byteSize() / 2));
  }

  /** Receives what nobody sends. */
  long recv(PosixSocket with) throws IOException {
    return with.recv(buffer);
  }

  /** Orderly, by a shutdown. */
  void end() throws IOException {
    socket.shutdown(SHUT_WR);
    if (recv(socket.within(HANG)) != 0) {
      throw new AssertionError("more than was asked for: " + reply);
    }
    ended();
  }

  /** Everything that was said has arrived. */
  void ended() {
    ledger.ended(request, reply);
  }

  /** By a reset, when it is closed. */
  void reset() throws IOException {
    socket.setsockopt(SO_LINGER, Linger.of(Duration.ZERO));
    ledger.count(Ledger.Of.RESET);
  }

  @Override
  public void close() throws IOException {
    arena.close();
    socket.close();
    ledger.count(Ledger.Of.CLOSED);
  }
}
