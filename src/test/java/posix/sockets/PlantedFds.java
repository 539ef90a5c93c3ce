package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.hostile.Rendering;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.raw.constants.FcntlH;
import posix.sockets.testing.OpenFiles;

/**
 * Open descriptors put where hostile bytes name some: as the kernel does, which makes each number
 * in a control message an open one. At the end each of them has to be closed.
 */
final class PlantedFds implements AutoCloseable {
  /** Above those that the JVM may open meanwhile. */
  private static final int LEAST = 5000;

  /** Which they are duplicates of. */
  private static final int DEV_NULL = OpenFiles.devNull();

  private final List<Integer> planted = new ArrayList<>();

  /** Puts one there. */
  void plant(MemorySegment memory, long at) {
    try (var arena = Arena.ofConfined()) {
      int fd = LibcFiles.fcntl(arena.allocate(Call.ERRNO), DEV_NULL, FcntlH.F_DUPFD_CLOEXEC, LEAST);
      Rendering.require(fd >= LEAST, "no descriptor to be had: " + fd);
      planted.add(fd);
      memory.set(JAVA_INT_UNALIGNED, at, fd);
    }
  }

  /** What the decoder gave an owner: all that were put there, in order, and closed by these. */
  void found(List<PassedFd> found) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (PassedFd fd : found) {
      numbers.add(fd.fd());
    }
    if (!numbers.equals(planted)) {
      for (PassedFd fd : found) {
        fd.take(); // whose they are nobody knows
      }
      throw new AssertionError("descriptors " + planted + ", and found were " + numbers);
    }
    for (PassedFd fd : found) {
      fd.close();
    }
    for (int fd : planted) {
      Rendering.require(OpenFds.flags(fd) < 0, "descriptor " + fd + " is open still");
    }
    planted.clear();
  }

  /** It threw: then it must not have been given any. */
  void nothingFound() {
    Rendering.require(planted.isEmpty(), "descriptors that were lost: " + planted);
  }

  /** Closes what is left after a failure. */
  @Override
  public void close() {
    for (int fd : planted) {
      OpenFds.close(fd);
    }
  }
}
