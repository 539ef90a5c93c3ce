package posix.sockets.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import posix.sockets.PosixSocket;
import posix.sockets.bindings.posix_h;
import posix.sockets.raw.Posix;

/** The descriptors of this process, as the kernel lists them. */
public final class OpenFiles {
  private OpenFiles() {}

  /** What a descriptor is open on, {@code socket:[12345]}; null if it is not open. */
  public static String at(int fd) throws IOException {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /** A number that no descriptor has, nor gets by chance: those are the lowest that are free. */
  public static int notOpen() throws IOException {
    int fd = 400;
    while (at(fd) != null) {
      fd++;
    }
    return fd;
  }

  /** The same socket under a number that nobody else gets by chance. */
  public static PosixSocket renumbered(PosixSocket socket) throws IOException {
    return renumbered(socket, notOpen());
  }

  /** The same socket under a number that such a one had and that is free again. */
  public static PosixSocket renumbered(PosixSocket socket, int number) throws IOException {
    try (socket) {
      assertThat(at(number)).isNull();
      assertThat(Posix.dup3(socket.fd(), number, Posix.O_CLOEXEC)).isEqualTo(number);
      return PosixSocket.adopt(number);
    }
  }

  /** A descriptor that is no socket's, to be closed by the caller. */
  public static int devNull() {
    try (var arena = Arena.ofConfined()) {
      int fd = posix_h.open.makeInvoker().apply(arena.allocateFrom("/dev/null"), posix_h.O_RDWR());
      if (fd < 0) {
        throw new AssertionError("/dev/null cannot be opened");
      }
      return fd;
    }
  }
}
