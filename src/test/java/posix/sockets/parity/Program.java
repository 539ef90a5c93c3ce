package posix.sockets.parity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posix.sockets.testing.SystemCalls;

/**
 * A running program, of which everything is kept: what it printed, and how it ended. It is given up
 * as hung when it neither ends nor prints for {@link #HANG_LIMIT}.
 */
public final class Program implements AutoCloseable {
  static final Duration HANG_LIMIT = Duration.ofSeconds(60);

  /** How a program ended; {@code out} is empty where it went into a file. */
  public record Result(int status, byte[] out, byte[] err) {
    public String outText() {
      return new String(out, ISO_8859_1);
    }

    public String errText() {
      return new String(err, ISO_8859_1);
    }
  }

  private final List<String> command;
  private final Process process;
  private final Path outFile;
  private final Output out;
  private final Output err;

  private Program(List<String> command, Redirect in, Path outFile) throws IOException {
    this.command = command;
    this.outFile = outFile;
    var builder = new ProcessBuilder(command).redirectInput(in).directory(Layer.ROOT.toFile());
    if (outFile != null) {
      builder.redirectOutput(outFile.toFile());
    }
    quiet(posix.sockets.testing.Program.quiet(builder).environment());
    process = builder.start();
    out = new Output(process.getInputStream());
    err = new Output(process.getErrorStream());
  }

  /** Leaves out what would make a program print in another language, or not as compared. */
  private static void quiet(Map<String, String> environment) {
    String all = environment.remove("LC_ALL");
    if (all != null) {
      environment.put("LANG", all);
    }
    environment.put("LC_MESSAGES", "C");
    // Of C programs with the sanitizers; no other reads them.
    environment.put("ASAN_OPTIONS", "exitcode=99");
    environment.put("UBSAN_OPTIONS", "exitcode=99:print_stacktrace=1");
  }

  /** Starts a program that is fed by {@link #feed}. */
  static Program start(List<String> command) throws IOException {
    return new Program(command, Redirect.PIPE, null);
  }

  /** Starts a program that reads a file. */
  static Program start(List<String> command, Path in) throws IOException {
    return new Program(command, Redirect.from(in.toFile()), null);
  }

  /** Starts a program that reads one file and writes another. */
  static Program start(List<String> command, Path in, Path out) throws IOException {
    return new Program(command, Redirect.from(in.toFile()), out);
  }

  /** Runs a program with nothing to read. */
  static Result run(List<String> command) throws IOException, InterruptedException {
    try (var program = start(command, Path.of("/dev/null"))) {
      return program.await();
    }
  }

  /** Gives it something to read. */
  void feed(String latin1) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(latin1.getBytes(ISO_8859_1));
    in.flush();
  }

  /** Lets it see the end of its input. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits for some lines on standard output, whatever they say. */
  List<String> awaitLines(int count) throws InterruptedException {
    List<String> lines = out.awaitLines(count, System.nanoTime() + HANG_LIMIT.toNanos());
    if (lines == null) {
      throw new IllegalStateException("fewer than " + count + " lines came from " + this);
    }
    return lines;
  }

  /**
   * Waits for a line on standard output that is like this; the next call looks behind it.
   *
   * @return null if it did not come
   */
  Matcher expect(Pattern line) throws InterruptedException {
    return out.expect(line, System.nanoTime() + HANG_LIMIT.toNanos());
  }

  /** Waits for a line on standard output that begins so; what follows in it. */
  String awaitLine(String prefix) throws InterruptedException {
    return awaitLine(out, prefix);
  }

  /** Waits for a line on standard error that begins so; what follows in it. */
  String awaitErrorLine(String prefix) throws InterruptedException {
    return awaitLine(err, prefix);
  }

  private String awaitLine(Output output, String prefix) throws InterruptedException {
    long deadline = System.nanoTime() + HANG_LIMIT.toNanos();
    String rest = output.awaitLine(prefix, deadline);
    if (rest == null) {
      throw new IllegalStateException("no line \"" + prefix + "…\" came from " + this);
    }
    return rest;
  }

  /** Waits until it has ended. */
  Result await() throws InterruptedException {
    long before = -1;
    long deadline = 0;
    while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
      long printed = printed();
      if (printed != before) {
        before = printed;
        deadline = System.nanoTime() + HANG_LIMIT.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new IllegalStateException("hung for " + HANG_LIMIT.toSeconds() + " s: " + this);
      }
    }
    return new Result(process.exitValue(), out.awaitEnd(), err.awaitEnd());
  }

  /** How many bytes it has printed so far. */
  long printed() {
    return out.size() + err.size() + (outFile == null ? 0 : outFile.toFile().length());
  }

  /** Its process's number. */
  long pid() {
    return process.pid();
  }

  /** Whether a thread of it sleeps in a system call. */
  boolean isIn(String systemCall) throws IOException {
    try (var threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        String number = Files.readString(thread.resolve("syscall")).split(" ")[0];
        if (SystemCalls.numbers(systemCall).contains(number)) {
          return true;
        }
      }
      return false;
    }
  }

  /** SIGKILL. */
  void kill() {
    posix.sockets.testing.Program.kill(process);
  }

  /** Ends it, if it has not ended. */
  @Override
  public void close() {
    kill();
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      // it did not read all that it was fed
    }
  }

  @Override
  public String toString() {
    return String.join(" ", command)
        + (process.isAlive() ? " (running)" : " (exit status " + process.exitValue() + ")")
        + "\n  standard output: "
        + out
        + "\n  standard error: "
        + err;
  }

  /** What comes out of one of its pipes, read as it comes. */
  private static final class Output {
    private final StringBuilder text = new StringBuilder(); // ISO 8859-1: one char is one byte
    private boolean ended;
    private int expected; // where the line ends that was expected last

    Output(java.io.InputStream pipe) {
      Thread.ofVirtual().start(() -> readAll(pipe));
    }

    private void readAll(java.io.InputStream pipe) {
      var buffer = new byte[8192];
      try (pipe) {
        int n;
        while ((n = pipe.read(buffer)) > 0) {
          append(new String(buffer, 0, n, ISO_8859_1));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        end();
      }
    }

    private synchronized void append(String more) {
      text.append(more);
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized long size() {
      return text.length();
    }

    synchronized List<String> awaitLines(int count, long deadline) throws InterruptedException {
      while (text.chars().filter(c -> c == '\n').count() < count) {
        if (!awaitMore(deadline)) {
          return null;
        }
      }
      return text.toString().lines().limit(count).toList();
    }

    synchronized String awaitLine(String prefix, long deadline) throws InterruptedException {
      while (true) {
        String all = "\n" + text;
        int at = all.indexOf("\n" + prefix) + 1;
        int end = all.indexOf('\n', at + prefix.length());
        if (at > 0 && end > 0) {
          return all.substring(at + prefix.length(), end);
        }
        if (!awaitMore(deadline)) {
          return null;
        }
      }
    }

    synchronized Matcher expect(Pattern line, long deadline) throws InterruptedException {
      do {
        int end;
        while ((end = text.indexOf("\n", expected)) >= 0) {
          Matcher matcher = line.matcher(text.substring(expected, end));
          expected = end + 1;
          if (matcher.matches()) {
            return matcher;
          }
        }
      } while (awaitMore(deadline));
      return null;
    }

    private synchronized boolean awaitMore(long deadline) throws InterruptedException {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || left <= 0) {
        return false;
      }
      wait(left);
      return true;
    }

    /** The pipe ends with the process, unless it left a child behind. */
    synchronized byte[] awaitEnd() throws InterruptedException {
      long deadline = System.nanoTime() + HANG_LIMIT.toNanos();
      while (!ended) {
        if (!awaitMore(deadline)) {
          throw new IllegalStateException("the program has ended, but its pipe is still open");
        }
      }
      return text.toString().getBytes(ISO_8859_1);
    }

    @Override
    public synchronized String toString() {
      return text.length() > 2000 ? text.length() + " bytes" : "\"" + text + "\"";
    }
  }
}
