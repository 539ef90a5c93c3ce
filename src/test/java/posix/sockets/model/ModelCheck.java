package posix.sockets.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Scenarios of one kind, each run in every order, with copies of the classes under test. */
public final class ModelCheck {
  private final Class<? extends Scenario> kind;
  private final Copies copies;
  private final long start = System.nanoTime();
  private Explorer.Explored explored = new Explorer.Explored(0, 0);
  private int scenarios;

  /**
   * For scenarios of a kind.
   *
   * @param kind public, with a public constructor that takes a list of names: what the threads do
   * @param underTest whose steps are looked at
   */
  public ModelCheck(Class<? extends Scenario> kind, Class<?>... underTest) {
    this.kind = kind;
    copies = new Copies(underTest);
  }

  /** Looks at fields of other classes too, where those under test access them. */
  public ModelCheck withFieldsOf(Class<?>... owners) {
    for (Class<?> owner : owners) {
      copies.lookAtFields(owner);
    }
    return this;
  }

  /** Has static methods of the scenario called instead of another class's: its calls of libc. */
  public ModelCheck insteadOf(Class<?> other) {
    copies.replace(other, kind);
    return this;
  }

  /** Runs one scenario in every order. Fails with one in which something goes wrong. */
  public void everyOrder(List<? extends Enum<?>> deeds) {
    Supplier<Scenario> scenario =
        copies.scenarios(kind, deeds.stream().<String>map(Enum::name).toList());
    try {
      explored = explored.plus(Explorer.explore(scenario));
    } catch (AssertionError e) {
      throw new AssertionError(deeds + ": " + e.getMessage(), e.getCause());
    }
    scenarios++;
  }

  /** What was done so far. */
  @Override
  public String toString() {
    return "%s: %d scenarios, %,d orders, %,d steps, %,d ms"
        .formatted(
            kind.getSimpleName(),
            scenarios,
            explored.orders(),
            explored.steps(),
            (System.nanoTime() - start) / 1_000_000);
  }

  /** All combinations of three, in one sequence each. */
  public static <T> Stream<List<T>> triples(T[] of) {
    var triples = new ArrayList<List<T>>();
    for (int i = 0; i < of.length; i++) {
      for (int j = i; j < of.length; j++) {
        for (int k = j; k < of.length; k++) {
          triples.add(List.of(of[i], of[j], of[k]));
        }
      }
    }
    return triples.stream();
  }
}
