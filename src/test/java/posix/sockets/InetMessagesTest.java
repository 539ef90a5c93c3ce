package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;
import static posix.sockets.raw.constants.SocketH.SOL_SOCKET;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import posix.sockets.raw.constants.ErrqueueH;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.raw.constants.UdpH;
import posix.sockets.testing.OwnThread;

/** Control messages of IPv4, IPv6, UDP and of sockets in general, from the kernel and to it. */
class InetMessagesTest {
  private static final int IP = InH.IPPROTO_IP;
  private static final int IPV6 = InH.IPPROTO_IPV6;
  private static final int LO = 1;
  private static final int ROOM = 512;

  /** Sends one byte, and gives the control messages that arrive with it. */
  private static List<Cmsg> passed(PosixSocket from, PosixSocket to, Cmsg... control)
      throws IOException {
    from.sendmsg(MsgFlags.NONE, to.getsockname(), List.of(control), Local.utf8("x"));
    try (var received = to.recvmsg(MsgFlags.NONE, ROOM, Local.room(9))) {
      assertThat(received.length()).isEqualTo(1);
      assertThat(received.from()).isEqualTo(from.getsockname());
      assertThat(received.flags()).isEqualTo(MsgFlags.NONE);
      return received.control();
    }
  }

  @Test
  void nothingUnlessItIsAskedFor() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      assertThat(passed(from, to)).isEmpty();
    }
  }

  @Test
  void pktInfo() throws Exception {
    try (var to = Local.bound(AF_INET, SOCK_DGRAM, Inet4.any(0));
        var from = Local.bound(AF_INET, SOCK_DGRAM, Inet4.any(0))) {
      Local.set(to, IP, InH.IP_PKTINFO, 1);
      int port = ((Inet4) to.getsockname()).port();
      var destination = Inet4.of("127.0.0.9", port);
      from.sendto(Local.utf8("x"), MsgFlags.NONE, destination);
      try (var received = to.recvmsg(MsgFlags.NONE, ROOM, Local.room(9))) {
        assertThat(received.control())
            .containsExactly(
                new Cmsg.PktInfo(LO, Inet4.of("127.0.0.9", 0), Inet4.of("127.0.0.9", 0)));
      }
      // in sending, it names the source
      var source = new Cmsg.PktInfo(0, Inet4.of("127.0.0.77", 0), Inet4.any(0));
      from.sendmsg(MsgFlags.NONE, destination, List.of(source), Local.utf8("x"));
      try (var received = to.recvmsg(MsgFlags.NONE, ROOM, Local.room(9))) {
        int own = ((Inet4) from.getsockname()).port();
        assertThat(received.from()).isEqualTo(Inet4.of("127.0.0.77", own));
      }
      var nowhere = new Cmsg.PktInfo(0x7ffffff0, Inet4.any(0), Inet4.any(0));
      List<Cmsg> control = List.of(nowhere);
      errno(Errno.ENODEV, () -> from.sendmsg(MsgFlags.NONE, destination, control, Local.utf8("x")));
    }
  }

  @Test
  void pktInfo6() throws Exception {
    try (var to = Local.bound(AF_INET6, SOCK_DGRAM, Inet6.any(0));
        var from = Local.bound(AF_INET6, SOCK_DGRAM, Inet6.any(0))) {
      Local.set(to, IPV6, InH.IPV6_RECVPKTINFO, 1);
      var destination = Inet6.loopback(((Inet6) to.getsockname()).port());
      var source = new Cmsg.PktInfo6(LO, Inet6.loopback(0));
      from.sendmsg(MsgFlags.NONE, destination, List.of(source), Local.utf8("x"));
      try (var received = to.recvmsg(MsgFlags.NONE, ROOM, Local.room(9))) {
        assertThat(received.first(Cmsg.PktInfo6.class))
            .contains(new Cmsg.PktInfo6(LO, Inet6.loopback(0)));
        assertThat(received.from()).isEqualTo(Inet6.loopback(((Inet6) from.getsockname()).port()));
      }
      var notOurs = new Cmsg.PktInfo6(0, Inet6.of("2001:db8::99", 0));
      List<Cmsg> control = List.of(notOurs);
      errno(Errno.EINVAL, () -> from.sendmsg(MsgFlags.NONE, destination, control, Local.utf8("x")));
    }
  }

  @Test
  void ttlAndTos() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      Local.set(to, IP, InH.IP_RECVTTL, 1);
      Local.set(to, IP, InH.IP_RECVTOS, 1);
      assertThat(passed(from, to)).containsExactly(Local.ttl(), new Cmsg.Tos(0));
      for (int ttl : new int[] {1, 128, 255}) {
        assertThat(passed(from, to, new Cmsg.Ttl(ttl))).contains(new Cmsg.Ttl(ttl));
      }
      for (int tos : new int[] {0x10, 0xb8, 0xfc}) { // the two low bits are the kernel's
        assertThat(passed(from, to, new Cmsg.Tos(tos))).contains(new Cmsg.Tos(tos));
      }
      assertThat(passed(from, to, new Cmsg.Tos(0x20), new Cmsg.Ttl(9)))
          .containsExactly(new Cmsg.Ttl(9), new Cmsg.Tos(0x20));
      assertThat(passed(from, to)).containsExactly(Local.ttl(), new Cmsg.Tos(0));
      errno(Errno.EINVAL, () -> passed(from, to, new Cmsg.Ttl(0)));
      errno(Errno.EINVAL, () -> passed(from, to, new Cmsg.Ttl(256)));
      errno(Errno.EINVAL, () -> passed(from, to, new Cmsg.Tos(256)));
    }
  }

  @Test
  void hopLimitAndTrafficClass() throws Exception {
    try (var to = Local.udp6();
        var from = Local.udp6()) {
      Local.set(to, IPV6, InH.IPV6_RECVHOPLIMIT, 1);
      Local.set(to, IPV6, InH.IPV6_RECVTCLASS, 1);
      assertThat(passed(from, to)).containsExactly(Local.hopLimit(), new Cmsg.TrafficClass(0));
      assertThat(passed(from, to, new Cmsg.HopLimit(7), new Cmsg.TrafficClass(0xb8)))
          .containsExactly(new Cmsg.HopLimit(7), new Cmsg.TrafficClass(0xb8));
      assertThat(passed(from, to, new Cmsg.HopLimit(-1), new Cmsg.TrafficClass(1 << 2)))
          .containsExactly(Local.hopLimit(), new Cmsg.TrafficClass(1 << 2));
      errno(Errno.EINVAL, () -> passed(from, to, new Cmsg.HopLimit(256)));
      errno(Errno.EINVAL, () -> passed(from, to, new Cmsg.TrafficClass(256)));
    }
  }

  @Test
  void timestamps() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      Local.set(to, SOL_SOCKET, SocketH.SO_TIMESTAMP, 1);
      Instant micros = timestamp(from, to);
      assertThat(micros.getNano() % 1000).isZero();
      Local.set(to, SOL_SOCKET, SocketH.SO_TIMESTAMPNS, 1);
      boolean finer = false;
      for (int i = 0; i < 20; i++) {
        finer |= timestamp(from, to).getNano() % 1000 != 0;
      }
      assertThat(finer).isTrue();
      // the forms for 64-bit times everywhere
      Local.set(to, SOL_SOCKET, SocketH.SO_TIMESTAMP_NEW, 1);
      timestamp(from, to);
      Local.set(to, SOL_SOCKET, SocketH.SO_TIMESTAMPNS_NEW, 1);
      timestamp(from, to);
    }
  }

  private static Instant timestamp(PosixSocket from, PosixSocket to) throws IOException {
    Instant before = Instant.now();
    List<Cmsg> control = passed(from, to);
    assertThat(control).hasSize(1);
    Instant time = ((Cmsg.Timestamp) control.getFirst()).time();
    assertIsSince(before, time);
    return time;
  }

  /** But for the five seconds that a clock may be set by. */
  private static void assertIsSince(Instant before, Instant time) {
    assertThat(time).isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
  }

  @Test
  void timestamping() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      for (int option : new int[] {SocketH.SO_TIMESTAMPING, SocketH.SO_TIMESTAMPING_NEW}) {
        Local.set(
            to,
            SOL_SOCKET,
            option,
            ErrqueueH.SOF_TIMESTAMPING_RX_SOFTWARE | ErrqueueH.SOF_TIMESTAMPING_SOFTWARE);
        // the kernel begins to take times a moment after it was told to
        Expect.soon("a time of receipt", () -> !passed(from, to).isEmpty());
        Instant before = Instant.now();
        var stamps = (Cmsg.Timestamping) passed(from, to).getFirst();
        assertIsSince(before, stamps.software());
        assertThat(stamps.hardware()).isNull();
      }
    }
  }

  @Test
  void mark() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      Local.set(to, SOL_SOCKET, SocketH.SO_RCVMARK, 1);
      if (OwnThread.isRootOrSays("no packet was marked")) {
        assertThat(passed(from, to, new Cmsg.Mark(0x12345678)))
            .containsExactly(new Cmsg.Mark(0x12345678));
      }
      assertThat(passed(from, to)).containsExactly(new Cmsg.Mark(0));
      assertThat(errnoAsNobody(from, to, new Cmsg.Mark(1))).isEqualTo(Errno.EPERM);
    }
  }

  @Test
  void priority() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      try {
        Local.set(to, SOL_SOCKET, SocketH.SO_RCVPRIORITY, 1);
      } catch (ErrnoException e) {
        assertThat(e.errno()).isEqualTo(Errno.ENOPROTOOPT);
        System.err.println("*** this kernel has no SO_RCVPRIORITY: Priority was not tried ***");
        return;
      }
      assertThat(passed(from, to, new Cmsg.Priority(5))).containsExactly(new Cmsg.Priority(5));
      assertThat(passed(from, to)).containsExactly(new Cmsg.Priority(0));
      assertThat(errnoAsNobody(from, to, new Cmsg.Priority(6))).isNull();
      assertThat(errnoAsNobody(from, to, new Cmsg.Priority(7))).isEqualTo(Errno.EPERM);
    }
  }

  /** What a send without privileges fails with, if it does. */
  private static Errno errnoAsNobody(PosixSocket from, PosixSocket to, Cmsg message)
      throws Exception {
    return OwnThread.asNobody(() -> {
      try {
        passed(from, to, message);
        return null;
      } catch (ErrnoException e) {
        return e.errno();
      }
    });
  }

  /** A message that has no type here, from the kernel: where the packet was to go at first. */
  @Test
  void unknownFromTheKernel() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      Local.set(to, IP, InH.IP_RECVORIGDSTADDR, 1);
      int port = ((Inet4) to.getsockname()).port();
      ByteBuffer address = ByteBuffer.allocate(16).order(java.nio.ByteOrder.nativeOrder());
      address.putShort((short) 2).order(java.nio.ByteOrder.BIG_ENDIAN);
      address.putShort((short) port).putInt(0x7f000001);
      assertThat(passed(from, to))
          .containsExactly(new Cmsg.Unknown(IP, InH.IP_ORIGDSTADDR, address.array()));
    }
  }

  /** A message that has no type here, or has, to the kernel. */
  @Test
  void unknownToTheKernel() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      Local.set(to, IP, InH.IP_RECVTTL, 1);
      byte[] seven =
          ByteBuffer.allocate(4).order(java.nio.ByteOrder.nativeOrder()).putInt(7).array();
      assertThat(passed(from, to, new Cmsg.Unknown(IP, InH.IP_TTL, seven)))
          .containsExactly(new Cmsg.Ttl(7));
      errno(Errno.EINVAL, () -> passed(from, to, new Cmsg.Unknown(IP, InH.IP_TTL, new byte[3])));
      errno(Errno.EINVAL, () -> passed(from, to, new Cmsg.Unknown(SOL_SOCKET, 99, new byte[4])));
      // of a level that is not the socket's, nobody takes notice
      assertThat(passed(from, to, new Cmsg.Unknown(IPV6, 99, new byte[4])))
          .containsExactly(Local.ttl());
    }
  }

  @Test
  void severalAtOnce() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      Local.set(to, SOL_SOCKET, SocketH.SO_TIMESTAMPNS, 1);
      Local.set(to, IP, InH.IP_PKTINFO, 1);
      Local.set(to, IP, InH.IP_RECVTTL, 1);
      Local.set(to, IP, InH.IP_RECVTOS, 1);
      Local.set(to, SOL_SOCKET, SocketH.SO_RXQ_OVFL, 1);
      List<Cmsg> control =
          passed(
              from,
              to,
              new Cmsg.Ttl(33),
              new Cmsg.PktInfo(LO, Inet4.loopback(0), Inet4.any(0)),
              new Cmsg.Tos(0x40));
      assertThat(control).hasSizeGreaterThanOrEqualTo(4);
      assertThat(control)
          .contains(
              new Cmsg.Ttl(33),
              new Cmsg.Tos(0x40),
              new Cmsg.PktInfo(LO, Inet4.loopback(0), Inet4.loopback(0)));
      assertThat(control).hasAtLeastOneElementOfType(Cmsg.Timestamp.class);
    }
  }

  /** One send, cut into three datagrams by the kernel. */
  @Test
  void segments() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      MemorySegment sent = Local.pattern(250);
      List<Cmsg> by100 = List.of(new Cmsg.UdpSegment(100));
      assertThat(from.sendmsg(MsgFlags.NONE, to.getsockname(), by100, sent)).isEqualTo(250);
      int at = 0;
      for (int length : new int[] {100, 100, 50}) {
        MemorySegment got = Local.room(500);
        assertThat(to.recv(got)).isEqualTo(length);
        assertThat(got.asSlice(0, length).mismatch(sent.asSlice(at, length))).isEqualTo(-1);
        at += length;
      }
      assertThat(Local.isEmpty(to)).isTrue();
    }
  }

  /** What came as three datagrams is given as one, with the size that it was cut by. */
  @Test
  void putTogetherAgain() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      Local.set(to, InH.IPPROTO_UDP, UdpH.UDP_GRO, 1);
      MemorySegment sent = Local.pattern(250);
      List<Cmsg> by100 = List.of(new Cmsg.UdpSegment(100));
      from.sendmsg(MsgFlags.NONE, to.getsockname(), by100, sent);
      MemorySegment got = Local.room(500);
      try (var received = to.recvmsg(MsgFlags.NONE, ROOM, got)) {
        assertThat(received.length()).isEqualTo(250);
        assertThat(received.control()).containsExactly(new Cmsg.UdpGro(100));
        assertThat(got.asSlice(0, 250).mismatch(sent)).isEqualTo(-1);
      }
    }
  }
}
