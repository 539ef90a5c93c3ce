package posix.sockets.hostile;

import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.Epoll;
import posix.sockets.Inet4;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;

/**
 * What calls are made on: sockets that do not block, closed ones, and memory of every kind. It is
 * made anew from time to time, since the calls change it.
 */
final class Fixture implements AutoCloseable {
  private static final int SIZE = 64;

  final Arena arena = Arena.ofConfined();
  final List<PosixSocket> open = new ArrayList<>();
  final PosixSocket closed;
  final List<Poll<Object>> polls = new ArrayList<>();
  final Poll<Object> closedPoll;
  final List<Epoll<Object>> epolls = new ArrayList<>();
  final Epoll<Object> closedEpoll;
  final MemorySegment dead;
  final MemorySegment foreign = foreign();
  final MemorySegment fine = arena.allocate(SIZE, 8);
  final MemorySegment large = arena.allocate(4096, 8);

  Fixture() throws IOException {
    var nonBlocking = SOCK_STREAM.or(SOCK_NONBLOCK);
    SocketPair pair = PosixSocket.socketpair(AF_UNIX, nonBlocking);
    open.add(pair.first());
    open.add(pair.second());
    PosixSocket udp = PosixSocket.open(AF_INET, SOCK_DGRAM.or(SOCK_NONBLOCK));
    open.add(udp.bind(Inet4.loopback(0)));
    open.add(PosixSocket.open(AF_INET, nonBlocking));
    open.add(PosixSocket.open(AF_INET6, nonBlocking));
    open.add(PosixSocket.open(AF_INET, nonBlocking).bind(Inet4.loopback(0)).listen(1));
    closed = PosixSocket.open(AF_INET, nonBlocking);
    closed.close();
    polls.add(Poll.open());
    polls.getFirst().add(udp, POLLOUT, "udp");
    closedPoll = Poll.open();
    closedPoll.close();
    epolls.add(Epoll.open());
    closedEpoll = Epoll.open();
    closedEpoll.close();
    try (var over = Arena.ofConfined()) {
      dead = over.allocate(SIZE, 8);
    }
  }

  private static MemorySegment foreign() {
    var segment = new MemorySegment[1];
    try {
      Thread.ofPlatform().start(() -> segment[0] = Arena.ofConfined().allocate(SIZE, 8)).join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return segment[0];
  }

  /** Whether no call can use it, whatever for. */
  boolean isUnusable(MemorySegment segment) {
    return segment == dead || segment == foreign;
  }

  @Override
  public void close() throws IOException {
    for (PosixSocket socket : open) {
      socket.close();
    }
    for (Poll<Object> poll : polls) {
      poll.close();
    }
    for (Epoll<Object> epoll : epolls) {
      epoll.close();
    }
    arena.close();
  }
}
