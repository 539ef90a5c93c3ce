package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.SockOpt.Codec;
import posix.sockets.internal.NumberCodec;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.PacketH;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.raw.constants.TcpH;

/** Values at the ends of their ranges, and the options that have rules of their own. */
class OptionCodecsTest {
  private static <T> byte[] encode(Codec<T> codec, T value) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(codec.size(value), 8);
      return memory.asSlice(0, codec.encode(value, memory)).toArray(JAVA_BYTE);
    }
  }

  private static <T> T decode(Codec<T> codec, byte... bytes) {
    return codec.decode(MemorySegment.ofArray(bytes));
  }

  private static <T> void roundTrips(Codec<T> codec, List<T> values) {
    for (T value : values) {
      assertThat(decode(codec, encode(codec, value))).isEqualTo(value);
    }
  }

  private static <T> void refuses(Codec<T> codec, List<T> values) {
    for (T value : values) {
      assertThatThrownBy(() -> encode(codec, value))
          .as(String.valueOf(value))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void numbers() {
    roundTrips(Codec.INT, List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
    roundTrips(Codec.BOOLEAN, List.of(true, false));
    roundTrips(Codec.LONG, List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
    roundTrips(NumberCodec.NET_INT, List.of(0, 1, -1, 0x01020304));
    assertThat(encode(NumberCodec.NET_INT, 0x01020304)).containsExactly(1, 2, 3, 4);
    roundTrips(NumberCodec.UNSIGNED, List.of(0L, 1L, 0xffff_ffffL));
    refuses(NumberCodec.UNSIGNED, List.of(-1L, 0x1_0000_0000L, Long.MIN_VALUE));
    roundTrips(NumberCodec.SHORT, List.of(0, 1, 0xffff));
    refuses(NumberCodec.SHORT, List.of(-1, 0x10000));
    assertThat(decode(Codec.BOOLEAN, (byte) 2, (byte) 0, (byte) 0, (byte) 0)).isTrue();
  }

  @Test
  void oneByteOfAnIntIsTheShortFormOfIpOptions() {
    assertThat(decode(Codec.INT, (byte) -2)).isEqualTo(254);
    assertThat(decode(Codec.BOOLEAN, (byte) 1)).isTrue();
    for (int length : new int[] {0, 2, 3}) {
      assertThatThrownBy(() -> decode(Codec.INT, new byte[length]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void pacingRatesOfOlderKernelsHave32Bits() {
    byte[] ones = {-1, -1, -1, -1};
    assertThat(decode(NumberCodec.PACING, ones)).isEqualTo(-1);
    assertThat(decode(NumberCodec.PACING, encode(Codec.INT, -2))).isEqualTo(0xffff_fffeL);
    roundTrips(NumberCodec.PACING, List.of(0L, -1L, 0x1_0000_0000L));
  }

  @Test
  void timesAreRoundedUp() {
    var micro = Duration.ofNanos(1000);
    assertThat(decode(Codec.TIMEVAL, encode(Codec.TIMEVAL, Duration.ofNanos(1)))).isEqualTo(micro);
    assertThat(decode(Codec.TIMEVAL, encode(Codec.TIMEVAL, Duration.ofSeconds(1, 999_999_001))))
        .isEqualTo(Duration.ofSeconds(2));
    var seconds = NumberCodec.SECONDS;
    assertThat(decode(seconds, encode(seconds, Duration.ofMillis(1)))).hasSeconds(1);
    assertThat(decode(seconds, encode(seconds, Duration.ofSeconds(7, 1)))).hasSeconds(8);
    var millis = NumberCodec.MILLIS;
    assertThat(decode(millis, encode(millis, Duration.ofNanos(1)))).hasMillis(1);
    assertThat(decode(millis, encode(millis, Duration.ofSeconds(2, 1)))).hasMillis(2001);
    var micros = NumberCodec.MICROS;
    assertThat(decode(micros, encode(micros, Duration.ofNanos(1001)))).hasNanos(2000);
  }

  @Test
  void timesAtTheEndsOfTheirRanges() {
    int most = Integer.MAX_VALUE;
    roundTrips(NumberCodec.SECONDS, List.of(Duration.ZERO, Duration.ofSeconds(most)));
    roundTrips(NumberCodec.MILLIS, List.of(Duration.ZERO, Duration.ofMillis(most)));
    roundTrips(NumberCodec.MICROS, List.of(Duration.ZERO, Duration.ofNanos(most * 1000L)));
    refuses(
        NumberCodec.SECONDS,
        List.of(
            Duration.ofNanos(-1),
            Duration.ofSeconds(most, 1),
            Duration.ofSeconds(most + 1L),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            Duration.ofSeconds(Long.MIN_VALUE)));
    refuses(
        NumberCodec.MILLIS,
        List.of(Duration.ofMillis(-1), Duration.ofMillis(most).plusNanos(1), Duration.ofDays(25)));
    refuses(
        NumberCodec.MICROS,
        List.of(Duration.ofNanos(-1), Duration.ofNanos(most * 1000L + 1), Duration.ofHours(1)));
    roundTrips(
        Codec.TIMEVAL,
        List.of(
            Duration.ZERO,
            Duration.ofNanos(999_999_000),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_000)));
    refuses(
        Codec.TIMEVAL,
        List.of(
            Duration.ofNanos(-1),
            Duration.ofSeconds(-1),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_001)));
  }

  @Test
  void negativeTimesOfTcpLinger2() {
    var codec = TCP_LINGER2.codec();
    roundTrips(codec, List.of(Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(-1)));
    assertThat(encode(codec, Duration.ofHours(-3))).containsExactly(-1, -1, -1, -1);
  }

  @Test
  void lingerRefusesWhatAnIntDoesNotHold() {
    assertThatThrownBy(() -> Linger.of(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Linger.of(Duration.ofSeconds(Integer.MAX_VALUE + 1L)))
        .isInstanceOf(IllegalArgumentException.class);
    roundTrips(
        SO_LINGER.codec(),
        List.of(Linger.OFF, Linger.of(Duration.ZERO), Linger.of(Duration.ofSeconds(2147483647))));
  }

  /** The kernel waits for ever then, and says so by any number. */
  @Test
  void lingerThatWasSetToLessThanNothing() throws IOException {
    byte[] onForEver = {1, 0, 0, 0, -1, -1, -1, -1};
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      Local.set(socket, SocketH.SOL_SOCKET, SocketH.SO_LINGER, onForEver);
      assertThat(socket.getsockopt(SO_LINGER))
          .isEqualTo(Linger.of(Duration.ofSeconds(Integer.MAX_VALUE)));
      Local.set(socket, SocketH.SOL_SOCKET, SocketH.SO_LINGER, new byte[8]); // else close waits
    }
  }

  @Test
  void aTimevalWithoutItsMicroseconds() {
    ByteBuffer timeval = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    for (long seconds : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
      timeval.putLong(0, seconds).putLong(8, Long.MIN_VALUE);
      assertThat(decode(Codec.TIMEVAL, timeval.array())).isEqualTo(Duration.ofSeconds(seconds));
      timeval.putLong(8, Long.MAX_VALUE);
      assertThat(decode(Codec.TIMEVAL, timeval.array()))
          .isEqualTo(Duration.ofSeconds(seconds, 999_999_000));
    }
  }

  @Test
  void names() {
    Codec<String> name = Codec.text(16);
    roundTrips(name, List.of("", "lo", "a".repeat(15), "ü"));
    refuses(name, List.of("a".repeat(16), "ü".repeat(8), "a\0b", "\ud83d"));
    assertThat(encode(name, "lo")).containsExactly('l', 'o', 0);
    assertThat(decode(name, (byte) 'l', (byte) 'o')).as("without a NUL").isEqualTo("lo");
    assertThat(decode(name, (byte) 'l', (byte) 0, (byte) 'x')).as("behind it").isEqualTo("l");
  }

  @Test
  void bytesAreCounted() {
    roundTrips(Codec.bytes(2, 4), List.of(new byte[2], new byte[4]));
    refuses(Codec.bytes(2, 4), List.of(new byte[1], new byte[5]));
    refuses(TCP_FASTOPEN_KEY.codec(), List.of(new byte[0], new byte[17], new byte[48]));
    roundTrips(TCP_FASTOPEN_KEY.codec(), List.of(new byte[16], new byte[32]));
  }

  @Test
  void recordsAtTheEndsOfTheirRanges() {
    roundTrips(
        IP_LOCAL_PORT_RANGE.codec(),
        List.of(PortRange.DEFAULT, new PortRange(1, 65535), new PortRange(65535, 65535)));
    roundTrips(
        PACKET_FANOUT.codec(),
        List.of(FanoutArgs.of(0, 0), new FanoutArgs(65535, 255, 0xff00), FanoutArgs.of(40000, 6)));
    roundTrips(
        ICMPV6_FILTER.codec(),
        List.of(
            Icmp6Filter.passAll(),
            Icmp6Filter.blockAll(),
            Icmp6Filter.blockAll().pass(129).pass(0).pass(255),
            Icmp6Filter.passAll().block(31).block(32)));
    roundTrips(SO_TIMESTAMPING.codec(), List.of(SoTimestamping.of(-1), new SoTimestamping(24, -1)));
    assertThat(decode(SO_TIMESTAMPING.codec(), encode(Codec.INT, 24)))
        .as("of a kernel before 5.15")
        .isEqualTo(SoTimestamping.of(24));
    assertThatThrownBy(() -> new PortRange(0, 65536)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SockFilter(0x10000, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PacketMreq(1, 0, new byte[9]))
        .isInstanceOf(IllegalArgumentException.class);
    for (int type : new int[] {-1, 256, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> Icmp6Filter.passAll().block(type))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Icmp6Filter.blockAll().pass(type))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Icmp6Filter(BitSet.valueOf(new long[] {0, 0, 0, 0, 1})))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tcpInfoIsAsLongAsTheKernelSays() {
    var bytes = ByteBuffer.allocate(280).order(ByteOrder.nativeOrder());
    bytes.put(0, (byte) TcpH.TCP_ESTABLISHED).put(6, (byte) 0xa7).put(7, (byte) 0b101);
    bytes.putInt(68, -1).putInt(100, 5).putLong(104, 7).putInt(232, 8).putInt(244, 9);
    bytes.putInt(272, 10);
    TcpInfo whole = TcpInfo.of(bytes.array());
    assertThat(whole.state()).isEqualTo(TcpH.TCP_ESTABLISHED);
    assertThat(whole.sndWscale()).isEqualTo(7);
    assertThat(whole.rcvWscale()).isEqualTo(10);
    assertThat(whole.deliveryRateAppLimited()).isTrue();
    assertThat(whole.fastopenClientFail()).isEqualTo(2);
    assertThat(whole.rtt()).isEqualTo(0xffff_ffffL);
    assertThat(whole.receivedCeBytes()).isEqualTo(OptionalLong.of(10));
    assertThat(whole).hasToString("TcpInfo[TCP_ESTABLISHED, rtt=4294967295, sndCwnd=0]");

    TcpInfo older = info(bytes, 248);
    assertThat(older.totalRtoTime()).isEqualTo(OptionalLong.of(9));
    assertThat(older.receivedCe()).isEmpty();
    assertThat(info(bytes, 232).rcvWnd()).isEmpty();
    assertThat(info(bytes, 236).rcvWnd()).isEqualTo(OptionalLong.of(8));
    assertThat(info(bytes, 235).rcvWnd()).as("cut in a member").isEmpty();
    assertThat(info(bytes, 104).totalRetrans()).isEqualTo(5);
    assertThat(info(bytes, 104).pacingRate()).isEmpty();
    assertThat(info(bytes, 112).pacingRate()).isEqualTo(OptionalLong.of(7));
    assertThat(info(bytes, 104)).isEqualTo(info(bytes, 104)).isNotEqualTo(older);
    assertThatThrownBy(() -> info(bytes, 103)).isInstanceOf(IllegalArgumentException.class);
  }

  private static TcpInfo info(ByteBuffer bytes, int length) {
    return TcpInfo.of(Arrays.copyOf(bytes.array(), length));
  }

  @Test
  void paddingOfOlderKernelsIsNoMemberOfMptcpInfo() {
    assertThat(MptcpInfo.of(new byte[48]).retransmits()).isEmpty();
    assertThat(MptcpInfo.of(new byte[80]).retransmits()).isPresent();
    assertThat(MptcpInfo.of(new byte[88]).lastDataSent()).isEmpty();
    assertThat(MptcpInfo.of(new byte[96]).lastDataSent()).isPresent();
    assertThat(MptcpInfo.of(new byte[40]).csumEnabled()).isEmpty();
  }

  @Test
  void peernameIsWhatGetpeernameSays(@TempDir Path folder) throws IOException {
    for (SockAddr address : List.<SockAddr>of(Inet4.loopback(0), Inet6.loopback(0))) {
      peername(address, null);
    }
    String room = folder.toString();
    for (int length : new int[] {room.length() + 2, 90, 106, 107, 108}) {
      if (length > room.length() + 1) {
        peername(Unix.path(room + "/" + "x".repeat(length - room.length() - 1)), null);
      }
    }
    byte[] own = Local.ownName("o\0t").name();
    peername(Unix.abstractName(own), null);
    peername(Local.ownName("out"), Unix.abstractName(Arrays.copyOf(own, 107)));
  }

  /** From both ends, of which the client's may have a name. */
  private static void peername(SockAddr address, SockAddr own) throws IOException {
    try (var listener = PosixSocket.open(address.family(), SOCK_STREAM).bind(address).listen(1);
        var client = PosixSocket.open(address.family(), SOCK_STREAM)) {
      if (own != null) {
        client.bind(own);
      }
      client.connect(listener.getsockname());
      try (var server = listener.accept().socket()) {
        assertThat(client.getsockopt(SO_PEERNAME)).isEqualTo(client.getpeername());
        assertThat(server.getsockopt(SO_PEERNAME)).isEqualTo(server.getpeername());
      }
    }
  }

  @Test
  void aFilterIsReadBack() throws IOException {
    try (var socket = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
      assertThat(socket.getsockopt(SO_GET_FILTER).filter()).isEmpty();
      var filter = new ArrayList<SockFilter>();
      for (int i = 0; i < 4095; i++) {
        filter.add(new SockFilter(0, 0, 0, i)); // ld #i
      }
      filter.add(new SockFilter(6, 0, 0, -1)); // ret #-1
      var program = new SockFprog(filter);
      socket.setsockopt(SO_ATTACH_FILTER, program);
      assertThat(socket.getsockopt(SO_GET_FILTER)).isEqualTo(program);
      socket.setsockopt(SO_DETACH_FILTER, 0);
      assertThat(socket.getsockopt(SO_GET_FILTER).filter()).isEmpty();
    }
    var tooLong = new ArrayList<SockFilter>();
    IntStream.range(0, 4097).forEach(i -> tooLong.add(new SockFilter(6, 0, 0, i)));
    assertThatThrownBy(() -> new SockFprog(tooLong)).isInstanceOf(IllegalArgumentException.class);
  }

  /** More sources than there is room for at first. */
  @Test
  void longSourceFilters() throws IOException {
    Inet4 group = Inet4.of("239.1.2.3", 0);
    Inet4 lo = Inet4.loopback(0);
    List<Inet4> sources = new ArrayList<>();
    List<SockAddr> storages = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      sources.add(Inet4.of("10.0.0." + i, 0));
      storages.add(Inet4.of("10.0.0." + i, 0));
    }
    try (var socket = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
      socket.setsockopt(IP_ADD_MEMBERSHIP, IpMreqn.group(group, 1));
      var filter = new IpMsfilter(group, lo, InH.MCAST_EXCLUDE, sources);
      socket.setsockopt(IP_MSFILTER, filter);
      assertThat(socket.getsockopt(IP_MSFILTER.about(IpMsfilter.of(group, lo)))).isEqualTo(filter);
      assertThat(socket.getsockopt(IpOptions.MCAST_MSFILTER.about(GroupFilter.of(1, group))))
          .isEqualTo(new GroupFilter(1, group, InH.MCAST_EXCLUDE, storages));
    }
  }

  /** The kernel says how much room it needs: whatever the codec began with. */
  @Test
  void moreRoomWhereTheKernelAsksForIt() throws IOException {
    var savedSyn = SockOpt.of(InH.IPPROTO_TCP, TcpH.TCP_SAVED_SYN, Codec.bytes(0, 8));
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM).setsockopt(TCP_SAVE_SYN, 1);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      listener.bind(Inet4.loopback(0)).listen(1);
      client.connect(listener.getsockname());
      try (var server = listener.accept().socket()) {
        assertThat(server.getsockopt(savedSyn)).hasSizeGreaterThanOrEqualTo(40).startsWith(0x45);
        assertThat(server.getsockopt(TCP_SAVED_SYN)).as("once").isEmpty();
      }
    }
  }

  @Test
  void aValueThatIsTooShortSaysWhichOption() throws IOException {
    var tooLong = SockOpt.of(SocketH.SOL_SOCKET, SocketH.SO_TYPE, Codec.LONG);
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      assertThatThrownBy(() -> socket.getsockopt(tooLong))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("level 1, option 3")
          .hasMessageContaining("4 bytes");
    }
  }

  @Test
  void aCodecThatWritesTooMuchIsStopped() throws IOException {
    var lying =
        new Codec<Integer>() {
          @Override
          public int size() {
            return 4;
          }

          @Override
          public Integer decode(MemorySegment from) {
            throw new AssertionError();
          }

          @Override
          public int encode(Integer value, MemorySegment to) {
            assertThat(to.byteSize()).isEqualTo(4);
            return value;
          }
        };
    var option = SockOpt.of(SocketH.SOL_SOCKET, SocketH.SO_REUSEADDR, lying);
    try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      for (int length : new int[] {-1, 5, 1 << 20}) {
        assertThatThrownBy(() -> socket.setsockopt(option, length))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> socket.setsockopt(SO_REUSEADDR, null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void aFlowLabelThatTheKernelChoseIsWrittenBack() throws IOException {
    byte[] request = new byte[32];
    request[15] = 1; // ::1
    request[21] = InH.IPV6_FL_S_EXCL;
    request[22] = InH.IPV6_FL_F_CREATE;
    try (var socket = PosixSocket.open(AF_INET6, SOCK_DGRAM)) {
      socket.setsockopt(IPV6_FLOWLABEL_MGR, request);
    }
    assertThat(ByteBuffer.wrap(request).getInt(16)).isPositive();
  }

  @Test
  void aPidfdIsOwnedAndClosed() throws IOException {
    try (var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      PassedFd pidfd = pair.first().getsockopt(SO_PEERPIDFD);
      Path link = Path.of("/proc/self/fd/" + pidfd.fd());
      assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isTrue();
      pidfd.close();
      assertThatThrownBy(pidfd::fd).isInstanceOf(IOException.class);
    } catch (ErrnoException e) {
      assertThat(e.errno()).as("before Linux 6.5").isEqualTo(Errno.ENOPROTOOPT);
    }
  }

  @Test
  void aQuestionOfTheRing() throws IOException {
    try (var socket = PosixSocket.open(AF_PACKET, SOCK_RAW)) {
      int v1 = socket.getsockopt(PACKET_HDRLEN.about(PacketH.TPACKET_V1));
      int v3 = socket.getsockopt(PACKET_HDRLEN.about(PacketH.TPACKET_V3));
      assertThat(v1).isEqualTo(32);
      assertThat(v3).isEqualTo(48);
    } catch (ErrnoException e) {
      assertThat(e.errno()).as("without privilege").isEqualTo(Errno.EPERM);
    }
  }

  @Test
  void multipathTcpTellsItsSubflows() throws IOException {
    try (var listener =
            PosixSocket.open(AF_INET, SOCK_STREAM, IPPROTO_MPTCP)
                .bind(Inet4.loopback(0))
                .listen(1);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM, IPPROTO_MPTCP)) {
      client.connect(listener.getsockname());
      var ends = new MptcpSubflow(client.getsockname(), client.getpeername());
      assertThat(client.getsockopt(MPTCP_SUBFLOW_ADDRS)).containsExactly(ends);
      assertThat(client.getsockopt(MPTCP_TCPINFO))
          .singleElement()
          .satisfies(info -> assertThat(info.state()).isEqualTo(TcpH.TCP_ESTABLISHED));
      MptcpFullInfo full = client.getsockopt(MPTCP_FULL_INFO);
      assertThat(full.subflows())
          .singleElement()
          .satisfies(subflow -> {
            assertThat(subflow.ends()).isEqualTo(ends);
            assertThat(subflow.tcpInfo().state()).isEqualTo(TcpH.TCP_ESTABLISHED);
          });
      assertThat(full.info().token()).isEqualTo(client.getsockopt(MPTCP_INFO).token()).isPositive();
    } catch (ErrnoException e) {
      // as the kernel is built, and since which version
      assertThat(e.errno()).isIn(Errno.EPROTONOSUPPORT, Errno.ENOPROTOOPT, Errno.EOPNOTSUPP);
    }
  }

  @Test
  void printedByTheirCNames() {
    assertThat(SoTimestamping.of(0x18 | 1 << 30))
        .hasToString(
            "SoTimestamping[SOF_TIMESTAMPING_RX_SOFTWARE|SOF_TIMESTAMPING_SOFTWARE|0x40000000]");
    assertThat(SO_REUSEADDR).hasToString("SO_REUSEADDR");
    assertThat(PACKET_HDRLEN.about(1)).hasToString("PACKET_HDRLEN");
  }
}
