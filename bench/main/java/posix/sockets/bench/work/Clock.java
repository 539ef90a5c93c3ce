package posix.sockets.bench.work;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code clock_gettime(2)}: what the JDK tells of a process's CPU counts in steps of 10 ms. */
@SuppressWarnings("restricted") // a native call is what it is about
final class Clock {
  private static final int PROCESS_CPUTIME_ID = 2;
  private static final MethodHandle CLOCK_GETTIME =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MemorySegment TIMESPEC = Arena.global().allocate(JAVA_LONG, 2);

  private Clock() {}

  /** Nanoseconds of CPU that this process has used, in all its threads. */
  static synchronized long processCpu() {
    try {
      int result = (int) CLOCK_GETTIME.invokeExact(PROCESS_CPUTIME_ID, TIMESPEC);
      if (result != 0) {
        throw new IllegalStateException("clock_gettime");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    return TIMESPEC.getAtIndex(JAVA_LONG, 0) * 1_000_000_000L + TIMESPEC.getAtIndex(JAVA_LONG, 1);
  }
}
