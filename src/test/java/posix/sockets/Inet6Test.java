package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.AF_INET6;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.testing.CText;

class Inet6Test {
  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000000, ::",
    "00000000000000000000000000000001, ::1",
    "00010000000000000000000000000000, 1::",
    "20010db8000000000000ff0000428329, 2001:db8::ff00:42:8329",
    "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1", // one zero stays
    "20010000000000010000000000000001, 2001:0:0:1::1", // the longer run is shortened
    "20010db8000000000001000000000001, 2001:db8::1:0:0:1", // the first of two
    "fe800000000000000000000000000000, fe80::",
    "00000000000000000000ffffc0000201, ::ffff:192.0.2.1",
    "00000000000000000000000001020304, ::1.2.3.4",
    "00000000000000000000000000010000, ::0.1.0.0",
    "0000000000000000000000000000ffff, ::ffff",
    "0000000000000000ffff0000c0000201, ::ffff:0:c000:201",
    "0000000000000000000000010a000001, ::1:a00:1",
    "00000000000000010000000000000000, 0:0:0:1::",
    "00010002000300040005000600070008, 1:2:3:4:5:6:7:8",
    "00000002000300040005000600070008, 0:2:3:4:5:6:7:8",
    "00010002000300040005000600070000, 1:2:3:4:5:6:7:0",
    "00000000000300040005000600070008, ::3:4:5:6:7:8",
    "00010002000300040005000600000000, 1:2:3:4:5:6::",
    "ffffffffffffffffffffffffffffffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void inText(String hex, String host) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Inet6 address = Inet6.of(bytes, 8888, 0, 0);
    assertThat(address.bytes()).isEqualTo(bytes);
    assertThat(address.host()).isEqualTo(host).isEqualTo(CText.ntop(bytes));
    assertThat(address).hasToString("[" + host + "]:8888");
    assertThat(Inet6.of(host, 8888)).isEqualTo(address);
    assertThat(Inet6.of(host.toUpperCase(), 8888)).isEqualTo(address);
    assertThat(Inet6.parse("[" + host + "]:8888")).isEqualTo(address);
    assertThat(address.family()).isEqualTo(AF_INET6);
  }

  /** Random, but with so many zero groups that each shortening comes up. */
  private static byte[] random(Random random) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    int zeros = random.nextInt(256);
    for (int i = 0; i < 8; i++) {
      int group = random.nextInt(10) == 0 ? 0xffff : random.nextInt() >>> 16 + random.nextInt(16);
      bytes.putShort((zeros >> i & 1) == 0 ? 0 : (short) group);
    }
    return bytes.array();
  }

  @Test
  void asLibcAndJavaHaveIt() throws Exception {
    var random = new Random(6);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = random(random);
      Inet6 address = Inet6.of(bytes, random.nextInt(65536), 0, i % 3);
      assertThat(address.bytes()).isEqualTo(bytes);
      assertThat(Inet6.parse(address.toString())).isEqualTo(address);
      assertThat(address.host()).isEqualTo(CText.ntop(bytes) + (i % 3 == 0 ? "" : "%" + i % 3));
      InetSocketAddress java = address.toInetSocketAddress();
      assertThat(java.getAddress().getAddress()).isEqualTo(bytes);
      assertThat(((Inet6Address) java.getAddress()).getScopeId()).isEqualTo(i % 3);
      assertThat(java.getPort()).isEqualTo(address.port());
      assertThat(SockAddr.of(java)).isEqualTo(address);
    }
  }

  @Test
  void refusesWhatLibcRefuses() {
    var random = new Random(66);
    int accepted = 0;
    for (int i = 0; i < 30_000; i++) {
      String host = Inet6.of(random(random), 0, 0, 0).host();
      String text = CText.mutated(host, "0123456789abcdefABCDEF:::::..g ", random);
      byte[] bytes = CText.pton(text, 16);
      if (bytes == null) {
        assertThatThrownBy(() -> Inet6.of(text, 0))
            .as(text)
            .isInstanceOf(IllegalArgumentException.class);
      } else {
        assertThat(Inet6.of(text, 0).bytes()).as(text).isEqualTo(bytes);
        accepted++;
      }
    }
    assertThat(accepted).isBetween(1000, 29_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1",
        "1:",
        ":1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "1:2:3:4::5:6:7:8",
        "12345::",
        "g::",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "1.2.3.4::",
        "1.2.3.4",
        "::1.2.3.4:5",
        "::01.2.3.4",
        " ::1",
        "::1 ",
        "::1\0",
        "[::1]",
        "localhost",
        "::\u0661",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::+1",
        "-1::"
      })
  void noAddress(String text) {
    assertThatThrownBy(() -> Inet6.of(text, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not an address: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fe80::1%",
        "fe80::1%eth0",
        "fe80::1%-1",
        "fe80::1%+1",
        "fe80::1%4294967296",
        "fe80::1%1%2",
        "fe80::1% 1",
        "fe80::1%\u0661",
        "%1"
      })
  void noScope(String text) {
    assertThatThrownBy(() -> Inet6.of(text, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[::1]",
        "[::1]:",
        "::1:80",
        "[::1:80",
        "::1]:80",
        "[::1]:65536",
        "[::1]:+1",
        "[::1]80",
        "[[::1]]:80",
        "[1.2.3.4]:80",
        "x[::1]:80",
        "[::1]:80]:81",
        "[]:80"
      })
  void noAddressAndPort(String text) {
    assertThatThrownBy(() -> Inet6.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void noPort(int port) {
    assertThatThrownBy(() -> new Inet6(0, 1, port, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 15, 17})
  void notSixteenBytes(int length) {
    assertThatThrownBy(() -> Inet6.of(new byte[length], 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an IPv6 address has 16 bytes, not " + length);
  }

  @ParameterizedTest
  @CsvSource({"1, fe80::1%1", "4294967295, fe80::1%4294967295", "2147483648, fe80::1%2147483648"})
  void scopes(long scope, String host) {
    Inet6 address = Inet6.of(host, 80);
    assertThat(address.scopeId()).isEqualTo((int) scope);
    assertThat(address.host()).isEqualTo(host);
    assertThat(Inet6.parse(address.toString())).isEqualTo(address);
  }

  @Test
  void wellKnownOnes() {
    assertThat(Inet6.any(1)).hasToString("[::]:1");
    assertThat(Inet6.loopback(65535)).hasToString("[::1]:65535");
  }

  @Test
  void aMappedAddressStaysOne() throws Exception {
    Inet6 mapped = Inet6.of("::ffff:127.0.0.1", 80);
    InetSocketAddress java = mapped.toInetSocketAddress();
    assertThat(java.getAddress()).isInstanceOf(Inet6Address.class);
    assertThat(SockAddr.of(java)).isEqualTo(mapped);
  }
}
