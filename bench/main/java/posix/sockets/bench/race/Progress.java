package posix.sockets.bench.race;

import java.time.Duration;
import java.util.List;

/** Says what is being done, and how long all of it will take. */
public final class Progress {
  private final Plan plan;
  private double toDo; // turns, the longer ones counted for more
  private final long start = System.nanoTime();
  private double done;

  /** For these cases. */
  public Progress(Plan plan, List<Case> cases) {
    this.plan = plan;
    toDo =
        cases.stream().mapToDouble(c -> c.turnFactor() * c.entrants().size()).sum() * plan.turns();
  }

  /** One turn fewer is to be done. */
  synchronized void skip(Case race) {
    toDo -= race.turnFactor();
  }

  /** One more turn is over. */
  synchronized void turn(Case race, String who, String what, double value) {
    done += race.turnFactor();
    if (plan.smoke()) {
      return;
    }
    double elapsed = System.nanoTime() - start;
    var left = Duration.ofNanos((long) (elapsed / done * Math.max(0, toDo - done)));
    Metric metric = race.metrics().getFirst();
    System.err.printf(
        "%s, %s, %s: %s %s; %d:%02d to go%n",
        race.name(),
        what,
        who,
        metric.text(value),
        metric.unit,
        left.toMinutes(),
        left.toSecondsPart());
  }
}
