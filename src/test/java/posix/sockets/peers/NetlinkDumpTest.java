package posix.sockets.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import posix.sockets.Expect;
import posix.sockets.Inet4;
import posix.sockets.Inet6;
import posix.sockets.Local;
import posix.sockets.MsgFlags;
import posix.sockets.Netlink;
import posix.sockets.PosixSocket;
import posix.sockets.Protocol;
import posix.sockets.raw.constants.NetlinkH;
import posix.sockets.raw.constants.SocketH;

/** What the kernel tells of links and addresses over netlink is what {@code ip -j} prints. */
class NetlinkDumpTest {
  private static final int HEADER = 16; // struct nlmsghdr
  private static final int IFA_ADDRESS = NetlinkH.IFA_ADDRESS;

  /** Python knows JSON, and prints what is asked for line by line. */
  private static List<String> ip(String what, String program) throws Exception {
    String script =
        "import json, subprocess, sys\n"
            + "out = subprocess.run(['ip', '-j', sys.argv[1]], check=True, capture_output=True)\n"
            + "links = json.loads(out.stdout)\n"
            + program;
    assertThat(Peer.output("iproute2", "ip", "-V").getFirst()).contains("iproute2");
    return Peer.output("python3", "python3", "-c", script, what);
  }

  private interface Answer {
    void add(ByteBuffer body);
  }

  /** A dump: one request, and every message of the answer but the last. */
  private static int dump(int type, int familyHeader, int answerType, Answer answer)
      throws Exception {
    try (var socket =
        PosixSocket.open(AF_NETLINK, SOCK_RAW, new Protocol(NetlinkH.NETLINK_ROUTE))) {
      Local.impatient(socket).bind(Netlink.kernel());
      int port = ((Netlink) socket.getsockname()).pid();
      ByteBuffer request = ByteBuffer.allocateDirect(HEADER + familyHeader);
      request.order(ByteOrder.nativeOrder()).putInt(HEADER + familyHeader).putShort((short) type);
      request.putShort((short) (NetlinkH.NLM_F_REQUEST | NetlinkH.NLM_F_DUMP)).putInt(4711);
      request.putInt(0);
      socket.sendto(request.clear(), Netlink.kernel());
      MemorySegment buf = Local.room(1 << 16);
      for (int count = 0; ; ) {
        var datagram = socket.recvfrom(buf, MsgFlags.NONE);
        assertThat(datagram.from()).isEqualTo(Netlink.kernel());
        ByteBuffer all =
            buf.asSlice(0, datagram.length()).asByteBuffer().order(ByteOrder.nativeOrder());
        while (all.remaining() >= HEADER) {
          int start = all.position();
          int length = all.getInt();
          int kind = Short.toUnsignedInt(all.getShort());
          all.getShort();
          assertThat(all.getInt()).isEqualTo(4711);
          assertThat(all.getInt()).isEqualTo(port);
          if (kind == NetlinkH.NLMSG_DONE) {
            return count;
          }
          assertThat(kind).isEqualTo(answerType);
          answer.add(all.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder()));
          all.position(Math.min(all.limit(), start + (length + 3 & ~3)));
          count++;
        }
      }
    }
  }

  /** {@code struct rtattr} and what follows it, by type. */
  private static Map<Integer, byte[]> attributes(ByteBuffer body, int from) {
    Map<Integer, byte[]> attributes = new HashMap<>();
    for (int at = from; at + 4 <= body.limit(); ) {
      int length = Short.toUnsignedInt(body.getShort(at));
      byte[] value = new byte[length - 4];
      body.get(at + 4, value);
      attributes.put(body.getShort(at + 2) & 0x3fff, value);
      at += length + 3 & ~3;
    }
    return attributes;
  }

  private static String text(byte[] value) {
    return new String(value, 0, value.length - 1, StandardCharsets.UTF_8);
  }

  private static int number(byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
  }

  private static void same(Callable<List<String>> ours, Callable<List<String>> theirs)
      throws Exception {
    Expect.ofInterfaces(() -> assertThat(ours.call()).isNotEmpty().isEqualTo(theirs.call()));
  }

  private static List<String> links() throws Exception {
    List<String> lines = new ArrayList<>();
    int count =
        dump(
            NetlinkH.RTM_GETLINK,
            16, // struct ifinfomsg
            NetlinkH.RTM_NEWLINK,
            body -> {
              var attributes = attributes(body, 16);
              int flags = body.getInt(8);
              byte[] address = attributes.getOrDefault(NetlinkH.IFLA_ADDRESS, new byte[0]);
              byte[] queue = attributes.get(NetlinkH.IFLA_TXQLEN);
              lines.add(
                  "%d %s mtu %d queue %d %s up %b loopback %b broadcast %b multicast %b"
                      .formatted(
                          body.getInt(4),
                          text(attributes.get(NetlinkH.IFLA_IFNAME)),
                          number(attributes.get(NetlinkH.IFLA_MTU)),
                          number(queue),
                          HexFormat.ofDelimiter(":").formatHex(address),
                          (flags & 1) != 0,
                          (flags & 8) != 0,
                          (flags & 2) != 0,
                          (flags & 0x1000) != 0));
            });
    assertThat(lines).hasSize(count);
    return lines;
  }

  @Test
  void linksAreThoseOfIp() throws Exception {
    String program =
        """
        for l in links:
            flag = lambda f: str(f in l['flags']).lower()
            print(l['ifindex'], l['ifname'], 'mtu', l['mtu'], 'queue', l.get('txqlen', 0),
                  l.get('address', ''), 'up', flag('UP'), 'loopback', flag('LOOPBACK'),
                  'broadcast', flag('BROADCAST'), 'multicast', flag('MULTICAST'))
        """;
    same(NetlinkDumpTest::links, () -> ip("link", program));
    assertThat(links().getFirst()).startsWith("1 lo mtu ").contains("loopback true");
  }

  private static List<String> addresses() throws Exception {
    List<String> lines = new ArrayList<>();
    dump(
        NetlinkH.RTM_GETADDR,
        8, // struct ifaddrmsg
        NetlinkH.RTM_NEWADDR,
        body -> {
          var attributes = attributes(body, 8);
          int family = body.get(0);
          byte[] local = attributes.getOrDefault(NetlinkH.IFA_LOCAL, attributes.get(IFA_ADDRESS));
          String host =
              family == SocketH.AF_INET
                  ? Inet4.of(local, 0).host()
                  : Inet6.of(local, 0, 0, 0).host();
          int scope = Byte.toUnsignedInt(body.get(3));
          lines.add(
              "%d %s %s/%d %s"
                  .formatted(
                      body.getInt(4),
                      family == SocketH.AF_INET ? "inet" : "inet6",
                      host,
                      Byte.toUnsignedInt(body.get(1)),
                      Map.of(0, "global", 200, "site", 253, "link", 254, "host")
                          .getOrDefault(scope, String.valueOf(scope))));
        });
    return lines.stream().sorted().toList();
  }

  /** As text, too: what {@code inet_ntop} makes of an address, {@link Inet6} does. */
  @Test
  void addressesAreThoseOfIp() throws Exception {
    String program =
        """
        lines = []
        for l in links:
            for a in l['addr_info']:
                if 'local' in a:
                    lines.append('%d %s %s/%d %s' % (l['ifindex'], a['family'], a['local'],
                                                     a['prefixlen'], a['scope']))
        print('\\n'.join(sorted(lines)))
        """;
    same(NetlinkDumpTest::addresses, () -> ip("addr", program));
    assertThat(addresses()).contains("1 inet 127.0.0.1/8 host");
  }
}
