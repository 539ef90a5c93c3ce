package posix.sockets.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posix.sockets.Local;
import posix.sockets.bindings.posix_h;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Tasks;
import posix.sockets.testing.Tasks.Blocked;

class LibcThreadsTest {
  private static final MemorySegment NULL = MemorySegment.NULL;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment errno = arena.allocate(Call.ERRNO);

  @Test
  void gettidIsTheKernelsNumber() throws Exception {
    Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
    assertThat(LibcThreads.gettid(errno)).hasToString(self.getFileName().toString());
  }

  @Test
  void signalZeroAsksWhetherAThreadIsThere() throws Exception {
    int pid = LibcFiles.getpid();
    assertThat(LibcThreads.tgkill(errno, pid, LibcThreads.gettid(errno), 0)).isZero();
    int max = Local.sysctl("kernel/pid_max");
    assertThat(LibcThreads.tgkill(errno, pid, max, 0)).isEqualTo(-Posix.ESRCH);
    assertThat(LibcThreads.tgkill(errno, pid, 0, 0)).isEqualTo(-Posix.EINVAL);
  }

  @Test
  void realTimeSignalsAreTheKernelsButForThoseOfLibc() {
    assertThat(LibcThreads.libc_current_sigrtmin(errno)).isBetween(32, 63);
    assertThat(LibcThreads.libc_current_sigrtmax(errno)).isEqualTo(64);
  }

  @Test
  void theHandlersWithoutAnAddressAreTheHeaders() {
    assertThat(LibcThreads.SIG_DFL).isEqualTo(posix_h.SIG_DFL().address());
    assertThat(LibcThreads.SIG_IGN).isEqualTo(posix_h.SIG_IGN().address());
  }

  @Test
  void aWrongSignalIsRefused() {
    assertThat(LibcThreads.sigaction(errno, 0, NULL, NULL)).isEqualTo(-Posix.EINVAL);
    assertThat(LibcThreads.sigaction(errno, 65, NULL, NULL)).isEqualTo(-Posix.EINVAL);
  }

  @Test
  void anAddressThatLibcLacks() {
    assertThatThrownBy(() -> Link.address("no_such_function"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("this libc has no function no_such_function");
  }

  @Test
  void aHandlerThatOnlyComputesEndsABlockedCall() throws Exception {
    MemorySegment act = arena.allocate(Structs.sigaction.SIZE, 8);
    MemorySegment before = arena.allocate(Structs.sigaction.SIZE, 8);
    MemorySegment after = arena.allocate(Structs.sigaction.SIZE, 8);
    act.set(ADDRESS, Structs.sigaction.__sigaction_handler, LibcThreads.abs());
    act.set(JAVA_INT, Structs.sigaction.sa_flags, 0); // without SA_RESTART
    int signal = freeSignal();
    assertThat(LibcThreads.sigaction(errno, signal, act, before)).isZero();
    try {
      assertThat(LibcThreads.sigaction(errno, signal, NULL, after)).isZero();
      assertThat(handler(after)).isEqualTo(LibcThreads.abs().address());
      MemorySegment fds = arena.allocate(JAVA_INT, 2);
      assertThat(Libc.socketpair(errno, Posix.AF_UNIX, Posix.SOCK_STREAM, 0, fds)).isZero();
      try {
        Blocked<Long> recv = blockedRecv(fds.getAtIndex(JAVA_INT, 0));
        assertThat(LibcThreads.tgkill(errno, LibcFiles.getpid(), recv.tid(), signal)).isZero();
        assertThat(recv.get()).isEqualTo(-Posix.EINTR);
      } finally {
        LibcFiles.close(errno, fds.getAtIndex(JAVA_INT, 0));
        LibcFiles.close(errno, fds.getAtIndex(JAVA_INT, 1));
      }
    } finally {
      assertThat(LibcThreads.sigaction(errno, signal, before, NULL)).isZero();
    }
    assertThat(LibcThreads.sigaction(errno, signal, NULL, after)).isZero();
    assertThat(handler(after)).isEqualTo(LibcThreads.SIG_DFL);
  }

  private static Blocked<Long> blockedRecv(int fd) throws Exception {
    return Tasks.blocked(
        fd,
        () -> {
          try (var own = Arena.ofConfined()) {
            return Libc.recv(own.allocate(Call.ERRNO), fd, own.allocate(1), 1, 0);
          }
        });
  }

  /** A real-time signal that nobody handles. */
  private int freeSignal() {
    MemorySegment old = arena.allocate(Structs.sigaction.SIZE, 8);
    int min = LibcThreads.libc_current_sigrtmin(errno);
    return IntStream.rangeClosed(min, LibcThreads.libc_current_sigrtmax(errno))
        .filter(signal -> {
          assertThat(LibcThreads.sigaction(errno, signal, NULL, old)).isZero();
          return handler(old) == LibcThreads.SIG_DFL;
        })
        .findFirst()
        .orElseThrow();
  }

  private static long handler(MemorySegment action) {
    return action.get(ADDRESS, Structs.sigaction.__sigaction_handler).address();
  }
}
