package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static posix.sockets.raw.constants.InH.IPPROTO_IP;
import static posix.sockets.raw.constants.InH.IPPROTO_IPV6;
import static posix.sockets.raw.constants.InH.IPPROTO_UDP;
import static posix.sockets.raw.constants.SocketH.SOL_SOCKET;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.internal.SockAddrs;
import posix.sockets.testing.Promise;

/**
 * Control messages as bytes. Descriptors among them are numbers that no process has: whoever
 * decodes them owns them.
 */
class CmsgCodecTest {
  private static final int NOBODYS = 0x40000000;

  private final Arena arena = Arena.ofAuto();

  static Stream<Cmsg> sendable() {
    return Stream.of(
        new Cmsg.Credentials(1, 2, 3),
        new Cmsg.Credentials(-1, -2, -3),
        new Cmsg.PktInfo(7, Inet4.of("192.0.2.1", 0), Inet4.of("198.51.100.2", 0)),
        new Cmsg.PktInfo6(-7, Inet6.of("2001:db8::1", 0)),
        new Cmsg.Ttl(255),
        new Cmsg.HopLimit(-1),
        new Cmsg.HopLimit(64),
        new Cmsg.TrafficClass(184),
        new Cmsg.Mark(-1),
        new Cmsg.Priority(6),
        new Cmsg.Unknown(99, -1, new byte[0]),
        new Cmsg.Unknown(99, 1, new byte[] {1}),
        new Cmsg.Unknown(SOL_SOCKET, 40, new byte[] {1, 2, 3, 4, 5, 6, 7}),
        new Cmsg.Unknown(IPPROTO_IP, 20, new byte[16]),
        new Cmsg.Unknown(IPPROTO_IPV6, 74, new byte[28]));
  }

  @ParameterizedTest
  @MethodSource("sendable")
  void thereAndBack(Cmsg message) {
    assertThat(decode(encode(List.of(message)))).containsExactly(message);
  }

  @Test
  void manyAtOnce() {
    List<Cmsg> all = sendable().toList();
    assertThat(decode(encode(all))).isEqualTo(all);
    assertThat(decode(encode(all.reversed()))).isEqualTo(all.reversed());
  }

  private MemorySegment encode(List<Cmsg> messages) {
    MemorySegment memory = arena.allocate(CmsgCodec.space(messages), 8);
    CmsgCodec.encode(messages, memory);
    return memory;
  }

  private static List<Cmsg> decode(MemorySegment memory) {
    return CmsgCodec.decode(memory, memory.byteSize());
  }

  @Test
  void spaceIsThatOfC() {
    assertThat(CmsgCodec.space(List.of())).isZero();
    for (int fds = 0; fds <= 253; fds++) {
      long space = CmsgCodec.space(List.of(Cmsg.Rights.of(new int[fds])));
      assertThat(space).isEqualTo(16 + (4L * fds + 7) / 8 * 8);
    }
    assertThat(CmsgCodec.space(List.of(new Cmsg.Ttl(1), new Cmsg.Ttl(2)))).isEqualTo(48);
    assertThat(CmsgCodec.space(List.of(new Cmsg.UdpSegment(1)))).isEqualTo(24);
    assertThat(CmsgCodec.space(List.of(new Cmsg.PktInfo6(1, Inet6.any(0))))).isEqualTo(40);
  }

  /** What only the kernel sends cannot be sent; too many descriptors are too many. */
  @Test
  void whatCannotBeSent() {
    try (var received = new Received(0, Inet4.any(0), MsgFlags.NONE, kernelOnly())) {
      for (Cmsg message : received.control()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> CmsgCodec.space(List.of(message)))
            .withMessageContaining("only the kernel");
      }
    } catch (java.io.IOException _) {
      // the descriptor among them is none
    }
    CmsgCodec.check(List.of(Cmsg.Rights.of(new int[253])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CmsgCodec.check(List.of(Cmsg.Rights.of(new int[254]))))
        .withMessageContaining("253");
    assertThatIllegalArgumentException().isThrownBy(() -> new Cmsg.UdpSegment(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cmsg.UdpSegment(65536));
  }

  private static List<Cmsg> kernelOnly() {
    return List.of(
        new Cmsg.PidFd(PassedFd.received(NOBODYS)),
        new Cmsg.Security("x"),
        new Cmsg.Timestamp(Instant.EPOCH),
        new Cmsg.Timestamping(null, null),
        new Cmsg.ExtendedError(1, 2, 3, 4, 5, 6, Inet4.any(0)),
        new Cmsg.UdpGro(7));
  }

  private MemorySegment message(int level, int type, MemorySegment data) {
    MemorySegment memory = arena.allocate(16 + data.byteSize(), 8);
    memory.set(JAVA_LONG_UNALIGNED, 0, memory.byteSize());
    memory.set(JAVA_INT_UNALIGNED, 8, level);
    memory.set(JAVA_INT_UNALIGNED, 12, type);
    memory.asSlice(16).copyFrom(data);
    return memory;
  }

  private MemorySegment longs(long... values) {
    MemorySegment memory = arena.allocate(8L * values.length, 8);
    for (int i = 0; i < values.length; i++) {
      memory.setAtIndex(java.lang.foreign.ValueLayout.JAVA_LONG, i, values[i]);
    }
    return memory;
  }

  private Cmsg one(int level, int type, MemorySegment data) {
    return decode(message(level, type, data)).getFirst();
  }

  @Test
  void timestamps() {
    assertThat(one(SOL_SOCKET, 29, longs(5, 999_999)))
        .isEqualTo(new Cmsg.Timestamp(Instant.ofEpochSecond(5, 999_999_000)));
    assertThat(one(SOL_SOCKET, 63, longs(5, 1)))
        .isEqualTo(new Cmsg.Timestamp(Instant.ofEpochSecond(5, 1000)));
    assertThat(one(SOL_SOCKET, 35, longs(-5, 999_999_999)))
        .isEqualTo(new Cmsg.Timestamp(Instant.ofEpochSecond(-5, 999_999_999)));
    assertThat(one(SOL_SOCKET, 37, longs(1, 2, 0, 0, 3, 4)))
        .isEqualTo(new Cmsg.Timestamping(Instant.ofEpochSecond(1, 2), Instant.ofEpochSecond(3, 4)));
    assertThat(one(SOL_SOCKET, 65, longs(1, 2, 0, 0, 0, 0)))
        .isEqualTo(new Cmsg.Timestamping(Instant.ofEpochSecond(1, 2), null));
    assertThat(one(SOL_SOCKET, 37, longs(0, 0, 0, 0, 3, 4)))
        .isEqualTo(new Cmsg.Timestamping(null, Instant.ofEpochSecond(3, 4)));
  }

  @Test
  void extendedErrors() {
    MemorySegment data = arena.allocate(16 + 128, 8);
    data.set(JAVA_INT_UNALIGNED, 0, 90);
    data.set(JAVA_BYTE, 4, (byte) 2);
    data.set(JAVA_BYTE, 5, (byte) 0xfd);
    data.set(JAVA_BYTE, 6, (byte) 0xfe);
    data.set(JAVA_INT_UNALIGNED, 8, -1);
    data.set(JAVA_INT_UNALIGNED, 12, -2);
    int length = SockAddrs.encode(Inet4.of("192.0.2.9", 0), data.asSlice(16));
    var error = new Cmsg.ExtendedError(90, 2, 0xfd, 0xfe, -1, -2, Inet4.of("192.0.2.9", 0));
    assertThat(one(IPPROTO_IP, 11, data.asSlice(0, 16L + length))).isEqualTo(error);
    assertThat(error.isZerocopy()).isFalse();
    assertThat(error.copied()).isFalse();
    length = SockAddrs.encode(Inet6.of("fe80::9%3", 0), data.asSlice(16));
    assertThat(((Cmsg.ExtendedError) one(IPPROTO_IPV6, 25, data.asSlice(0, 16L + length))))
        .extracting(Cmsg.ExtendedError::offender)
        .isEqualTo(Inet6.of("fe80::9%3", 0));
    // without an offender
    data.set(JAVA_BYTE, 4, (byte) 5);
    data.set(JAVA_BYTE, 6, (byte) 1);
    var completion = (Cmsg.ExtendedError) one(IPPROTO_IP, 11, data.asSlice(0, 16));
    assertThat(completion.offender()).isEqualTo(new Opaque(AddressFamily.of(0), new byte[0]));
    assertThat(completion.isZerocopy()).isTrue();
    assertThat(completion.copied()).isTrue();
  }

  @Test
  void security() {
    assertThat(one(SOL_SOCKET, 3, Local.utf8("a:b:c\0"))).isEqualTo(new Cmsg.Security("a:b:c"));
    assertThat(one(SOL_SOCKET, 3, Local.utf8("a:b:c"))).isEqualTo(new Cmsg.Security("a:b:c"));
    assertThat(one(SOL_SOCKET, 3, Local.room(0))).isEqualTo(new Cmsg.Security(""));
  }

  @Test
  void segments() {
    MemorySegment size = arena.allocate(4, 8);
    size.set(JAVA_SHORT_UNALIGNED, 0, (short) 65000);
    assertThat(one(IPPROTO_UDP, 104, size)).isEqualTo(new Cmsg.UdpGro(65000));
    MemorySegment sent = encode(List.of(new Cmsg.UdpSegment(65000)));
    assertThat(sent.get(JAVA_LONG_UNALIGNED, 0)).isEqualTo(18);
    assertThat(Short.toUnsignedInt(sent.get(JAVA_SHORT_UNALIGNED, 16))).isEqualTo(65000);
  }

  /** A process that is gone has no descriptor, but an errno. */
  @Test
  void aPidFdThatIsNone() {
    MemorySegment none = arena.allocate(4, 8);
    none.set(JAVA_INT_UNALIGNED, 0, -3);
    assertThat(one(SOL_SOCKET, 4, none)).isInstanceOf(Cmsg.Unknown.class);
    none.set(JAVA_INT_UNALIGNED, 0, NOBODYS);
    var pidFd = (Cmsg.PidFd) one(SOL_SOCKET, 4, none);
    assertThat(pidFd.fd().descriptor().fd).isEqualTo(NOBODYS);
  }

  @Test
  void rights() throws Exception {
    MemorySegment fds = arena.allocate(4 * 253 + 3, 8); // and a part of one more
    for (int i = 0; i < 253; i++) {
      fds.set(JAVA_INT_UNALIGNED, 4L * i, NOBODYS + i);
    }
    var rights = (Cmsg.Rights) one(SOL_SOCKET, 1, fds);
    assertThat(rights.fds()).hasSize(253);
    for (int i = 0; i < 253; i++) {
      assertThat(rights.fds().get(i).take()).isEqualTo(NOBODYS + i);
    }
  }

  /** Every type, cut at every byte: as its type or as bytes, and nothing is read beyond. */
  @Test
  @Promise("hostile-control")
  void everyTypeAtEveryLength() throws Exception {
    int[][] types = {
      {SOL_SOCKET, 1}, {SOL_SOCKET, 2}, {SOL_SOCKET, 3}, {SOL_SOCKET, 4}, {SOL_SOCKET, 12},
      {SOL_SOCKET, 29}, {SOL_SOCKET, 35}, {SOL_SOCKET, 36}, {SOL_SOCKET, 37}, {SOL_SOCKET, 63},
      {SOL_SOCKET, 64}, {SOL_SOCKET, 65}, {SOL_SOCKET, 40}, {IPPROTO_IP, 1}, {IPPROTO_IP, 2},
      {IPPROTO_IP, 8}, {IPPROTO_IP, 11}, {IPPROTO_IP, 20}, {IPPROTO_IPV6, 25}, {IPPROTO_IPV6, 50},
      {IPPROTO_IPV6, 52}, {IPPROTO_IPV6, 67}, {IPPROTO_UDP, 103}, {IPPROTO_UDP, 104}, {99, 1}
    };
    for (int[] type : types) {
      for (int length = 0; length <= 64; length++) {
        MemorySegment data = arena.allocate(length, 8).fill((byte) 0x41);
        MemorySegment memory = message(type[0], type[1], data);
        List<Cmsg> whole = decode(memory);
        assertThat(whole).hasSize(1);
        if (whole.getFirst() instanceof Cmsg.Unknown unknown) {
          byte[] expected = data.toArray(JAVA_BYTE);
          assertThat(unknown).isEqualTo(new Cmsg.Unknown(type[0], type[1], expected));
        }
        release(whole);
        // the kernel's word for how much there is may be less than the message's
        for (int there = 0; there < memory.byteSize(); there++) {
          assertThat(CmsgCodec.decode(memory, there)).isEmpty();
          assertThat(CmsgCodec.decode(memory.asSlice(0, there), memory.byteSize())).isEmpty();
        }
      }
    }
  }

  private static void release(List<Cmsg> messages) throws Exception {
    for (Cmsg message : messages) {
      if (message instanceof Cmsg.Rights rights) {
        for (PassedFd fd : rights.fds()) {
          fd.take();
        }
      } else if (message instanceof Cmsg.PidFd pidFd) {
        pidFd.fd().take();
      }
    }
  }

  /** A length that is too short or too long ends the walk; what came before it counts. */
  @Test
  @Promise("hostile-control")
  void lengthsThatCannotBe() {
    MemorySegment memory = encode(List.of(new Cmsg.Ttl(1), new Cmsg.Ttl(2), new Cmsg.Ttl(3)));
    for (long length : new long[] {0, 1, 15, 33, Long.MAX_VALUE, -1, -16, Long.MIN_VALUE}) {
      memory.set(JAVA_LONG_UNALIGNED, 24, length);
      int expected = 1;
      assertThat(decode(memory)).hasSize(length == 33 ? 2 : expected);
    }
    memory.set(JAVA_LONG_UNALIGNED, 24, 48); // to the very end
    assertThat(decode(memory)).hasSize(2);
    memory.set(JAVA_LONG_UNALIGNED, 24, 49);
    assertThat(decode(memory)).hasSize(1);
    assertThat(CmsgCodec.decode(memory, -1)).isEmpty();
  }

  /** Whatever stands there: no exception, no read outside, and descriptors are found. */
  @Test
  @Promise("hostile-control")
  void anyBytes() throws Exception {
    var random = new Random(11);
    int decoded = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      MemorySegment memory = MemorySegment.ofArray(bytes);
      for (int at = 0; at + 16 <= bytes.length; at += 8 * (1 + random.nextInt(6))) {
        memory.set(JAVA_LONG_UNALIGNED, at, 10 + random.nextInt(60));
        memory.set(JAVA_INT_UNALIGNED, at + 8, new int[] {0, 1, 17, 41}[random.nextInt(4)]);
        // anything but descriptors, whose numbers would be random, too
        memory.set(JAVA_INT_UNALIGNED, at + 12, 5 + random.nextInt(100));
      }
      boolean descriptors = false;
      for (int at = 0; at + 16 <= bytes.length; at += 8) {
        int type = memory.get(JAVA_INT_UNALIGNED, at + 12);
        descriptors |= memory.get(JAVA_INT_UNALIGNED, at + 8) == 1 && (type == 1 || type == 4);
      }
      assertThat(descriptors).isFalse();
      decoded += decode(memory).size();
    }
    assertThat(decoded).isGreaterThan(100_000);
  }
}
