package posix.sockets.libc;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the downcalls have linked, which happens when each is first used. */
public final class Linked {
  static final List<Class<?>> CALLS =
      List.of(
          Libc.class,
          LibcErrors.class,
          LibcFiles.class,
          LibcNames.class,
          LibcPoll.class,
          LibcThreads.class);

  private Linked() {}

  /** The names of the functions that have been linked so far. */
  public static Set<String> names() {
    return Link.LINKED.keySet().stream()
        .map(linked -> linked.substring(0, linked.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  /** The names of all functions, which are linked now if they were not. */
  public static Set<String> allNames() {
    handles();
    return names();
  }

  /** Initialises each holder, which links its call. */
  static List<MethodHandle> handles() {
    return CALLS.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredClasses()))
        .map(Linked::handle)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<MethodHandle> handle(Class<?> holder) {
    try {
      Field field = holder.getDeclaredField("HANDLE");
      field.setAccessible(true);
      return Optional.of((MethodHandle) field.get(null));
    } catch (NoSuchFieldException e) {
      return Optional.empty();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
