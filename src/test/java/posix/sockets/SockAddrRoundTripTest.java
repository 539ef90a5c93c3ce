package posix.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static posix.sockets.Constants.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.internal.SockAddrs;
import posix.sockets.testing.Promise;

/** Every address through text, bytes and java.net, and back. */
class SockAddrRoundTripTest {
  private static final int STORAGE = 128;

  @Test
  void throughText() {
    SockAddrExamples.all()
        .forEach(address -> {
          SockAddr back = SockAddr.parse(address.toString());
          assertThat(back).isEqualTo(address).hasSameHashCodeAs(address);
          assertThat(back).hasToString(address.toString());
          assertThat(address.toString()).matches("[!-~]+");
        });
  }

  @Test
  void throughBytes() {
    try (var arena = Arena.ofConfined()) {
      SockAddrExamples.all()
          .forEach(address -> {
            // exactly a sockaddr_storage, with anything in it
            MemorySegment memory = arena.allocate(STORAGE, 8).fill((byte) 0xa5);
            int length = SockAddrs.encode(address, memory);
            assertThat(length).isBetween(2, STORAGE);
            assertThat(SockAddrs.decode(memory, length)).isEqualTo(address);
            // What went in does not come from what was there.
            MemorySegment other = arena.allocate(STORAGE, 8).fill((byte) 0x5a);
            assertThat(SockAddrs.encode(address, other)).isEqualTo(length);
            assertThat(other.asSlice(0, length).mismatch(memory.asSlice(0, length)))
                .as("%s", address)
                .isEqualTo(-1);
          });
    }
  }

  @Test
  void throughAddressBuffer() {
    var buffer = new AddressBuffer();
    assertThat(buffer.address()).isEqualTo(new Opaque(AF_UNSPEC, new byte[0]));
    // one buffer for all: longer ones before shorter ones
    SockAddrExamples.all()
        .forEach(address -> {
          buffer.set(address);
          assertThat(buffer.address()).isEqualTo(address);
        });
  }

  /** As C lays the structs out: family in the host's order, what goes over a network in its own. */
  @Test
  void bytesAreThoseOfC() {
    bytes(Inet4.of("1.2.3.4", 0x1122), 2, "1122 01020304 0000000000000000");
    bytes(
        Inet6.of("102:304:506:708:90a:b0c:d0e:f10", 0x1122).withFlowinfo(0x0a0b0c).withScope(-1),
        10,
        "1122 000a0b0c 0102030405060708090a0b0c0d0e0f10 ffffffff");
    bytes(Unix.unnamed(), 1, "");
    bytes(Unix.path("/a"), 1, "2f61 00");
    bytes(Unix.path("b".repeat(107)), 1, "62".repeat(107) + "00");
    bytes(Unix.path("b".repeat(108)), 1, "62".repeat(108));
    bytes(Unix.abstractName("a"), 1, "00 61");
    bytes(Unix.abstractName(""), 1, "00");
    bytes(Unix.abstractName("c".repeat(107)), 1, "00" + "63".repeat(107));
    bytes(new Netlink(-1, -2), 16, "0000 ffffffff" + nativeInt(-2));
    bytes(
        new Packet(0x0806, -1, 0xffff, 4, HexFormat.of().parseHex("0200c0a80001")),
        17,
        "0806 ffffffff ffff 04 06 0200c0a800010000");
    bytes(
        new Vsock(3, 0x01020304, 1),
        40,
        "0000" + nativeInt(0x01020304) + nativeInt(3) + "01 000000");
    bytes(new Opaque(AddressFamily.of(29), new byte[] {1, 2, 3}), 29, "010203");
  }

  private static String nativeInt(int value) {
    var bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
    return HexFormat.of().formatHex(bytes);
  }

  private static void bytes(SockAddr address, int family, String rest) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(STORAGE, 8).fill((byte) 0xff);
      int length = SockAddrs.encode(address, memory);
      assertThat(memory.get(ValueLayout.JAVA_SHORT, 0)).isEqualTo((short) family);
      byte[] written = memory.asSlice(2, length - 2).toArray(ValueLayout.JAVA_BYTE);
      assertThat(HexFormat.of().formatHex(written)).isEqualTo(rest.replace(" ", ""));
    }
  }

  @Test
  void throughJavaNet() {
    SockAddrExamples.all()
        .forEach(address -> {
          switch (address) {
            case Inet4 inet -> {
              InetSocketAddress there = inet.toInetSocketAddress();
              assertThat(there.getAddress().getAddress()).isEqualTo(inet.bytes());
              assertThat(there.getPort()).isEqualTo(inet.port());
              assertThat(SockAddr.of(there)).isEqualTo(inet);
            }
            case Inet6 inet -> {
              InetSocketAddress there = inet.toInetSocketAddress();
              assertThat(there.getAddress()).isInstanceOf(Inet6Address.class);
              assertThat(there.getAddress().getAddress()).isEqualTo(inet.bytes());
              // java.net knows no flow information, and scopes as signed numbers
              if (inet.scopeId() >= 0) {
                assertThat(SockAddr.of(there)).isEqualTo(inet.withFlowinfo(0));
              }
            }
            case Unix unix when unix.isAbstract() ->
                assertThatThrownBy(unix::toUnixDomainSocketAddress)
                    .isInstanceOf(UnsupportedOperationException.class);
            case Unix unix when isKnownToJava(unix.name()) -> {
              UnixDomainSocketAddress there = unix.toUnixDomainSocketAddress();
              String text = new String(unix.name(), UTF_8);
              assertThat(there.getPath()).isEqualTo(Path.of(text));
              if (!text.endsWith("/")) { // of which Path takes no notice
                assertThat(SockAddr.of(there)).isEqualTo(unix);
              }
            }
            case Unix unix -> // never another path than the one that was meant
                assertThatThrownBy(unix::toUnixDomainSocketAddress)
                    .isInstanceOf(UnsupportedOperationException.class);
            default -> {}
          }
        });
  }

  /** Where the locale is not UTF-8, java.net has ASCII only. */
  private static boolean isKnownToJava(byte[] name) {
    boolean utf8 = Charset.forName(System.getProperty("native.encoding")).equals(UTF_8);
    String text = new String(name, utf8 ? UTF_8 : US_ASCII);
    return Arrays.equals(text.getBytes(utf8 ? UTF_8 : US_ASCII), name);
  }

  @Test
  void fromJavaNet() throws Exception {
    assertThat(SockAddr.of(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 7)))
        .isEqualTo(Inet4.of("192.0.2.1", 7));
    assertThat(SockAddr.of(new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 7)))
        .isEqualTo(Inet6.of("2001:db8::1", 7));
    assertThat(SockAddr.of(new InetSocketAddress(InetAddress.getByName("fe80::1%3"), 7)))
        .isEqualTo(Inet6.of("fe80::1", 7).withScope(3));
    assertThat(SockAddr.of(UnixDomainSocketAddress.of("/run/x"))).isEqualTo(Unix.path("/run/x"));
    assertThat(SockAddr.of(UnixDomainSocketAddress.of(""))).isEqualTo(Unix.unnamed());
    assertThat(Unix.unnamed().toUnixDomainSocketAddress())
        .isEqualTo(UnixDomainSocketAddress.of(""));
  }

  @Test
  void fromJavaNetThereIsNoGuess() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SockAddr.of(InetSocketAddress.createUnresolved("example.org", 80)));
    assertThatIllegalArgumentException().isThrownBy(() -> SockAddr.of(new Foreign()));
    assertThatThrownBy(() -> SockAddr.of(null)).isInstanceOf(NullPointerException.class);
  }

  private static final class Foreign extends SocketAddress {
    private static final long serialVersionUID = 1;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "x",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:65536",
        "127.0.0.1:-1",
        "127.0.0.256:1",
        "1.2.3:1",
        "01.2.3.4:1",
        "[::1]",
        "[::1]:",
        "[::1]:65536",
        "::1:80",
        "[::1%]:1",
        "[::1%x]:1",
        "[::1%4294967296]:1",
        "[::1]:1/",
        "[::1]:1/0x",
        "[::1]:1/x",
        "[1:2:3:4:5:6:7]:1",
        "[1:2:3:4:5:6:7:8:9]:1",
        "[::1::]:1",
        "[:::]:1",
        "[12345::]:1",
        "[::1.2.3]:1",
        "[]:1",
        "[",
        "]:1",
        "unix",
        "unix-abstract",
        "unix:\\",
        "unix:\\x",
        "unix:\\x0",
        "unix:\\xzz",
        "unix:a\\n",
        "unix:\\x00",
        "netlink",
        "netlink:",
        "netlink:1",
        "netlink:1:2:3",
        "netlink:x:1",
        "netlink:4294967296:1",
        "packet:1:2:3:4",
        "packet:0x10000:0:0:0:",
        "packet:1:2:3:256:",
        "packet:1:2:3:4:0",
        "packet:1:2:3:4:xx",
        "packet:1:2:3:4:010203040506070809",
        "vsock:1",
        "vsock:1:2:3:4",
        "vsock:1:2:256",
        "vsock:x:2",
        "AF_CAN",
        "AF_CAN:0",
        "AF_CAN:zz",
        "AF_NONE:00",
        "65536:00",
        "-1:00"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SockAddr.parse(text));
  }

  @Test
  @Promise("nul-refused")
  void tooLongNamesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Unix.path("p".repeat(109)));
    assertThatIllegalArgumentException().isThrownBy(() -> Unix.path("\u00f6".repeat(55)));
    assertThatIllegalArgumentException().isThrownBy(() -> Unix.abstractName("a".repeat(108)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SockAddr.parse("unix:" + "p".repeat(109)));
    assertThatIllegalArgumentException().isThrownBy(() -> Unix.path(""));
    assertThatIllegalArgumentException().isThrownBy(() -> Unix.path("a\0b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Opaque(AddressFamily.of(1), new byte[127]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Packet(0, 0, 0, 0, new byte[9]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Inet4(0, 65536));
    assertThatIllegalArgumentException().isThrownBy(() -> new Inet6(0, 0, -1, 0, 0));
  }

  /** Half of a surrogate pair has no UTF-8: in place of it would stand a question mark. */
  @Test
  void namesThatCannotBeEncodedAreRefused() {
    for (String name : List.of("\ud83d", "a\udd0c", "\udd0c\ud83d", "x\ud83dy")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Unix.path(name));
      assertThatIllegalArgumentException().isThrownBy(() -> Unix.abstractName(name));
      assertThatIllegalArgumentException().isThrownBy(() -> SockAddr.parse("unix:" + name));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SockAddr.parse("unix-abstract:" + name));
    }
    assertThat(Unix.path("\ud83d\udd0c").name()).hasSize(4); // a whole one
  }

  /** sa_family has 16 bits: a number beyond would come back as another family. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 65536, 65538, Integer.MIN_VALUE})
  void aFamilyThatDoesNotFitIsRefused(int family) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Opaque(AddressFamily.of(family), new byte[0]));
  }

  /** Whatever the text, there is an address that prints as one that can be read, or a refusal. */
  @Test
  void anyTextIsReadOrRefused() {
    var random = new Random(5);
    List<String> seeds = SockAddrExamples.all().map(SockAddr::toString).toList();
    String alphabet = "0123456789abcdefx:.[]%/\\-AF_ \u00f6\ud83dunixpacketvsock";
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int at = random.nextInt(text.length() + 1);
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, c);
          case 1 -> text.delete(at, Math.min(text.length(), at + 1));
          default -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(c));
        }
      }
      try {
        SockAddr address = SockAddr.parse(text.toString());
        assertThat(SockAddr.parse(address.toString())).isEqualTo(address);
        read++;
      } catch (IllegalArgumentException _) {
        // refused
      } catch (RuntimeException e) {
        fail("parse(\"" + text + "\")", e);
      }
    }
    assertThat(read).isGreaterThan(1000);
  }

  @Test
  void valuesAreCopied() {
    byte[] name = {1, 2, 3};
    Unix unix = Unix.abstractName(name);
    Opaque opaque = new Opaque(AF_UNSPEC, name);
    Packet packet = new Packet(0, 0, 0, 0, name);
    name[0] = 9;
    unix.name()[1] = 9;
    opaque.data()[1] = 9;
    packet.address()[1] = 9;
    assertThat(unix.name()).containsExactly(1, 2, 3);
    assertThat(opaque.data()).containsExactly(1, 2, 3);
    assertThat(packet.address()).containsExactly(1, 2, 3);
  }
}
