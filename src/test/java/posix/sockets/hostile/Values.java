package posix.sockets.hostile;

import static posix.sockets.Constants.*;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import posix.sockets.*;
import posix.sockets.SockOpt.Codec;

/** The table: for each type, the values that are tried. Null is tried for every reference. */
final class Values {
  /** Numbers at the ends of ranges, and a few that are right. */
  private static final Object[] INTS = {
    0,
    1,
    -1,
    2,
    3,
    4,
    8,
    63,
    64,
    65,
    255,
    256,
    1024,
    1025,
    65535,
    65536,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 1,
    Integer.MAX_VALUE - 6
  };

  /** No descriptor that is open: what is done to one of the JVM's own would be done to the JVM. */
  static final Object[] DESCRIPTORS = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30};

  /** Rooms and counts of what is allocated at once. */
  static final Object[] ROOMS = {
    0, 1, -1, 8, 64, 1024, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 3
  };

  /** Rooms, where any that is not negative is allocated. */
  static final Object[] SMALL_ROOMS = {0, 1, -1, 8, 64, 1024, Integer.MIN_VALUE};

  /** Times that are not waited. */
  static final Object[] SHORT_TIMES = {
    0, 1, Duration.ZERO, Duration.ofNanos(1), Duration.ofSeconds(Long.MIN_VALUE)
  };

  /** Names that are numbers: no server is asked. */
  static final Object[] NUMERIC = {"127.0.0.1", "::1", "1\0", "0x7f.1", "255.255.255.255"};

  private final Map<Class<?>, Object[]> table = new HashMap<>();

  private static Object[] row(Object... values) {
    return values;
  }

  Values(Fixture f) {
    primitives();
    memory(f);
    values();
    addresses();
    options();
    messages(f);
    table.put(PosixSocket.class, append(f.open.toArray(), f.closed));
    table.put(Poll.class, row(f.polls.getFirst(), f.closedPoll));
    table.put(Epoll.class, row(f.epolls.getFirst(), f.closedEpoll));
    table.put(EpollReady.class, row(f.epolls.getFirst().events(4), f.closedEpoll.events(1)));
  }

  private static Object[] append(Object[] values, Object last) {
    Object[] all = java.util.Arrays.copyOf(values, values.length + 1);
    all[values.length] = last;
    return all;
  }

  private void primitives() {
    table.put(int.class, INTS);
    table.put(short.class, row((short) 0, (short) -1, Short.MIN_VALUE, Short.MAX_VALUE));
    table.put(boolean.class, row(true, false));
    table.put(
        long.class,
        row(
            0L,
            1L,
            -1L,
            8L,
            64L,
            65L,
            4096L,
            4097L,
            1L << 31,
            1L << 32,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE - 7));
    table.put(int[].class, row(new int[0], new int[1], new int[] {-1}, new int[] {1 << 30}));
    table.put(
        byte[].class, row(new byte[0], new byte[4], new byte[16], new byte[109], new byte[5000]));
    table.put(Object.class, row("attachment"));
    table.put(
        String.class,
        row(
            "",
            "a",
            "a\0b",
            "\ud800",
            "lo",
            "127.0.0.1",
            "[::1]:1",
            "unix:\\x",
            "packet:::::",
            "x".repeat(5000),
            "AF_INET",
            "tcp",
            "-1",
            "99999999999"));
    table.put(
        Duration.class,
        row(
            Duration.ZERO,
            Duration.ofNanos(-1),
            Duration.ofNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            Duration.ofSeconds(Long.MIN_VALUE)));
    table.put(BitSet.class, row(new BitSet(), BitSet.valueOf(new long[] {0, 0, 0, 0, 1})));
    table.put(Class.class, row(Cmsg.Rights.class, Cmsg.Ttl.class));
  }

  private void memory(Fixture f) {
    MemorySegment heap = MemorySegment.ofArray(new byte[64]);
    Object[] segments = {
      f.fine,
      f.large,
      f.fine.asSlice(0, 0),
      f.fine.asSlice(1, 1),
      f.fine.asSlice(0, 16),
      f.fine.asReadOnly(),
      f.dead,
      f.foreign,
      heap,
      heap.asSlice(3, 5),
      heap.asReadOnly()
    };
    table.put(MemorySegment.class, segments);
    table.put(
        MemorySegment[].class,
        row(
            new MemorySegment[0],
            new MemorySegment[] {f.fine, heap},
            new MemorySegment[] {f.fine, null},
            new MemorySegment[] {f.fine, f.dead},
            new MemorySegment[] {f.foreign},
            new MemorySegment[] {heap.asReadOnly()},
            java.util.Collections.nCopies(1025, f.fine).toArray(MemorySegment[]::new)));
    ByteBuffer over = f.fine.asByteBuffer();
    table.put(
        ByteBuffer.class,
        row(
            ByteBuffer.allocate(8),
            ByteBuffer.allocateDirect(8),
            ByteBuffer.allocate(0),
            ByteBuffer.allocate(8).asReadOnlyBuffer(),
            over,
            over.slice(3, 5),
            f.foreign.asByteBuffer()));
  }

  private void values() {
    Deadline over = Deadline.after(Duration.ZERO);
    table.put(Deadline.class, row(over, Deadline.after(Duration.ofDays(1))));
    table.put(
        AddressFamily.class,
        row(AF_INET, AF_INET6, AF_UNIX, AddressFamily.of(-1), AddressFamily.of(999)));
    table.put(SocketType.class, row(SOCK_STREAM, SOCK_DGRAM, SocketType.of(-1), SocketType.of(75)));
    table.put(Protocol.class, row(IPPROTO_IP, IPPROTO_TCP, Protocol.of(-1), Protocol.of(300)));
    table.put(Shutdown.class, row(SHUT_RD, Shutdown.of(-1), Shutdown.of(3)));
    table.put(
        MsgFlags.class,
        row(
            MsgFlags.NONE,
            MSG_PEEK,
            MSG_OOB,
            MSG_TRUNC,
            MSG_DONTWAIT,
            MSG_ERRQUEUE,
            MsgFlags.of(1 << 20)));
    table.put(PollEvents.class, row(POLLIN, PollEvents.of(0), PollEvents.of(0xffff)));
    table.put(EpollEvents.class, row(EPOLLIN, EpollEvents.of(0), EpollEvents.of(-1)));
    // numbers only: nobody else is asked
    table.put(AddrInfoFlags.class, row(AI_NUMERICHOST.or(AI_NUMERICSERV), AddrInfoFlags.of(-1)));
    table.put(NameInfoFlags.class, row(NI_NUMERICHOST.or(NI_NUMERICSERV)));
    table.put(AddrInfo.class, row(AddrInfo.hints(AI_NUMERICHOST, AF_INET)));
    table.put(Errno.class, row(Errno.EAGAIN, Errno.of(1)));
    table.put(AddressBuffer.class, row(new AddressBuffer(), filled()));
    table.put(MessageBatch.class, row(new MessageBatch(2, 16, 64), new MessageBatch(1, 0)));
  }

  private static AddressBuffer filled() {
    var buffer = new AddressBuffer();
    buffer.set(Inet4.loopback(1));
    return buffer;
  }

  private void addresses() {
    Object[] all = {
      Inet4.loopback(0),
      Inet4.loopback(1),
      Inet6.loopback(1),
      Unix.unnamed(),
      Unix.path("/nowhere/at/all"),
      Unix.abstractName(new byte[107]),
      Netlink.kernel(),
      new Vsock(1, -1),
      Packet.of(0, -1),
      new Opaque(AF_UNSPEC, new byte[0]),
      new Opaque(AddressFamily.of(65535), new byte[126])
    };
    table.put(SockAddr.class, all);
    table.put(Inet4.class, row(all[0], all[1]));
    table.put(Inet6.class, row(all[2]));
    SocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    table.put(SocketAddress.class, row(unresolved, new InetSocketAddress(1)));
  }

  /** A codec that says something wrong of its size, or writes past it. */
  private record Lying(int size, int length) implements Codec<Integer> {
    @Override
    public Integer decode(MemorySegment from) {
      return from.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 0);
    }

    @Override
    public int encode(Integer value, MemorySegment to) {
      return length;
    }
  }

  private void options() {
    table.put(Codec.class, row(Codec.INT, new Lying(-1, 0), new Lying(4, 5)));
    SockOpt<?>[] options = {
      SO_REUSEADDR,
      SO_RCVBUF,
      SO_RCVLOWAT,
      SO_PRIORITY,
      SO_BINDTODEVICE,
      IP_TTL,
      IP_MSFILTER,
      IP_PKTINFO,
      TCP_CONGESTION,
      TCP_MAXSEG,
      IPV6_UNICAST_HOPS,
      SO_ERROR,
      SO_TYPE,
      TCP_INFO,
      SO_PEERCRED,
      IP_LOCAL_PORT_RANGE,
      SockOpt.of(1, 2, new Lying(-1, 0)),
      SockOpt.of(1, 2, new Lying(4, 5)),
      SockOpt.of(-1, -1, Codec.bytes(0, 1000)),
      SockOpt.of(Integer.MIN_VALUE, Integer.MAX_VALUE, Codec.LONG)
    };
    table.put(SockOpt.Readable.class, of(options, SockOpt.Readable.class));
    table.put(SockOpt.Writable.class, of(options, SockOpt.Writable.class));
  }

  private static Object[] of(SockOpt<?>[] options, Class<?> type) {
    return java.util.Arrays.stream(options).filter(type::isInstance).toArray();
  }

  /** What is tried for an option, by the type that its codec has. */
  static Object[] ofOption(SockOpt<?> option) {
    if (option == SO_REUSEADDR || option == IP_PKTINFO) {
      return row(true, false, null);
    }
    if (option == SO_BINDTODEVICE || option == TCP_CONGESTION) {
      return row("", "nosuch", "a\0b", "x".repeat(300), null);
    }
    if (option == IP_LOCAL_PORT_RANGE) {
      return row(PortRange.DEFAULT, new PortRange(65535, 1), null);
    }
    if (option == IP_MSFILTER) {
      return row(IpMsfilter.of(Inet4.any(0), Inet4.any(0)), null);
    }
    if (option.codec() == Codec.LONG) {
      return row(0L, Long.MIN_VALUE, null);
    }
    return option.level() == -1
        ? row(new byte[0], new byte[1000], new byte[1001], null)
        : row(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, null);
  }

  private void messages(Fixture f) {
    PassedFd gone = PassedFd.of(f.closed);
    Cmsg.Rights closed = new Cmsg.Rights(List.of(gone));
    Cmsg[] all = {
      closed,
      Cmsg.Rights.of(f.open.getFirst()),
      Cmsg.Rights.of(1 << 30),
      Cmsg.Rights.of(new int[254]),
      new Cmsg.Credentials(-1, -1, -1),
      new Cmsg.Ttl(-1),
      new Cmsg.UdpSegment(65535),
      new Cmsg.PidFd(gone),
      new Cmsg.Timestamping(null, null),
      new Cmsg.Unknown(-1, Integer.MIN_VALUE, new byte[3]),
      new Cmsg.PktInfo(-1, null, null)
    };
    table.put(PassedFd.class, row(gone, PassedFd.of(1 << 30)));
    table.put(Cmsg[].class, row(new Cmsg[0], new Cmsg[] {all[1]}, new Cmsg[] {null}, all));
    table.put(
        List.class,
        append(
            java.util.Arrays.stream(all).map(List::of).toArray(),
            java.util.Arrays.asList(all[4], null)));
  }

  /** The values of a type; none for one that is not in the table. */
  Object[] of(Class<?> type) {
    return table.getOrDefault(type, new Object[0]);
  }
}
