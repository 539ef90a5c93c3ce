package posix.sockets.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * What the downcalls of this package have in common.
 *
 * <p>Each function of libc is a method, linked when it is first used. One whose C result is {@code
 * int} or {@code ssize_t} returns what the kernel returns: a result &ge; 0, or {@code -errno}. If
 * it can set errno, its first argument is the memory that takes errno, {@link #ERRNO} large, which
 * no other thread may use at the same time. Nothing here retries, checks a length, waits or throws
 * for an errno: a wrong pointer or length is as fatal as in C. What the linker itself finds wrong
 * with a segment (closed, of another thread, on the heap) it throws before the call.
 *
 * <p>A C {@code int} travels as a {@code long}, and some functions are passed zeros beyond their
 * last argument: on the 64-bit ABIs of Linux both are the same to the callee, and few functions
 * then need a shape of their own. A new shape costs the linker 6 ms, a known one 0.2.
 */
public final class Call {
  /** The memory that takes errno. */
  public static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();

  private static final long OFFSET =
      ERRNO.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private Call() {}

  /** What errno was when a call failed; after one that did not it is garbage. */
  public static int errno(MemorySegment errno) {
    return errno.get(JAVA_INT, OFFSET);
  }

  static int result(int result, MemorySegment errno) {
    return result == -1 ? -errno(errno) : result;
  }

  static long result(long result, MemorySegment errno) {
    return result == -1 ? -errno(errno) : result;
  }
}
