package posix.sockets;

import static posix.sockets.Constants.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Addresses of every type: the edges of each field, every length of a name, and random ones. */
final class SockAddrExamples {
  private static final int[] NUMBERS = {0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, -1};

  private SockAddrExamples() {}

  static Stream<SockAddr> all() {
    List<SockAddr> all = new ArrayList<>();
    inet(all);
    unix(all);
    others(all);
    var random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      all.add(random(random));
    }
    return all.stream();
  }

  private static void inet(List<SockAddr> all) {
    for (int port : new int[] {0, 1, 80, 255, 256, 32767, 32768, 65535}) {
      for (int number : NUMBERS) {
        all.add(new Inet4(number, port));
        all.add(new Inet6(0xfe80L << 48, number, port, 0, number)); // scopes
        all.add(new Inet6(0, 1, port, number, 0)); // flow information
        all.add(new Inet6(0, 0xffff00000000L | number & 0xffffffffL, port, 0, 0)); // mapped
        all.add(new Inet6(0, number & 0xffffffffL, port, 0, 0)); // compatible
        all.add(new Inet6((long) number << 32, number, port, number, number));
      }
      all.add(Inet4.loopback(port));
      all.add(Inet6.loopback(port));
      all.add(Inet6.any(port));
      all.add(Inet6.of("2001:db8::8:800:200c:417a", port).withScope(7).withFlowinfo(0xfffff));
    }
    // every place and length of a run of zeros
    for (int zeros = 0; zeros < 256; zeros++) {
      long[] halves = new long[2];
      for (int group = 0; group < 8; group++) {
        int value = (zeros >> group & 1) != 0 ? 0 : 0x1000 + group;
        halves[group / 4] = halves[group / 4] << 16 | value;
      }
      all.add(new Inet6(halves[0], halves[1], 1, 0, 0));
    }
  }

  private static void unix(List<SockAddr> all) {
    all.add(Unix.unnamed());
    for (int length = 0; length <= 108; length++) {
      if (length > 0) {
        all.add(Unix.path("p".repeat(length)));
        all.add(Unix.path(bytes(length, 1)));
      }
      if (length < 108) {
        all.add(Unix.abstractName("a".repeat(length)));
        all.add(Unix.abstractName(bytes(length, 0)));
        all.add(Unix.abstractName(new byte[length])); // NULs only
      }
    }
    for (int b = 0; b < 256; b++) {
      all.add(Unix.abstractName(new byte[] {(byte) b}));
      if (b != 0) {
        all.add(Unix.path(new byte[] {(byte) b, 'x', (byte) b}));
      }
    }
    all.add(Unix.path("/tmp/\\x41 a:b[c]%d"));
    all.add(Unix.path("/tmp/sch\u00f6n \u6f22 \ud83d\ude00"));
    all.add(Unix.abstractName("unix:x"));
  }

  /** All byte values in turn, from a first one on. */
  private static byte[] bytes(int length, int first) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (first + (length * 31 + i) % (256 - first));
    }
    return bytes;
  }

  private static void others(List<SockAddr> all) {
    for (int number : NUMBERS) {
      for (int other : NUMBERS) {
        all.add(new Netlink(number, other));
        all.add(new Vsock(number, other));
        all.add(new Vsock(number, other, other & 0xff));
        all.add(new Packet(number & 0xffff, other, number & 0xffff, other & 0xff, new byte[0]));
      }
    }
    for (int length = 0; length <= 8; length++) {
      all.add(new Packet(0x800, 1, 772, 4, bytes(length, 0)));
    }
    for (int family : new int[] {0, 3, 29, 31, 44, 46, 100, 32767, 32768, 65535}) {
      for (int length = 0; length <= 126; length++) {
        all.add(new Opaque(AddressFamily.of(family), bytes(length, 0)));
      }
    }
    for (int length = 0; length < 14; length++) { // too short for their own types
      all.add(new Opaque(AF_INET, bytes(length, 0)));
      all.add(new Opaque(AF_INET6, bytes(length, 0)));
      all.add(new Opaque(AF_VSOCK, bytes(length, 0)));
      all.add(new Opaque(AF_NETLINK, bytes(Math.min(length, 9), 0)));
      all.add(new Opaque(AF_PACKET, bytes(Math.min(length, 9), 0)));
    }
  }

  private static SockAddr random(Random random) {
    int port = random.nextInt(65536);
    return switch (random.nextInt(6)) {
      case 0 -> new Inet4(random.nextInt(), port);
      case 1 ->
          new Inet6(random.nextLong(), random.nextLong(), port, random.nextInt(), random.nextInt());
      case 2 -> new Netlink(random.nextInt(), random.nextInt());
      case 3 -> new Vsock(random.nextInt(), random.nextInt(), random.nextInt(256));
      case 4 -> {
        byte[] name = new byte[random.nextInt(108)];
        random.nextBytes(name);
        yield Unix.abstractName(name);
      }
      default -> {
        byte[] address = new byte[random.nextInt(9)];
        random.nextBytes(address);
        yield new Packet(
            port, random.nextInt(), random.nextInt(65536), random.nextInt(256), address);
      }
    };
  }
}
