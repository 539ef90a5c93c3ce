package posix.sockets.stress;

import java.util.List;
import posix.sockets.soak.Soak;

/**
 * What the library promises of blocked calls, over and over: a close or an interrupt ends them, a
 * descriptor is never touched after it was closed, signals and the garbage collector change
 * nothing, nothing leaks. {@code make stress} prints the figures.
 */
public final class Stress {
  static final List<Part> PARTS =
      List.of(
          new Part("WakeUps", "rounds of each", 2_000, 10, WakeUps::run),
          new Part("Canary", "rounds of each", 10_000, 100, Canary::run),
          new Part("Gc", "collections", 1_000, 20, Gc::run),
          new Part("Signals", "MiB to transfer", 1_024, 16, Signals::run),
          new Part("Failures", "operations", 1_000_000, 5_000, Failures::run),
          new Part("Ports", "connections of each", 60_000, 500, Ports::run),
          new Part("OneCarrier", "connections", 1_000, 50, OneCarrier::run),
          new Part("Deadlines", "waits of each", 10_000, 1_000, Deadlines::run),
          new Part("Soak", "seconds", 60, 3, Stress::soak));

  private Stress() {}

  interface Run {
    void with(int size, Report report) throws Exception;
  }

  /**
   * A part.
   *
   * @param name its name
   * @param unit what its size counts
   * @param size how large it is here
   * @param small how large it is among the tests
   * @param run the part
   */
  record Part(String name, String unit, int size, int small, Run run) {}

  private static void soak(int seconds, Report report) throws Exception {
    Soak.Outcome outcome = Soak.run(seconds, !report.isTimed(), line -> report.say("%s", line));
    outcome.promises().forEach(broken -> report.check(false, "%s", broken));
    outcome.bounds().forEach(broken -> report.bound(false, "%s", broken));
  }

  /**
   * Runs all parts, or the one whose name is given; exits 1 if a promise or a bound was broken.
   *
   * @param arguments a part's name, and its size if that is to be another
   */
  public static void main(String[] arguments) {
    List<Part> parts = PARTS;
    if (arguments.length > 0) {
      parts = PARTS.stream().filter(part -> part.name().equals(arguments[0])).toList();
    }
    if (parts.isEmpty()) {
      System.err.println("there is " + PARTS.stream().map(Part::name).toList());
      System.exit(2);
    }
    var report = new Report(true);
    for (Part part : parts) {
      run(part, arguments.length > 1 ? Integer.parseInt(arguments[1]) : part.size(), report);
    }
    int broken = report.broken().size();
    report.say(broken == 0 ? "everything held" : "broken: " + broken);
    System.exit(broken == 0 ? 0 : 1);
  }

  private static void run(Part part, int size, Report report) {
    report.say("== %s: %,d %s", part.name(), size, part.unit());
    long begin = System.nanoTime();
    try {
      part.run().with(size, report);
    } catch (Exception | AssertionError e) {
      e.printStackTrace(System.out);
      report.check(false, "%s ended: %s", part.name(), e);
    }
    report.say("-- %.0f s%n", (System.nanoTime() - begin) / 1e9);
  }
}
