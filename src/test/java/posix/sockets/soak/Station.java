package posix.sockets.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;

/**
 * How {@link Soak} talks to its two processes: a line with a command on the standard input, and a
 * line of counts for each. When the input ends, so does the process.
 */
final class Station {
  /** Collect garbage before the counts are told. */
  static final String COLLECT = "collect";

  /** Tell the counts. */
  static final String COUNT = "count";

  /** What a process does on command. */
  interface Command {
    void run() throws Exception;
  }

  private Station() {}

  static void serve(Ledger ledger, Map<String, Command> commands) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in));
    long heap = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(COLLECT)) {
        heap = heapAfterCollection();
      } else if (!line.equals(COUNT)) {
        command(line, commands).run();
      }
      System.out.println(ledger.line() + "heap=" + heap);
    }
    System.exit(0);
  }

  private static Command command(String line, Map<String, Command> commands) throws IOException {
    Command command = commands.get(line);
    if (command == null) {
      throw new IOException("no command: " + line);
    }
    return command;
  }

  private static long heapAfterCollection() throws InterruptedException {
    System.gc();
    Thread.sleep(100); // cleaners run after it
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
