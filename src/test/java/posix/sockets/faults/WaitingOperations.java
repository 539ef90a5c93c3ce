package posix.sockets.faults;

import static posix.sockets.Constants.EPOLLIN;
import static posix.sockets.Constants.EPOLLOUT;
import static posix.sockets.Constants.POLLIN;
import static posix.sockets.faults.Operation.DEADLINE;
import static posix.sockets.faults.Operation.PLATFORM;
import static posix.sockets.faults.Operation.THREADS;
import static posix.sockets.faults.Operation.VIRTUAL;
import static posix.sockets.faults.Site.require;
import static posix.sockets.raw.constants.ErrnoH.EAGAIN;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Field;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import posix.sockets.Epoll;
import posix.sockets.EpollReady;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.testing.Pair;

/** Sets of sockets, and what calls that wait are made of. */
final class WaitingOperations {
  static final List<Operation> ALL_OF_THEM =
      List.of(
          Operation.of("poll", THREADS, Polling::open),
          Operation.of("ppoll", DEADLINE, way -> waiting(Pair.tcp(), way)),
          Operation.of("epoll_create1", PLATFORM, _ -> Sites.renewed(Epoll::open, _ -> {})),
          Operation.of("epoll_create1/poll", VIRTUAL, _ -> Polling.inVain()),
          Operation.of("epoll_ctl", PLATFORM, _ -> new Registering()),
          Operation.of("epoll_ctl/recv", VIRTUAL, way -> Registered.open(way)),
          Operation.of("epoll_wait", THREADS, Epolling::open),
          Operation.of("eventfd", PLATFORM, _ -> Sites.renewed(Poll::open, _ -> {})),
          Operation.of("eventfd/epoll", PLATFORM, _ -> Sites.renewed(Epoll::open, _ -> {})),
          Operation.of("eventfd_write", PLATFORM, _ -> Polling.woken()),
          Operation.of("eventfd_read", PLATFORM, _ -> Polling.woken()),
          Operation.of("tgkill/close", PLATFORM, _ -> Sites.renewed(Blocked::new, Blocked::close)),
          Operation.of(
              "tgkill/interrupt", PLATFORM, _ -> Sites.renewed(Blocked::new, Blocked::interrupt)));

  private WaitingOperations() {}

  /** Lets a virtual thread wait: after that, the poller runs and keeps its descriptors. */
  static void startPoller() {
    try (Site site = waiting(Pair.tcp(), Way.VIRTUAL)) {
      Way.VIRTUAL.run(site::make);
    } catch (Exception e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The first try says that there is nothing, although there is. */
  private static long inVainFirst(PosixSocket socket, MemorySegment buf) throws IOException {
    try (var _ = Faults.on("recv").fails(EAGAIN)) {
      return socket.recv(buf);
    }
  }

  private static Site waiting(Pair pair, Way way) {
    return Streams.receiving(pair, way, WaitingOperations::inVainFirst);
  }

  /** A receive that waits on a virtual thread, over and over: each time a new socket. */
  private static final class Registered implements AutoCloseable {
    private final Site receiving;

    private Registered(Way way) throws IOException {
      receiving = waiting(Pair.tcp(), way);
    }

    static Site open(Way way) throws Exception {
      return new Sites.With(
          Sites.renewed(() -> new Registered(way), registered -> registered.receiving.make()),
          poller(),
          () -> {});
    }

    /** The poller's epoll instance, which nobody else has to know. */
    private static int poller() throws ReflectiveOperationException {
      Class<?> type = Class.forName("posix.sockets.internal.Poller");
      Field running = type.getDeclaredField("running");
      Field epfd = type.getDeclaredField("epfd");
      running.setAccessible(true);
      epfd.setAccessible(true);
      return epfd.getInt(running.get(null));
    }

    @Override
    public void close() throws IOException {
      receiving.close();
    }
  }

  /** A poll of a socket that has something. */
  private static final class Polling {
    private Polling() {}

    static Site open(Way way) throws IOException {
      Pair pair = Pair.tcp();
      Poll<Void> poll = Poll.open();
      poll.add(pair.server(), POLLIN);
      return new Sites.With(
          Streams.receiving(
              pair,
              way,
              (socket, buf) -> {
                require(poll.poll() == 1, "not one is ready");
                return socket.recv(buf);
              }),
          -1,
          poll::close);
    }

    /** One of nothing, that has to wait. */
    static Site inVain() throws IOException {
      Poll<Void> poll = Poll.open();
      return new Sites.With(
          Sites.simple(() -> {
            require(poll.poll(1) == 0, "nothing can be ready");
            return null;
          }),
          -1,
          poll::close);
    }

    /** One that was woken before. */
    static Site woken() throws IOException {
      Poll<Void> poll = Poll.open();
      return new Sites.With(
          Sites.simple(() -> {
            poll.wakeup();
            require(poll.poll(100) == 0, "nothing can be ready");
            return null;
          }),
          -1,
          poll::close);
    }
  }

  /** An epoll_wait for a socket that has something. */
  private static final class Epolling {
    private Epolling() {}

    static Site open(Way way) throws IOException {
      Pair pair = Pair.tcp();
      Epoll<Void> epoll = Epoll.open();
      epoll.add(pair.server(), EPOLLIN);
      EpollReady<Void> ready = epoll.events(4);
      return new Sites.With(
          Streams.receiving(
              pair,
              way,
              (socket, buf) -> {
                require(epoll.epoll_wait(ready) == 1, "not one is ready");
                require(ready.next() && ready.socket() == socket, "another one is ready");
                return socket.recv(buf);
              }),
          epoll.fd(),
          epoll::close);
    }
  }

  /** Registers a socket with an epoll instance, changes that, and ends it, by turns. */
  private static final class Registering implements Site {
    private final Pair pair = Pair.tcp();
    private final Epoll<Void> epoll = Epoll.open();
    private int step;

    Registering() throws IOException {}

    @Override
    public void make() throws IOException {
      switch (step % 3) {
        case 0 -> epoll.add(pair.client(), EPOLLIN);
        case 1 -> epoll.mod(pair.client(), EPOLLOUT);
        default -> epoll.del(pair.client());
      }
      step++;
    }

    @Override
    public void check() throws IOException {
      EpollReady<Void> ready = epoll.events(4);
      int expected = step % 3 == 2 ? 1 : 0; // there is room to send
      require(epoll.epoll_wait(ready, 0) == expected, "not %d are ready", expected);
    }

    @Override
    public int fd() throws IOException {
      return epoll.fd();
    }

    @Override
    public void close() throws IOException {
      epoll.close();
      pair.close();
    }
  }

  /** A thread that is blocked in a receive, and has to be woken. */
  private static final class Blocked implements AutoCloseable {
    private final Pair pair = Pair.tcp();
    private final FutureTask<Long> receive = new FutureTask<>(this::receive);
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(receive);

    Blocked() throws Exception {
      long before = Faults.calls("recv");
      thread.start();
      while (Faults.calls("recv") == before) {
        Thread.sleep(1);
      }
    }

    private long receive() throws IOException {
      try (var arena = Arena.ofConfined()) {
        return pair.server().recv(arena.allocate(1));
      }
    }

    void interrupt() throws IOException {
      thread.interrupt();
      requireEnd(InterruptedIOException.class);
    }

    private void requireEnd(Class<?> expected) throws IOException {
      try {
        throw new AssertionError("it has received " + receive.get());
      } catch (ExecutionException e) {
        require(expected.isInstance(e.getCause()), "it has thrown %s", e.getCause());
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      pair.server().close();
      if (!receive.isDone()) {
        requireEnd(ClosedChannelException.class);
      }
      pair.close();
    }
  }
}
