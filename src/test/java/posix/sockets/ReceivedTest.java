package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A {@link Received} that owns descriptors. */
class ReceivedTest {
  /** One that cannot be closed is said, after all the others are closed. */
  @Test
  void closeClosesEach() throws Exception {
    OpenFds before = OpenFds.now();
    var fds =
        List.of(
            PassedFd.received(OpenFds.openMarker()),
            PassedFd.received(0x40000000), // that no process has
            PassedFd.received(OpenFds.openMarker()));
    var last = new Cmsg.PidFd(PassedFd.received(OpenFds.openMarker()));
    var received =
        new Received(0, Inet4.any(0), MsgFlags.NONE, List.of(new Cmsg.Rights(fds), last));
    Expect.errno(Errno.EBADF, received::close);
    assertThat(OpenFds.now()).isEqualTo(before);
    received.close(); // again does nothing
  }
}
