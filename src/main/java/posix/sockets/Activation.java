package posix.sockets;

import static posix.sockets.raw.constants.ErrnoH.EINVAL;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import posix.sockets.internal.Errors;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.raw.constants.FcntlH;

/**
 * A socket that systemd, or whoever else started this process, opened for it: socket activation.
 *
 * @param name its name in {@code LISTEN_FDNAMES}; {@code unknown} without that variable
 * @param socket the socket, which belongs to the caller
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html">
 *     sd_listen_fds(3)</a>
 */
public record Activation(String name, PosixSocket socket) {
  private static final int FIRST_FD = 3; // SD_LISTEN_FDS_START
  private static final AtomicBoolean ASKED = new AtomicBoolean();

  /**
   * {@code int sd_listen_fds_with_names(1, char ***names)}, without a library: takes over the
   * descriptors from 3 on that {@code LISTEN_PID}, {@code LISTEN_FDS} and {@code LISTEN_FDNAMES}
   * announce, and sets {@code FD_CLOEXEC} on them. Java cannot unset the environment, so only the
   * first call finds them; processes that this one starts should not inherit the variables.
   *
   * <p>Whatever was passed becomes a {@link PosixSocket}. If it is none, its calls answer ENOTSOCK.
   *
   * @return the sockets, in order; none if the variables are missing or meant for another process,
   *     and from the second call on
   * @throws ErrnoException EINVAL if the variables contradict themselves, EBADF if a descriptor is
   *     not open; then nothing is taken over
   * @throws IOException the same
   */
  public static List<Activation> sd_listen_fds() throws IOException {
    return ASKED.getAndSet(true) ? List.of() : listen(System.getenv(), LibcFiles.getpid());
  }

  static List<Activation> listen(Map<String, String> environment, int pid) throws IOException {
    List<String> names = names(environment, pid);
    try (var arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Call.ERRNO);
      for (int i = 0; i < names.size(); i++) {
        int fd = FIRST_FD + i;
        int flags = fcntl(errno, fd, FcntlH.F_GETFD, 0);
        fcntl(errno, fd, FcntlH.F_SETFD, flags | FcntlH.FD_CLOEXEC);
      }
    }
    List<Activation> sockets = new ArrayList<>();
    for (String name : names) {
      sockets.add(new Activation(name, PosixSocket.adopt(FIRST_FD + sockets.size())));
    }
    return List.copyOf(sockets);
  }

  private static int fcntl(MemorySegment errno, int fd, int cmd, int arg) throws ErrnoException {
    return Errors.check("fcntl", LibcFiles.fcntl(errno, fd, cmd, arg), "fd " + fd);
  }

  /** The name of each descriptor that was passed. */
  static List<String> names(Map<String, String> environment, int pid) throws ErrnoException {
    String listenPid = environment.get("LISTEN_PID");
    String listenFds = environment.get("LISTEN_FDS");
    if (listenPid == null || number("LISTEN_PID", listenPid) != pid || listenFds == null) {
      return List.of();
    }
    int count = number("LISTEN_FDS", listenFds);
    if (count > Integer.MAX_VALUE - FIRST_FD) {
      throw wrong("LISTEN_FDS", listenFds);
    }
    String listenNames = environment.get("LISTEN_FDNAMES");
    if (listenNames == null) {
      return Collections.nCopies(count, "unknown");
    }
    List<String> names = List.of(listenNames.split(":", -1));
    if (names.size() != count) {
      throw wrong("LISTEN_FDNAMES", listenNames);
    }
    return names;
  }

  private static int number(String variable, String text) throws ErrnoException {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // falls through
    }
    throw wrong(variable, text);
  }

  private static ErrnoException wrong(String variable, String text) {
    return Errors.exception("sd_listen_fds", -EINVAL, variable + "=" + text);
  }
}
