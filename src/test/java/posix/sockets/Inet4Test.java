package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.AF_INET;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.testing.CText;

class Inet4Test {
  @ParameterizedTest
  @CsvSource({
    "00000000, 0.0.0.0",
    "7f000001, 127.0.0.1",
    "ffffffff, 255.255.255.255",
    "80000000, 128.0.0.0",
    "01020304, 1.2.3.4",
    "c0000201, 192.0.2.1",
    "0a0000ff, 10.0.0.255"
  })
  void inText(String hex, String host) throws Exception {
    var address = new Inet4(Integer.parseUnsignedInt(hex, 16), 8888);
    assertThat(address.host()).isEqualTo(host);
    assertThat(address).hasToString(host + ":8888");
    assertThat(Inet4.of(host, 8888)).isEqualTo(address);
    assertThat(Inet4.parse(host + ":8888")).isEqualTo(address);
    assertThat(address.family()).isEqualTo(AF_INET);
  }

  @Test
  void asLibcAndJavaHaveIt() throws Exception {
    var random = new Random(4);
    for (int i = 0; i < 5000; i++) {
      var address = new Inet4(random.nextInt(), random.nextInt(65536));
      byte[] bytes = address.bytes();
      assertThat(Inet4.of(bytes, address.port())).isEqualTo(address);
      assertThat(Inet4.parse(address.toString())).isEqualTo(address);
      assertThat(address.host()).isEqualTo(CText.ntop(bytes));
      InetSocketAddress java = address.toInetSocketAddress();
      assertThat(java.getAddress()).isEqualTo(InetAddress.getByAddress(bytes));
      assertThat(java.getPort()).isEqualTo(address.port());
      assertThat(SockAddr.of(java)).isEqualTo(address);
    }
  }

  @Test
  void refusesWhatLibcRefuses() {
    var random = new Random(44);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = CText.mutated(new Inet4(random.nextInt(), 0).host(), "0123456789.x -", random);
      byte[] bytes = CText.pton(text, 4);
      if (bytes == null) {
        assertThatThrownBy(() -> Inet4.of(text, 0))
            .as(text)
            .isInstanceOf(IllegalArgumentException.class);
      } else {
        assertThat(Inet4.of(text, 0).bytes()).as(text).isEqualTo(bytes);
        accepted++;
      }
    }
    assertThat(accepted).isBetween(1000, 19_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4.5",
        "1..2.3",
        "256.1.1.1",
        "1.2.3.999",
        "01.2.3.4",
        "1.2.3.00",
        "1.2.3.4 ",
        " 1.2.3.4",
        "+1.2.3.4",
        "-1.2.3.4",
        "0x1.2.3.4",
        "1.2.3.4\0",
        "localhost",
        "::1",
        "\u0661.2.3.4",
        "1.2.3.4\n",
        "1.2.3.4:5"
      })
  void noAddress(String text) {
    assertThatThrownBy(() -> Inet4.of(text, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an address: " + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3.4",
        "1.2.3.4:",
        ":80",
        "1.2.3.4:65536",
        "1.2.3.4:-1",
        "1.2.3.4:+1",
        "1.2.3.4:1:2",
        "1.2.3.4:x",
        "1.2.3.4: 1",
        "1.2.3.4:100000",
        "1.2.3.4:\u0661",
        "1.2.3:4"
      })
  void noAddressAndPort(String text) {
    assertThatThrownBy(() -> Inet4.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void noPort(int port) {
    assertThatThrownBy(() -> new Inet4(0, port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a port is 0 to 65535, not " + port);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 16})
  void notFourBytes(int length) {
    assertThatThrownBy(() -> Inet4.of(new byte[length], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an IPv4 address has 4 bytes, not " + length);
  }

  @Test
  void wellKnownOnes() {
    assertThat(Inet4.any(1)).hasToString("0.0.0.0:1");
    assertThat(Inet4.loopback(65535)).hasToString("127.0.0.1:65535");
  }
}
