package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;
import static posix.sockets.raw.constants.InH.IPPROTO_IP;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.raw.constants.InH;
import posix.sockets.testing.Promise;

/** {@code sendmmsg} and {@code recvmmsg}. */
class MessageBatchTest {
  private static final Opaque NOBODY = new Opaque(AF_UNSPEC, new byte[0]);

  /** Room for as many datagrams as one batch takes. */
  private static PosixSocket roomy() throws IOException {
    PosixSocket socket = Local.udp();
    int room = 8 << 20;
    socket.setsockopt(SO_RCVBUF, room);
    try {
      socket.setsockopt(SO_RCVBUFFORCE, room);
    } catch (ErrnoException e) {
      assertThat(e.errno()).isEqualTo(Errno.EPERM); // then it has what anybody may have
    }
    return socket;
  }

  private static String message(int i) {
    return "message " + i + "!".repeat(i % 50);
  }

  private static void fill(MessageBatch batch, int i, String text) {
    batch.length(i, text.length());
    batch.buffer(i).copyFrom(Local.utf8(text));
  }

  /** A client's batch to a server that sends back what arrived, undecoded. */
  @ParameterizedTest
  @ValueSource(ints = {1, 32, 1024})
  void echo(int count) throws Exception {
    try (var server = roomy();
        var client = roomy()) {
      int room = server.getsockopt(SO_RCVBUF) / 1000; // the kernel counts its own share
      if (room < count) {
        System.err.println("*** room for " + room + " datagrams: " + count + " were not sent ***");
      }
      assumeTrue(room >= count, "room for " + room + " datagrams only");
      var out = new MessageBatch(count, 100);
      var between = new MessageBatch(count, 100);
      var in = new MessageBatch(count, 100);
      for (int round = 0; round < 2; round++) { // used again
        for (int i = 0; i < count; i++) {
          fill(out, i, message(i + round));
          out.address(i, server.getsockname());
        }
        transfer(count, (at, n) -> client.sendmmsg(out, at, n, MsgFlags.NONE));
        for (int i = 0; i < count; i++) {
          assertThat(out.length(i)).isEqualTo(message(i + round).length());
        }
        assertThat(server.recvmmsg(between, count, MsgFlags.NONE)).isEqualTo(count);
        for (int i = 0; i < count; i++) {
          between.length(i, between.length(i));
          assertThat(between.address(i)).isEqualTo(client.getsockname());
        }
        transfer(count, (at, n) -> server.sendmmsg(between, at, n, MsgFlags.NONE));
        assertThat(client.recvmmsg(in, count, MsgFlags.NONE)).isEqualTo(count);
        for (int i = 0; i < count; i++) {
          assertThat(Local.text(in.buffer(i), in.length(i))).isEqualTo(message(i + round));
          assertThat(in.address(i)).isEqualTo(server.getsockname());
          assertThat(in.flags(i)).isEqualTo(MsgFlags.NONE);
          assertThat(in.control(i)).isEmpty();
        }
      }
      assertThat(Local.isEmpty(client)).isTrue();
      assertThat(Local.isEmpty(server)).isTrue();
    }
  }

  /** A call that takes a part of a batch. */
  private interface Part {
    int call(int from, int count) throws IOException;
  }

  private static void transfer(int count, Part part) throws IOException {
    int done = 0;
    while (done < count) {
      int n = part.call(done, count - done);
      assertThat(n).isPositive();
      done += n;
    }
  }

  /** An abstract name that no other process uses, as long as there are. */
  private static Unix longest(String name) {
    byte[] bytes = Local.ownName(name).name();
    return Unix.abstractName(Arrays.copyOf(bytes, 107)); // with NULs, which count
  }

  /** To each its own, over one socket: addresses of several lengths and families in one batch. */
  @Test
  void names() throws Exception {
    try (var from = Local.bound(AF_UNIX, SOCK_DGRAM, Local.ownName("batch-from"));
        var one = Local.bound(AF_UNIX, SOCK_DGRAM, Local.ownName("batch-one"));
        var other = Local.bound(AF_UNIX, SOCK_DGRAM, longest("batch-other"))) {
      var batch = new MessageBatch(3, 10);
      for (int i = 0; i < 3; i++) {
        fill(batch, i, "m" + i);
        SockAddr to = (i == 1 ? other : one).getsockname();
        batch.address(i, to);
        assertThat(batch.address(i)).isEqualTo(to);
      }
      assertThat(from.sendmmsg(batch, 0, 3, MsgFlags.NONE)).isEqualTo(3);
      assertThat(Local.recv(one)).isEqualTo("m0");
      assertThat(Local.recv(one)).isEqualTo("m2");
      assertThat(other.recvmmsg(batch, 3, MSG_WAITFORONE)).isEqualTo(1);
      assertThat(batch.address(0)).isEqualTo(from.getsockname());
      assertThat(Local.text(batch.buffer(0), batch.length(0))).isEqualTo("m1");
    }
  }

  /** Without a name a message goes where the socket is connected to. */
  @Test
  void connected() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      var batch = new MessageBatch(4, 10);
      for (int i = 0; i < 4; i++) {
        batch.address(i, Unix.abstractName("nobody has this name"));
        fill(batch, i, "m" + i);
        batch.address(i, null);
        assertThat(batch.address(i)).isEqualTo(NOBODY);
      }
      assertThat(pair.first().sendmmsg(batch, 1, 2, MsgFlags.NONE)).isEqualTo(2); // a part
      assertThat(Local.recv(pair.second())).isEqualTo("m1");
      assertThat(Local.recv(pair.second())).isEqualTo("m2");
      pair.second().send(Local.utf8("back"));
      assertThat(pair.first().recvmmsg(batch, 4, MSG_DONTWAIT)).isEqualTo(1);
      assertThat(batch.address(0)).isEqualTo(NOBODY);
      batch.length(0, 4);
      assertThat(pair.first().sendmmsg(batch, 0, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(Local.recv(pair.second())).isEqualTo("back");
    }
  }

  @Test
  void controlBothWays() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp().connect(to.getsockname())) {
      Local.set(to, IPPROTO_IP, InH.IP_RECVTTL, 1);
      Local.set(to, IPPROTO_IP, InH.IP_RECVTOS, 1);
      var out = new MessageBatch(3, 10, 48);
      fill(out, 0, "none");
      fill(out, 1, "one");
      fill(out, 2, "two");
      out.control(1, List.of(new Cmsg.Ttl(11)));
      out.control(2, List.of(new Cmsg.Ttl(12), new Cmsg.Tos(0x20)));
      var in = new MessageBatch(3, 10, 48);
      for (int round = 0; round < 2; round++) { // what is set stays
        assertThat(from.sendmmsg(out, 0, 3, MsgFlags.NONE)).isEqualTo(3);
        assertThat(to.recvmmsg(in, 3, MsgFlags.NONE)).isEqualTo(3);
        assertThat(in.control(0)).containsExactly(Local.ttl(), new Cmsg.Tos(0));
        assertThat(in.control(1)).containsExactly(new Cmsg.Ttl(11), new Cmsg.Tos(0));
        assertThat(in.control(2)).containsExactly(new Cmsg.Ttl(12), new Cmsg.Tos(0x20));
      }
      out.control(2, List.of());
      assertThat(from.sendmmsg(out, 2, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(to.recvmmsg(in, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(in.control(0)).containsExactly(Local.ttl(), new Cmsg.Tos(0));
      // what arrived is not sent back by an echo
      Local.set(from, IPPROTO_IP, InH.IP_RECVTTL, 1);
      in.length(0, in.length(0));
      assertThat(to.sendmmsg(in, 0, 1, MsgFlags.NONE)).isEqualTo(1);
      try (var received = from.recvmsg(MsgFlags.NONE, 64, Local.room(9))) {
        assertThat(received.control()).containsExactly(Local.ttl());
      }
    }
  }

  /** A later receive says nothing of what an earlier one found. */
  @Test
  @Promise("nothing-beside")
  void nothingStaysFromBefore() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp().connect(to.getsockname())) {
      Local.set(to, IPPROTO_IP, InH.IP_RECVTTL, 1);
      var batch = new MessageBatch(2, 4, 48);
      from.send(Local.utf8("too long"));
      from.send(Local.utf8("too long"));
      assertThat(to.recvmmsg(batch, 2, MsgFlags.NONE)).isEqualTo(2);
      assertThat(batch.flags(1)).isEqualTo(MSG_TRUNC);
      assertThat(batch.control(1)).hasSize(1);
      Local.set(to, IPPROTO_IP, InH.IP_RECVTTL, 0);
      from.send(Local.utf8("x"));
      from.send(Local.utf8("y"));
      assertThat(to.recvmmsg(batch, 2, MsgFlags.NONE)).isEqualTo(2);
      for (int i = 0; i < 2; i++) {
        assertThat(batch.length(i)).isEqualTo(1);
        assertThat(batch.flags(i)).isEqualTo(MsgFlags.NONE);
        assertThat(batch.control(i)).isEmpty();
      }
      Local.set(to, IPPROTO_IP, InH.IP_RECVTTL, 1);
      from.send(Local.utf8("x"));
      from.send(Local.utf8("y"));
      assertThat(to.recvmmsg(batch, 2, MsgFlags.NONE)).isEqualTo(2);
      assertThat(batch.control(1)).hasSize(1);
      from.send(Local.utf8("z"));
      assertThat(to.recvmmsg(batch, 2, MSG_WAITFORONE)).isEqualTo(1);
      assertThat(batch.control(1)).isEmpty();
    }
  }

  @Test
  void truncation() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp().connect(to.getsockname())) {
      Local.set(to, IPPROTO_IP, InH.IP_RECVTTL, 1);
      Local.set(to, IPPROTO_IP, InH.IP_RECVTOS, 1);
      for (String text : List.of("fits", "too long", "", "four")) {
        from.send(Local.utf8(text));
      }
      var batch = new MessageBatch(4, 4, 24); // room for one of two
      assertThat(to.recvmmsg(batch, 4, MsgFlags.NONE)).isEqualTo(4);
      int[] lengths = {4, 4, 0, 4};
      for (int i = 0; i < 4; i++) {
        assertThat(batch.length(i)).isEqualTo(lengths[i]);
        assertThat(batch.flags(i)).isEqualTo(i == 1 ? MSG_TRUNC.or(MSG_CTRUNC) : MSG_CTRUNC);
        assertThat(batch.control(i)).containsExactly(Local.ttl());
      }
      // the buffers are neighbours, and none runs over into the next
      assertThat(Local.text(batch.buffer(1), 4)).isEqualTo("too ");
      assertThat(Local.text(batch.buffer(2), 4)).isEqualTo("\0\0\0\0");
      assertThat(Local.text(batch.buffer(3), 4)).isEqualTo("four");
      // with MSG_TRUNC, the length is the datagram's
      from.send(Local.utf8("too long"));
      assertThat(to.recvmmsg(batch, 1, MSG_TRUNC)).isEqualTo(1);
      assertThat(batch.length(0)).isEqualTo(8);
    }
  }

  @Test
  void waiting() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp().connect(to.getsockname())) {
      var batch = new MessageBatch(8, 10);
      errno(Errno.EAGAIN, () -> to.recvmmsg(batch, 8, MSG_DONTWAIT));
      from.send(Local.utf8("a"));
      from.send(Local.utf8("b"));
      assertThat(to.recvmmsg(batch, 8, MSG_WAITFORONE)).isEqualTo(2);
      from.send(Local.utf8("c"));
      assertThat(to.recvmmsg(batch, 8, MSG_DONTWAIT)).isEqualTo(1);
      assertThat(to.recvmmsg(batch, 0, MsgFlags.NONE)).isZero();
      assertThat(to.sendmmsg(batch, 0, 0, MsgFlags.NONE)).isZero();
    }
  }

  /** An error after the first is no error yet: it says how many went. */
  @Test
  void aPartOfABatch() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      var batch = new MessageBatch(3, 10);
      for (int i = 0; i < 3; i++) {
        fill(batch, i, "m" + i);
        batch.address(i, i == 1 ? Inet6.loopback(9) : to.getsockname());
      }
      assertThat(from.sendmmsg(batch, 0, 3, MsgFlags.NONE)).isEqualTo(1);
      errno(Errno.EAFNOSUPPORT, () -> from.sendmmsg(batch, 1, 2, MsgFlags.NONE));
      assertThat(from.sendmmsg(batch, 2, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(Local.recv(to)).isEqualTo("m0");
      assertThat(Local.recv(to)).isEqualTo("m2");
    }
  }

  @Test
  void indexes() throws Exception {
    var batch = new MessageBatch(4, 10, 24);
    assertThat(batch.capacity()).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      assertThat(batch.buffer(i).byteSize()).isEqualTo(10);
      assertThat(batch.buffer(i).isReadOnly()).isFalse();
    }
    List<Consumer<Integer>> calls =
        List.of(
            batch::buffer,
            batch::length,
            i -> batch.length(i, 1),
            batch::address,
            i -> batch.address(i, Inet4.loopback(1)),
            batch::flags,
            batch::control,
            i -> batch.control(i, List.of()));
    for (Consumer<Integer> call : calls) {
      for (int i : new int[] {-1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThatThrownBy(() -> call.accept(i)).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
    for (int length : new int[] {-1, 11, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> batch.length(0, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    try (var socket = Local.udp()) {
      for (int[] part : new int[][] {{-1, 1}, {0, 5}, {4, 1}, {1, -1}, {2, Integer.MAX_VALUE}}) {
        assertThatThrownBy(() -> socket.sendmmsg(batch, part[0], part[1], MsgFlags.NONE))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      for (int count : new int[] {-1, 5, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> socket.recvmmsg(batch, count, MsgFlags.NONE))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      // and it still works
      batch.length(0, 0);
      batch.address(0, socket.getsockname());
      assertThat(socket.sendmmsg(batch, 0, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(socket.recvmmsg(batch, 4, MSG_WAITFORONE)).isEqualTo(1);
      assertThat(batch.length(0)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "1025, 1, 0", "-1, 1, 0", "1, -1, 0", "1, 1, -1", "1, 1, 2147483641"})
  void sizesThatCannotBe(int capacity, int bufferSize, int controlRoom) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageBatch(capacity, bufferSize, controlRoom));
  }

  /** As large as there may be, and as small. */
  @Test
  void edges() throws Exception {
    assertThat(new MessageBatch(1024, 0).buffer(1023).byteSize()).isZero();
    try (var pair = Local.pair(SOCK_DGRAM)) {
      var batch = new MessageBatch(1, 0);
      assertThat(pair.first().sendmmsg(batch, 0, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(pair.second().recvmmsg(batch, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(batch.flags(0)).isEqualTo(MsgFlags.NONE);
    }
  }

  /** Descriptors go by sendmsg, and what does not fit is refused, with the batch as it was. */
  @Test
  void controlThatCannotBeSent() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp().connect(to.getsockname())) {
      Local.set(to, IPPROTO_IP, InH.IP_RECVTTL, 1);
      var batch = new MessageBatch(1, 1, 24);
      batch.control(0, List.of(new Cmsg.Ttl(9)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.control(0, List.of(Cmsg.Rights.of(0))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.control(0, List.of(new Cmsg.Ttl(1), new Cmsg.Ttl(2))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.control(0, List.of(new Cmsg.UdpGro(1))));
      assertThat(from.sendmmsg(batch, 0, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(to.recvmmsg(batch, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(batch.control(0)).containsExactly(new Cmsg.Ttl(9));
    }
  }

  @Test
  void closed() throws Exception {
    var socket = Local.udp();
    socket.close();
    var batch = new MessageBatch(1, 1);
    assertThatThrownBy(() -> socket.sendmmsg(batch, 0, 1, MsgFlags.NONE))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> socket.recvmmsg(batch, 1, MsgFlags.NONE))
        .isInstanceOf(ClosedChannelException.class);
  }

  /** Its memory is its own, and stays as long as it is used. */
  @Test
  void memoryOutlivesTheCollector() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      var batch = new MessageBatch(8, 1000);
      for (int round = 0; round < 20; round++) {
        System.gc();
        for (int i = 0; i < 8; i++) {
          fill(batch, i, message(i + round));
        }
        assertThat(pair.first().sendmmsg(batch, 0, 8, MsgFlags.NONE)).isEqualTo(8);
        MemorySegment first = batch.buffer(0);
        first.fill((byte) 0);
        assertThat(pair.second().recvmmsg(batch, 8, MsgFlags.NONE)).isEqualTo(8);
        for (int i : IntStream.range(0, 8).toArray()) {
          assertThat(Local.text(batch.buffer(i), batch.length(i))).isEqualTo(message(i + round));
          batch.address(i, null);
        }
      }
    }
  }
}
