package posix.sockets.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs a scenario in every order of its threads' steps, depth first, each time from the start.
 *
 * <p>Orders that differ only in steps that do not conflict are one and the same to the threads, so
 * one of each kind is enough. They are found by dynamic partial-order reduction with source sets
 * and sleep sets (Abdulla, Aronis, Jonsson and Sagonas, POPL 2014): where a step conflicts with an
 * earlier one that need not have come first, the other order is tried too, later.
 *
 * <p>Steps take effect at once and in the order of the program. That is all that the language
 * permits as long as only volatile accesses and monitors are in conflict: a {@link Run} fails if
 * plain accesses are.
 */
final class Explorer implements Run.Chooser {
  /** What was found to be in order. */
  record Explored(int orders, int steps) {
    Explored plus(Explored other) {
      return new Explored(orders + other.orders, steps + other.steps);
    }
  }

  /** A point of the current order, and who goes on there. Sets of threads are a bit each. */
  private static final class Choice {
    private final int asleep; // whose step here leads to nothing new
    private int wanted;
    private int tried;
    private int chosen;

    Choice(int asleep, int wanted) {
      this.asleep = asleep;
      this.wanted = wanted;
      chosen = Integer.numberOfTrailingZeros(wanted);
    }

    /** Has one of some threads go on here, sooner or later. */
    void want(int threads) {
      if ((threads & (wanted | asleep)) == 0) {
        wanted |= Integer.lowestOneBit(threads);
      }
    }

    /** Whether there is something left to be tried, which is chosen then. */
    boolean turn() {
      tried |= 1 << chosen;
      int left = wanted & ~tried;
      chosen = Integer.numberOfTrailingZeros(left);
      return left != 0;
    }
  }

  private final boolean reduced;
  private final List<Choice> path = new ArrayList<>();
  private boolean nothingNew;

  private Explorer(boolean reduced) {
    this.reduced = reduced;
  }

  /** Runs one of each kind of orders. Fails with an order in which something goes wrong. */
  static Explored explore(Supplier<? extends Scenario> scenarios) {
    return new Explorer(true).exploreAll(scenarios);
  }

  /** Runs every single order: for small scenarios. */
  static Explored exploreUnreduced(Supplier<? extends Scenario> scenarios) {
    return new Explorer(false).exploreAll(scenarios);
  }

  private Explored exploreAll(Supplier<? extends Scenario> scenarios) {
    int orders = 0;
    int steps = 0;
    do {
      nothingNew = false;
      Scenario scenario = scenarios.get();
      var run = new Run(scenario.parts(), this);
      try {
        run.run();
        scenario.atTheEnd();
      } catch (Throwable t) {
        throw new AssertionError(
            t.getMessage() + ", in the order" + Telling.of(run, scenarios.get()), t);
      }
      if (reduced && !nothingNew) {
        wantOtherOrders(run);
      }
      orders += nothingNew ? 0 : 1;
      steps += run.done.size();
    } while (nextPath());
    return new Explored(orders, steps);
  }

  private boolean nextPath() {
    while (!path.isEmpty()) {
      if (path.getLast().turn()) {
        return true;
      }
      path.removeLast();
    }
    return false;
  }

  @Override
  public int choose(Run run, int ready) {
    int depth = run.done.size();
    if (depth == path.size() && !nothingNew) {
      extendPath(run, ready);
    }
    // Once nothing new can come the run is only brought to its end.
    return depth < path.size() ? path.get(depth).chosen : Integer.numberOfTrailingZeros(ready);
  }

  private void extendPath(Run run, int ready) {
    if (!reduced) {
      path.add(new Choice(0, ready));
      return;
    }
    wantOtherOrders(run);
    int asleep = stillAsleep(run);
    int awake = ready & ~asleep;
    nothingNew = awake == 0;
    if (!nothingNew) {
      path.add(new Choice(asleep, preferred(run, awake)));
    }
  }

  /** The thread that took the last step if it can, so that few steps need another thread. */
  private static int preferred(Run run, int awake) {
    int last = run.done.isEmpty() ? 0 : 1 << run.done.getLast().thread;
    return (awake & last) != 0 ? last : Integer.lowestOneBit(awake);
  }

  /** Looks for earlier steps that the last one might have come before. */
  private void wantOtherOrders(Run run) {
    int last = run.done.size() - 1;
    for (int i = last - 1; i >= 0; i--) {
      Step earlier = run.done.get(i);
      Step step = run.done.get(last);
      if (earlier.conflicts(step)
          && earlier.access != Access.UNLOCK // which nobody can overtake
          && !earlier.isIn(step.before)) {
        path.get(i).want(firsts(run.done, i));
      }
    }
  }

  /** Whose steps can come first in an order where the last step comes before another one. */
  private static int firsts(List<Step> done, int other) {
    var order = new ArrayList<Step>();
    int firsts = 0;
    int seen = 0;
    for (Step step : done.subList(other + 1, done.size())) {
      if (step == done.getLast() || !done.get(other).isIn(step.after)) {
        int thread = 1 << step.thread;
        if ((seen & thread) == 0 && order.stream().noneMatch(each -> each.isIn(step.after))) {
          firsts |= thread;
        }
        seen |= thread;
        order.add(step);
      }
    }
    return firsts;
  }

  /** Who has been tried before, and would do the same now. */
  private int stillAsleep(Run run) {
    if (path.isEmpty()) {
      return 0;
    }
    Choice before = path.getLast();
    int asleep = (before.asleep | before.tried) & ~(1 << before.chosen);
    for (int thread = 0; thread < run.size(); thread++) {
      Step next = run.next(thread);
      if (next == null || next.conflicts(run.done.getLast())) {
        asleep &= ~(1 << thread);
      }
    }
    return asleep;
  }
}
