package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes of the Java heap a thread allocates. By reflection, because the module does not
 * read jdk.management.
 */
final class Allocations {
  private static final int ROUNDS = 10_000;
  private static final int ATTEMPTS = 100;
  private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long ERRNO_SLICE = 40;
  private static final MethodHandle ALLOCATED;

  static {
    try {
      Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
      Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
      Allocations.class.getModule().addReads(type.getModule()).addReads(factory.getModule());
      Object bean = factory.getMethod("getPlatformMXBean", Class.class).invoke(null, (Object) type);
      ALLOCATED =
          MethodHandles.lookup()
              .findVirtual(
                  type, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class))
              .bindTo(bean);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Allocations() {}

  interface Step {
    void run() throws Exception;
  }

  /**
   * Warms a step up, and finds that thousands of rounds of it allocate nothing.
   *
   * <p>But for this: in each call that keeps errno the JDK makes a slice of the memory for it, 40
   * bytes, which the compiler leaves out in most runs of the JVM, and in some it does not. So what
   * is allocated after all must be exactly that.
   *
   * @param step one call that keeps errno, with what surrounds it
   */
  static void assertNone(Step step) throws Throwable {
    long slices = ROUNDS * ERRNO_SLICE;
    long end = System.nanoTime() + HANG_NANOS;
    long bytes = measure(step);
    for (int attempt = 1; bytes != 0; attempt++) {
      boolean compiled = attempt >= ATTEMPTS && bytes == slices; // the compiler may be late
      if (compiled || System.nanoTime() > end) {
        break;
      }
      bytes = measure(step);
    }
    assertThat(bytes).as("bytes in " + ROUNDS + " rounds").isIn(0L, slices);
  }

  private static long measure(Step step) throws Throwable {
    long before = (long) ALLOCATED.invokeExact();
    for (int i = 0; i < ROUNDS; i++) {
      step.run();
    }
    return (long) ALLOCATED.invokeExact() - before;
  }
}
