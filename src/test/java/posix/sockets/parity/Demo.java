package posix.sockets.parity;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code make demo}: a file through the echo programs in all nine pairings of C, raw and typed,
 * compared byte by byte, and how fast they are beside {@code java.net.Socket}. Exit status 1 if
 * anything differs.
 */
public final class Demo {
  private static final int LINES = 2000;
  private static final int LONGEST = (1 << 20) + 12_345;
  private static final int SIDE_BY_SIDE = 2;
  private static final int PROGRESS_SECONDS = 3;
  private static final String ROW = "%-7s %-7s %9s %15s  %-16s  %7s  %s%n";

  /** What is known of a file. */
  private record Content(long lines, long bytes, long longest, int byteValues, String sha256) {}

  /** A pairing's run, what is wrong with it, and how long it took. */
  private record Checked(
      Pairing.Transcript run, Content output, List<String> differences, double seconds) {}

  private final Path input;
  private final Path folder;
  private final Map<Pairing, Path> running = new ConcurrentHashMap<>();

  private Demo(Path input, Path folder) {
    this.input = input;
    this.folder = folder;
  }

  /**
   * Runs it.
   *
   * @param args a file to send, or nothing for input made for the purpose
   * @throws Exception if the programs cannot be run
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && !Files.isRegularFile(Path.of(args[0]))) {
      System.err.println("no such file: " + args[0]);
      System.exit(1);
    }
    Path folder = Files.createTempDirectory("posix-sockets-demo");
    boolean same;
    try {
      same = new Demo(input(args, folder), folder).run();
    } finally {
      delete(folder);
    }
    if (!same) {
      System.exit(1);
    }
    System.out.println();
    RoundTrips.compare(System.out);
    System.out.println("\nWith a file of your own: make demo FILE=path");
  }

  private static Path input(String[] args, Path folder) throws IOException {
    return args.length > 0
        ? Path.of(args[0])
        : Files.write(folder.resolve("input"), NastyInput.make(LINES, LONGEST));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** The nine pairings; whether all are the same. */
  private boolean run() throws Exception {
    Content sent = read(input);
    System.out.printf(
        "The echo, client to server and back: %,d lines, %,d bytes, %d byte values, the longest"
            + " line %,d bytes.%n%n",
        sent.lines, sent.bytes, sent.byteValues, sent.longest);
    System.out.printf(
        ROW, "server", "client", "lines", "bytes", "sha-256", "seconds", "compared with C and C");
    var differences = new ArrayList<String>();
    try (var pool = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      List<Pairing> pairings = Pairing.all();
      Pairing first = pairings.getFirst();
      Checked reference = await(pool.submit(() -> check(first, null)), 0);
      report(first, reference, "reference", differences);
      List<Future<Checked>> rest =
          pairings.stream()
              .skip(1)
              .map(pairing -> pool.submit(() -> check(pairing, reference.run)))
              .toList();
      for (int i = 0; i < rest.size(); i++) {
        report(pairings.get(i + 1), await(rest.get(i), i + 1), "same", differences);
      }
    }
    differences.forEach(difference -> System.out.println("\n" + difference));
    return differences.isEmpty();
  }

  private Checked check(Pairing pairing, Pairing.Transcript reference)
      throws IOException, InterruptedException {
    Path output = folder.resolve(pairing.server() + "-" + pairing.client() + ".out");
    running.put(pairing, output);
    long start = System.nanoTime();
    try {
      var run = pairing.run(input, output);
      double seconds = (System.nanoTime() - start) / 1e9;
      var differences = Pairing.differences(run, reference == null ? run : reference, input);
      return new Checked(run, read(output), differences, seconds);
    } catch (IllegalStateException e) { // hung, or did not start
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Checked(null, new Content(0, 0, 0, 0, ""), List.of(e.getMessage()), seconds);
    } finally {
      running.remove(pairing);
      Files.deleteIfExists(output);
    }
  }

  /** Waits, and says from time to time how far it is. */
  private Checked await(Future<Checked> checked, int done)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return checked.get(PROGRESS_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException _) {
        var progress = new StringBuilder("… " + done + " of 9 pairings done");
        running.forEach((pairing, output) ->
            progress.append("; %s: %,d bytes".formatted(pairing, output.toFile().length())));
        System.err.println(progress);
      }
    }
  }

  private static void report(
      Pairing pairing, Checked checked, String good, List<String> differences) {
    System.out.printf(
        ROW,
        pairing.server(),
        pairing.client(),
        "%,d".formatted(checked.output.lines),
        "%,d".formatted(checked.output.bytes),
        checked.output.sha256,
        "%.1f".formatted(checked.seconds),
        checked.differences.isEmpty() ? good : "DIFFERENT, see below");
    checked.differences.forEach(d -> differences.add(pairing + ": " + d));
  }

  private static Content read(Path file) throws IOException {
    MessageDigest digest = sha256();
    long lines = 0;
    long bytes = 0;
    long line = 0;
    long longest = 0;
    var seen = new boolean[256];
    try (InputStream in =
        new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest)) {
      var buffer = new byte[1 << 16];
      int n;
      while ((n = in.read(buffer)) > 0) {
        bytes += n;
        for (int i = 0; i < n; i++) {
          seen[buffer[i] & 0xff] = true;
          line++;
          if (buffer[i] == '\n') {
            lines++;
            longest = Math.max(longest, line);
            line = 0;
          }
        }
      }
    }
    if (line > 0) {
      lines++;
    }
    int byteValues = 0;
    for (boolean there : seen) {
      byteValues += there ? 1 : 0;
    }
    String sha256 = HexFormat.of().formatHex(digest.digest(), 0, 8);
    return new Content(lines, bytes, Math.max(longest, line), byteValues, sha256);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
