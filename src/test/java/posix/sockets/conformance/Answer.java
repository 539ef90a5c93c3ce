package posix.sockets.conformance;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import posix.sockets.ErrnoException;
import posix.sockets.PosixSocket;
import posix.sockets.raw.Posix;
import posix.sockets.raw.constants.ErrnoH;

/**
 * What a call answered, in words: an errno's name or what it returned, {@code EINVAL} or {@code 0};
 * of several calls one after the other, {@code EINPROGRESS, then EISCONN}.
 */
final class Answer {
  /** errno before each call of the raw layer: no error has this number. */
  static final int UNTOUCHED = 12345;

  /** Second names: Linux has one number for both. */
  private static final Set<String> SECOND = Set.of("ENOTSUP", "EWOULDBLOCK", "EDEADLOCK");

  /** Not by {@code Errno.of}, which is tested with it. */
  private static final Map<Integer, String> NAMES = names();

  private Answer() {}

  private static Map<Integer, String> names() {
    Map<Integer, String> names = new TreeMap<>();
    try {
      for (Field field : ErrnoH.class.getFields()) {
        if (!SECOND.contains(field.getName())) {
          names.put(field.getInt(null), field.getName());
        }
      }
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
    return names;
  }

  /** A call of the typed facade, or several. */
  interface Call {
    Object make() throws Exception;
  }

  /**
   * What a call of the raw layer answered: the errno of a failure, after which errno is {@link
   * #UNTOUCHED} again, or the result of a success, which left it alone.
   */
  static String of(long result) {
    String said = result == -1 ? name(Posix.errno()) : result + errnoNow();
    Posix.errno(UNTOUCHED);
    return said;
  }

  /** What there is to say of errno where no call has failed: nothing, as it should be. */
  static String errnoNow() {
    int errno = Posix.errno();
    return errno == UNTOUCHED ? "" : ", and errno became " + name(errno);
  }

  /**
   * What a call of the typed facade answered: the errno of an {@link ErrnoException}, the name of
   * another exception, or its value; 0 where it returns its socket.
   */
  static String of(Call call) throws Exception {
    return of(null, call);
  }

  /** The same of a failure that has to be this call's. */
  static String of(String name, Call call) throws Exception {
    try {
      return value(call.make());
    } catch (ErrnoException e) {
      return refusal(name == null ? e.call() : name, e);
    } catch (RuntimeException | java.io.IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  static String value(Object value) {
    return value instanceof PosixSocket || value == null ? "0" : value.toString();
  }

  /** The error's name, if all that the exception says is true. */
  private static String refusal(String call, ErrnoException e) {
    String name = name(e.number());
    String text = Posix.strerror(e.number());
    String message = call + ": " + text + " (" + name + ", " + e.number() + ")";
    boolean isTrue =
        e.call().equals(call)
            && e.errno().name().equals(name)
            && e.strerror().equals(text)
            && (e.getMessage().equals(message) || e.getMessage().startsWith(message + ": "));
    return isTrue ? name : "%s, said as %s of %s: %s".formatted(name, e.errno(), e.call(), e);
  }

  private static String name(int errno) {
    return NAMES.getOrDefault(errno, "errno " + errno);
  }
}
