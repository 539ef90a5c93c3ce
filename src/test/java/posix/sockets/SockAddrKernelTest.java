package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.raw.constants.IfH;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.NetlinkH;
import posix.sockets.testing.OwnThread;
import posix.sockets.testing.Promise;

/** Every address through the kernel: bound, asked for again, and seen by a peer. */
class SockAddrKernelTest {
  private static final int LO = 1;
  private static final Protocol NETLINK_ROUTE = new Protocol(NetlinkH.NETLINK_ROUTE);
  private static final int RTMGRP_LINK = 1;
  private static final int ARPHRD_LOOPBACK = 772;

  /** Binds, asks for the address, and lets a peer see it as a sender's. */
  private static void throughTheKernel(Unix name, PosixSocket witness) throws Exception {
    try (var socket = PosixSocket.open(AF_UNIX, SOCK_DGRAM)) {
      Expect.soon("nobody else has " + name, () -> isBound(socket, name));
      assertThat(socket.getsockname()).isEqualTo(name);
      socket.sendto(Local.utf8("x"), MsgFlags.NONE, witness.getsockname());
      assertThat(witness.recvfrom(Local.room(9), MsgFlags.NONE)).isEqualTo(new Datagram(1, name));
      witness.sendto(Local.utf8("back"), MsgFlags.NONE, name);
      assertThat(Local.recv(socket)).isEqualTo("back");
      witness.connect(name);
      assertThat(witness.getpeername()).isEqualTo(name);
      witness.connect(new Opaque(AF_UNSPEC, new byte[14])); // connected to nobody again
    }
  }

  /** Abstract names are everybody's: another process may have one for a moment. */
  private static boolean isBound(PosixSocket socket, Unix name) throws IOException {
    try {
      socket.bind(name);
      return true;
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EADDRINUSE && name.isAbstract()) {
        return false;
      }
      throw e;
    }
  }

  private static PosixSocket witness() throws Exception {
    return Local.bound(AF_UNIX, SOCK_DGRAM, Unix.unnamed());
  }

  /** Relative ones: an absolute path cannot be short. */
  @Test
  void everyLengthOfAPath(@TempDir Path directory) throws Exception {
    int count =
        OwnThread.in(
            directory,
            () -> {
              try (var witness = witness()) {
                for (int length = 1; length <= 108; length++) {
                  throughTheKernel(Unix.path("p".repeat(length)), witness);
                }
                return 108;
              }
            });
    assertThat(count).isEqualTo(108);
    for (int length = 1; length <= 108; length++) {
      assertThat(directory.resolve("p".repeat(length))).exists();
    }
  }

  @Test
  void everyLengthOfAnAbsolutePath(@TempDir Path directory) throws Exception {
    try (var witness = witness()) {
      int shortest = directory.toString().length() + 2;
      assertThat(shortest).isLessThan(100);
      for (int length = shortest; length <= 108; length++) {
        String path = directory + "/" + "p".repeat(length - shortest + 1);
        assertThat(path).hasSize(length);
        throughTheKernel(Unix.path(path), witness);
        assertThat(Path.of(path)).exists();
      }
    }
  }

  /** Every byte that a file's name can have: all but the slash and NUL. */
  @Test
  void everyByteOfAPath(@TempDir Path directory) throws Exception {
    OwnThread.in(
        directory,
        () -> {
          try (var witness = witness()) {
            for (int b = 1; b < 256; b++) {
              if (b != '/' && b != '.') {
                throughTheKernel(Unix.path(new byte[] {(byte) b}), witness);
              }
            }
            byte[] all = HexFormat.of().parseHex("f6fffe20090a5c78343180c0");
            throughTheKernel(Unix.path(all), witness);
          }
          return null;
        });
  }

  @Test
  void everyLengthOfAnAbstractName() throws Exception {
    var random = ThreadLocalRandom.current();
    try (var witness = witness()) {
      for (int length = 0; length <= 107; length++) {
        byte[] name = new byte[length];
        random.nextBytes(name);
        throughTheKernel(Unix.abstractName(name), witness);
        throughTheKernel(Unix.abstractName(new byte[length]), witness); // all NUL
      }
    }
  }

  @Test
  void everyByteOfAnAbstractName() throws Exception {
    try (var witness = witness()) {
      for (int b = 0; b < 256; b++) {
        byte[] name = {(byte) b, 'p', 's', (byte) b};
        throughTheKernel(Unix.abstractName(name), witness);
      }
    }
  }

  /** A path and an abstract name of the same letters are two names. */
  @Test
  @Promise("abstract-or-path")
  void aPathIsNoAbstractName(@TempDir Path directory) throws Exception {
    String letters = directory.resolve("x").toString();
    try (var one = PosixSocket.open(AF_UNIX, SOCK_DGRAM).bind(Unix.path(letters));
        var other = PosixSocket.open(AF_UNIX, SOCK_DGRAM).bind(Unix.abstractName(letters))) {
      assertThat(one.getsockname()).isEqualTo(Unix.path(letters));
      assertThat(other.getsockname()).isEqualTo(Unix.abstractName(letters));
      try (var third = PosixSocket.open(AF_UNIX, SOCK_DGRAM)) {
        errno(Errno.EADDRINUSE, () -> third.bind(Unix.path(letters)));
        errno(Errno.EADDRINUSE, () -> third.bind(Unix.abstractName(letters)));
        third.bind(Unix.abstractName(letters + "\0")); // a NUL counts
      }
    }
  }

  @Test
  void bindToNoNameTakesAnAbstractOne() throws Exception {
    Pattern fiveDigits = Pattern.compile("unix-abstract:[0-9a-f]{5}");
    try (var socket = PosixSocket.open(AF_UNIX, SOCK_STREAM);
        var other = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
      assertThat(socket.getsockname()).isEqualTo(Unix.unnamed());
      socket.bind(Unix.unnamed());
      other.bind(Unix.unnamed());
      assertThat(socket.getsockname().toString()).matches(fiveDigits);
      assertThat(other.getsockname().toString()).matches(fiveDigits);
      assertThat(other.getsockname()).isNotEqualTo(socket.getsockname());
    }
  }

  /** java.net's socket on a path is reached by the address that java.net calls it by. */
  @Test
  void pathsOfJavaNet(@TempDir Path directory) throws Exception {
    var there = UnixDomainSocketAddress.of(directory.resolve("nio"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(there);
        var client = PosixSocket.open(AF_UNIX, SOCK_STREAM).connect(SockAddr.of(there));
        var accepted = server.accept()) {
      assertThat(client.getpeername()).isEqualTo(SockAddr.of(server.getLocalAddress()));
      accepted.write(ByteBuffer.wrap(new byte[] {'h', 'i'}));
      assertThat(Local.recv(client)).isEqualTo("hi");
    }
    var here = Unix.path(directory.resolve("here").toString());
    try (var server = Local.bound(AF_UNIX, SOCK_STREAM, here).listen(1);
        var client = SocketChannel.open(here.toUnixDomainSocketAddress());
        var accepted = server.accept().socket()) {
      assertThat(SockAddr.of(client.getRemoteAddress())).isEqualTo(server.getsockname());
      assertThat(accepted.getpeername()).isEqualTo(Unix.unnamed());
    }
  }

  @Test
  void inet4() throws Exception {
    for (int address : new int[] {0, 0x7f000001, 0x7f000002, 0x7ffffffe}) {
      try (var socket = PosixSocket.open(AF_INET, SOCK_DGRAM).bind(new Inet4(address, 0))) {
        var bound = (Inet4) socket.getsockname();
        assertThat(bound.port()).isPositive();
        assertThat(bound).isEqualTo(new Inet4(address, bound.port()));
        try (var peer = PosixSocket.open(AF_INET, SOCK_DGRAM).connect(bound)) {
          var expected = address == 0 ? Inet4.loopback(bound.port()) : bound;
          assertThat(peer.getpeername()).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void inet6() throws Exception {
    for (Inet6 address : new Inet6[] {Inet6.any(0), Inet6.loopback(0)}) {
      try (var socket = PosixSocket.open(AF_INET6, SOCK_DGRAM).bind(address)) {
        var bound = (Inet6) socket.getsockname();
        assertThat(bound.port()).isPositive();
        assertThat(bound).isEqualTo(new Inet6(0, address.low(), bound.port(), 0, 0));
      }
    }
  }

  /** A multicast address of a link needs a scope as much as fe80:: does, and lo always has it. */
  @Test
  void scopes() throws Exception {
    var group = Inet6.of("ff02::1", 0).withScope(LO);
    try (var socket = PosixSocket.open(AF_INET6, SOCK_DGRAM)) {
      errno(Errno.EINVAL, () -> socket.bind(group.withScope(0)));
      errno(Errno.ENODEV, () -> socket.bind(group.withScope(0x7ffffff0)));
      socket.bind(group);
      int port = ((Inet6) socket.getsockname()).port();
      assertThat(socket.getsockname()).isEqualTo(Inet6.of("ff02::1%1", port));
      assertThat(socket.getsockname()).hasToString("[ff02::1%1]:" + port);
    }
  }

  /** Those that this machine has, as the kernel lists them. */
  @Test
  void linkLocalAddresses() throws Exception {
    Expect.ofInterfaces(() -> {
      for (String line : Files.readAllLines(Path.of("/proc/net/if_inet6"))) {
        String[] words = line.split(" +"); // address, index, prefix, scope, flags, name
        boolean usable = (Integer.parseInt(words[4], 16) & 0x40) == 0; // not tentative
        byte[] bytes = HexFormat.of().parseHex(words[0]);
        int scope = words[3].equals("20") ? Integer.parseInt(words[1], 16) : 0;
        if (usable) {
          try (var socket =
              PosixSocket.open(AF_INET6, SOCK_DGRAM).bind(Inet6.of(bytes, 0, 0, scope))) {
            var bound = (Inet6) socket.getsockname();
            assertThat(bound).isEqualTo(Inet6.of(bytes, bound.port(), 0, scope));
          }
        }
      }
    });
  }

  @Test
  void mapped() throws Exception {
    try (var six = Local.bound(AF_INET6, SOCK_DGRAM, Inet6.of("::ffff:127.0.0.1", 0));
        var four = Local.udp()) {
      var bound = (Inet6) six.getsockname();
      assertThat(bound).isEqualTo(Inet6.of("::ffff:127.0.0.1", bound.port()));
      assertThat(bound.isV4Mapped()).isTrue();
      four.sendto(Local.utf8("to six"), MsgFlags.NONE, Inet4.loopback(bound.port()));
      int port = ((Inet4) four.getsockname()).port();
      Datagram got = six.recvfrom(Local.room(9), MsgFlags.NONE);
      assertThat(got).isEqualTo(new Datagram(6, Inet6.of("::ffff:127.0.0.1", port)));
      six.sendto(Local.utf8("to four"), MsgFlags.NONE, got.from());
      got = four.recvfrom(Local.room(9), MsgFlags.NONE);
      assertThat(got).isEqualTo(new Datagram(7, Inet4.loopback(bound.port())));
    }
  }

  /** The traffic class needs nobody's leave, a flow label may: it is asked for first. */
  @Test
  void flowInformation() throws Exception {
    try (var server = Local.udp6();
        var socket = Local.udp6()) {
      var peer = (Inet6) server.getsockname();
      Local.set(socket, InH.IPPROTO_IPV6, InH.IPV6_FLOWINFO_SEND, 1);
      socket.connect(peer.withFlowinfo(0x0a500000));
      assertThat(socket.getpeername()).isEqualTo(peer.withFlowinfo(0x0a500000));
      Local.set(socket, InH.IPPROTO_IPV6, InH.IPV6_FLOWLABEL_MGR, request(0x12345));
      socket.connect(peer.withFlowinfo(0x12345));
      assertThat(socket.getpeername()).isEqualTo(peer.withFlowinfo(0x12345));
      // and on the wire
      Local.set(server, InH.IPPROTO_IPV6, InH.IPV6_FLOWINFO, 1);
      socket.send(Local.utf8("x"));
      try (var got = server.recvmsg(MsgFlags.NONE, 64, Local.room(9))) {
        assertThat(got.control())
            .containsExactly(
                new Cmsg.Unknown(
                    InH.IPPROTO_IPV6, InH.IPV6_FLOWINFO, new byte[] {0, 1, 0x23, 0x45}));
      }
    }
  }

  /** {@code struct in6_flowlabel_req}: get a label for ::1, and make it. */
  private static byte[] request(int label) {
    return ByteBuffer.allocate(32)
        .put(Inet6.loopback(0).bytes())
        .putInt(label)
        .put((byte) 0) // IPV6_FL_A_GET
        .put((byte) 255) // IPV6_FL_S_ANY
        .order(ByteOrder.nativeOrder())
        .putShort((short) 1) // IPV6_FL_F_CREATE
        .array();
  }

  @Test
  void netlink() throws Exception {
    int own = 0x80000000 | (int) ProcessHandle.current().pid(); // port ids are unsigned
    try (var socket = PosixSocket.open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
        var other = PosixSocket.open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)) {
      assertThat(socket.getsockname()).isEqualTo(new Netlink(0, 0));
      socket.bind(new Netlink(own, RTMGRP_LINK));
      assertThat(socket.getsockname()).isEqualTo(new Netlink(own, RTMGRP_LINK));
      errno(Errno.EADDRINUSE, () -> other.bind(new Netlink(own, 0)));
      other.bind(Netlink.kernel());
      var chosen = (Netlink) other.getsockname();
      assertThat(chosen.pid()).isNotZero();
      assertThat(chosen.groups()).isZero();
      socket.connect(Netlink.kernel());
      assertThat(socket.getpeername()).isEqualTo(Netlink.kernel());
    }
  }

  @Test
  void packet() throws Exception {
    if (!OwnThread.isRootOrSays("no packet socket was bound")) {
      errno(Errno.EPERM, () -> PosixSocket.open(AF_PACKET, SOCK_DGRAM).close());
      return;
    }
    try (var socket = PosixSocket.open(AF_PACKET, SOCK_DGRAM)) {
      socket.bind(Packet.of(IfH.ETH_P_IP, LO));
      assertThat(socket.getsockname())
          .isEqualTo(new Packet(IfH.ETH_P_IP, LO, ARPHRD_LOOPBACK, 0, new byte[6]));
      socket.bind(Packet.of(IfH.ETH_P_ALL, 0));
      assertThat(socket.getsockname()).isEqualTo(Packet.of(IfH.ETH_P_ALL, 0));
      errno(Errno.ENODEV, () -> socket.bind(Packet.of(IfH.ETH_P_ALL, 0x7ffffff0)));
    }
  }

  @Test
  void vsock() throws Exception {
    PosixSocket opened;
    try {
      opened = PosixSocket.open(AF_VSOCK, SOCK_STREAM);
    } catch (ErrnoException e) {
      assertThat(e.errno()).isEqualTo(Errno.EAFNOSUPPORT);
      System.err.println("*** this kernel has no AF_VSOCK: its addresses were not bound ***");
      return;
    }
    try (var socket = opened;
        var other = PosixSocket.open(AF_VSOCK, SOCK_STREAM)) {
      socket.bind(Vsock.any(-1));
      var bound = (Vsock) socket.getsockname();
      assertThat(bound.port()).isNotEqualTo(-1);
      assertThat(bound).isEqualTo(Vsock.any(bound.port()));
      errno(Errno.EADDRINUSE, () -> other.bind(Vsock.any(bound.port())));
      int port = 0x80000000 | bound.port(); // unsigned
      other.bind(Vsock.any(port));
      assertThat(other.getsockname()).isEqualTo(Vsock.any(port));
    }
  }

  /** Bytes are as good as a type. */
  @Test
  void opaque() throws Exception {
    byte[] loopback = {0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    try (var socket = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
      errno(Errno.EINVAL, () -> socket.bind(new Opaque(AF_INET, new byte[13])));
      errno(Errno.EAFNOSUPPORT, () -> socket.bind(new Opaque(AF_VSOCK, loopback)));
      socket.bind(new Opaque(AF_INET, loopback));
      int port = ((Inet4) socket.getsockname()).port();
      assertThat(socket.getsockname()).isEqualTo(Inet4.loopback(port));
    }
  }

  /** What the library has no type for: AF_ALG is one that is bound. */
  @Test
  void algorithms() throws Exception {
    byte[] hash = new byte[86];
    try (var arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(86);
      data.setString(0, "hash");
      data.setString(22, "sha256");
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, hash, 0, hash.length);
    }
    AddressFamily alg = AddressFamily.of(38);
    try (var socket = PosixSocket.open(alg, SOCK_SEQPACKET)) {
      socket.bind(new Opaque(alg, hash));
      try (var operation = socket.accept().socket()) {
        operation.send(Local.utf8("abc"));
        MemorySegment digest = Local.room(64);
        assertThat(operation.recv(digest)).isEqualTo(32);
        assertThat(HexFormat.of().formatHex(Local.content(digest, 4))).isEqualTo("ba7816bf");
      }
    } catch (ErrnoException e) {
      assertThat(e.errno()).isEqualTo(Errno.EAFNOSUPPORT);
      System.err.println("*** this kernel has no AF_ALG: no opaque address was bound ***");
    }
  }
}
