package posix.sockets.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_DGRAM;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import posix.sockets.BlockedThread;
import posix.sockets.Cmsg;
import posix.sockets.Local;
import posix.sockets.MessageBatch;
import posix.sockets.MsgFlags;
import posix.sockets.OpenFds;
import posix.sockets.PassedFd;
import posix.sockets.PosixSocket;
import posix.sockets.Received;
import posix.sockets.SocketPair;
import posix.sockets.testing.Cases;
import posix.sockets.testing.Cases.Case;

/**
 * The process has a limit of memory, and a call wants more: it fails before the kernel hears of it,
 * and what was to be received is there for the next one, descriptors included.
 */
public final class NoMemory {
  private static final long LITTLE = 400 << 20; // enough for the JVM itself
  private static final int MUCH = 1 << 30;

  /** The JVM's own limit is not what is to be met. */
  static final List<String> OPTIONS = List.of("-XX:MaxDirectMemorySize=8g");

  private NoMemory() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.addAll(Cases.onBoth("recvmsg", NoMemory::recvmsg));
    cases.addAll(Cases.onBoth("recvmmsg", NoMemory::recvmmsg));
    return cases;
  }

  /** Runs the cases, or those that are named. */
  public static void main(String... names) throws Exception {
    Cases.run(cases(), names);
  }

  private interface Receive {
    int descriptors(PosixSocket socket, int room) throws Exception;
  }

  private static void receives(boolean virtual, Receive receive) throws Exception {
    int marker = OpenFds.openMarker();
    try (SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_DGRAM)) {
      var fd = new Cmsg.Rights(List.of(PassedFd.of(marker)));
      pair.first().sendmsg(Local.utf8("data"), fd);
      Callable<Integer> much = () -> receive.descriptors(pair.second(), MUCH);
      for (int i = 0; i < 3; i++) {
        Throwable thrown =
            Limit.addresses(LITTLE, () -> new BlockedThread<>(virtual, much).thrown());
        assertThat(thrown)
            .isInstanceOf(OutOfMemoryError.class)
            .hasMessageNotContaining("direct buffer memory");
      }
      Callable<Integer> little = () -> receive.descriptors(pair.second(), 64);
      int arrived = Limit.addresses(LITTLE, () -> new BlockedThread<>(virtual, little).result());
      assertThat(arrived).isOne();
      assertThat(OpenFds.markers()).isOne();
      assertThat(Local.isEmpty(pair.second())).isTrue();
    } finally {
      OpenFds.close(marker);
    }
  }

  private static void recvmsg(boolean virtual) throws Exception {
    receives(
        virtual,
        (socket, room) -> {
          var buf = Local.room(9);
          try (Received received = socket.recvmsg(MsgFlags.NONE, room, buf)) {
            assertThat(Local.text(buf, received.length())).isEqualTo("data");
            return received.control().size();
          }
        });
  }

  private static void recvmmsg(boolean virtual) throws Exception {
    receives(
        virtual,
        (socket, room) -> {
          var batch = new MessageBatch(1, 9, room);
          assertThat(socket.recvmmsg(batch, 1, MsgFlags.NONE)).isOne();
          assertThat(Local.text(batch.buffer(0), batch.length(0))).isEqualTo("data");
          ((Cmsg.Rights) batch.control(0).getFirst()).fds().getFirst().close();
          return batch.control(0).size();
        });
  }
}
