package posix.sockets.faults;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.constants.ErrnoH.ECONNRESET;
import static posix.sockets.raw.constants.ErrnoH.EINTR;
import static posix.sockets.raw.constants.ErrnoH.ENOBUFS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import posix.sockets.libc.Call;
import posix.sockets.libc.Libc;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.Linked;
import posix.sockets.raw.constants.SocketH;

/** Whether faults are injected as they are said to be, seen by the downcalls themselves. */
@Tag("faults")
class FaultsTest {
  private static final int LENGTH = 10;

  private Arena arena;
  private MemorySegment errno;
  private MemorySegment data;
  private int ours;
  private int theirs;

  @BeforeEach
  void connect() {
    Faults.prepare();
    arena = Arena.ofShared();
    errno = arena.allocate(Call.ERRNO);
    data = arena.allocate(100);
    MemorySegment fds = arena.allocate(8);
    Libc.socketpair(errno, SocketH.AF_UNIX, SocketH.SOCK_STREAM, 0, fds);
    ours = fds.getAtIndex(JAVA_INT, 0);
    theirs = fds.getAtIndex(JAVA_INT, 1);
  }

  @AfterEach
  void close() {
    LibcFiles.close(errno, ours);
    LibcFiles.close(errno, theirs);
    arena.close();
  }

  private long send() {
    return Libc.send(errno, ours, data, LENGTH, SocketH.MSG_DONTWAIT);
  }

  private long recv() {
    return Libc.recv(errno, theirs, data, 100, SocketH.MSG_DONTWAIT);
  }

  @Test
  void eachCallIsCounted() {
    long sends = Faults.calls("send");
    long all = Faults.calls();
    long here = Faults.callsOfThread();
    send();
    send();
    recv();
    assertThat(Faults.calls("send") - sends).isEqualTo(2);
    assertThat(Faults.calls() - all).isGreaterThanOrEqualTo(3);
    assertThat(Faults.callsOfThread() - here).isEqualTo(3);
  }

  @Test
  void theKthCallFailsAndDoesNothing() {
    try (var fault = Faults.on("send").call(2).fails(ECONNRESET)) {
      assertThat(send()).isEqualTo(LENGTH);
      assertThat(send()).isEqualTo(-ECONNRESET);
      assertThat(send()).isEqualTo(LENGTH);
      assertThat(fault.count()).isEqualTo(1);
    }
    assertThat(recv()).isEqualTo(2 * LENGTH);
    assertThat(send()).isEqualTo(LENGTH);
  }

  @Test
  void onlyCallsOnADescriptor() {
    try (var fault = Faults.on("recv").fd(ours).every(1).fails(ENOBUFS)) {
      send();
      assertThat(recv()).isEqualTo(LENGTH);
      assertThat(Libc.recv(errno, ours, data, 1, 0)).isEqualTo(-ENOBUFS);
      assertThat(Libc.recv(errno, ours, data, 1, 0)).isEqualTo(-ENOBUFS);
      assertThat(fault.count()).isEqualTo(2);
    }
  }

  @Test
  void theWorkIsDoneBeforeTheFailure() {
    try (var fault = Faults.on("send").failsAfterwards(EINTR)) {
      assertThat(send()).isEqualTo(-EINTR);
      assertThat(fault.count()).isEqualTo(1);
    }
    assertThat(recv()).isEqualTo(LENGTH);
  }

  @Test
  void lessIsMoved() {
    for (int i = 0; i < LENGTH; i++) {
      data.set(JAVA_BYTE, i, (byte) i);
    }
    try (var _ = Faults.on("send").movesAtMost(3);
        var _ = Faults.on("recv").movesAtMost(2)) {
      assertThat(send()).isEqualTo(3);
      assertThat(recv()).isEqualTo(2);
      assertThat(recv()).isEqualTo(1);
      assertThat(data.get(JAVA_BYTE, 0)).isEqualTo((byte) 2);
    }
  }

  @Test
  void oneCallOfSoManyByChance() {
    int failed = 0;
    try (var fault = Faults.on("send").oneOf(10, 42).fails(ENOBUFS)) {
      for (int i = 0; i < 1_000; i++) {
        failed += send() == -ENOBUFS ? 1 : 0;
        recv();
      }
      assertThat(fault.count()).isEqualTo(failed).isBetween(50L, 200L);
    }
  }

  @Test
  void aLateCallIsMadeAllTheSame() {
    long begin = System.nanoTime();
    try (var _ = Faults.on("send").isLate(Duration.ofMillis(50))) {
      assertThat(send()).isEqualTo(LENGTH);
    }
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(50_000_000);
  }

  /** They call nobody else, or free what others have given. */
  private static final Set<String> HARMLESS =
      Set.of(
          "__libc_current_sigrtmax",
          "__libc_current_sigrtmin",
          "__xpg_strerror_r",
          "freeaddrinfo",
          "freeifaddrs",
          "gai_strerror",
          "if_freenameindex",
          "inet_addr",
          "inet_aton",
          "inet_ntop",
          "inet_pton",
          "strerror_r",
          "strerrordesc_np",
          "strerrorname_np",
          "sysconf");

  @Test
  void everyFunctionThatTheLibraryLinksIsThere() {
    assertThat(Linked.allNames()).filteredOn(name -> !Faults.covers(name)).isSubsetOf(HARMLESS);
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> Faults.on("sned")).isInstanceOf(IllegalArgumentException.class);
  }
}
