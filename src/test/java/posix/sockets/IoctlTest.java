package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.raw.constants.IoctlH;
import posix.sockets.testing.Pair;
import posix.sockets.testing.Promise;

/** {@code ioctl}: numbers, structs, and the room that the kernel takes without asking. */
class IoctlTest {
  @Test
  void numbers() throws Exception {
    try (Pair pair = Pair.tcp()) {
      pair.client().send(Local.utf8("hello"));
      Local.recv(pair.server());
      pair.client().send(Local.utf8("hi"));
      assertThat(pair.server().recv(Local.room(2), MSG_PEEK)).isEqualTo(2);
      assertThat(pair.server().ioctl(IoctlH.FIONREAD, 0)).isEqualTo(2);
      Expect.soon("all is acknowledged", () -> pair.client().ioctl(IoctlH.SIOCOUTQ, 7) == 0);
      assertThat(pair.client().ioctl(IoctlH.SIOCOUTQNSD, 7)).isZero();
      assertThat(pair.client().ioctl(IoctlH.SIOCATMARK, 7)).isZero();
    }
  }

  /** What the kernel would write or read there is longer than a number. */
  @ParameterizedTest
  @ValueSource(ints = {IoctlH.SIOCGIFMTU, IoctlH.SIOCGIFCONF, 0x80108906, 0xbfff5400})
  @Promise("bounds")
  void aNumberForAStruct(int request) throws Exception {
    try (var socket = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
      for (long each : new long[] {request, Integer.toUnsignedLong(request)}) {
        assertThatThrownBy(() -> socket.ioctl(each, 0))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageMatching("request 0x[0-9a-f]+ takes \\d+ bytes, and no number");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"MTU, 0x8921, 39", "CONF, 0x8912, 15", "STAMP, 0x80108906, 15", "INQ, 0x541b, 3"})
  @Promise("bounds")
  void aStructThatIsTooShort(String name, String request, int length) throws Exception {
    try (var socket = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
      assertThatThrownBy(() -> socket.ioctl(Long.decode(request), Local.room(length)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(" needs " + (length + 1) + " writable bytes");
    }
  }

  @Test
  void aStruct() throws Exception {
    try (var socket = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
      var ifreq = Local.room(40);
      ifreq.setString(0, "lo");
      assertThat(socket.ioctl(IoctlH.SIOCGIFMTU, ifreq)).isZero();
      assertThat(ifreq.get(ValueLayout.JAVA_INT, 16)).isEqualTo(65536);
    }
  }
}
