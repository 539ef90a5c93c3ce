package posix.sockets.model;

import java.util.Arrays;

/** One thing that a thread does with memory that others may see. */
final class Step {
  final int thread;
  final Object target;
  final String field;
  final String verb;
  final Access access;

  /** What {@link #after} was of the thread's step before; known once it is done. */
  int[] before;

  /** How many steps of each thread the rest of the order depends on; known once it is done. */
  int[] after;

  /** How many steps of each thread happen before it as the language has it, and itself. */
  int[] visible;

  Step(int thread, Object target, String field, String verb, Access access) {
    this.thread = thread;
    this.target = target;
    this.field = field;
    this.verb = verb;
    this.access = access;
  }

  /** Whether it makes a difference which of the two comes first. */
  boolean conflicts(Step other) {
    return target == other.target
        && (access.writes || other.access.writes)
        && field.equals(other.field)
        && !(access == Access.NOTE && other.access == Access.NOTE);
  }

  /** Follows earlier steps of the same object: all that a thread knew, and those that conflict. */
  void follow(int[] after, int[] visible, Iterable<Step> earlier) {
    before = after;
    this.after = after.clone();
    this.visible = visible.clone();
    for (Step step : earlier) {
      if (step.thread != thread && step.conflicts(this)) {
        if (step.access.happensBefore(access)) {
          merge(this.visible, step.visible);
        }
        merge(this.after, step.after);
      }
    }
    this.after[thread]++;
    this.visible[thread]++;
  }

  /** Whether it is among the first steps of each thread, so many as given. */
  boolean isIn(int[] steps) {
    return after[thread] <= steps[thread];
  }

  /** Whether two threads touch the same place with nothing that orders them. */
  boolean races(Step earlier) {
    return earlier.thread != thread
        && (access.isPlain() || earlier.access.isPlain())
        && conflicts(earlier)
        && visible[earlier.thread] < earlier.visible[earlier.thread];
  }

  /** So many steps of each thread as one or the other has. */
  static int[] merged(int[] one, int[] other) {
    int[] both = one.clone();
    merge(both, other);
    return both;
  }

  private static void merge(int[] into, int[] other) {
    Arrays.setAll(into, i -> Math.max(into[i], other[i]));
  }
}
