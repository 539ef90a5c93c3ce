package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static posix.sockets.Constants.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posix.sockets.internal.SockAddrs;
import posix.sockets.testing.Promise;

/** What the decoder makes of addresses that are cut, too long, or no addresses at all. */
class SockAddrDecodeTest {
  private static final int STORAGE = 128;

  /**
   * Each length of each address, in memory that ends there, so that a read beyond would throw; at
   * an odd place, since within a control message an address has no alignment.
   */
  @Test
  @Promise("hostile-addresses")
  void everyTruncation() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment whole = arena.allocate(STORAGE, 8);
      SockAddrExamples.all()
          .forEach(address -> {
            int length = SockAddrs.encode(address, whole);
            byte[] bytes = whole.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            for (int n = 0; n <= length; n++) {
              MemorySegment cut = arena(arena, bytes, n);
              SockAddr there = SockAddrs.decode(cut, n);
              assertThat(there).as("%s, %d of %d bytes", address, n, length).isNotNull();
              assertThat(there).isEqualTo(expected(address, bytes, n));
              // The same if the kernel's length says more than there is memory.
              assertThat(SockAddrs.decode(cut, length)).isEqualTo(there);
              assertThat(SockAddrs.decode(cut, Integer.MAX_VALUE)).isEqualTo(there);
            }
          });
    }
  }

  private MemorySegment odd;

  private MemorySegment arena(Arena arena, byte[] bytes, int n) {
    if (odd == null) {
      odd = arena.allocate(STORAGE + 1, 8);
    }
    MemorySegment cut = odd.asSlice(1, n);
    MemorySegment.copy(bytes, 0, cut, ValueLayout.JAVA_BYTE, 0, n);
    return cut;
  }

  private static SockAddr expected(SockAddr address, byte[] bytes, int n) {
    if (n < 2) {
      return new Opaque(AF_UNSPEC, new byte[0]);
    }
    byte[] rest = Arrays.copyOfRange(bytes, 2, n);
    int whole =
        switch (address) {
          case Inet4 _ -> 16;
          case Inet6 _ -> 28;
          case Netlink _ -> 12;
          case Vsock _ -> 16;
          case Packet _ -> 12;
          case Unix _ -> 2;
          case Opaque _ -> STORAGE + 1;
        };
    if (n < whole) {
      return new Opaque(address.family(), rest);
    }
    return switch (address) {
      case Unix unix when n == 2 || unix.isUnnamed() -> Unix.unnamed();
      case Unix unix when unix.isAbstract() -> Unix.abstractName(Arrays.copyOf(unix.name(), n - 3));
      case Unix unix -> Unix.path(Arrays.copyOf(unix.name(), Math.min(unix.name().length, n - 2)));
      case Packet p ->
          new Packet(
              p.protocol(),
              p.ifindex(),
              p.hatype(),
              p.pkttype(),
              Arrays.copyOf(p.address(), Math.min(p.address().length, n - 12)));
      default -> address;
    };
  }

  @Test
  void noLengthOrLess() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(STORAGE, 8).fill((byte) 2);
      for (int length : new int[] {0, 1, -1, Integer.MIN_VALUE}) {
        assertThat(SockAddrs.decode(memory, length)).isEqualTo(new Opaque(AF_UNSPEC, new byte[0]));
      }
    }
  }

  /** Random bytes behind every family: never an exception, and what is read can be written. */
  @Test
  @Promise("hostile-addresses")
  void anyBytes() {
    var random = new Random(7);
    int[] families = {0, 1, 2, 10, 16, 17, 40, 29, 0xffff};
    try (var arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(STORAGE + 1, 8);
      MemorySegment again = arena.allocate(STORAGE, 8);
      for (int i = 0; i < 300_000; i++) {
        int n = random.nextInt(STORAGE + 1);
        MemorySegment memory = all.asSlice(i & 1, n);
        byte[] bytes = new byte[n];
        random.nextBytes(bytes);
        for (int zeros = random.nextInt(4); zeros > 0 && n > 2; zeros--) {
          bytes[2 + random.nextInt(n - 2)] = 0;
        }
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, n);
        if (n >= 2) {
          memory.set(
              ValueLayout.JAVA_SHORT_UNALIGNED,
              0,
              (short) families[random.nextInt(families.length)]);
        }
        try {
          SockAddr address = SockAddrs.decode(memory, n);
          int length = SockAddrs.encode(address, again);
          assertThat(SockAddrs.decode(again, length)).isEqualTo(address);
          assertThat(SockAddr.parse(address.toString())).isEqualTo(address);
        } catch (RuntimeException e) {
          fail(Arrays.toString(memory.toArray(ValueLayout.JAVA_BYTE)), e);
        }
      }
    }
  }

  /** Behind an extended error, there may be more than any address has. */
  @Test
  void nothingBeyondAStorage() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(2 * STORAGE, 8).fill((byte) 1);
      var cut =
          new Opaque(
              AddressFamily.of(0x101), memory.asSlice(2, 126).toArray(ValueLayout.JAVA_BYTE));
      assertThat(SockAddrs.decode(memory, 2 * STORAGE)).isEqualTo(cut);
      assertThat(SockAddrs.decode(memory, STORAGE)).isEqualTo(cut);
    }
  }

  @Test
  void aHardwareAddressLongerThanItsFieldIsCut() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(STORAGE, 8);
      SockAddrs.encode(new Packet(1, 2, 3, 4, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), memory);
      for (int halen = 0; halen < 256; halen++) {
        memory.set(ValueLayout.JAVA_BYTE, 11, (byte) halen);
        var packet = (Packet) SockAddrs.decode(memory, 20);
        assertThat(packet.address()).hasSize(Math.min(halen, 8));
      }
    }
  }

  /** The kernel counts a NUL behind a path of 108 bytes, outside the struct. */
  @Test
  void aPathThatFillsTheStructMayBeOneLonger() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(STORAGE, 8);
      var longest = Unix.path("p".repeat(108));
      assertThat(SockAddrs.encode(longest, memory)).isEqualTo(110);
      assertThat(SockAddrs.decode(memory, 110)).isEqualTo(longest);
      assertThat(SockAddrs.decode(memory, 111)).isEqualTo(longest);
      assertThat(SockAddrs.decode(memory, 112)).isInstanceOf(Opaque.class);
      memory.set(ValueLayout.JAVA_BYTE, 110, (byte) 'p'); // a path of 109 bytes is none
      assertThat(SockAddrs.decode(memory, 111)).isInstanceOf(Opaque.class);
      memory.set(ValueLayout.JAVA_BYTE, 2, (byte) 0); // nor an abstract name of 108
      assertThat(SockAddrs.decode(memory, 111)).isInstanceOf(Opaque.class);
    }
  }
}
