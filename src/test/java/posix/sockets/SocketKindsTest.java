package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.testing.OwnThread;
import posix.sockets.testing.Promise;

/** Sockets beyond TCP and UDP, end to end, as far as this kernel has them. */
class SocketKindsTest {
  /** What this kernel lacks, it says by errno, and the test by a line that cannot be missed. */
  private static PosixSocket openOrSay(AddressFamily family, SocketType type, Protocol protocol)
      throws Exception {
    try {
      return Local.impatient(PosixSocket.open(family, type, protocol));
    } catch (ErrnoException e) {
      assertThat(e.errno()).isIn(Errno.EPROTONOSUPPORT, Errno.ENOPROTOOPT);
      System.err.println("*** this kernel has no " + protocol + ": it was not tried ***");
      return null;
    }
  }

  @Test
  void udpLite() throws Exception {
    for (var family : List.of(AF_INET, AF_INET6)) {
      SockAddr any = family.equals(AF_INET) ? Inet4.loopback(0) : Inet6.loopback(0);
      try (var server = openOrSay(family, SOCK_DGRAM, IPPROTO_UDPLITE);
          var client = openOrSay(family, SOCK_DGRAM, IPPROTO_UDPLITE)) {
        if (server != null) {
          server.bind(any);
          client.bind(any);
          assertThat(Local.get(server, SocketH.SOL_SOCKET, SocketH.SO_PROTOCOL)).isEqualTo(136);
          client.sendto(Local.utf8("lite"), MsgFlags.NONE, server.getsockname());
          assertThat(server.recvfrom(Local.room(9), MsgFlags.NONE))
              .isEqualTo(new Datagram(4, client.getsockname()));
        }
      }
    }
  }

  @Test
  void multipathTcp() throws Exception {
    try (var listener = openOrSay(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
        var client = openOrSay(AF_INET, SOCK_STREAM, IPPROTO_MPTCP)) {
      if (listener != null) {
        listener.bind(Inet4.loopback(0)).listen(1);
        client.connect(listener.getsockname());
        var accepted = listener.accept();
        try (var server = accepted.socket()) {
          assertThat(accepted.peer()).isEqualTo(client.getsockname());
          assertThat(Local.get(server, SocketH.SOL_SOCKET, SocketH.SO_PROTOCOL)).isEqualTo(262);
          MemorySegment sent = Local.pattern(100_000);
          Transfer.sendAll(client, sent);
          MemorySegment got = Local.room(100_000);
          Transfer.recvExactly(server, got);
          assertThat(got.mismatch(sent)).isEqualTo(-1);
          server.writev(Local.utf8("ba"), Local.utf8("ck"));
          server.shutdown(SHUT_WR);
          MemorySegment back = Local.room(4);
          Transfer.recvExactly(client, back);
          assertThat(Local.text(back, 4)).isEqualTo("back");
          assertThat(client.recv(back)).isZero();
        }
      }
    }
  }

  /** Each record is one receive, whatever else is waiting; what does not fit of one is lost. */
  @Test
  void sequencedPackets() throws Exception {
    try (var pair = Local.pair(SOCK_SEQPACKET)) {
      for (String record : List.of("one", "", "three", "too long for the buffer", "last")) {
        assertThat(pair.first().send(Local.utf8(record))).isEqualTo(record.length());
      }
      MemorySegment buf = Local.room(9);
      assertThat(Local.text(buf, pair.second().recv(buf))).isEqualTo("one");
      assertThat(pair.second().recv(buf)).isZero();
      assertThat(Local.text(buf, pair.second().recv(buf))).isEqualTo("three");
      try (var received = pair.second().recvmsg(MsgFlags.NONE, 0, buf)) {
        assertThat(received.length()).isEqualTo(9);
        assertThat(received.isTruncated()).isTrue();
        assertThat(received.isControlTruncated()).isFalse();
      }
      assertThat(Local.text(buf, 9)).isEqualTo("too long ");
      assertThat(Local.text(buf, pair.second().recv(buf))).isEqualTo("last");
      pair.first().close();
      assertThat(pair.second().recv(buf)).isZero();
      errno(Errno.EPIPE, () -> pair.second().send(buf));
    }
  }

  @Test
  void sequencedPacketsOfAListener() throws Exception {
    var name = Unix.unnamed();
    try (var listener = Local.bound(AF_UNIX, SOCK_SEQPACKET, name).listen(1);
        var client = PosixSocket.open(AF_UNIX, SOCK_SEQPACKET)) {
      client.connect(listener.getsockname());
      try (var server = Local.impatient(listener.accept().socket())) {
        assertThat(server.getsockopt(SO_TYPE)).isEqualTo(SOCK_SEQPACKET);
        client.send(Local.utf8("a"));
        client.send(Local.utf8("b"));
        assertThat(Local.recv(server)).isEqualTo("a");
        assertThat(Local.recv(server)).isEqualTo("b");
      }
    }
  }

  /** An echo request that we made, and the kernel's reply with the IP header before it. */
  @Test
  void rawIcmp() throws Exception {
    if (!OwnThread.isRootOrSays("no echo was asked for over ICMP")) {
      errno(Errno.EPERM, () -> PosixSocket.open(AF_INET, SOCK_RAW, IPPROTO_ICMP).close());
      return;
    }
    try (var socket = PosixSocket.open(AF_INET, SOCK_RAW, IPPROTO_ICMP)) {
      Local.impatient(socket);
      byte[] request = echoRequest((byte) 8, 0x1234, 7, "are you there");
      var there = Inet4.of("127.0.0.1", 0);
      assertThat(socket.sendto(Local.bytes(request), MsgFlags.NONE, there))
          .isEqualTo(request.length);
      while (true) { // our own request arrives here too
        MemorySegment buf = Local.room(200);
        Datagram got = socket.recvfrom(buf, MsgFlags.NONE);
        ByteBuffer packet = ByteBuffer.wrap(Local.content(buf, got.length()));
        assertThat(packet.get(0)).isEqualTo((byte) 0x45);
        assertThat(packet.get(9)).isEqualTo((byte) 1);
        assertThat(packet.getInt(12)).isEqualTo(0x7f000001);
        assertThat(got.from()).isEqualTo(there);
        if (packet.get(20) == 0 && packet.getShort(24) == 0x1234) {
          assertThat(got.length()).isEqualTo(20 + request.length);
          assertThat(packet.getShort(26)).isEqualTo((short) 7);
          assertThat(Local.text(buf.asSlice(28), 13)).isEqualTo("are you there");
          return;
        }
      }
    }
  }

  /** Without privileges there is no raw socket; ICMP datagrams are for groups that sysctl names. */
  @Test
  @Promise("privileges")
  void rawSocketsNeedAPrivilege() throws Exception {
    Errno[] raw =
        OwnThread.asNobody(() ->
            new Errno[] {
              openErrno(AF_INET, SOCK_RAW, IPPROTO_ICMP),
              openErrno(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6),
              openErrno(AF_INET, SOCK_RAW, IPPROTO_RAW),
              openErrno(AF_PACKET, SOCK_DGRAM, IPPROTO_IP)
            });
    assertThat(raw).containsOnly(Errno.EPERM);
  }

  private static Errno openErrno(AddressFamily family, SocketType type, Protocol protocol)
      throws Exception {
    try {
      PosixSocket.open(family, type, protocol).close();
      return null;
    } catch (ErrnoException e) {
      return e.errno();
    }
  }

  /** With the kernel's checksum for IPv6, where it is the kernel's to make. */
  @Test
  void rawIcmp6() throws Exception {
    if (!OwnThread.isRootOrSays("no echo was asked for over ICMPv6")) {
      errno(Errno.EPERM, () -> PosixSocket.open(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6).close());
      return;
    }
    try (var socket = PosixSocket.open(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6)) {
      Local.impatient(socket);
      byte[] request = echoRequest((byte) 128, 0x4321, 9, "and you");
      socket.sendto(Local.bytes(request), MsgFlags.NONE, Inet6.loopback(0));
      while (true) {
        MemorySegment buf = Local.room(200);
        Datagram got = socket.recvfrom(buf, MsgFlags.NONE);
        ByteBuffer packet = ByteBuffer.wrap(Local.content(buf, got.length()));
        assertThat(got.from()).isEqualTo(Inet6.loopback(0));
        if (packet.get(0) == (byte) 129 && packet.getShort(4) == 0x4321) {
          assertThat(got.length()).isEqualTo(request.length);
          assertThat(Local.text(buf.asSlice(8), 7)).isEqualTo("and you");
          return;
        }
      }
    }
  }

  /** Type, code 0, checksum, identifier, sequence number, data. */
  private static byte[] echoRequest(byte type, int id, int sequence, String text) {
    byte[] data = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ByteBuffer packet = ByteBuffer.allocate(8 + data.length);
    packet.put(type).put((byte) 0).putShort((short) 0);
    packet.putShort((short) id).putShort((short) sequence).put(data);
    int sum = 0;
    for (int i = 0; i < packet.capacity(); i++) {
      sum += Byte.toUnsignedInt(packet.get(i)) << (i % 2 == 0 ? 8 : 0);
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return packet.putShort(2, (short) ~((sum & 0xffff) + (sum >>> 16))).array();
  }

  /** A message to the own address of a connectionless kernel protocol. */
  @Test
  void netlinkToOurselves() throws Exception {
    Protocol userSock = new Protocol(2); // NETLINK_USERSOCK
    try (var one = Local.impatient(PosixSocket.open(AF_NETLINK, SOCK_DGRAM, userSock));
        var other = Local.impatient(PosixSocket.open(AF_NETLINK, SOCK_DGRAM, userSock))) {
      one.bind(Netlink.kernel());
      other.bind(Netlink.kernel());
      var from = (Netlink) one.getsockname();
      one.sendto(Local.utf8("over netlink"), MsgFlags.NONE, other.getsockname());
      assertThat(other.recvfrom(Local.room(20), MsgFlags.NONE)).isEqualTo(new Datagram(12, from));
    }
  }
}
