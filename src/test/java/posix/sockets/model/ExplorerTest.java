package posix.sockets.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import posix.sockets.model.Explorer.Explored;

/** The explorer itself: what it must not miss, and what it must find. */
class ExplorerTest {
  /** What threads touch. */
  private static final List<Object> PLACES = List.of("a", "b");

  private static void access(int place, Access access) {
    Hooks.step(PLACES.get(place), "value", access.name(), access);
  }

  private static Scenario scenario(Scenario.Body... bodies) {
    var parts = new ArrayList<Scenario.Part>();
    for (Scenario.Body body : bodies) {
      parts.add(new Scenario.Part("thread " + parts.size(), body));
    }
    return () -> parts;
  }

  @Test
  void everyOrderOfStepsThatConflictIsTried() {
    Scenario.Body two =
        () -> {
          access(0, Access.UPDATE);
          access(0, Access.UPDATE);
        };
    int orders = 6 * 5 * 4 * 3 * 2 / (2 * 2 * 2);
    assertThat(Explorer.explore(() -> scenario(two, two, two)).orders()).isEqualTo(orders);
  }

  @Test
  void stepsThatDoNotConflictNeedOneOrder() {
    Scenario.Body reads = () -> access(0, Access.VOLATILE_READ);
    Scenario.Body updates = () -> access(1, Access.UPDATE);
    assertThat(Explorer.explore(() -> scenario(reads, reads, updates)).orders()).isEqualTo(1);
  }

  /** What the threads of a small program have read, and what is left. */
  private static final class Program implements Scenario {
    private final List<List<Runnable>> threads = new ArrayList<>();
    private final int[] values = new int[PLACES.size()];
    private final List<String> seen = new ArrayList<>();
    private final Set<List<String>> outcomes;
    private int locks; // few, or there are too many orders
    private boolean told;

    Program(long seed, boolean waits, Set<List<String>> outcomes) {
      this.outcomes = outcomes;
      var random = new Random(seed);
      for (int thread = 0; thread < 3; thread++) {
        var steps = new ArrayList<Runnable>();
        for (int i = 0; i < 2; i++) {
          steps.add(statement(random, 1 + 2 * thread + i));
        }
        if (waits) {
          steps.set(
              thread == 2 ? 1 : random.nextInt(2), thread == 2 ? this::tell : waiting(thread));
        }
        threads.add(steps);
        seen.add("");
      }
    }

    private Runnable statement(Random random, int id) {
      int place = random.nextInt(PLACES.size());
      return switch (random.nextInt(locks < 2 ? 4 : 3)) {
        case 0 -> () -> access(place, Access.VOLATILE_READ, id);
        case 1 -> () -> access(place, Access.VOLATILE_WRITE, id);
        case 2 -> () -> access(place, Access.UPDATE, id);
        default -> {
          locks++;
          yield () -> {
            Hooks.lock(PLACES.get(place));
            access(1 - place, Access.UPDATE, id);
            Hooks.unlock(PLACES.get(place));
          };
        }
      };
    }

    private Runnable waiting(int thread) {
      return () -> {
        Hooks.lock(this);
        boolean waits = !told;
        while (!told) {
          Hooks.await(this);
        }
        seen.set(thread, seen.get(thread) + (waits ? " waited" : " did not wait"));
        access(0, Access.UPDATE, 1 + 2 * thread);
        Hooks.unlock(this);
      };
    }

    private void tell() {
      Hooks.lock(this);
      told = true;
      Hooks.awaken(this);
      Hooks.unlock(this);
    }

    private void access(int place, Access access, int id) {
      ExplorerTest.access(place, access);
      if (access.reads) {
        seen.set((id - 1) / 2, seen.get((id - 1) / 2) + " " + values[place]);
      }
      if (access.writes) {
        values[place] = id;
      }
    }

    @Override
    public List<Part> parts() {
      return threads.stream()
          .map(steps -> new Part("thread", () -> steps.forEach(Runnable::run)))
          .toList();
    }

    @Override
    public void atTheEnd() {
      var outcome = new ArrayList<>(seen);
      outcome.add(Arrays.toString(values));
      outcomes.add(outcome);
    }
  }

  /** Of programs at random. */
  @Test
  void theReductionForgetsNothing() {
    for (int seed = 0; seed < 100; seed++) {
      compare(seed, false);
    }
  }

  @Test
  void norWhereThreadsWait() {
    for (int seed = 0; seed < 15; seed++) {
      compare(seed, true);
    }
  }

  private static void compare(int seed, boolean waits) {
    var all = new HashSet<List<String>>();
    var some = new HashSet<List<String>>();
    Explored unreduced = Explorer.exploreUnreduced(() -> new Program(seed, waits, all));
    Explored reduced = Explorer.explore(() -> new Program(seed, waits, some));
    assertThat(some).isEqualTo(all);
    assertThat(reduced.orders()).isLessThanOrEqualTo(unreduced.orders());
  }

  @Test
  void aLostUpdateIsFound() {
    Supplier<Scenario> counters =
        () -> {
          var count = new AtomicInteger();
          Scenario.Body increment =
              () -> {
                access(0, Access.VOLATILE_READ);
                int before = count.get();
                access(0, Access.VOLATILE_WRITE);
                count.set(before + 1);
              };
          return new Scenario() {
            @Override
            public List<Part> parts() {
              return scenario(increment, increment).parts();
            }

            @Override
            public void atTheEnd() {
              assertThat(count).hasValue(2);
            }
          };
        };
    assertThatThrownBy(() -> Explorer.explore(counters)).hasMessageContaining("in the order");
  }

  @Test
  void locksTakenTheWrongWayRoundAreFound() {
    Object a = PLACES.get(0);
    Object b = PLACES.get(1);
    assertThatThrownBy(() -> Explorer.explore(() -> scenario(nested(a, b), nested(b, a))))
        .hasMessageContaining("waits forever");
    Explorer.explore(() -> scenario(nested(a, b), nested(a, b)));
  }

  private static Scenario.Body nested(Object outer, Object inner) {
    return () -> {
      Hooks.lock(outer);
      Hooks.lock(inner);
      Hooks.unlock(inner);
      Hooks.unlock(outer);
    };
  }

  @Test
  void plainAccessesNeedAnOrder() {
    Scenario.Body bare = () -> access(0, Access.WRITE);
    Scenario.Body locked =
        () -> {
          Hooks.lock(PLACES.get(1));
          access(0, Access.WRITE);
          Hooks.unlock(PLACES.get(1));
        };
    Explorer.explore(() -> scenario(locked, locked));
    assertThatThrownBy(() -> Explorer.explore(() -> scenario(locked, bare)))
        .hasMessageContaining("nothing orders");
  }
}
