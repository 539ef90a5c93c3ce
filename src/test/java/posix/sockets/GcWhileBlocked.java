package posix.sockets;

import static posix.sockets.Constants.POLLIN;

import java.time.Duration;
import java.util.concurrent.Callable;
import posix.sockets.testing.Pair;

/**
 * The program of {@link GcWhileBlockedTest}: says which call it is about to make, lets a thread
 * block in it, and collects garbage.
 */
public final class GcWhileBlocked {
  private GcWhileBlocked() {}

  /** Runs with every call that blocks. */
  public static void main(String[] arguments) throws Exception {
    for (BlockingCalls.Row row : BlockingCalls.all()) {
      if (!row.isSlow()) {
        boolean collected;
        do {
          try (var site = row.open()) {
            collected =
                collect(
                    row.name(), row.systemCall(), () -> row.call(site.socket, site), site::unblock);
          }
        } while (!collected);
      }
    }
    try (Pair pair = Pair.udp();
        Poll<Void> poll = Poll.open();
        Epoll<Void> epoll = Epoll.open()) {
      poll.add(pair.server(), POLLIN);
      epoll.add(pair.server(), Constants.EPOLLIN);
      byte[] byteOne = new byte[1];
      Unblock send = () -> pair.client().send(byteOne, 0, 1);
      PosixSocket withDeadline = pair.server().within(Duration.ofMinutes(1));
      collect("ppoll", "poll", () -> withDeadline.recv(byteOne, 0, 1), send);
      collect("poll", "poll", poll::poll, send);
      collect("epoll_wait", "epoll_wait", () -> epoll.epoll_wait(epoll.events(1)), send);
    }
    System.out.println("collected");
  }

  private interface Unblock {
    void run() throws Exception;
  }

  /** Whether it was done: false if the call did not block, as where there was room to send. */
  private static boolean collect(String name, String systemCall, Callable<?> call, Unblock unblock)
      throws Exception {
    System.err.println(name);
    var blocked = new BlockedThread<Object>(call::call);
    try {
      blocked.awaitBlocked(systemCall);
    } catch (AssertionError e) {
      if (blocked.isDone()) {
        return false;
      }
      throw e;
    }
    System.gc();
    unblock.run();
    blocked.result();
    return true;
  }
}
