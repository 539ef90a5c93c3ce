package posix.sockets.conformance;

import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.done;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posix.sockets.Constants;
import posix.sockets.ErrnoException;
import posix.sockets.Poll;
import posix.sockets.PollEvents;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.bindings.sockaddr_in6;
import posix.sockets.testing.Fds;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Tasks;

/** What rows have in common in which several things happen, one after the other or at once. */
final class Motion {
  private Motion() {}

  /** Answers one after the other. */
  static String then(Object... answers) {
    return Stream.of(answers).map(Object::toString).collect(Collectors.joining(", then "));
  }

  /** Something that goes on beside the row. */
  interface Step {
    void take() throws Exception;
  }

  /** What a call answers that waits on a descriptor while something is done. */
  static String meanwhile(int fd, Callable<String> call, Step step) throws Exception {
    return ended(Tasks.blocked(fd, fresh(call)), step);
  }

  /** The same of a call that has no descriptor for its first argument. */
  static String meanwhile(Set<String> systemCalls, Callable<String> call, Step step)
      throws Exception {
    return ended(Tasks.blocked(systemCalls, fresh(call)), step);
  }

  /** Each thread has an errno of its own. */
  private static Callable<String> fresh(Callable<String> call) {
    return () -> {
      errno(Answer.UNTOUCHED);
      return call.call();
    };
  }

  /** What a call answers after something is done. */
  static String ended(Tasks.Blocked<String> task, Step step) throws Exception {
    step.take();
    return task.get(Fds.HANG_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Memory for calls that another thread makes; it frees itself. */
  static MemorySegment anyThreads(long n) {
    return Arena.ofAuto().allocate(n, Long.BYTES);
  }

  // Sockets that belong to a row.

  static int nonBlocking(Fds f) {
    return f.own(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
  }

  static PosixSocket nonBlocking(Sockets s) throws IOException {
    return s.own(
        PosixSocket.open(Constants.AF_INET, Constants.SOCK_STREAM.or(Constants.SOCK_NONBLOCK)));
  }

  static void set(int fd, int level, int option, int value) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment optval = arena.allocate(Integer.BYTES, Integer.BYTES);
      optval.set(ValueLayout.JAVA_INT, 0, value);
      done(setsockopt(fd, level, option, optval, Integer.BYTES));
    }
  }

  /** Waits until a socket is ready. */
  static void await(Fds f, int fd, int events) {
    f.awaitReady(fd, events);
  }

  static void await(PosixSocket socket, PollEvents events) throws IOException {
    try (Poll<Void> poll = Poll.open()) {
      poll.add(socket, events);
      done(poll.poll(Fds.HANG_MILLIS), 1);
    }
  }

  /** Makes something that needs a port, which another program may take in between: then anew. */
  static <T> T attempted(Callable<T> attempt) throws Exception {
    for (int more = 20; ; more--) {
      try {
        return attempt.call();
      } catch (AssertionError | ErrnoException e) {
        if (more == 0) {
          throw e;
        }
        errno(Answer.UNTOUCHED);
      }
    }
  }

  /** Binds a socket to a port that it asks for: one that the kernel chose may get lost. */
  static int keepingPort(Fds f, IntSupplier make) throws Exception {
    return attempted(() -> {
      int first = f.bound(make.getAsInt());
      MemorySegment name = f.name(first);
      f.closeNow(first);
      int fd = make.getAsInt();
      done(bind(fd, name, Fds.SIN));
      return fd;
    });
  }

  static PosixSocket keepingPort(Sockets s, Callable<PosixSocket> make) throws Exception {
    return attempted(() -> {
      PosixSocket first = s.bound(make.call());
      SockAddr name = first.getsockname();
      first.close();
      return make.call().bind(name);
    });
  }

  /** TCP with little room between both ends from the beginning, so that none turns up later. */
  static int[] narrow(Fds f) {
    int listener = f.bound(f.tcp());
    int client = f.tcp();
    set(listener, SOL_SOCKET, SO_RCVBUF, 20_000);
    set(client, SOL_SOCKET, SO_SNDBUF, 20_000);
    done(listen(listener, 1));
    done(connect(client, f.name(listener), Fds.SIN));
    return new int[] {client, f.own(accept(listener, NULL, NULL))};
  }

  static Pair narrow(Sockets s) throws IOException {
    PosixSocket listener = s.bound(s.tcp());
    listener.setsockopt(Constants.SO_RCVBUF, 20_000).listen(1);
    PosixSocket client = s.tcp().setsockopt(Constants.SO_SNDBUF, 20_000);
    client.connect(listener.getsockname());
    return new Pair(client, s.own(listener.accept().socket()));
  }

  /** Sends until there is no room. */
  static void fill(int fd) throws Exception {
    MemorySegment part = anyThreads(4096);
    Site.fill(() -> send(fd, part, part.byteSize(), MSG_DONTWAIT) > 0);
    errno(Answer.UNTOUCHED);
  }

  static void fill(PosixSocket socket) throws Exception {
    MemorySegment part = anyThreads(4096);
    Site.fill(() -> socket.trySend(part) > 0);
  }

  /** An IPv6 address and a port. */
  static MemorySegment inet6(Fds f, String address, int port) {
    MemorySegment sin6 = f.inet6Loopback(port);
    done(inet_pton(AF_INET6, address, sockaddr_in6.sin6_addr(sin6)), 1);
    return sin6;
  }
}
