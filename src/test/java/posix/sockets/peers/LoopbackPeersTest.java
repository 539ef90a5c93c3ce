package posix.sockets.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.Datagram;
import posix.sockets.Errno;
import posix.sockets.Expect;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.MsgFlags;
import posix.sockets.Packet;
import posix.sockets.PosixSocket;
import posix.sockets.Protocol;
import posix.sockets.SockFilter;
import posix.sockets.SockFprog;
import posix.sockets.raw.constants.IfH;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.testing.Await;
import posix.sockets.testing.OwnThread;

/** What others on this machine see of our packets, and we of theirs. */
class LoopbackPeersTest {
  private static final int LO = 1;
  private static final int ARPHRD_LOOPBACK = 772;
  private static final byte[] GROUP = {(byte) 239, 1, 2, 3};
  private static final byte[] ON_LO = {127, 0, 0, 1};

  private static byte[] joined(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  /** One send to a group, received by a member here and by one in Python; and one of Python's. */
  @Test
  void multicast() throws Exception {
    String program =
        """
        group, port = '239.1.2.3', int(sys.argv[1])
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((group, port))
        lo = socket.inet_aton('127.0.0.1')
        s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + lo)
        print('member')
        print(s.recv(100).decode())
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, lo)
        s.sendto(b'python to all', (group, port))
        print(s.recv(100).decode())
        """;
    try (var member = PosixSocket.open(AF_INET, SOCK_DGRAM);
        var sender = Local.udp()) {
      Local.impatient(member).bind(Inet4.of(GROUP, 0));
      member.setsockopt(SO_REUSEADDR, true); // before it, the port might be shared with a stranger
      int port = ((Inet4) member.getsockname()).port();
      var group = Inet4.of(GROUP, port);
      byte[] request = joined(GROUP, ON_LO); // struct ip_mreq
      Local.set(member, InH.IPPROTO_IP, InH.IP_ADD_MEMBERSHIP, request);
      Local.set(sender, InH.IPPROTO_IP, InH.IP_MULTICAST_IF, ON_LO);
      try (var python = Peer.python(program, String.valueOf(port))) {
        assertThat(python.line()).isEqualTo("member");
        assertThat(sender.sendto(Local.utf8("to all"), MsgFlags.NONE, group)).isEqualTo(6);
        assertThat(python.line()).isEqualTo("to all");
        MemorySegment buf = Local.room(100);
        assertThat(member.recvfrom(buf, MsgFlags.NONE))
            .isEqualTo(new Datagram(6, sender.getsockname()));
        assertThat(Local.text(buf, 6)).isEqualTo("to all");
        assertThat(python.line()).isEqualTo("python to all");
        assertThat(Local.recv(member)).isEqualTo("python to all");
        python.rest();
      }
      // who has left hears nothing more
      Local.set(member, InH.IPPROTO_IP, InH.IP_DROP_MEMBERSHIP, request);
      Local.set(member, InH.IPPROTO_IP, InH.IP_MULTICAST_ALL, 0);
      sender.sendto(Local.utf8("not for us"), MsgFlags.NONE, group);
      assertThat(Local.isEmpty(member)).isTrue();
    }
  }

  /** Every packet that UDP sends over lo is seen by a packet socket, byte for byte. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void captured(boolean withLinkHeader) throws Exception {
    var type = withLinkHeader ? SOCK_RAW : SOCK_DGRAM;
    var protocol = new Protocol(Short.reverseBytes((short) IfH.ETH_P_IP) & 0xffff);
    if (!OwnThread.isRootOrSays("no packet was captured")) {
      errno(Errno.EPERM, () -> PosixSocket.open(AF_PACKET, type, protocol).close());
      return;
    }
    int header = withLinkHeader ? 14 : 0;
    try (var capture = PosixSocket.open(AF_PACKET, type);
        var to = Local.udp();
        var from = Local.udp()) {
      int fromPort = ((Inet4) from.getsockname()).port();
      int toPort = ((Inet4) to.getsockname()).port();
      capture.setsockopt(SO_ATTACH_FILTER, udpTo(toPort, header));
      Local.impatient(capture).bind(Packet.of(IfH.ETH_P_IP, LO));
      List<byte[]> sent = new ArrayList<>();
      for (int length : new int[] {0, 1, 100, 1472, 9000}) {
        byte[] payload = Local.content(Local.pattern(length), length);
        sent.add(payload);
        from.sendto(payload, 0, length, to.getsockname());
      }
      String program = "socket.socket(2, 2).sendto(b'of python', ('127.0.0.1', int(sys.argv[1])))";
      try (var python = Peer.python(program, String.valueOf(toPort))) {
        python.rest();
      }
      sent.add("of python".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      int seen = 0;
      while (seen < sent.size()) {
        MemorySegment buf = Local.room(1 << 16);
        Datagram datagram = capture.recvfrom(buf, MsgFlags.NONE);
        var frame = ByteBuffer.wrap(Local.content(buf, datagram.length()));
        int udp = header + (frame.get(header) & 0xf) * 4;
        assertThat(frame.get(header + 9)).isEqualTo((byte) InH.IPPROTO_UDP);
        assertThat(Short.toUnsignedInt(frame.getShort(udp + 2))).isEqualTo(toPort);
        byte[] payload = sent.get(seen);
        assertThat(datagram.from())
            .isEqualTo(new Packet(IfH.ETH_P_IP, LO, ARPHRD_LOOPBACK, 0, new byte[6]));
        assertThat(frame.remaining()).isEqualTo(udp + 8 + payload.length);
        if (withLinkHeader) {
          assertThat(frame.getLong(0)).isZero();
          assertThat(Short.toUnsignedInt(frame.getShort(12))).isEqualTo(IfH.ETH_P_IP);
        }
        assertThat(frame.getInt(header + 12)).isEqualTo(0x7f000001);
        assertThat(frame.getInt(header + 16)).isEqualTo(0x7f000001);
        assertThat(frame.getShort(udp + 4)).isEqualTo((short) (8 + payload.length));
        if (seen < sent.size() - 1) {
          assertThat(Short.toUnsignedInt(frame.getShort(udp))).isEqualTo(fromPort);
        }
        byte[] got = new byte[payload.length];
        frame.get(udp + 8, got);
        assertThat(got).isEqualTo(payload);
        seen++;
      }
    }
  }

  /** Lets through what goes to a port: what others send would crowd it out of the queue. */
  private static SockFprog udpTo(int port, int header) {
    return new SockFprog(
        List.of(
            new SockFilter(0x30, 0, 0, header + 9), // ldb [protocol]
            new SockFilter(0x15, 0, 4, InH.IPPROTO_UDP), // jne #udp, drop
            new SockFilter(0xb1, 0, 0, header), // ldxb 4*([header]&0xf)
            new SockFilter(0x48, 0, 0, header + 2), // ldh [x + destination]
            new SockFilter(0x15, 0, 1, port), // jne #port, drop
            new SockFilter(0x06, 0, 0, 1 << 18), // ret #-1
            new SockFilter(0x06, 0, 0, 0))); // drop: ret #0
  }

  /** {@code ss} sees a listener of ours, its backlog and its process. */
  @Test
  void listenersAreSeen() throws Exception {
    try (var listener = Local.bound(AF_INET, SOCK_STREAM, Inet4.loopback(0)).listen(7)) {
      int port = ((Inet4) listener.getsockname()).port();
      String[] ss = {"ss", "-tlnpH", "src = 127.0.0.1:" + port};
      List<String> lines = Peer.output("iproute2", ss);
      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst().split(" +"))
          .startsWith("LISTEN", "0", "7", "127.0.0.1:" + port, "0.0.0.0:*");
      long pid = ProcessHandle.current().pid();
      assertThat(lines.getFirst()).contains("pid=" + pid + ",fd=" + listener.fd());
      listener.listen(9); // again, with another backlog
      try (var client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname())) {
        Await.readable(listener); // one that waits to be accepted
        assertThat(Peer.output("iproute2", ss).getFirst().split(" +"))
            .startsWith("LISTEN", "1", "9");
        String[] established = {"ss", "-tnH", "src = 127.0.0.1:" + port};
        var peer = ((Inet4) client.getsockname()).toString();
        assertThat(Peer.output("iproute2", established).getFirst()).contains(peer);
      }
    }
    try (var closed = Local.bound(AF_INET, SOCK_STREAM, Inet4.loopback(0))) {
      int port = ((Inet4) closed.getsockname()).port();
      // bound is not listening
      assertThat(Peer.output("iproute2", "ss", "-tlnH", "src = 127.0.0.1:" + port)).isEmpty();
    }
  }

  /** And a listener by name. */
  @Test
  void unixListenersAreSeen() throws Exception {
    String name = "seen-by-ss-" + ProcessHandle.current().pid();
    try (var listener =
        Local.bound(AF_UNIX, SOCK_STREAM, posix.sockets.Unix.abstractName(name)).listen(3)) {
      List<String> lines =
          Peer.output("iproute2", "ss", "-xlnH").stream().filter(l -> l.contains(name)).toList();
      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst().split(" +")).startsWith("u_str", "LISTEN", "0", "3", "@" + name);
      assertThat(listener.isClosed()).isFalse();
    }
  }

  /** A reset is told once, and then the connection is over. */
  @Test
  void aPeerThatResets() throws Exception {
    String program =
        """
        import struct
        s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
        s.recv(1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        s.close()
        """;
    try (var listener = Local.bound(AF_INET, SOCK_STREAM, Inet4.loopback(0)).listen(1);
        var python = Peer.python(program, String.valueOf(((Inet4) listener.getsockname()).port()));
        var socket = Local.impatient(listener.accept().socket())) {
      socket.send(Local.utf8("x"));
      python.rest();
      Expect.soon(
          "the reset",
          () ->
              Local.get(socket, SocketH.SOL_SOCKET, SocketH.SO_ERROR) == Errno.ECONNRESET.number());
      assertThat(socket.recv(Local.room(1))).isZero();
      errno(Errno.EPIPE, () -> socket.send(Local.utf8("x")));
      assertThat(Options.ints(Options.bytes(socket, SocketH.SOL_SOCKET, SocketH.SO_ERROR, 4)))
          .containsExactly(0);
    }
  }
}
