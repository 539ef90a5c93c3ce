package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posix.sockets.internal.SockAddrs;
import posix.sockets.raw.Posix;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.NetlinkH;

/** Real bytes for each decoder: what this kernel gave a moment ago, and what is encoded here. */
final class DecoderSamples {
  private static final Pattern SEEN = Pattern.compile("[0-9]+:((?:[0-9a-f]{2})+)(?![0-9a-f.])");
  private static final int ROOM = 4096;

  /** Sample by sample, so that none is there twice. */
  private final Set<String> seen = new TreeSet<>();

  private final List<Sample> all = new ArrayList<>();

  /** Bytes that a decoder understands. */
  record Sample(Decoders.Decoder decoder, byte[] bytes) {}

  private DecoderSamples() {}

  static List<Sample> all() throws IOException {
    var samples = new DecoderSamples();
    samples.addresses();
    samples.control();
    samples.netlink();
    samples.options();
    samples.texts();
    samples.structs();
    samples.theRest();
    return samples.all;
  }

  private void add(String decoder, byte[] bytes) {
    if (seen.add(decoder + HexFormat.of().formatHex(bytes))) {
      all.add(new Sample(Decoders.ALL.get(decoder), bytes));
    }
  }

  private void addresses() throws IOException {
    try (var sockets = new OptionSockets();
        var arena = Arena.ofConfined()) {
      for (String kind : List.of("tcp4-connected", "tcp6", "unix-stream", "unix-pair", "netlink")) {
        PosixSocket socket = sockets.make(kind);
        MemorySegment address = arena.allocate(128);
        MemorySegment length = arena.allocateFrom(JAVA_INT, 128);
        Posix.getsockname(socket.fd(), address, length);
        add("address", address.asSlice(0, length.get(JAVA_INT, 0)).toArray(JAVA_BYTE));
      }
      MemorySegment memory = arena.allocate(128);
      for (SockAddr address :
          List.of(
              Inet4.loopback(80),
              Inet6.of("fe80::1%3", 443).withFlowinfo(5),
              Unix.path("/run/a socket"),
              Unix.path("p".repeat(108)),
              Unix.abstractName("name\0with\0more"),
              new Netlink(4711, 5),
              new Packet(0x800, 1, 772, 4, new byte[] {1, 2, 3, 4, 5, 6}),
              new Vsock(2, 1024, 1),
              new Opaque(AddressFamily.of(29), new byte[126]))) {
        int length = SockAddrs.encode(address, memory.fill((byte) 0));
        add("address", memory.asSlice(0, length).toArray(JAVA_BYTE));
        add("text", address.toString().getBytes(UTF_8));
      }
    }
  }

  /** What arrives with everything switched on. */
  private void control() throws IOException {
    try (var four = Local.udp().setsockopt(IP_PKTINFO, true).setsockopt(IP_RECVTTL, true);
        var six = Local.udp6().setsockopt(IPV6_RECVPKTINFO, true)) {
      four.setsockopt(IP_RECVTOS, true).setsockopt(SO_TIMESTAMPNS, true);
      six.setsockopt(IPV6_RECVHOPLIMIT, true).setsockopt(IPV6_RECVTCLASS, true);
      for (PosixSocket socket : List.of(four, six)) {
        socket.sendto(new byte[1], 0, 1, socket.getsockname());
        received(socket, 0);
      }
    }
    try (var sender = PosixSocket.open(AF_INET, SOCK_DGRAM).setsockopt(IP_RECVERR, true)) {
      sender.setsockopt(IP_MTU_DISCOVER, InH.IP_PMTUDISC_DO).connect(Inet4.loopback(9));
      try {
        sender.send(new byte[65507 + 1], 0, 65507 + 1);
      } catch (ErrnoException _) {
        // too long: which is what the error queue says now
      }
      received(sender, Posix.MSG_ERRQUEUE);
    }
    try (var pair = Local.pair(SOCK_STREAM)) {
      pair.second().setsockopt(SO_PASSCRED, true).setsockopt(SO_TIMESTAMP, true);
      MemorySegment one = Local.pattern(1);
      pair.first().sendmsg(one, Cmsg.Rights.of(pair.first(), pair.second(), pair.first()));
      received(pair.second(), 0);
    }
    List<Cmsg> sent =
        List.of(
            Cmsg.Rights.of(1, 2, 3),
            new Cmsg.UdpSegment(1400),
            new Cmsg.Unknown(1, 99, new byte[] {1, 2, 3}),
            new Cmsg.Mark(7));
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(CmsgCodec.space(sent), 8);
      CmsgCodec.encode(sent, memory);
      control(memory.toArray(JAVA_BYTE));
    }
  }

  private void control(byte[] bytes) {
    add("control", bytes);
    add("raw-control", bytes);
    add(Decoders.of(IPV6_2292PKTOPTIONS), bytes);
  }

  private void received(PosixSocket socket, int flags) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment control = arena.allocate(512, 8);
      MemorySegment data = arena.allocate(1);
      MemorySegment iovec = arena.allocate(16, 8);
      iovec.set(JAVA_LONG, 0, data.address());
      iovec.set(JAVA_LONG, 8, 1);
      MemorySegment msg = arena.allocate(56, 8);
      msg.set(JAVA_LONG, 16, iovec.address());
      msg.set(JAVA_LONG, 24, 1);
      msg.set(JAVA_LONG, 32, control.address());
      msg.set(JAVA_LONG, 40, control.byteSize());
      if (Posix.recvmsg(socket.fd(), msg, flags) < 0) {
        throw new AssertionError("nothing was received: errno " + Posix.errno());
      }
      byte[] bytes = control.asSlice(0, msg.get(JAVA_LONG, 40)).toArray(JAVA_BYTE);
      try (var owned =
          new Received(1, Inet4.any(0), MsgFlags.NONE, CmsgCodec.decode(control, bytes.length))) {
        if (owned.control().isEmpty()) {
          throw new AssertionError("no control message came");
        }
      }
      control(bytes);
    }
  }

  /** Dumps of links, addresses and routes. */
  private void netlink() throws IOException {
    for (int type : new int[] {NetlinkH.RTM_GETLINK, NetlinkH.RTM_GETADDR, NetlinkH.RTM_GETROUTE}) {
      try (var socket =
          PosixSocket.open(AF_NETLINK, SOCK_RAW, Protocol.of(NetlinkH.NETLINK_ROUTE))) {
        MemorySegment request = Local.room(32);
        request.set(JAVA_INT, 0, 32);
        request.set(JAVA_SHORT, 4, (short) type);
        request.set(JAVA_SHORT, 6, (short) (NetlinkH.NLM_F_REQUEST | NetlinkH.NLM_F_DUMP));
        Local.impatient(socket).sendto(request, MsgFlags.NONE, Netlink.kernel());
        MemorySegment answer = Local.room(ROOM);
        long n = socket.recv(answer);
        add("netlink", Local.content(answer, n));
      }
    }
  }

  /** Each option of each kind of socket, and what the table says was seen elsewhere. */
  private void options() throws IOException {
    for (OptionTable.Row row : OptionTable.rows()) {
      SockOpt<?> option = OptionTable.option(row);
      String decoder = Decoders.of(option);
      if (decoder == null) {
        continue;
      }
      Matcher matcher = SEEN.matcher(row.seen());
      while (matcher.find()) {
        add(decoder, HexFormat.of().parseHex(matcher.group(1)));
      }
      if (option.codec() != OptionCodec.PIDFD) {
        for (String kind : row.sockets()) {
          live(decoder, option, kind);
        }
      }
    }
  }

  private void live(String decoder, SockOpt<?> option, String kind) throws IOException {
    try (var sockets = new OptionSockets();
        var arena = Arena.ofConfined()) {
      int fd = sockets.make(kind).fd();
      MemorySegment value = arena.allocate(ROOM, 8);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Math.max(4, option.codec().size()));
      if (Posix.getsockopt(fd, option.level(), option.optname(), value, length) == 0) {
        long there = Math.clamp(length.get(JAVA_INT, 0), 0, ROOM);
        add(decoder, value.asSlice(0, there).toArray(JAVA_BYTE));
      }
    } catch (ErrnoException _) {
      // this kernel, or this user, has no such sockets
    }
  }

  private void texts() {
    for (String text :
        List.of("127.0.0.1", "255.255.255.255", "1.2.3", "010.1.1.1", "1.2.3.256", "1.2.3.4.")) {
      add("text4", text.getBytes(UTF_8));
      add("text6", ("::" + text).getBytes(UTF_8));
      add("node", (text + "/80").getBytes(UTF_8));
    }
    for (String text :
        List.of("::", "::1", "1::", "1:2:3:4:5:6:7:8", "fe80::1%4294967295", "::ffff:1.2.3.4")) {
      add("text6", text.getBytes(UTF_8));
      add("node", text.getBytes(UTF_8));
    }
    for (String text : List.of("http", "tcp", "65536", "ssh/tcp")) {
      add("service", text.getBytes(UTF_8));
    }
    for (String text : List.of("unix:\\x41\\", "AF_UNIX:00", "2:", "vsock:1:2:3", "[::1]:1/0xf")) {
      add("text", text.getBytes(UTF_8));
    }
  }

  /** Anything goes for these: their bytes become structs. */
  private void structs() {
    byte[] bytes = new byte[96];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37 + 1);
    }
    for (String decoder : List.of("addrinfo", "servent", "protoent", "macros")) {
      add(decoder, bytes);
    }
    byte[] info = new byte[1200];
    info[0] = 2; // subflows
    info[4] = (byte) 104; // the size of a tcp_info
    info[12] = (byte) 200; // and of a subflow's, 456
    info[13] = 1;
    add("mptcp-full-info", info);
    ByteBuffer subflows = ByteBuffer.allocate(16 + 2 * 256).order(ByteOrder.nativeOrder());
    subflows.putInt(16).putInt(2).putInt(256).putInt(256);
    add(Decoders.of(MPTCP_SUBFLOW_ADDRS), subflows.array());
    add(Decoders.of(MPTCP_TCPINFO), subflows.array());
  }

  /** Where no kernel gave any: as many bytes as there is room for at first, and some more. */
  private void theRest() {
    for (String decoder : Decoders.ALL.keySet()) {
      if (all.stream().noneMatch(sample -> sample.decoder().name().equals(decoder))) {
        byte[] bytes = new byte[320];
        new Random(decoder.hashCode()).nextBytes(bytes);
        add(decoder, bytes);
      }
    }
  }
}
