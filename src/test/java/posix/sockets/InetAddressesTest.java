package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.util.Random;
import org.junit.jupiter.api.Test;

class InetAddressesTest {
  @Test
  void bothWays() throws Exception {
    assertThat(InetAddresses.inet_pton(AF_INET, "192.0.2.1").orElseThrow())
        .containsExactly(192, 0, 2, 1);
    assertThat(InetAddresses.inet_ntop(AF_INET, new byte[] {127, 0, 0, 1})).isEqualTo("127.0.0.1");
    byte[] six = InetAddresses.inet_pton(AF_INET6, "2001:db8::1").orElseThrow();
    assertThat(six).hasSize(16).startsWith(0x20, 0x01, 0x0d, 0xb8).endsWith(0, 1);
    assertThat(InetAddresses.inet_ntop(AF_INET6, six)).isEqualTo("2001:db8::1");
  }

  @Test
  void whatIsNoAddress() throws Exception {
    for (String text : new String[] {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", " 1.2.3.4", "::1"}) {
      assertThat(InetAddresses.inet_pton(AF_INET, text)).as(text).isEmpty();
    }
    for (String text : new String[] {"", "1.2.3.4", ":", ":::", "1::2::3", "fe80::1%lo", "g::"}) {
      assertThat(InetAddresses.inet_pton(AF_INET6, text)).as(text).isEmpty();
    }
  }

  @Test
  void refusals() {
    assertThatThrownBy(() -> InetAddresses.inet_pton(AF_UNIX, "x"))
        .hasMessageContaining("inet_pton")
        .hasMessageContaining("EAFNOSUPPORT");
    assertThatThrownBy(() -> InetAddresses.inet_ntop(AF_UNIX, new byte[4]))
        .hasMessageContaining("inet_ntop")
        .hasMessageContaining("EAFNOSUPPORT");
    assertThatThrownBy(() -> InetAddresses.inet_ntop(AF_INET, new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InetAddresses.inet_pton(AF_INET, "1.2.3.4\0"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Our own text and libc's are the same. */
  @Test
  void theSameAsInet6() throws Exception {
    var random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[16];
      for (int at = 0; at < 16; at += 2) {
        int kind = random.nextInt(4);
        bytes[at] = kind == 0 ? (byte) random.nextInt() : 0;
        bytes[at + 1] = kind <= 1 ? (byte) random.nextInt() : 0;
        if (kind == 2 && random.nextInt(4) == 0) {
          bytes[at] = -1;
          bytes[at + 1] = -1;
        }
      }
      String text = InetAddresses.inet_ntop(AF_INET6, bytes);
      assertThat(Inet6.of(bytes, 0, 0, 0).host()).isEqualTo(text);
      assertThat(Inet6.of(text, 0).bytes()).isEqualTo(bytes);
      assertThat(InetAddresses.inet_pton(AF_INET6, text).orElseThrow()).isEqualTo(bytes);
    }
  }
}
