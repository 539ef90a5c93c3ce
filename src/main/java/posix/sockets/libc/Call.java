package posix.sockets.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

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
 * <p>A shape that is new costs the linker 6 ms, a known one 0.2. On the 64-bit ABIs of Linux a C
 * {@code int}, a {@code long} and a pointer go through the same registers, and what is passed
 * beyond a function's last argument it does not see. So a C {@code int} travels as a {@code long},
 * and almost all functions have one shape, {@link Link#COMMON}: number, pointer, number, number,
 * pointer, pointer. Where a function has a number in a pointer's place it goes as {@link #pointer};
 * where it has a pointer in a number's place, its address goes there, and the segment itself in a
 * pointer's place behind, since the linker checks, and keeps alive, only what it is passed.
 */
public final class Call {
  /** The memory that takes errno, which on Linux is all that it has. */
  public static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();

  private Call() {}

  /** What errno was when a call failed; after one that did not it is garbage. */
  public static int errno(MemorySegment errno) {
    return errno.get(JAVA_INT, 0);
  }

  /** A number, to be passed where the common shape has a pointer. */
  static MemorySegment pointer(long number) {
    return MemorySegment.ofAddress(number);
  }

  /** Calls a function of the common shape that has numbers only. */
  static int numbers(MethodHandle handle, MemorySegment errno, long a, long b, long c) {
    try {
      return result(
          (int)
              (long)
                  handle.invokeExact(
                      errno, a, pointer(b), c, 0L, MemorySegment.NULL, MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  /** Calls a function of the common shape that reads an address. */
  static int named(MethodHandle handle, MemorySegment errno, int fd, MemorySegment addr, int len) {
    try {
      return result(
          (int)
              (long)
                  handle.invokeExact(
                      errno,
                      (long) fd,
                      addr,
                      (long) len,
                      0L,
                      MemorySegment.NULL,
                      MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  /** Calls a function of the common shape that fills in an address. */
  static int address(
      MethodHandle handle,
      MemorySegment errno,
      int fd,
      MemorySegment addr,
      MemorySegment len,
      int flags) {
    try {
      return result(
          (int)
              (long)
                  handle.invokeExact(
                      errno, (long) fd, addr, len.address(), (long) flags, len, MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  static int result(int result, MemorySegment errno) {
    return result == -1 ? -errno(errno) : result;
  }

  static long result(long result, MemorySegment errno) {
    return result == -1 ? -errno(errno) : result;
  }
}
