package posix.sockets.bench.race;

import java.util.ArrayList;
import java.util.List;

/**
 * A comparison: the same work, done by several.
 *
 * @param group what it is one of, by the name that {@code CASE} selects
 * @param variant what tells it from the others of its group: a size, a number; or ""
 * @param title what is done, in words
 * @param cores on how many cores all of it runs, the last ones; 0: wherever the scheduler likes
 * @param batch whether its processes are SCHED_BATCH
 * @param bytes how many an operation moves
 * @param peer the C program at the other end and its arguments; empty if there is none
 * @param metrics what is told, the first one first
 * @param turnFactor how much longer than others its turns are
 */
public record Case(
    String group,
    String variant,
    String title,
    int cores,
    boolean batch,
    long bytes,
    List<String> peer,
    List<Metric> metrics,
    double turnFactor,
    List<Entrant> entrants,
    List<Goal> goals) {
  /** Copies what may change. */
  public Case {
    peer = List.copyOf(peer);
    metrics = List.copyOf(metrics);
    entrants = List.copyOf(entrants);
    goals = List.copyOf(goals);
  }

  /** One on one core without peer or goals: what differs is said by the methods below. */
  public static Case of(String group, String variant, String title, Metric... metrics) {
    return new Case(
        group, variant, title, 1, false, 0, List.of(), List.of(metrics), 1, List.of(), List.of());
  }

  /** On so many cores. */
  public Case cores(int cores) {
    return new Case(
        group, variant, title, cores, batch, bytes, peer, metrics, turnFactor, entrants, goals);
  }

  /**
   * By SCHED_BATCH: on one core, who has been woken waits until the other one sleeps, and does not
   * stop it in the middle of its work at some times and not at others.
   */
  public Case inTurns() {
    return new Case(
        group, variant, title, cores, true, bytes, peer, metrics, turnFactor, entrants, goals);
  }

  /** An operation moves so many bytes. */
  public Case bytes(long bytes) {
    return new Case(
        group, variant, title, cores, batch, bytes, peer, metrics, turnFactor, entrants, goals);
  }

  /** With this C program at the other end. */
  public Case peer(String... peer) {
    return new Case(
        group,
        variant,
        title,
        cores,
        batch,
        bytes,
        List.of(peer),
        metrics,
        turnFactor,
        entrants,
        goals);
  }

  /** With turns that are so many times longer. */
  public Case longer(double factor) {
    return new Case(
        group, variant, title, cores, batch, bytes, peer, metrics, factor, entrants, goals);
  }

  /** With these too. */
  public Case with(Entrant... more) {
    var all = new ArrayList<>(entrants);
    all.addAll(List.of(more));
    return new Case(
        group, variant, title, cores, batch, bytes, peer, metrics, turnFactor, all, goals);
  }

  /** With these goals too. */
  public Case goals(Goal... more) {
    var all = new ArrayList<>(goals);
    all.addAll(List.of(more));
    return new Case(
        group, variant, title, cores, batch, bytes, peer, metrics, turnFactor, entrants, all);
  }

  /** Its group and variant. */
  public String name() {
    return variant.isEmpty() ? group : group + "/" + variant;
  }
}
