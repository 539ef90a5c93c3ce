package posix.sockets.model;

import java.lang.constant.DynamicConstantDesc;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is called before each step: by the copies of {@link Copies}, and by scenarios for steps of
 * their own. Outside of a {@link Run} it does nothing.
 */
public final class Hooks {
  private static final Map<VarHandle, String> FIELDS = new ConcurrentHashMap<>();

  private Hooks() {}

  /** Before an access of a field, or of whatever stands for one. */
  public static void step(Object target, String field, String verb, Access access) {
    Run.step(target, field, verb, access);
  }

  /** Before an access of a field by its handle. */
  public static void step(Object target, VarHandle handle, String verb, Access access) {
    step(target, FIELDS.computeIfAbsent(handle, Hooks::field), verb, access);
  }

  private static String field(VarHandle handle) {
    return handle.describeConstable().map(DynamicConstantDesc::constantName).orElseThrow();
  }

  /** Instead of entering a monitor. */
  public static void lock(Object monitor) {
    Run.step(monitor, "", "lock", Access.LOCK);
  }

  /** Instead of leaving a monitor. */
  public static void unlock(Object monitor) {
    Run.step(monitor, "", "unlock", Access.UNLOCK);
  }

  /** Instead of {@link Object#wait()}. */
  public static void await(Object monitor) {
    Run.await(monitor);
  }

  /** Instead of {@link Object#notifyAll}. */
  public static void awaken(Object monitor) {
    Run.awaken(monitor);
  }

  /** Before something that is not modelled. */
  public static void refuse(String message) {
    throw new AssertionError(message);
  }
}
