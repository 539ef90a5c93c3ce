package posix.sockets.bench.echo;

import java.io.IOException;
import java.io.OutputStream;

/** What the echo servers have in common. */
final class Echo {
  /**
   * What one call receives at most. 10,000 connections that have a buffer each take 160 MB of it.
   */
  static final int BUFFER = 16 << 10;

  /** How many connections may wait to be accepted. */
  static final int BACKLOG = 4096;

  /** How many events one call brings at most: what java.nio asks for. */
  static final int EVENTS = 1024;

  /** Page-aligned buffers are what the kernel copies to and from fastest. */
  static final int ALIGNED = 4096;

  /** A server's work, which does not end. */
  interface Loop {
    void run() throws IOException;
  }

  private Echo() {}

  /** Prints the port, and serves on a thread of its own until standard input ends. */
  static void serve(int port, Thread.Builder thread, Loop loop) throws IOException {
    thread.start(() -> {
      try {
        loop.run();
      } catch (Throwable t) {
        t.printStackTrace();
        Runtime.getRuntime().halt(1);
      }
    });
    System.out.println(port);
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
