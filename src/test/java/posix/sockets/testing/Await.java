package posix.sockets.testing;

import static posix.sockets.Constants.POLLIN;

import java.io.IOException;
import java.time.Duration;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;

/** Waits for what the kernel does by itself, and soon. */
public final class Await {
  private Await() {}

  /** Waits until a socket has something to give: bytes, or a connection. */
  public static void readable(PosixSocket socket) throws IOException {
    try (Poll<Void> poll = Poll.open()) {
      poll.add(socket, POLLIN);
      if (poll.poll(Duration.ofSeconds(30)) != 1) {
        throw new AssertionError("nothing to read in 30 seconds");
      }
    }
  }
}
