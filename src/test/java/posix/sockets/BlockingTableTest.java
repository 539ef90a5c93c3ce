package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.BlockingCalls.Row;
import posix.sockets.BlockingCalls.Site;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.Promise;

/** What ends a call that blocks: each call, on each kind of thread, by each of its ends. */
class BlockingTableTest {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Duration FAR_OFF = Duration.ofHours(1);

  /** Who makes the call. A deadline changes how it waits, even if it never comes. */
  private enum Caller {
    PLATFORM(false, false),
    VIRTUAL(true, false),
    PLATFORM_WITH_DEADLINE(false, true),
    VIRTUAL_WITH_DEADLINE(true, true);

    final boolean virtual;
    final boolean limited;

    Caller(boolean virtual, boolean limited) {
      this.virtual = virtual;
      this.limited = limited;
    }

    /** Begins a call, and again until it {@link Blocked#mayReturn}: room may turn up late. */
    Blocked begin(Row row, Site site) {
      var mayReturn = new AtomicBoolean();
      PosixSocket socket = limited ? site.socket.within(FAR_OFF) : site.socket;
      var thread =
          new BlockedThread<Void>(
              virtual,
              () -> {
                do {
                  assertThat(row.call(socket, site)).isPositive();
                } while (!mayReturn.get());
                return null;
              });
      return new Blocked(thread, mayReturn, limited, row);
    }
  }

  private record Blocked(
      BlockedThread<Void> thread, AtomicBoolean mayReturn, boolean limited, Row row) {
    Blocked await() throws Exception {
      if (limited) {
        thread.awaitBlocked("poll", "futex");
      } else {
        thread.awaitBlocked(row.systemCall());
      }
      return this;
    }

    void assertReturns(Site site) throws Exception {
      mayReturn.set(true);
      site.unblock();
      thread.result();
      assertThat(thread.wasInterrupted()).isFalse();
    }

    void assertThrew(Class<? extends IOException> type, boolean interrupted) throws Exception {
      assertThat(thread.thrown()).isExactlyInstanceOf(type);
      assertThat(thread.wasInterrupted()).as("interrupt status").isEqualTo(interrupted);
    }
  }

  private enum End {
    RETURNS {
      @Override
      void check(Row row, Caller caller, Site site) throws Exception {
        caller.begin(row, site).await().assertReturns(site);
      }
    },
    CLOSE {
      @Override
      void check(Row row, Caller caller, Site site) throws Exception {
        int fd = site.socket.descriptor.fd;
        String open = OpenFiles.at(fd);
        Blocked blocked = caller.begin(row, site).await();
        site.socket.close();
        blocked.assertThrew(ClosedChannelException.class, false);
        assertThat(site.socket.isClosed()).isTrue();
        assertThat(OpenFiles.at(fd)).isNotEqualTo(open);
        assertThatThrownBy(() -> row.call(site.socket, site))
            .isExactlyInstanceOf(ClosedChannelException.class);
      }
    },
    RELEASE {
      @Override
      void check(Row row, Caller caller, Site site) throws Exception {
        int fd = site.socket.descriptor.fd;
        String open = OpenFiles.at(fd);
        Blocked blocked = caller.begin(row, site).await();
        assertThat(site.socket.release()).isEqualTo(fd);
        assertThat(OpenFiles.at(fd)).isEqualTo(open);
        assertThat(OpenFds.isNonBlocking(fd)).isFalse();
        blocked.assertThrew(ClosedChannelException.class, false);
        PosixSocket.adopt(fd).close();
      }
    },
    INTERRUPT {
      @Override
      void check(Row row, Caller caller, Site site) throws Exception {
        Blocked blocked = caller.begin(row, site).await();
        blocked.thread().interrupt();
        blocked.assertThrew(InterruptedIOException.class, true);
        assertGoesOn(row, caller, site);
      }
    },
    INTERRUPTED_BEFORE {
      @Override
      void check(Row row, Caller caller, Site site) throws Exception {
        PosixSocket socket = caller.limited ? site.socket.within(FAR_OFF) : site.socket;
        var thread =
            new BlockedThread<>(
                caller.virtual,
                () -> {
                  Thread.currentThread().interrupt();
                  return row.call(socket, site);
                });
        assertThat(thread.thrown()).isExactlyInstanceOf(InterruptedIOException.class);
        assertThat(thread.wasInterrupted()).isTrue();
        assertGoesOn(row, caller, site);
      }
    },
    DEADLINE {
      @Override
      void check(Row row, Caller caller, Site site) throws Exception {
        var thread =
            new BlockedThread<Void>(
                caller.virtual,
                () -> {
                  long begin = System.nanoTime();
                  PosixSocket socket = site.socket.within(SHORT);
                  try {
                    while (true) {
                      assertThat(row.call(socket, site)).isPositive();
                    }
                  } finally {
                    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
                  }
                });
        assertThat(thread.thrown()).isExactlyInstanceOf(SocketTimeoutException.class);
        assertThat(thread.wasInterrupted()).isFalse();
        assertThat(site.socket.isNonBlocking()).isFalse();
        assertGoesOn(row, caller, site);
      }
    },
    DEADLINE_BEFORE {
      @Override
      void check(Row row, Caller caller, Site site) throws Exception {
        if (!row.isSlow()) {
          site.unblock(); // then, too
        }
        var thread =
            new BlockedThread<>(
                caller.virtual, () -> row.call(site.socket.within(Duration.ZERO), site));
        assertThat(thread.thrown()).isExactlyInstanceOf(SocketTimeoutException.class);
        assertThat(site.socket.isClosed()).isFalse();
      }
    };

    abstract void check(Row row, Caller caller, Site site) throws Exception;

    /** The socket is as it was: the same call blocks on it, and returns. */
    private static void assertGoesOn(Row row, Caller caller, Site site) throws Exception {
      assertThat(site.socket.isClosed()).isFalse();
      if (!row.isSlow() || !caller.limited) {
        caller.begin(row, site).assertReturns(site);
      }
    }

    boolean isOf(Caller caller) {
      return !caller.limited || this != DEADLINE && this != DEADLINE_BEFORE;
    }
  }

  @TestFactory
  @Promise("no-false-end")
  Stream<DynamicContainer> calls() {
    return BlockingCalls.all().stream()
        .map(row -> DynamicContainer.dynamicContainer(row.name(), tests(row)));
  }

  private static Stream<DynamicTest> tests(Row row) {
    return Stream.of(Caller.values())
        .flatMap(caller ->
            Stream.of(End.values())
                .filter(end -> end.isOf(caller))
                .map(end ->
                    DynamicTest.dynamicTest(caller + " " + end, () -> check(row, caller, end))));
  }

  private static void check(Row row, Caller caller, End end) throws Exception {
    try (Site site = row.open()) {
      end.check(row, caller, site);
    } catch (ErrnoException e) {
      if (!e.call().equals("socket") || e.errno() != Errno.EPERM) {
        throw e;
      }
      System.err.println("*** not permitted here, and not tried: " + row.name() + " ***");
    }
  }
}
