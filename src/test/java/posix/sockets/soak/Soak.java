package posix.sockets.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import posix.sockets.testing.Proc;

/**
 * Very many connections that live for a long time, with others that come and go beside them. At the
 * end no descriptor may be lost, nothing may have grown, and every byte has to be accounted for.
 */
public final class Soak implements AutoCloseable {
  private static final int SECONDS = 60; // in a minute
  private static final int COLLECT_EVERY = 6; // samples
  private static final long SAY_EVERY = TimeUnit.SECONDS.toNanos(10);

  private final Plan plan;
  private final Consumer<String> say;
  private final Watched server;
  private final Watched client;
  private final List<String> summaries = new ArrayList<>();
  private final Table table = new Table();

  /**
   * What came of it.
   *
   * @param promises what was broken
   * @param bounds what was too large
   * @param table the samples
   * @param nativeMemory what the JVMs had of the system's memory halfway and at the end
   */
  public record Outcome(
      List<String> promises, List<String> bounds, Table table, List<String> nativeMemory) {}

  private Soak(Plan plan, Consumer<String> say) throws IOException {
    this.plan = plan;
    this.say = say;
    server = Watched.start(Server.class, plan.heapMegabytes(), List.of(plan.fault().name()));
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(plan.connections()));
    arguments.add(Integer.toString(plan.pauseMillis()));
    arguments.add(Integer.toString(plan.shortPauseMillis()));
    arguments.addAll(List.of(server.readLine().split(" ")));
    client = Watched.start(Client.class, plan.heapMegabytes(), arguments);
  }

  /**
   * Takes for how many minutes, how many connections, a {@link Fault}, and a folder for the samples
   * and the picture.
   */
  public static void main(String[] arguments) throws Exception {
    int seconds = (int) (Double.parseDouble(arguments[0]) * SECONDS);
    Fault fault = Fault.valueOf(arguments[2].toUpperCase(Locale.ROOT));
    Plan plan = Plan.of(Integer.parseInt(arguments[1]), seconds).with(fault);
    long limit = Proc.self().descriptorLimit();
    if (limit < plan.descriptors()) {
      System.err.printf(
          "a process may have %d descriptors here (RLIMIT_NOFILE), and %d connections need %d:"
              + " raise it (ulimit -Hn), or make soak CONNECTIONS=%d%n",
          limit, plan.connections(), plan.descriptors(), plan.within(limit).connections());
      System.exit(2);
    }
    Outcome outcome = run(plan, System.out::println);
    Path folder = Files.createDirectories(Path.of(arguments[3]));
    outcome.table().write(folder.resolve("soak.tsv"));
    Files.write(folder.resolve("native-memory.txt"), outcome.nativeMemory());
    new Picture(outcome.table()).write(folder.resolve("soak.png"));
    System.out.println("written: " + folder.resolve("soak.tsv") + ", soak.png, native-memory.txt");
    boolean held = outcome.promises().isEmpty() && outcome.bounds().isEmpty();
    System.out.println(held ? "everything held" : "broken");
    System.exit(held ? 0 : 1);
  }

  /**
   * As {@code make soak}, but smaller.
   *
   * @param seconds for how long
   * @param small whether it is to be as small as can be
   * @param say takes what there is to be printed
   */
  public static Outcome run(int seconds, boolean small, Consumer<String> say) throws Exception {
    Plan plan = small ? Plan.small(200, seconds) : Plan.of(10_000, seconds);
    long limit = Proc.self().descriptorLimit();
    if (limit < plan.descriptors()) {
      say.accept("RLIMIT_NOFILE is " + limit + ": fewer connections than " + plan.connections());
    }
    return run(plan.within(limit), say);
  }

  static Outcome run(Plan plan, Consumer<String> say) throws Exception {
    try (var soak = new Soak(plan, say)) {
      return soak.run();
    }
  }

  private Outcome run() throws Exception {
    client.ask("warm");
    server.awaitClosed();
    collect();
    long serverBefore = server.descriptors();
    long clientBefore = client.descriptors();
    client.ask("open");
    say.accept("%,d connections are open".formatted(plan.connections()));
    sample();
    summarize("at the end");
    client.ask("stop");
    var verdict = new Verdict(say, client.awaitClosed(), server.awaitClosed());
    collect();
    verdict.descriptors("server", serverBefore, server.descriptors());
    verdict.descriptors("client", clientBefore, client.descriptors());
    verdict.flat("server", table.secondHalf());
    verdict.flat("client", table.secondHalf());
    return new Outcome(verdict.promises(), verdict.bounds(), table, summaries);
  }

  private void collect() throws Exception {
    server.collect();
    client.collect();
  }

  private void summarize(String when) {
    for (Watched each : List.of(server, client)) {
      summaries.add("== " + each.name() + ", " + when + "\n" + each.nativeMemory());
    }
  }

  private void sample() throws Exception {
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(plan.seconds());
    long said = begin - SAY_EVERY;
    Rates rates = new Rates(begin);
    for (int i = 0; System.nanoTime() < end; i++) {
      Thread.sleep(plan.sampleMillis());
      if (i % COLLECT_EVERY == 0) {
        collect();
        if (summaries.isEmpty() && System.nanoTime() - begin >= (end - begin) / 2) {
          summarize("halfway");
        }
      }
      Map<String, Double> sample = rates.sample();
      table.add(sample);
      if (System.nanoTime() - said >= SAY_EVERY) {
        said = System.nanoTime();
        say(sample);
      }
    }
  }

  private void say(Map<String, Double> sample) {
    long left = Math.max(0, Math.round(plan.seconds() - sample.get(Table.TIME)));
    say.accept(
        "%2d:%02d left: %,.0f messages/s, %,.0f opened/s; %.0f and %.0f descriptors, %.1f and %.1f MB"
            .formatted(
                left / SECONDS,
                left % SECONDS,
                sample.get("messages_per_s"),
                sample.get("client_opened_per_s"),
                sample.get("server_descriptors"),
                sample.get("client_descriptors"),
                sample.get("server_resident_kb") / 1e3,
                sample.get("client_resident_kb") / 1e3));
  }

  /** What both have counted, and how fast that grows. */
  private final class Rates {
    private final long begin;
    private long last;
    private Map<String, Long> ofServer = server.ask(Station.COUNT);
    private Map<String, Long> ofClient = client.ask(Station.COUNT);

    Rates(long begin) throws IOException {
      this.begin = begin;
      last = begin;
    }

    Map<String, Double> sample() throws IOException {
      Map<String, Double> sample = new LinkedHashMap<>();
      Map<String, Long> nowServer = server.ask(Station.COUNT);
      Map<String, Long> nowClient = client.ask(Station.COUNT);
      long now = System.nanoTime();
      double passed = (now - last) / 1e9;
      sample.put(Table.TIME, (now - begin) / 1e9);
      double messages =
          rate("messages", ofServer, nowServer) + rate("messages", ofClient, nowClient);
      sample.put("messages_per_s", messages / passed);
      sample.put("client_opened_per_s", rate("opened", ofClient, nowClient) / passed);
      sample.put("client_closed_per_s", rate("closed", ofClient, nowClient) / passed);
      sample.put("server_opened_per_s", rate("opened", ofServer, nowServer) / passed);
      sample.put("server_closed_per_s", rate("closed", ofServer, nowServer) / passed);
      server.look(sample);
      sample.put("server_heap_kb", Math.rint(nowServer.get("heap") / 1024.0));
      client.look(sample);
      sample.put("client_heap_kb", Math.rint(nowClient.get("heap") / 1024.0));
      ofServer = nowServer;
      ofClient = nowClient;
      last = now;
      return sample;
    }

    private static double rate(String of, Map<String, Long> from, Map<String, Long> to) {
      return to.get(of) - from.get(of);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
