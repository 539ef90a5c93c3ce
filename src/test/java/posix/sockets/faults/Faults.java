package posix.sockets.faults;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import posix.sockets.libc.Linked;
import posix.sockets.raw.constants.ErrnoH;

/**
 * Faults in libc's functions, and counts of their calls, by {@code native/faults}. Only a JVM that
 * uses this class before the library can have them: it has to be the first to load.
 *
 * <pre>{@code
 * try (var fault = Faults.on("recv").call(2).fails(ECONNRESET)) {
 *   …
 *   assertThat(fault.count()).isEqualTo(1);
 * }
 * }</pre>
 */
public final class Faults implements AutoCloseable {
  private static final int FAIL = 1; // as in faults.c
  private static final int AFTER = 2;
  private static final int SHORT = 3;
  private static final int LATE = 4;

  private static final MethodHandle FUNCTION;
  private static final MethodHandle CALLS;
  private static final MethodHandle CALLS_HERE;
  private static final MethodHandle ADD;
  private static final MethodHandle DONE;
  private static final MethodHandle REMOVE;

  static {
    load();
    FUNCTION = function("faults_function", JAVA_INT, ADDRESS);
    CALLS = function("faults_calls", JAVA_LONG, JAVA_INT);
    CALLS_HERE = function("faults_calls_here", JAVA_LONG);
    ADD =
        function(
            "faults_add",
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_INT);
    DONE = function("faults_done", JAVA_LONG, JAVA_INT);
    REMOVE = function("faults_remove", JAVA_INT, JAVA_INT);
  }

  private final int rule;
  private boolean removed;

  private Faults(int rule) {
    this.rule = rule;
  }

  @SuppressWarnings("restricted")
  private static void load() {
    Set<String> linked = Linked.names();
    if (!linked.isEmpty()) {
      throw new IllegalStateException(
          "faults cannot be injected here, because these are linked to libc already: " + linked);
    }
    String folder = Objects.requireNonNull(System.getProperty("native.bin"), "-Dnative.bin");
    System.load(Path.of(folder, "faults", "libfaults.so").toAbsolutePath().toString());
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            SymbolLookup.loaderLookup().findOrThrow(name),
            FunctionDescriptor.of(result, arguments));
  }

  /** Sees to it that the faults are there before the library. */
  public static void prepare() {
    // the initialiser has
  }

  /** Whether calls of a function come here. */
  public static boolean covers(String function) {
    return number(function) >= 0;
  }

  /** How many calls of a function there were, by the library and by whoever calls its downcalls. */
  public static long calls(String function) {
    return invoke(CALLS, known(function));
  }

  /** How many calls there were of all functions, by all threads. */
  public static long calls() {
    return invoke(CALLS, -1);
  }

  /** How many calls there were of all functions by this platform thread. */
  public static long callsOfThread() {
    return invoke(CALLS_HERE);
  }

  /** Which calls of a function a fault applies to: the first, unless more is said. */
  public static Where on(String function) {
    return new Where(known(function), -1, 1, 1, 1, 0, 1);
  }

  /**
   * Which calls a fault applies to.
   *
   * @param function the function's number
   * @param fd the descriptor, or -1
   * @param first the number of the first call, from 1
   * @param every and then each so many-th
   * @param times how often at most; 0 for always
   * @param chance if not 0: one call of so many, at random
   * @param seed what random numbers begin with
   */
  public record Where(
      int function, int fd, long first, long every, long times, long chance, long seed) {
    /** Only calls on a descriptor, which is the function's first argument. */
    public Where fd(int fd) {
      return new Where(function, fd, first, every, times, chance, seed);
    }

    /** The k-th call from now, from 1. */
    public Where call(long k) {
      return new Where(function, fd, k, every, times, chance, seed);
    }

    /** From the first one on each n-th, until the fault is removed. */
    public Where every(long n) {
      return new Where(function, fd, first, n, 0, chance, seed);
    }

    /** At most so often; 0 for always. To be said last. */
    public Where times(long n) {
      return new Where(function, fd, first, every, n, chance, seed);
    }

    /** One call of n, at random. */
    public Where oneOf(long n, long seed) {
      return new Where(function, fd, first, every, 0, n, seed);
    }

    /** Does nothing, and answers -1 and an errno. */
    public Faults fails(int errno) {
      return add(FAIL, -1, errno);
    }

    /** Is interrupted before anything is done. */
    public Faults interrupted() {
      return fails(ErrnoH.EINTR);
    }

    /** Does nothing, and answers a result and an errno: for functions whose failure is not -1. */
    public Faults answers(long result, int errno) {
      return add(FAIL, result, errno);
    }

    /** Does what it has to, and answers -1 and an errno all the same. */
    public Faults failsAfterwards(int errno) {
      return add(AFTER, -1, errno);
    }

    /** Moves no more than so many bytes (messages, events). */
    public Faults movesAtMost(long amount) {
      return add(SHORT, amount, 0);
    }

    /** Moves at least one byte, and at random no more than a part of what it was told to. */
    public Faults movesAPart() {
      return add(SHORT, 0, 0);
    }

    /** Begins late. */
    public Faults isLate(Duration time) {
      return add(LATE, time.toNanos(), 0);
    }

    private Faults add(int action, long amount, int error) {
      int rule =
          (int) invoke(ADD, function, fd, first, every, chance, times, seed, action, amount, error);
      if (rule < 0) {
        throw new IllegalStateException("too many faults at once");
      }
      return new Faults(rule);
    }
  }

  /** How often it was injected so far. */
  public synchronized long count() {
    if (removed) {
      throw new IllegalStateException("the fault is gone");
    }
    return invoke(DONE, rule);
  }

  /** Removes the fault. */
  @Override
  public synchronized void close() {
    if (!removed) {
      removed = true;
      invoke(REMOVE, rule);
    }
  }

  private static int known(String function) {
    int number = number(function);
    if (number < 0) {
      throw new IllegalArgumentException("native/faults has no " + function);
    }
    return number;
  }

  private static int number(String function) {
    try (var arena = Arena.ofConfined()) {
      return (int) invoke(FUNCTION, arena.allocateFrom(function));
    }
  }

  private static long invoke(MethodHandle function, Object... arguments) {
    try {
      return ((Number) function.invokeWithArguments(arguments)).longValue();
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }
}
