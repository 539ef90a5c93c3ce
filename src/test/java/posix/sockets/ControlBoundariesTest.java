package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.raw.Posix;
import posix.sockets.raw.constants.InH;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.RawMessage;

/**
 * The room for control messages cut at every byte, on both layers: what arrives, what the kernel
 * says of the rest, and that no descriptor is lost.
 */
class ControlBoundariesTest {
  private static final int HEADER = (int) Posix.CMSG_LEN(0);

  private static Stream<Object[]> typesAndCounts() {
    return Stream.of(SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET)
        .flatMap(type -> IntStream.rangeClosed(1, 3).mapToObj(count -> new Object[] {type, count}));
  }

  /** One message to a socket, received with so much room: what each descriptor is open on. */
  private interface Receiver {
    List<String> receive(SocketPair pair, int[] fds, int room) throws IOException;
  }

  /** The first that fit arrive, in order, the others are nowhere, and MSG_CTRUNC says so. */
  private static void check(SocketType type, int count, Receiver receiver) throws Exception {
    check(type, count, room -> room, receiver);
  }

  /** The same where more room is given than was asked for. */
  private static void check(SocketType type, int count, IntUnaryOperator given, Receiver receiver)
      throws Exception {
    try (var pair = Local.pair(type);
        var one = Local.udp();
        var two = Local.pair(SOCK_STREAM)) {
      int[] all = {one.fd(), two.first().fd(), two.second().fd()};
      int[] fds = IntStream.range(0, count).map(i -> all[i]).toArray();
      List<String> sent = new ArrayList<>();
      for (int fd : fds) {
        sent.add(OpenFiles.at(fd));
      }
      OpenFds before = OpenFds.now();
      for (int room = 0; room <= Posix.CMSG_SPACE(4L * count) + 1; room++) {
        List<String> arrived = receiver.receive(pair, fds, room);
        assertThat(arrived)
            .as("room for %d", room)
            .isEqualTo(sent.subList(0, fit(count, given.applyAsInt(room))));
        assertThat(OpenFds.now()).as("room for %d", room).isEqualTo(before);
        assertThat(Local.isEmpty(pair.second())).isTrue();
      }
    }
  }

  private static int fit(int count, int room) {
    return room < HEADER ? 0 : Math.min(count, (room - HEADER) / Integer.BYTES);
  }

  /** What they are open on, while so many more are open than before. */
  private static List<String> targets(int[] arrived, OpenFds before) throws IOException {
    List<String> targets = new ArrayList<>();
    for (int fd : arrived) {
      targets.add(OpenFiles.at(fd));
      assertThat(OpenFds.flags(fd)).isEqualTo(Posix.FD_CLOEXEC);
    }
    assertThat(OpenFds.now().open()).hasSize(before.open().size() + arrived.length);
    return targets;
  }

  @ParameterizedTest
  @MethodSource("typesAndCounts")
  void descriptorsRaw(SocketType type, int count) throws Exception {
    check(
        type,
        count,
        (pair, fds, room) -> {
          try (var arena = Arena.ofConfined()) {
            OpenFds before = OpenFds.now();
            var out = RawMessage.rights(arena, "x", fds);
            assertThat(Posix.sendmsg(pair.first().fd(), out.msg(), 0)).isEqualTo(1);
            var in = new RawMessage(arena, 1, room);
            int flags = Posix.MSG_CMSG_CLOEXEC;
            assertThat(Posix.recvmsg(pair.second().fd(), in.msg(), flags)).isEqualTo(1);
            assertThat(in.text(1)).isEqualTo("x");
            int fit = fit(count, room);
            // struct cmsghdr in full, or nothing; the padding only if there is room for it
            long length = fit == 0 ? 0 : Math.min(Posix.CMSG_SPACE(4L * fit), room);
            assertThat(in.controlLength()).as("room for %d", room).isEqualTo(length);
            assertThat((in.flags() & Posix.MSG_CTRUNC) != 0)
                .as("room for %d", room)
                .isEqualTo(fit < count);
            assertThat(in.isIntactBehind()).as("room for %d", room).isTrue();
            int[] arrived = in.rights();
            List<String> targets = targets(arrived, before);
            OpenFds.close(arrived);
            return targets;
          }
        });
  }

  @ParameterizedTest
  @MethodSource("typesAndCounts")
  void descriptorsTyped(SocketType type, int count) throws Exception {
    check(
        type,
        count,
        (pair, fds, room) -> {
          OpenFds before = OpenFds.now();
          pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(fds));
          try (var received = pair.second().recvmsg(MsgFlags.NONE, room, Local.room(1))) {
            assertThat(received.length()).isEqualTo(1);
            assertThat(received.isControlTruncated()).isEqualTo(fit(count, room) < count);
            return targets(numbers(received.control()), before);
          }
        });
  }

  /** In a batch, they are the caller's to close, and the room is that of whole messages. */
  @ParameterizedTest
  @MethodSource("typesAndCounts")
  void descriptorsInABatch(SocketType type, int count) throws Exception {
    IntUnaryOperator given = room -> (int) Posix.CMSG_ALIGN(room);
    check(
        type,
        count,
        given,
        (pair, fds, room) -> {
          OpenFds before = OpenFds.now();
          pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(fds));
          var batch = new MessageBatch(1, 1, room);
          assertThat(pair.second().recvmmsg(batch, 1, MsgFlags.NONE)).isEqualTo(1);
          assertThat(batch.flags(0).has(MSG_CTRUNC))
              .isEqualTo(fit(count, given.applyAsInt(room)) < count);
          int[] arrived = numbers(batch.control(0));
          List<String> targets = targets(arrived, before);
          for (Cmsg cmsg : batch.control(0)) {
            for (PassedFd fd : ((Cmsg.Rights) cmsg).fds()) {
              fd.close();
            }
          }
          return targets;
        });
  }

  private static int[] numbers(List<Cmsg> control) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (Cmsg cmsg : control) {
      for (PassedFd fd : ((Cmsg.Rights) cmsg).fds()) {
        numbers.add(fd.fd());
      }
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Two ints of IPv6, RFC 3542's hop limit and traffic class: the kernel gives what there is room
   * for of each, header first, and the two layers see the same.
   */
  @Test
  void hopLimitAndTrafficClass() throws Exception {
    try (var to = Local.udp6();
        var from = Local.udp6().connect(to.getsockname());
        var arena = Arena.ofConfined()) {
      Local.set(to, InH.IPPROTO_IPV6, InH.IPV6_RECVHOPLIMIT, 1);
      Local.set(to, InH.IPPROTO_IPV6, InH.IPV6_RECVTCLASS, 1);
      int space = (int) Posix.CMSG_SPACE(4);
      for (int room = 0; room <= 2 * space + 1; room++) {
        List<Integer> sizes = new ArrayList<>(); // of data, of each that arrives
        for (int left = room; left >= HEADER && sizes.size() < 2; left -= space) {
          sizes.add(Math.min(left - HEADER, Integer.BYTES));
        }
        boolean whole = sizes.equals(List.of(4, 4));
        from.sendmsg(Local.utf8("x"), new Cmsg.HopLimit(7), new Cmsg.TrafficClass(0xb8));
        from.sendmsg(Local.utf8("y"), new Cmsg.HopLimit(7), new Cmsg.TrafficClass(0xb8));

        var in = new RawMessage(arena, 1, room);
        assertThat(Posix.recvmsg(to.fd(), in.msg(), 0)).isEqualTo(1);
        assertThat(in.flags()).as("room for %d", room).isEqualTo(whole ? 0 : Posix.MSG_CTRUNC);
        assertThat(in.isIntactBehind()).as("room for %d", room).isTrue();
        List<RawMessage.Part> parts = in.parts();
        assertThat(parts.stream().map(part -> (int) part.data().byteSize()).toList())
            .as("room for %d", room)
            .isEqualTo(sizes);
        assertThat(parts).allMatch(part -> part.level() == Posix.IPPROTO_IPV6);
        assertThat(parts.stream().filter(part -> part.data().byteSize() == 4))
            .extracting(RawMessage.Part::number)
            .isEqualTo(List.of(7, 0xb8).subList(0, Collections.frequency(sizes, 4)));

        try (var received = to.recvmsg(MsgFlags.NONE, room, Local.room(1))) {
          assertThat(received.isControlTruncated()).as("room for %d", room).isEqualTo(!whole);
          assertThat(received.control())
              .as("room for %d", room)
              .isEqualTo(parts.stream().map(ControlBoundariesTest::typed).toList());
        }
      }
    }
  }

  private static Cmsg typed(RawMessage.Part part) {
    if (part.data().byteSize() < Integer.BYTES) {
      return new Cmsg.Unknown(part.level(), part.type(), part.data().toArray(JAVA_BYTE));
    }
    return part.type() == InH.IPV6_HOPLIMIT
        ? new Cmsg.HopLimit(part.number())
        : new Cmsg.TrafficClass(part.number());
  }
}
