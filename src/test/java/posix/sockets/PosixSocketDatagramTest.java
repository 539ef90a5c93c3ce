package posix.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.testing.OwnThread;

/** {@code sendto} and {@code recvfrom} over IPv4, IPv6 and AF_UNIX. */
class PosixSocketDatagramTest {
  private static final byte CANARY = 0x55;

  static Stream<Named<IntFunction<MemorySegment>>> memory() {
    return Stream.of(
        Named.of("native", Local::room),
        Named.of("heap", n -> MemorySegment.ofArray(new byte[n])),
        Named.of("heap of longs", n -> MemorySegment.ofArray(new long[n / 8 + 1]).asSlice(0, n)),
        Named.of("a part of the heap", n -> MemorySegment.ofArray(new byte[n + 9]).asSlice(5, n)));
  }

  @ParameterizedTest
  @MethodSource("memory")
  void segments(IntFunction<MemorySegment> memory) throws Exception {
    try (var server = Local.udp();
        var client = Local.udp()) {
      for (int length : new int[] {0, 1, 100, 8192, 8193, 65507}) {
        MemorySegment sent = memory.apply(length).copyFrom(Local.pattern(length));
        assertThat(client.sendto(sent, MsgFlags.NONE, server.getsockname())).isEqualTo(length);
        MemorySegment got = memory.apply(length + 3).fill(CANARY);
        assertThat(server.recvfrom(got, MsgFlags.NONE))
            .isEqualTo(new Datagram(length, client.getsockname()));
        assertThat(got.asSlice(0, length).mismatch(sent)).isEqualTo(-1);
        assertThat(Local.content(got.asSlice(length), 3)).containsOnly(CANARY);
      }
    }
  }

  /** A part is lost, only {@code MSG_TRUNC} tells how much, and nothing is written behind. */
  @ParameterizedTest
  @MethodSource("memory")
  void truncation(IntFunction<MemorySegment> memory) throws Exception {
    try (var server = Local.udp();
        var client = Local.udp().connect(server.getsockname())) {
      SockAddr from = client.getsockname();
      for (int i = 0; i < 3; i++) {
        client.send(Local.pattern(100));
      }
      MemorySegment got = memory.apply(20).fill(CANARY);
      MemorySegment ten = got.asSlice(0, 10);
      assertThat(server.recvfrom(ten, MsgFlags.NONE)).isEqualTo(new Datagram(10, from));
      assertThat(server.recvfrom(ten, MSG_TRUNC)).isEqualTo(new Datagram(100, from));
      assertThat(server.recvfrom(ten, MSG_TRUNC.or(MSG_PEEK))).isEqualTo(new Datagram(100, from));
      assertThat(server.recvfrom(ten.asSlice(0, 0), MSG_TRUNC)).isEqualTo(new Datagram(100, from));
      assertThat(ten.mismatch(Local.pattern(10))).isEqualTo(-1);
      assertThat(Local.content(got.asSlice(10), 10)).containsOnly(CANARY);
      client.send(Local.utf8("last"));
      assertThat(Local.recv(server)).isEqualTo("last");
    }
  }

  @Test
  void byteBuffers() throws Exception {
    try (var server = Local.udp();
        var client = Local.udp()) {
      for (boolean direct : new boolean[] {true, false}) {
        ByteBuffer out = direct ? ByteBuffer.allocateDirect(20) : ByteBuffer.allocate(20);
        out.put("..hello..".getBytes(UTF_8)).position(2).limit(7);
        assertThat(client.sendto(out, server.getsockname())).isEqualTo(5);
        assertThat(out.position()).isEqualTo(7);
        ByteBuffer in = direct ? ByteBuffer.allocateDirect(20) : ByteBuffer.allocate(20);
        in.position(3).limit(18);
        assertThat(server.recvfrom(in)).isEqualTo(new Datagram(5, client.getsockname()));
        assertThat(in.position()).isEqualTo(8);
        byte[] got = new byte[20];
        in.clear().get(got);
        assertThat(new String(got, UTF_8)).isEqualTo("\0\0\0hello" + "\0".repeat(12));
        // read-only ones can be sent, not received into
        assertThat(client.sendto(out.flip().asReadOnlyBuffer(), server.getsockname())).isEqualTo(7);
        assertThatThrownBy(() -> server.recvfrom(in.asReadOnlyBuffer()))
            .isInstanceOf(ReadOnlyBufferException.class);
        assertThat(Local.recv(server)).isEqualTo("..hello");
      }
    }
  }

  @Test
  void arrays() throws Exception {
    try (var server = Local.udp();
        var client = Local.udp()) {
      byte[] out = "..hello..".getBytes(UTF_8);
      assertThat(client.sendto(out, 2, 5, server.getsockname())).isEqualTo(5);
      byte[] in = new byte[9];
      assertThat(server.recvfrom(in, 3, 6)).isEqualTo(new Datagram(5, client.getsockname()));
      assertThat(new String(in, UTF_8)).isEqualTo("\0\0\0hello\0");
      for (int[] part : new int[][] {{-1, 1}, {0, 10}, {9, 1}, {1, -1}, {1, Integer.MAX_VALUE}}) {
        assertThatThrownBy(() -> client.sendto(out, part[0], part[1], server.getsockname()))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> server.recvfrom(in, part[0], part[1]))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThat(Local.isEmpty(server)).isTrue();
    }
  }

  /** One buffer for peers of several families: what is left of a longer address does not show. */
  @Test
  void oneAddressBufferForAll(@TempDir Path directory) throws Exception {
    var address = new AddressBuffer();
    List<PosixSocket> sockets = new ArrayList<>();
    try {
      sockets.add(Local.udp6());
      sockets.add(Local.udp());
      sockets.add(
          Local.bound(AF_UNIX, SOCK_DGRAM, Unix.path(directory.resolve("long-name").toString())));
      sockets.add(Local.bound(AF_UNIX, SOCK_DGRAM, Unix.unnamed()));
      MemorySegment buf = Local.room(16);
      for (int round = 0; round < 3; round++) {
        for (PosixSocket socket : sockets) {
          SockAddr own = socket.getsockname();
          address.set(own);
          assertThat(socket.sendto(Local.utf8("ping"), MsgFlags.NONE, address)).isEqualTo(4);
          assertThat(socket.recvfrom(buf, MsgFlags.NONE, address)).isEqualTo(4);
          assertThat(address.address()).isEqualTo(own);
          // what came in goes out again undecoded
          assertThat(socket.sendto(buf.asSlice(0, 4), MsgFlags.NONE, address)).isEqualTo(4);
          assertThat(socket.recvfrom(buf, MsgFlags.NONE)).isEqualTo(new Datagram(4, own));
        }
      }
    } finally {
      for (PosixSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /** A stream has no sender, nor has a datagram socket without a name. */
  @Test
  void nobody() throws Exception {
    var nobody = new Opaque(AF_UNSPEC, new byte[0]);
    var address = new AddressBuffer();
    try (var tcp = Local.tcp();
        var unix = Local.pair(SOCK_DGRAM)) {
      tcp.first().send(Local.utf8("x"));
      address.set(Inet4.loopback(1));
      assertThat(tcp.second().recvfrom(Local.room(9), MsgFlags.NONE, address)).isEqualTo(1);
      assertThat(address.address()).isEqualTo(nobody);
      unix.first().send(Local.utf8("xy"));
      assertThat(unix.second().recvfrom(Local.room(9), MsgFlags.NONE))
          .isEqualTo(new Datagram(2, nobody));
      tcp.first().shutdown(SHUT_WR);
      assertThat(tcp.second().recvfrom(Local.room(9), MsgFlags.NONE))
          .isEqualTo(new Datagram(0, nobody));
    }
  }

  @Test
  void ipv6() throws Exception {
    try (var server = Local.udp6();
        var client = Local.udp6()) {
      client.sendto(Local.utf8("six"), MsgFlags.NONE, server.getsockname());
      assertThat(server.recvfrom(Local.room(9), MsgFlags.NONE))
          .isEqualTo(new Datagram(3, client.getsockname()));
    }
  }

  @Test
  void unixPaths(@TempDir Path directory) throws Exception {
    var here = Unix.path(directory.resolve("here").toString());
    var there = Unix.path(directory.resolve("there").toString());
    try (var one = Local.bound(AF_UNIX, SOCK_DGRAM, here)) {
      try (var other = Local.bound(AF_UNIX, SOCK_DGRAM, there)) {
        one.sendto(Local.utf8("hello"), MsgFlags.NONE, there);
        assertThat(other.recvfrom(Local.room(9), MsgFlags.NONE)).isEqualTo(new Datagram(5, here));
      }
      var nowhere = Unix.path(directory.resolve("nowhere").toString());
      errno(Errno.ENOENT, () -> one.sendto(Local.utf8("x"), MsgFlags.NONE, nowhere));
      errno(Errno.ECONNREFUSED, () -> one.sendto(Local.utf8("x"), MsgFlags.NONE, there));
    }
  }

  /** Nothing is sent to all unless that is asked for. */
  @Test
  void broadcast() throws Exception {
    try (var receiver = Local.bound(AF_INET, SOCK_DGRAM, Inet4.any(0));
        var sender = Local.udp()) {
      int port = ((Inet4) receiver.getsockname()).port();
      var all = Inet4.of("127.255.255.255", port);
      errno(Errno.EACCES, () -> sender.sendto(Local.utf8("all"), MsgFlags.NONE, all));
      Local.set(sender, SocketH.SOL_SOCKET, SocketH.SO_BROADCAST, 1);
      assertThat(sender.sendto(Local.utf8("all"), MsgFlags.NONE, all)).isEqualTo(3);
      assertThat(receiver.recvfrom(Local.room(9), MsgFlags.NONE))
          .isEqualTo(new Datagram(3, sender.getsockname()));
    }
  }

  @Test
  void refusals() throws Exception {
    try (var four = Local.udp();
        var unix = PosixSocket.open(AF_UNIX, SOCK_DGRAM);
        var stream = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
      MemorySegment x = Local.utf8("x");
      SockAddr to = four.getsockname();
      errno(Errno.EAFNOSUPPORT, () -> four.sendto(x, MsgFlags.NONE, Inet6.loopback(9)));
      errno(Errno.EINVAL, () -> four.sendto(x, MsgFlags.NONE, Inet4.loopback(0)));
      errno(Errno.EINVAL, () -> unix.sendto(x, MsgFlags.NONE, to));
      errno(Errno.EOPNOTSUPP, () -> stream.sendto(x, MsgFlags.NONE, Unix.abstractName("x")));
      errno(Errno.EOPNOTSUPP, () -> four.sendto(x, MSG_OOB, to));
      errno(Errno.EMSGSIZE, () -> four.sendto(Local.room(65508), MsgFlags.NONE, to));
      errno(Errno.EDESTADDRREQ, () -> four.send(x));
      errno(Errno.EAGAIN, () -> four.recvfrom(x, MSG_DONTWAIT));
      errno(Errno.ENOTCONN, () -> unix.send(x));
      assertThatThrownBy(() -> four.sendto(x, MsgFlags.NONE, Inet6.loopback(9)))
          .hasMessageContaining("sendto")
          .hasMessageContaining("[::1]:9");
    }
  }

  /** The port of a datagram that nobody took is told to the next call of a connected socket. */
  @Test
  void nobodyThere() throws Exception {
    try (var nobody = Local.refusing();
        var socket = Local.udp().connect(nobody.getsockname())) {
      socket.send(Local.utf8("x"));
      errno(Errno.ECONNREFUSED, () -> socket.recvfrom(Local.room(9), MsgFlags.NONE));
    }
  }

  /** Wrong arguments fail in Java: the datagram that is waiting stays. */
  @Test
  void nothingIsLostByAWrongArgument() throws Exception {
    try (var socket = Local.udp()) {
      SockAddr own = socket.getsockname();
      socket.sendto(Local.utf8("precious"), MsgFlags.NONE, own);
      MemorySegment readOnly = Local.room(9).asReadOnly();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> socket.recvfrom(readOnly, MsgFlags.NONE));
      MemorySegment dead;
      try (var arena = Arena.ofConfined()) {
        dead = arena.allocate(9);
      }
      assertThatThrownBy(() -> socket.recvfrom(dead, MsgFlags.NONE))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> socket.sendto(dead, MsgFlags.NONE, own))
          .isInstanceOf(IllegalStateException.class);
      try (var arena = Arena.ofConfined()) {
        MemorySegment foreign = arena.allocate(9);
        OwnThread.run(() -> {
          assertThatThrownBy(() -> socket.recvfrom(foreign, MsgFlags.NONE))
              .isInstanceOf(WrongThreadException.class);
          return null;
        });
      }
      assertThatThrownBy(() -> socket.recvfrom((MemorySegment) null, MsgFlags.NONE))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> socket.recvfrom(Local.room(9), null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> socket.sendto(Local.room(9), MsgFlags.NONE, (SockAddr) null))
          .isInstanceOf(NullPointerException.class);
      assertThat(Local.recv(socket)).isEqualTo("precious");
      assertThat(Local.isEmpty(socket)).isTrue();
    }
  }

  @Test
  void closed() throws Exception {
    var socket = Local.udp();
    SockAddr own = socket.getsockname();
    socket.close();
    assertThatThrownBy(() -> socket.sendto(Local.utf8("x"), MsgFlags.NONE, own))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> socket.recvfrom(Local.room(9), MsgFlags.NONE))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> socket.recvfrom(ByteBuffer.allocate(9)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> socket.recvfrom(Local.room(9), MsgFlags.NONE, new AddressBuffer()))
        .isInstanceOf(ClosedChannelException.class);
  }
}
