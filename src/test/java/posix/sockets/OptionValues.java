package posix.sockets;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/**
 * Options' values out of C's bytes and out of the table's text, written without the library's
 * codecs, so that these can be held against it.
 */
final class OptionValues {
  private OptionValues() {}

  /** The bytes that the C probe makes of the table's text; of a program, its instructions. */
  static byte[] bytes(String text) {
    String rest = text.substring(text.indexOf(':') + 1);
    return switch (text.substring(0, text.indexOf(':'))) {
      case "int" -> allocate(4).putInt(Integer.parseInt(rest)).array();
      case "netint" -> ByteBuffer.allocate(4).putInt(Integer.parseInt(rest)).array();
      case "short" -> allocate(2).putShort((short) Integer.parseInt(rest)).array();
      case "long" -> allocate(8).putLong(Long.parseLong(rest)).array();
      case "time" -> {
        String[] parts = rest.split(",");
        yield allocate(16)
            .putLong(Long.parseLong(parts[0]))
            .putLong(Long.parseLong(parts[1]))
            .array();
      }
      case "text" -> (rest + "\0").getBytes(StandardCharsets.UTF_8);
      case "hex", "fprog" -> hex(rest);
      default -> throw new AssertionError(text);
    };
  }

  private static byte[] hex(String text) {
    int plus = text.indexOf('+');
    var out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex(plus < 0 ? text : text.substring(0, plus)));
    if (plus >= 0) {
      out.writeBytes(new byte[Integer.parseInt(text.substring(plus + 1))]);
    }
    return out.toByteArray();
  }

  private static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  /** C's bytes as a value of the row's type. */
  static Object value(OptionTable.Row row, byte[] bytes) {
    ByteBuffer c = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    return switch (row.type()) {
      case "Boolean" -> c.getInt() != 0;
      case "Integer" -> c.getInt();
      case "Integer:net" -> c.order(BIG_ENDIAN).getInt();
      case "Integer:short" -> Short.toUnsignedInt(c.getShort());
      case "Long" -> c.getLong();
      case "Long:u32" -> c.getInt() & 0xffff_ffffL;
      case "Duration:s" -> Duration.ofSeconds(c.getInt());
      case "Duration:ms" -> Duration.ofMillis(c.getInt());
      case "Duration:us" -> Duration.ofSeconds(0, c.getInt() * 1000L);
      case "Duration:timeval" -> Duration.ofSeconds(c.getLong()).plusNanos(c.getLong() * 1000);
      case "String" -> new String(bytes, StandardCharsets.UTF_8).replaceFirst("\0.*", "");
      case "byte[]" -> bytes;
      case "AddressFamily" -> AddressFamily.of(c.getInt());
      case "SocketType" -> SocketType.of(c.getInt());
      case "Protocol" -> Protocol.of(c.getInt());
      case "SockAddr" -> address(c);
      case "List<Integer>" -> row.option().startsWith("NETLINK") ? bits(c) : ints(c);
      case "Linger" -> new Linger(c.getInt() != 0, Duration.ofSeconds(c.getInt()));
      case "Ucred" -> new Ucred(c.getInt(), c.getInt(), c.getInt());
      case "SockFprog" -> program(c);
      case "SoTimestamping" -> new SoTimestamping(c.getInt(), c.getInt());
      case "SockTxtime" -> new SockTxtime(c.getInt(), c.getInt());
      case "SockMeminfo" ->
          new SockMeminfo(u32(c), u32(c), u32(c), u32(c), u32(c), u32(c), u32(c), u32(c), u32(c));
      case "IpMreqn" ->
          bytes.length == 4
              ? new IpMreqn(Inet4.any(0), inet4(c), 0)
              : new IpMreqn(inet4(c), inet4(c), c.getInt());
      case "IpMreqSource" -> new IpMreqSource(inet4(c), inet4(c), inet4(c));
      case "IpMsfilter" -> msfilter(c);
      case "GroupReq" -> new GroupReq(ifindex(c), address(c));
      case "GroupSourceReq" -> new GroupSourceReq(ifindex(c), address(c), address(c));
      case "GroupFilter" -> groupFilter(c);
      case "PortRange" -> {
        int low = Short.toUnsignedInt(c.getShort());
        yield new PortRange(low, Short.toUnsignedInt(c.getShort()));
      }
      case "Ipv6Mreq" -> new Ipv6Mreq(inet6(c), c.getInt());
      case "Cmsg.PktInfo6" -> {
        Inet6 address = inet6(c);
        yield new Cmsg.PktInfo6(c.getInt(), address);
      }
      case "Ip6Mtuinfo" ->
          new Ip6Mtuinfo(
              new Opaque(AddressFamily.of(c.getShort()), Arrays.copyOfRange(bytes, 2, 28)),
              c.getInt(28));
      case "Icmp6Filter" -> new Icmp6Filter(BitSet.valueOf(bytes));
      case "PacketMreq" ->
          new PacketMreq(c.getInt(), c.getShort(), Arrays.copyOfRange(bytes, 8, 8 + c.getShort()));
      case "FanoutArgs" ->
          new FanoutArgs(c.getShort(), c.get(), Byte.toUnsignedInt(c.get()) << Byte.SIZE);
      case "TpacketReq" ->
          new TpacketReq(
              c.getInt(), c.getInt(), c.getInt(), c.getInt(), c.getInt(), c.getInt(), c.getInt());
      case "TpacketStats" -> new TpacketStats(u32(c), u32(c), bytes.length < 12 ? 0 : u32(c));
      case "TcpInfo" -> TcpInfo.of(bytes);
      case "MptcpInfo" -> MptcpInfo.of(bytes);
      case "List<Cmsg>" -> {
        if (bytes.length > 0) {
          throw new AssertionError("control messages where none were expected");
        }
        yield List.of();
      }
      default -> throw new AssertionError(row.type());
    };
  }

  /** What to ask: a filter without the room that follows it in C. */
  static Object question(OptionTable.Row row) {
    byte[] bytes = bytes(row.ask());
    ByteBuffer c = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    return switch (row.type()) {
      case "IpMsfilter" -> IpMsfilter.of(inet4(c), inet4(c));
      case "GroupFilter" -> GroupFilter.of(ifindex(c), address(c));
      default -> value(row, bytes);
    };
  }

  /** A value as text: only that there is one, or how long, where it is not the same twice. */
  static String text(OptionTable.Row row, Object value) {
    return switch (row.varies()) {
      case "value" -> "a value";
      case "length" ->
          switch (value) {
            case byte[] bytes -> bytes.length + " bytes";
            case TcpInfo info -> info.bytes().length + " bytes";
            case MptcpInfo info -> info.bytes().length + " bytes";
            default -> throw new AssertionError(row);
          };
      case "pid" -> {
        Ucred u = (Ucred) value;
        yield (u.pid() == 0 ? "nobody " : "somebody ") + u.uid() + " " + u.gid();
      }
      default -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
    };
  }

  private static long u32(ByteBuffer c) {
    return c.getInt() & 0xffff_ffffL;
  }

  private static Inet4 inet4(ByteBuffer c) {
    var bytes = new byte[4];
    c.get(bytes);
    return Inet4.of(bytes, 0);
  }

  private static Inet6 inet6(ByteBuffer c) {
    var bytes = new byte[16];
    c.get(bytes);
    return Inet6.of(bytes, 0, 0, 0);
  }

  private static int ifindex(ByteBuffer c) {
    int ifindex = c.getInt();
    c.getInt(); // padding
    return ifindex;
  }

  /** An address in a sockaddr_storage, or in what is left. */
  private static SockAddr address(ByteBuffer c) {
    int start = c.position();
    int size = Math.min(128, c.remaining());
    int family = c.getShort();
    int port = Short.toUnsignedInt(Short.reverseBytes(c.getShort()));
    SockAddr address;
    if (family == 2) {
      address = new Inet4(inet4(c).address(), port);
    } else if (family == 10) {
      int flowinfo = c.order(BIG_ENDIAN).getInt();
      Inet6 plain = inet6(c.order(ByteOrder.nativeOrder()));
      address = new Inet6(plain.high(), plain.low(), port, flowinfo, c.getInt());
    } else {
      throw new AssertionError("family " + family);
    }
    c.position(start + size);
    return address;
  }

  private static List<Integer> ints(ByteBuffer c) {
    List<Integer> ints = new ArrayList<>();
    while (c.hasRemaining()) {
      ints.add(c.getInt());
    }
    return ints;
  }

  private static List<Integer> bits(ByteBuffer c) {
    return BitSet.valueOf(c).stream().map(bit -> bit + 1).boxed().toList();
  }

  private static SockFprog program(ByteBuffer c) {
    List<SockFilter> filter = new ArrayList<>();
    while (c.hasRemaining()) {
      filter.add(new SockFilter(c.getShort(), c.get(), c.get(), c.getInt()));
    }
    return new SockFprog(filter);
  }

  private static IpMsfilter msfilter(ByteBuffer c) {
    Inet4 group = inet4(c);
    Inet4 iface = inet4(c);
    int fmode = c.getInt();
    List<Inet4> sources = new ArrayList<>();
    for (int count = c.getInt(); count > 0; count--) {
      sources.add(inet4(c));
    }
    return new IpMsfilter(group, iface, fmode, sources);
  }

  private static GroupFilter groupFilter(ByteBuffer c) {
    int ifindex = ifindex(c);
    SockAddr group = address(c);
    int fmode = c.getInt();
    List<SockAddr> sources = new ArrayList<>();
    for (int count = c.getInt(); count > 0; count--) {
      sources.add(address(c));
    }
    return new GroupFilter(ifindex, group, fmode, sources);
  }
}
