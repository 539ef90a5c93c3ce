package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.Promise;

/** Descriptors passed through a pair of sockets: whatever happens to them, none is left over. */
class PassedFdTest {
  private static final int FD_CLOEXEC = 1;

  private OpenFds atFirst;

  @BeforeEach
  void count() throws Exception {
    atFirst = OpenFds.now();
  }

  /** What every test here comes to. */
  @AfterEach
  void nothingIsLeftOver() throws Exception {
    assertThat(OpenFds.now()).isEqualTo(atFirst);
  }

  /** {@code CMSG_SPACE} of so many descriptors. */
  private static int space(int count) {
    return 16 + (4 * count + 7) / 8 * 8;
  }

  /** Sends so many descriptors with one byte, and keeps none. */
  private static void send(PosixSocket socket, int count) throws IOException {
    int[] fds = OpenFds.openMarkers(count);
    try {
      assertThat(socket.sendmsg(Local.utf8("x"), Cmsg.Rights.of(fds))).isEqualTo(1);
    } finally {
      OpenFds.close(fds);
    }
  }

  private static List<PassedFd> rights(Received received) {
    return received.first(Cmsg.Rights.class).map(Cmsg.Rights::fds).orElse(List.of());
  }

  /** Each is open, on what was sent, under a number of its own, and closed by exec. */
  private static void check(List<PassedFd> fds, int count) throws IOException {
    assertThat(fds).hasSize(count);
    var numbers = new TreeSet<Integer>();
    for (PassedFd fd : fds) {
      assertThat(OpenFds.isMarker(fd.fd())).isTrue();
      assertThat(OpenFds.flags(fd.fd())).isEqualTo(FD_CLOEXEC);
      numbers.add(fd.fd());
    }
    assertThat(numbers).hasSize(count);
    assertThat(OpenFds.markers()).isEqualTo(count);
  }

  static Stream<Object[]> typesAndCounts() {
    return Stream.of(SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET)
        .flatMap(type -> Stream.of(1, 3, 253).map(count -> new Object[] {type, count}));
  }

  @ParameterizedTest
  @MethodSource("typesAndCounts")
  @Promise({"cloexec", "received-owned"})
  void byRecvmsg(SocketType type, int count) throws Exception {
    try (var pair = Local.pair(type)) {
      send(pair.first(), count);
      assertThat(OpenFds.markers()).isZero(); // they are in flight
      try (var received = pair.second().recvmsg(MsgFlags.NONE, space(count), Local.room(9))) {
        assertThat(received.length()).isEqualTo(1);
        assertThat(received.isControlTruncated()).isFalse();
        check(rights(received), count);
      }
      assertThat(OpenFds.markers()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndCounts")
  @Promise({"cloexec", "received-owned"})
  void byRecvmmsg(SocketType type, int count) throws Exception {
    try (var pair = Local.pair(type)) {
      var batch = new MessageBatch(4, 9, space(count));
      send(pair.first(), count);
      assertThat(pair.second().recvmmsg(batch, 4, MSG_WAITFORONE)).isEqualTo(1);
      assertThat(batch.flags(0).has(MSG_CTRUNC)).isFalse();
      assertThat(batch.control(0)).hasSize(1);
      List<PassedFd> fds = ((Cmsg.Rights) batch.control(0).getFirst()).fds();
      check(fds, count);
      for (PassedFd fd : fds) {
        fd.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {254, 300, 1000})
  @Promise("sent-limit")
  void tooManyAreRefusedBeforeTheCall(int count) throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      int[] fds = new int[count]; // standard input, again and again
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(fds)))
          .withMessageContaining("253");
      assertThat(Local.isEmpty(pair.second())).isTrue();
    }
  }

  /**
   * As many as there may be, and the room cut at each: at every byte, ControlBoundariesTest does.
   */
  @Test
  @Promise({"received-truncation", "received-unasked"})
  void cutAtEveryBoundary() throws Exception {
    int count = 253;
    try (var pair = Local.pair(SOCK_DGRAM)) {
      OpenFds before = OpenFds.now();
      int[] fds = OpenFds.openMarkers(count);
      Cmsg.Rights rights = Cmsg.Rights.of(fds);
      try {
        for (int room = 0; room <= space(count); room += Integer.BYTES) {
          pair.first().sendmsg(Local.utf8("x"), rights);
          int fit = room < 16 ? 0 : Math.min(count, (room - 16) / 4);
          try (var received = pair.second().recvmsg(MsgFlags.NONE, room, Local.room(9))) {
            assertThat(received.length()).isEqualTo(1);
            assertThat(rights(received)).as("room for %d", room).hasSize(fit);
            assertThat(received.isControlTruncated())
                .as("room for %d", room)
                .isEqualTo(fit < count);
            assertThat(OpenFds.markers()).as("room for %d", room).isEqualTo(count + fit);
            for (PassedFd fd : rights(received)) {
              assertThat(OpenFds.isMarker(fd.fd())).isTrue();
            }
          }
          assertThat(OpenFds.markers()).as("room for %d", room).isEqualTo(count);
        }
      } finally {
        OpenFds.close(fds);
      }
      assertThat(OpenFds.now()).isEqualTo(before);
    }
  }

  @Test
  @Promise("received-truncation")
  void cutInABatch() throws Exception {
    int count = 253;
    try (var pair = Local.pair(SOCK_DGRAM)) {
      for (int room = 0; room <= space(count); room += 8) {
        send(pair.first(), count);
        var batch = new MessageBatch(1, 9, room);
        assertThat(pair.second().recvmmsg(batch, 1, MsgFlags.NONE)).isEqualTo(1);
        int fit = room < 16 ? 0 : Math.min(count, (room - 16) / 4);
        assertThat(batch.flags(0).has(MSG_CTRUNC)).isEqualTo(fit < count);
        assertThat(OpenFds.markers()).as("room for %d", room).isEqualTo(fit);
        for (Cmsg cmsg : batch.control(0)) {
          for (PassedFd fd : ((Cmsg.Rights) cmsg).fds()) {
            fd.close();
          }
        }
        assertThat(OpenFds.markers()).isZero();
      }
    }
  }

  /** Each look installs new ones. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 253})
  void peeked(int count) throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      send(pair.first(), count);
      PosixSocket socket = pair.second();
      try (var one = socket.recvmsg(MSG_PEEK, space(count), Local.room(9));
          var other = socket.recvmsg(MSG_PEEK, space(count), Local.room(9));
          var last = socket.recvmsg(MsgFlags.NONE, space(count), Local.room(9))) {
        List<PassedFd> all = new ArrayList<>();
        for (Received received : List.of(one, other, last)) {
          assertThat(rights(received)).hasSize(count);
          all.addAll(rights(received));
        }
        check(all, 3 * count);
      }
      assertThat(Local.isEmpty(socket)).isTrue();
    }
  }

  /** Peeked without being read: the sent one stays in flight until the socket goes. */
  @Test
  void peekedOnly() throws Exception {
    try (var pair = Local.pair(SOCK_STREAM)) {
      send(pair.first(), 3);
      pair.second().recvmsg(MSG_PEEK, space(3), Local.room(9)).close();
      assertThat(OpenFds.markers()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndCounts")
  @Promise("received-unread")
  void droppedUnread(SocketType type, int count) throws Exception {
    try (var pair = Local.pair(type)) {
      for (int i = 0; i < 3; i++) {
        send(pair.first(), count);
      }
    }
  }

  /** A socket in flight over itself is the kernel's to find; here nothing of it is open. */
  @Test
  @Promise("received-unread")
  void droppedInACircle() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(pair.second()));
    }
  }

  /** A receive that has no room for control messages drops them, too. */
  @Test
  @Promise("received-unasked")
  void droppedByRecv() throws Exception {
    try (var pair = Local.pair(SOCK_STREAM)) {
      send(pair.first(), 3);
      assertThat(Local.recv(pair.second())).isEqualTo("x");
      send(pair.first(), 3);
      assertThat(pair.second().readv(Local.room(9))).isEqualTo(1);
    }
  }

  /** Nobody closes them: the garbage collector does. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 253})
  @Promise("received-owned")
  void droppedWithoutClose(int count) throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      send(pair.first(), count);
      send(pair.first(), count);
      assertThat(receiveAndForget(pair.second(), count)).isEqualTo(count);
      var batch = new MessageBatch(1, 9, space(count));
      assertThat(pair.second().recvmmsg(batch, 1, MsgFlags.NONE)).isEqualTo(1);
      assertThat(OpenFds.markers()).isBetween((long) count, 2L * count);
      batch = null;
      Expect.soon(
          "the cleaner",
          () -> {
            System.gc();
            return OpenFds.markers() == 0;
          });
    }
  }

  private static int receiveAndForget(PosixSocket socket, int count) throws IOException {
    @SuppressWarnings("resource") // that is the point
    Received received = socket.recvmsg(MsgFlags.NONE, space(count), Local.room(9));
    return rights(received).size();
  }

  @Test
  void taken() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      send(pair.first(), 3);
      int[] taken = new int[2];
      try (var received = pair.second().recvmsg(MsgFlags.NONE, space(3), Local.room(9))) {
        List<PassedFd> fds = rights(received);
        taken[0] = fds.get(0).take();
        taken[1] = fds.get(2).take();
        assertThatThrownBy(fds.get(0)::take).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(fds.get(0)::fd).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(fds.get(0)::socket).isInstanceOf(ClosedChannelException.class);
        assertThat(fds.get(0)).hasToString("PassedFd[closed]");
        assertThat(fds.get(1)).hasToString("PassedFd[" + fds.get(1).fd() + "]");
        fds.get(0).close(); // is no longer theirs to close
      }
      assertThat(OpenFds.markers()).isEqualTo(2);
      System.gc();
      Thread.sleep(50);
      assertThat(OpenFds.isMarker(taken[0])).isTrue();
      assertThat(OpenFds.isMarker(taken[1])).isTrue();
      OpenFds.close(taken);
    }
  }

  @Test
  void turnedIntoSockets() throws Exception {
    try (var pair = Local.pair(SOCK_SEQPACKET)) {
      try (var passed = Local.tcp()) {
        pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(passed.first(), passed.second()));
        assertThat(passed.first().isClosed()).isFalse(); // the sender's stay the sender's
      }
      PosixSocket first;
      PosixSocket second;
      try (var received = pair.second().recvmsg(MsgFlags.NONE, 64, Local.room(9))) {
        first = rights(received).get(0).socket();
        second = rights(received).get(1).socket();
      } // closes what was not taken
      try (var one = first;
          var other = second) {
        assertThat(one.getsockname()).isEqualTo(other.getpeername());
        one.send(Local.utf8("through a passed socket"));
        assertThat(Local.recv(other)).isEqualTo("through a passed socket");
      }
    }
  }

  /** Both carry descriptors, so a read ends between them, however much room there is. */
  @Test
  void readsDoNotMergeMessagesWithDescriptors() throws Exception {
    try (var pair = Local.pair(SOCK_STREAM)) {
      send(pair.first(), 1);
      send(pair.first(), 3);
      pair.first().send(Local.utf8("y"));
      send(pair.first(), 2);
      StringBuilder text = new StringBuilder();
      List<Integer> counts = new ArrayList<>();
      while (text.length() < 4) {
        MemorySegment buf = Local.room(100);
        try (var received = pair.second().recvmsg(MsgFlags.NONE, 512, buf)) {
          text.append(Local.text(buf, received.length()));
          if (!rights(received).isEmpty()) {
            counts.add(rights(received).size());
          }
          assertThat(received.isControlTruncated()).isFalse();
        }
      }
      assertThat(text).hasToString("xxyx");
      assertThat(counts).containsExactly(1, 3, 2);
    }
  }

  /** A descriptor that arrived can be passed on without being taken. */
  @Test
  void passedOn() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM);
        var next = Local.pair(SOCK_DGRAM)) {
      send(pair.first(), 2);
      try (var received = pair.second().recvmsg(MsgFlags.NONE, 64, Local.room(9))) {
        Cmsg.Rights rights = received.first(Cmsg.Rights.class).orElseThrow();
        next.first().sendmsg(Local.utf8("on"), rights);
        assertThat(OpenFds.markers()).isEqualTo(2);
      }
      try (var received = next.second().recvmsg(MsgFlags.NONE, 64, Local.room(9))) {
        check(rights(received), 2);
      }
    }
  }

  @Test
  @Promise("sent-stay-open")
  void borrowedOnesStayTheCallers() throws Exception {
    int fd = OpenFds.openMarker();
    try (var borrowed = PassedFd.of(fd)) {
      assertThat(borrowed.fd()).isEqualTo(fd);
      assertThatThrownBy(borrowed::take).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(borrowed::socket).isInstanceOf(IllegalStateException.class);
    }
    assertThat(OpenFds.isMarker(fd)).isTrue();
    OpenFds.close(fd);
    assertThatIllegalArgumentException().isThrownBy(() -> PassedFd.of(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Cmsg.Rights.of(0, -1));
  }

  /** A number that is not open is refused by the kernel, and nothing is sent. */
  @Test
  void aNumberThatIsNotOpen() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      int fd = OpenFds.openMarker();
      var rights = Cmsg.Rights.of(fd, 1_000_000);
      errno(Errno.EBADF, () -> pair.first().sendmsg(Local.utf8("x"), rights));
      OpenFds.close(fd);
      assertThat(Local.isEmpty(pair.second())).isTrue();
    }
  }

  /** One that was closed before is not sent: its number may be somebody else's by now. */
  @Test
  @Promise("sent-stay-open")
  void aClosedSocketIsNotSent() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      var open = Local.udp();
      var closed = OpenFiles.renumbered(Local.udp());
      var rights = Cmsg.Rights.of(open, closed);
      int number = closed.fd();
      closed.close();
      int other = OpenFds.openMarker(number); // takes its number
      assertThatThrownBy(() -> pair.first().sendmsg(Local.utf8("x"), rights))
          .isInstanceOf(ClosedChannelException.class);
      OpenFds.close(other);
      assertThat(Local.isEmpty(pair.second())).isTrue();
      // nothing holds the one that is open
      int fd = open.fd();
      String target = OpenFiles.at(fd);
      open.close();
      assertThat(OpenFiles.at(fd)).isNotEqualTo(target);
    }
  }

  @Test
  void aSocketCanPassItself() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      pair.first().sendmsg(Local.utf8("me"), Cmsg.Rights.of(pair.first()));
      try (var received = pair.second().recvmsg(MsgFlags.NONE, 64, Local.room(9));
          var again = rights(received).getFirst().socket()) {
        again.send(Local.utf8("still me"));
        assertThat(Local.recv(pair.second())).isEqualTo("still me");
      }
    }
  }
}
