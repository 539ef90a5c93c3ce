package posix.sockets.model;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.List;

/** Goes through an order again, and tells it: who did what, and what was there after that. */
final class Telling implements Run.Chooser {
  private final List<Step> order;
  private final List<Object> targets = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private Telling(List<Step> order) {
    this.order = order;
  }

  /** The steps of a run that failed, each on a line. */
  static String of(Run failed, Scenario again) {
    var telling = new Telling(failed.done);
    var run = new Run(again.parts(), telling);
    try {
      run.run();
    } catch (Throwable _) {
      // it is the failure that led here
    }
    telling.tellLast(run);
    return telling.text.toString();
  }

  @Override
  public int choose(Run run, int ready) {
    tellLast(run);
    return order.get(run.done.size()).thread;
  }

  private void tellLast(Run run) {
    if (!run.done.isEmpty()) {
      Step step = run.done.getLast();
      String name = run.name(step.thread);
      text.append("\n%3d  %-12s %s%s".formatted(run.done.size(), name, step.verb, place(step)));
    }
  }

  private String place(Step step) {
    if (!targets.contains(step.target)) {
      targets.add(step.target);
    }
    String object = step.target.getClass().getSimpleName() + "#" + targets.indexOf(step.target);
    return " " + object + (step.field.isEmpty() ? "" : "." + step.field) + value(step);
  }

  private static String value(Step step) {
    if (step.target instanceof Number || step.target.getClass().getName().contains(".Atomic")) {
      return " -> " + step.target;
    }
    try {
      Field field = step.target.getClass().getDeclaredField(step.field);
      field.setAccessible(true);
      Object value = field.get(step.target);
      boolean plain = value == null || value instanceof Number || value instanceof Boolean;
      return " -> " + (plain ? value : value.getClass().getSimpleName());
    } catch (ReflectiveOperationException | InaccessibleObjectException _) {
      return ""; // a monitor, or what only the scenario knows
    }
  }
}
