package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.internal.SockAddrs;

/** Addresses on their way to and from the kernel and java.net, and those without a type. */
class SockAddrTest {
  @ParameterizedTest
  @CsvSource({"127.0.0.1", "127.1.2.3", "0.0.0.0"})
  void throughTheKernelIPv4(String host) throws Exception {
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.of(host, 0))) {
      var bound = (Inet4) socket.getsockname();
      assertThat(bound.host()).isEqualTo(host);
      assertThat(bound.port()).isBetween(1, 65535);
      assertThat(bound).isEqualTo(Inet4.of(host, bound.port()));
    }
  }

  @ParameterizedTest
  @CsvSource({"::1", "::", "::ffff:127.0.0.1"})
  void throughTheKernelIPv6(String host) throws Exception {
    try (var socket = PosixSocket.open(AF_INET6, SOCK_STREAM).bind(Inet6.of(host, 0))) {
      var bound = (Inet6) socket.getsockname();
      assertThat(bound.port()).isBetween(1, 65535);
      assertThat(bound).isEqualTo(Inet6.of(host, bound.port()));
    }
  }

  /** The kernel's bytes, read by hand. */
  @Test
  void asTheStructsStand() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(128).fill((byte) 0x55);
      assertThat(SockAddrs.encode(Inet4.of("1.2.3.4", 0x1234), memory)).isEqualTo(16);
      assertThat(hex(memory, 16)).isEqualTo("0200" + "1234" + "01020304" + "0000000000000000");
      memory.fill((byte) 0x55);
      var inet6 = new Inet6(0x0102030405060708L, 0x090a0b0c0d0e0f10L, 0x1234, 0xabcde, 7);
      assertThat(SockAddrs.encode(inet6, memory)).isEqualTo(28);
      assertThat(hex(memory, 28))
          .isEqualTo(
              "0a00" + "1234" + "000abcde" + "0102030405060708090a0b0c0d0e0f10" + "07000000");
      memory.fill((byte) 0x55);
      assertThat(SockAddrs.encode(new Opaque(AF_UNIX, new byte[] {'a', 0}), memory)).isEqualTo(4);
      assertThat(hex(memory, 5)).isEqualTo("0100" + "6100" + "55");
    }
  }

  private static String hex(MemorySegment memory, int length) {
    return HexFormat.of().formatHex(memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void encodedAndDecodedIsTheSame() {
    var random = new Random(3);
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(128);
      for (int i = 0; i < 3000; i++) {
        var data = new byte[random.nextInt(127)];
        random.nextBytes(data);
        SockAddr address =
            switch (i % 3) {
              case 0 -> new Inet4(random.nextInt(), random.nextInt(65536));
              case 1 ->
                  new Inet6(
                      random.nextLong(),
                      random.nextLong(),
                      random.nextInt(65536),
                      random.nextInt(),
                      random.nextInt());
              default -> new Opaque(AddressFamily.of(11 + random.nextInt(65525)), data);
            };
        int length = SockAddrs.encode(address, memory);
        assertThat(SockAddrs.decode(memory, length)).isEqualTo(address).hasSameHashCodeAs(address);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, AF_UNSPEC:", // no address at all
    "1, AF_UNSPEC:",
    "2, AF_INET:",
    "4, AF_INET:1234",
    "15, AF_INET:12340102030400000000000000",
    "16, 1.2.3.4:4660",
    "200, 1.2.3.4:4660" // the kernel tells more than there was room for
  })
  void aShortAddressIsOpaque(int length, String text) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(128);
      SockAddrs.encode(Inet4.of("1.2.3.4", 0x1234), memory);
      assertThat(SockAddrs.decode(memory, length)).hasToString(text);
    }
  }

  @Test
  void opaqueAddressesWorkWithTheKernel() throws Exception {
    byte[] name =
        ("\0posix-sockets-" + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
    var address = new Opaque(AF_UNIX, name); // abstract: gone with its socket
    try (var server = PosixSocket.open(AF_UNIX, SOCK_STREAM).bind(address).listen(1);
        var client = PosixSocket.open(AF_UNIX, SOCK_STREAM).connect(address)) {
      var typed = Unix.abstractName(Arrays.copyOfRange(name, 1, name.length));
      assertThat(server.getsockname()).isEqualTo(typed);
      assertThat(client.getpeername()).isEqualTo(typed);
      Accepted accepted = server.accept();
      assertThat(accepted.peer()).isEqualTo(Unix.unnamed());
      accepted.socket().close();
    }
  }

  @Test
  void opaqueBytesAreCopies() {
    byte[] bytes = {1, 2};
    var address = new Opaque(AddressFamily.of(29), bytes);
    bytes[0] = 9;
    address.data()[1] = 9;
    assertThat(address.data()).containsExactly(1, 2);
    assertThat(address).hasToString("AF_CAN:0102");
    assertThat(address)
        .isEqualTo(new Opaque(AddressFamily.of(29), new byte[] {1, 2}))
        .isNotEqualTo(new Opaque(AddressFamily.of(30), new byte[] {1, 2}))
        .isNotEqualTo(new Opaque(AddressFamily.of(29), new byte[] {1, 2, 0}));
  }

  @Test
  void opaqueHoldsWhatASockaddrStorageHolds() {
    assertThat(new Opaque(AF_UNIX, new byte[126]).data()).hasSize(126);
    assertThatThrownBy(() -> new Opaque(AF_UNIX, new byte[127]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at most 126 bytes follow sa_family, not 127");
    assertThatThrownBy(() -> new Opaque(AF_UNIX, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> new Opaque(null, new byte[0]))
        .isInstanceOf(NullPointerException.class);
  }

  /** sa_family_t has 16 bits: what is cut off would make another family of it. */
  @ParameterizedTest
  @CsvSource({"-1", "65536", "65538"})
  void opaqueRefusesAFamilyThatDoesNotFit(int family) {
    assertThatThrownBy(() -> new Opaque(AddressFamily.of(family), new byte[14]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static InetSocketAddress[] fromJava() throws Exception {
    return new InetSocketAddress[] {
      new InetSocketAddress("127.0.0.1", 80),
      new InetSocketAddress("::1", 65535),
      new InetSocketAddress(InetAddress.getByAddress(new byte[] {-1, -2, -3, -4}), 0),
      new InetSocketAddress(0)
    };
  }

  @ParameterizedTest
  @MethodSource
  void fromJava(InetSocketAddress java) {
    SockAddr address = SockAddr.of(java);
    InetSocketAddress back =
        switch (address) {
          case Inet4 inet -> inet.toInetSocketAddress();
          case Inet6 inet -> inet.toInetSocketAddress();
          default -> throw new AssertionError(address);
        };
    assertThat(back).isEqualTo(java);
    byte[] bytes = java.getAddress().getAddress();
    assertThat(address.family()).isEqualTo(bytes.length == 4 ? AF_INET : AF_INET6);
  }

  @Test
  void anUnresolvedAddressIsNone() {
    var unresolved = InetSocketAddress.createUnresolved("example.invalid", 80);
    assertThatThrownBy(() -> SockAddr.of(unresolved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("example.invalid");
    assertThatThrownBy(() -> SockAddr.of(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void toStringTellsFamiliesApart() {
    assertThat(Arrays.asList(Inet4.any(1), Inet6.any(1), new Opaque(AF_PACKET, new byte[2])))
        .hasToString("[0.0.0.0:1, [::]:1, AF_PACKET:0000]");
  }
}
