package posix.sockets.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.libc.Call;

/** What C keeps for each thread. */
final class PerThread {
  private static final ThreadLocal<PerThread> THREAD = ThreadLocal.withInitial(PerThread::new);

  /** Takes errno when a call returns; garbage after one that did not fail. */
  final MemorySegment capture = Arena.ofAuto().allocate(Call.ERRNO);

  /** C's errno. */
  int errno;

  private PerThread() {}

  static PerThread get() {
    return THREAD.get();
  }

  /** The result of a call as C has it: a negative one is -errno. */
  int result(int result) {
    if (result >= 0) {
      return result;
    }
    errno = -result;
    return -1;
  }

  long result(long result) {
    if (result >= 0) {
      return result;
    }
    errno = (int) -result;
    return -1;
  }
}
