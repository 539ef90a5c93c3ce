package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posix.sockets.internal.SockAddrs;
import posix.sockets.libc.Structs.sockaddr_ll;
import posix.sockets.raw.constants.IfH;
import posix.sockets.testing.Promise;

class NetInterfacesTest {
  /** Name and numbers of each line of {@code /proc/net/dev}. */
  private static Map<String, long[]> procNetDev() throws Exception {
    Map<String, long[]> interfaces = new TreeMap<>();
    List<String> lines = Files.readAllLines(Path.of("/proc/net/dev"));
    for (String line : lines.subList(2, lines.size())) {
      String[] parts = line.strip().split(":\\s*");
      String[] numbers = parts[1].split("\\s+");
      long[] values = new long[numbers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Long.parseLong(numbers[i]);
      }
      interfaces.put(parts[0], values);
    }
    return interfaces;
  }

  private static String sys(String name, String file) throws Exception {
    return Files.readString(Path.of("/sys/class/net", name, file)).strip();
  }

  @Test
  void allInterfacesByNameAndIndex() throws Exception {
    Expect.ofInterfaces(() -> {
      List<NetInterface> all = NetInterfaces.if_nameindex();
      assertThat(all)
          .extracting(NetInterface::name)
          .containsExactlyInAnyOrderElementsOf(procNetDev().keySet());
      for (NetInterface one : all) {
        assertThat(sys(one.name(), "ifindex")).isEqualTo("" + one.index());
        assertThat(NetInterfaces.if_nametoindex(one.name())).isEqualTo(one.index());
        assertThat(NetInterfaces.if_indextoname(one.index())).isEqualTo(one.name());
      }
    });
  }

  @Test
  @Promise("nul-refused")
  void whatIsNotThere() {
    assertThatThrownBy(() -> NetInterfaces.if_nametoindex("nosuch0"))
        .hasMessage("if_nametoindex: No such device (ENODEV, 19): nosuch0");
    assertThatThrownBy(() -> NetInterfaces.if_nametoindex("longer-than-any-name"))
        .hasMessageContaining("ENODEV");
    assertThatThrownBy(() -> NetInterfaces.if_indextoname(999_999))
        .hasMessage("if_indextoname: No such device or address (ENXIO, 6): 999999");
    assertThatThrownBy(() -> NetInterfaces.if_nametoindex("l\0o"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NetInterfaces.if_nametoindex(null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void loopbackHasItsAddresses() throws Exception {
    IfAddrs lo =
        NetInterfaces.getifaddrs().stream()
            .filter(one -> Inet4.loopback(0).equals(one.addr()))
            .findFirst()
            .orElseThrow();
    assertThat(lo.name()).isEqualTo("lo");
    assertThat(lo.index()).isEqualTo(NetInterfaces.if_nametoindex("lo"));
    assertThat(lo.netmask()).isEqualTo(Inet4.of("255.0.0.0", 0));
    assertThat(lo.flags().has(IFF_UP.or(IFF_LOOPBACK))).isTrue();
    assertThat(lo.flags().toString()).startsWith("IFF_UP|IFF_LOOPBACK");
    assertThat(lo.broadaddr()).isNull();
    assertThat(lo.stats()).isNull();
  }

  /** What java.net finds out by other means. */
  @Test
  void theSameAddressesAsJavaNet() throws Exception {
    Expect.ofInterfaces(() -> {
      Map<String, List<InetAddress>> expected = new HashMap<>();
      for (NetworkInterface one : (Iterable<NetworkInterface>) interfaces()::iterator) {
        one.inetAddresses()
            .forEach(a -> expected.computeIfAbsent(one.getName(), _ -> new ArrayList<>()).add(a));
      }
      Map<String, List<InetAddress>> actual = new HashMap<>();
      for (IfAddrs one : NetInterfaces.getifaddrs()) {
        InetAddress address =
            switch (one.addr()) {
              case Inet4 four -> four.toInetSocketAddress().getAddress();
              case Inet6 six -> InetAddress.getByAddress(six.bytes());
              case null, default -> null;
            };
        if (address != null) {
          actual.computeIfAbsent(one.name().split(":")[0], _ -> new ArrayList<>()).add(address);
        }
      }
      assertThat(actual.keySet()).isEqualTo(expected.keySet());
      actual.forEach((name, addresses) ->
          assertThat(addresses)
              .extracting(address -> HexFormat.of().formatHex(address.getAddress()))
              .containsExactlyInAnyOrderElementsOf(
                  expected.get(name).stream()
                      .map(address -> HexFormat.of().formatHex(address.getAddress()))
                      .toList()));
    });
  }

  private static java.util.stream.Stream<NetworkInterface> interfaces() throws Exception {
    return NetworkInterface.networkInterfaces();
  }

  @Test
  void eachInterfaceHasAHardwareAddressAndCounts() throws Exception {
    Expect.ofInterfaces(() -> {
      Map<String, long[]> before = procNetDev();
      Map<String, IfAddrs> packets = new TreeMap<>();
      for (IfAddrs one : NetInterfaces.getifaddrs()) {
        if (one.addr() != null && one.addr().family().equals(AF_PACKET)) {
          packets.put(one.name(), one);
        }
      }
      Map<String, long[]> after = procNetDev();
      assertThat(packets.keySet()).isEqualTo(before.keySet());
      for (IfAddrs one : packets.values()) {
        assertThat(sys(one.name(), "ifindex")).isEqualTo("" + one.index());
        assertThat(sys(one.name(), "flags")).startsWith("0x");
        int flags = Integer.decode(sys(one.name(), "flags")); // without those the kernel computes
        assertThat(one.flags().value() & flags & ~IfH.IFF_RUNNING)
            .isEqualTo(flags & 0xffff & ~IfH.IFF_RUNNING);
        assertHardwareAddress(one);
        LinkStats stats = one.stats();
        long[] low = before.get(one.name());
        long[] high = after.get(one.name());
        assertCount(stats.rxBytes(), low[0], high[0]);
        assertCount(stats.rxPackets(), low[1], high[1]);
        assertCount(stats.rxErrors(), low[2], high[2]);
        assertCount(stats.txBytes(), low[8], high[8]);
        assertCount(stats.txPackets(), low[9], high[9]);
        assertCount(stats.txErrors(), low[10], high[10]);
        assertCount(stats.txDropped(), low[11], high[11]);
        assertCount(stats.collisions(), low[13], high[13]);
      }
    });
  }

  private static void assertCount(long count, long low, long high) {
    long modulus = 1L << 32;
    if (high - low < modulus && low % modulus <= high % modulus) {
      assertThat(count).isBetween(low % modulus, high % modulus);
    }
  }

  private static void assertHardwareAddress(IfAddrs one) throws Exception {
    try (var arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(128, 8);
      SockAddrs.encode(one.addr(), struct);
      assertThat(struct.get(ValueLayout.JAVA_INT, sockaddr_ll.sll_ifindex)).isEqualTo(one.index());
      int length = struct.get(ValueLayout.JAVA_BYTE, sockaddr_ll.sll_halen);
      byte[] address = struct.asSlice(sockaddr_ll.sll_addr, length).toArray(ValueLayout.JAVA_BYTE);
      assertThat(HexFormat.ofDelimiter(":").formatHex(address))
          .isEqualTo(sys(one.name(), "address"));
    }
  }

  @Test
  void broadcastAndPeers() throws Exception {
    for (IfAddrs one : NetInterfaces.getifaddrs()) {
      if (one.flags().has(IFF_BROADCAST)) {
        assertThat(one.dstaddr()).isNull();
        if (one.addr() instanceof Inet4 four && one.broadaddr() instanceof Inet4 all) {
          int mask = ((Inet4) one.netmask()).address();
          assertThat(all.address() & mask).isEqualTo(four.address() & mask);
        }
      }
    }
  }

  @Test
  void eachConstantHasItsName() throws Exception {
    int constants = 0;
    for (Field field : InterfaceConstants.class.getDeclaredFields()) {
      var flags = (InterfaceFlags) field.get(null);
      assertThat(IfH.class.getField(field.getName()).getInt(null)).isEqualTo(flags.value());
      assertThat(flags).hasToString(field.getName());
      constants++;
    }
    assertThat(constants).isEqualTo(19);
    assertThat(InterfaceFlags.of(1 << 30 | 1)).hasToString("IFF_UP|0x40000000");
  }
}
