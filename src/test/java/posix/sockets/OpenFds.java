package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.raw.Posix;
import posix.sockets.raw.constants.FcntlH;
import posix.sockets.testing.OpenFiles;

/**
 * The descriptors of this process that a test can be concerned with, from {@code /proc/self/fd}:
 * sockets, processes, and one file that tests open in order to pass it on. The JVM opens others of
 * its own at any time.
 *
 * @param open what each number is open on
 */
public record OpenFds(Map<Integer, String> open) {
  private static final Path MARKER = marker();

  /** One that is there anyway: a JVM that is killed would leave one of its own behind. */
  private static Path marker() {
    try {
      return Path.of(OpenFds.class.getResource("/passed-on.marker").toURI()).toRealPath();
    } catch (IOException | URISyntaxException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What is open now. */
  public static OpenFds now() throws IOException {
    return now(OpenFds::isTests);
  }

  private static boolean isTests(String target) {
    return target.startsWith("socket:")
        || target.contains("pidfd")
        || target.equals(MARKER.toString());
  }

  /** The same with epoll instances and eventfds, where no poller begins to run meanwhile. */
  public static OpenFds withPollers() throws IOException {
    return now(target -> isTests(target) || target.startsWith("anon_inode:[event"));
  }

  private static OpenFds now(Predicate<String> which) throws IOException {
    Map<Integer, String> open = new TreeMap<>();
    try (var entries = Files.list(Path.of("/proc/self/fd"))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        int fd = Integer.parseInt(entry.getFileName().toString());
        String target = OpenFiles.at(fd); // null: the one that lists the others
        if (target != null && which.test(target)) {
          open.put(fd, target);
        }
      }
    }
    return new OpenFds(open);
  }

  /** Opens the file that is passed on; to be closed by {@link #close(int...)}. */
  public static int openMarker() throws IOException {
    return open(MARKER);
  }

  /** Opens it under a number that is free, and that nobody else gets by chance. */
  static int openMarker(int number) throws IOException {
    int fd = openMarker();
    assertThat(Posix.dup3(fd, number, FcntlH.O_CLOEXEC)).isEqualTo(number);
    close(fd);
    return number;
  }

  /** Opens a file for reading; to be closed by {@link #close(int...)}. */
  public static int open(Path file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      int fd =
          LibcFiles.open(
              arena.allocate(Call.ERRNO),
              arena.allocateFrom(file.toString()),
              FcntlH.O_RDONLY | FcntlH.O_CLOEXEC,
              0);
      if (fd < 0) {
        throw new IOException("open: errno " + -fd);
      }
      return fd;
    }
  }

  /** Opens it so many times. */
  public static int[] openMarkers(int count) throws IOException {
    int[] fds = new int[count];
    for (int i = 0; i < count; i++) {
      fds[i] = openMarker();
    }
    return fds;
  }

  /** Whether a number is open on the file that is passed on. */
  public static boolean isMarker(int fd) throws IOException {
    return MARKER.toString().equals(OpenFiles.at(fd));
  }

  /** How many descriptors are open on the file that is passed on. */
  public static long markers() throws IOException {
    return now().open.values().stream().filter(MARKER.toString()::equals).count();
  }

  /** Closes descriptors, each of which has to be open. */
  public static void close(int... fds) {
    try (var arena = Arena.ofConfined()) {
      for (int fd : fds) {
        assertThat(LibcFiles.close(arena.allocate(Call.ERRNO), fd)).as("close(%d)", fd).isZero();
      }
    }
  }

  /** Whether the kernel has {@code O_NONBLOCK} set: {@code fcntl(fd, F_GETFL)}. */
  public static boolean isNonBlocking(int fd) {
    try (var arena = Arena.ofConfined()) {
      int flags = LibcFiles.fcntl(arena.allocate(Call.ERRNO), fd, FcntlH.F_GETFL, 0);
      assertThat(flags).as("fcntl(%d, F_GETFL)", fd).isNotNegative();
      return (flags & FcntlH.O_NONBLOCK) != 0;
    }
  }

  /** {@code fcntl(fd, F_GETFD)}. */
  public static int flags(int fd) {
    try (var arena = Arena.ofConfined()) {
      return LibcFiles.fcntl(arena.allocate(Call.ERRNO), fd, FcntlH.F_GETFD, 0);
    }
  }
}
