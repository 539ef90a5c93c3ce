package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.raw.Row.fails;
import static posix.sockets.raw.Row.gives;
import static posix.sockets.testing.Fds.NOWHERE;
import static posix.sockets.testing.Fds.notOpen;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.bindings.cmsghdr;
import posix.sockets.bindings.mmsghdr;
import posix.sockets.bindings.msghdr;
import posix.sockets.bindings.sock_extended_err;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.bindings.timespec;
import posix.sockets.testing.Fds;

class SocketCallsTest {
  private static final int SIN = (int) sockaddr_in.sizeof();

  @TestFactory
  Stream<DynamicTest> everyCallOnADescriptorThatIsNotOpen() {
    return Stream.of(
        fails("bind", EBADF, fds -> bind(notOpen(), fds.loopback(0), SIN)),
        fails("listen", EBADF, fds -> listen(notOpen(), 1)),
        fails("accept", EBADF, fds -> accept(notOpen(), NULL, NULL)),
        fails("accept4", EBADF, fds -> accept4(notOpen(), NULL, NULL, 0)),
        fails("connect", EBADF, fds -> connect(notOpen(), fds.loopback(9), SIN)),
        fails("getsockname", EBADF, fds -> getsockname(notOpen(), fds.bytes(16), fds.integer(16))),
        fails("getpeername", EBADF, fds -> getpeername(notOpen(), fds.bytes(16), fds.integer(16))),
        fails("send", EBADF, fds -> send(notOpen(), fds.bytes(1), 1, 0)),
        fails("sendto", EBADF, fds -> sendto(notOpen(), fds.bytes(1), 1, 0, fds.loopback(9), SIN)),
        fails("sendmsg", EBADF, fds -> sendmsg(notOpen(), fds.message(fds.bytes(1)), 0)),
        fails("sendmmsg", EBADF, fds -> sendmmsg(notOpen(), fds.bytes(64), 1, 0)),
        fails("recv", EBADF, fds -> recv(notOpen(), fds.bytes(1), 1, 0)),
        fails("recvfrom", EBADF, fds -> recvfrom(notOpen(), fds.bytes(1), 1, 0, NULL, NULL)),
        fails("recvmsg", EBADF, fds -> recvmsg(notOpen(), fds.message(fds.bytes(1)), 0)),
        fails("recvmmsg", EBADF, fds -> recvmmsg(notOpen(), fds.bytes(64), 1, 0, NULL)),
        fails(
            "getsockopt",
            EBADF,
            fds -> getsockopt(notOpen(), SOL_SOCKET, SO_TYPE, fds.bytes(4), fds.integer(4))),
        fails(
            "setsockopt",
            EBADF,
            fds -> setsockopt(notOpen(), SOL_SOCKET, SO_KEEPALIVE, fds.integer(1), 4)),
        fails("shutdown", EBADF, fds -> shutdown(notOpen(), SHUT_RDWR)),
        fails("sockatmark", EBADF, fds -> sockatmark(notOpen())));
  }

  @Test
  void aPairIsConnected() {
    try (var fds = new Fds()) {
      for (int type : new int[] {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
        int[] pair = fds.unixPair(type);
        assertThat(send(pair[0], fds.data("hello"), 5, 0)).isEqualTo(5);
        MemorySegment buf = fds.bytes(8);
        assertThat(recv(pair[1], buf, 8, 0)).isEqualTo(5);
        assertThat(Fds.text(buf, 5)).isEqualTo("hello");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> sendtoAndRecvfrom() {
    return Stream.of(
        fails(
            "sendto, the buffer is nowhere",
            EFAULT,
            fds -> sendto(fds.udp(), NOWHERE, 1, 0, fds.loopback(9), SIN)),
        fails(
            "sendto, no destination",
            EDESTADDRREQ,
            fds -> sendto(fds.udp(), fds.bytes(1), 1, 0, NULL, 0)),
        fails(
            "sendto, one byte more than a datagram takes",
            EMSGSIZE,
            fds -> sendto(fds.udp(), fds.bytes(65508), 65508, 0, fds.loopback(9), SIN)),
        fails(
            "sendto, no socket",
            ENOTSOCK,
            fds -> sendto(fds.devNull(), fds.bytes(1), 1, 0, fds.loopback(9), SIN)),
        fails(
            "recvfrom, nothing there",
            EAGAIN,
            fds -> recvfrom(fds.boundUdp(), fds.bytes(1), 1, MSG_DONTWAIT, NULL, NULL)),
        fails(
            "recvfrom, the length is nowhere",
            EFAULT,
            fds -> {
              int fd = fds.boundUdp();
              assertThat(sendto(fd, fds.bytes(1), 1, 0, fds.name(fd), SIN)).isEqualTo(1);
              return recvfrom(fd, fds.bytes(1), 1, MSG_DONTWAIT, fds.bytes(16), NOWHERE);
            }));
  }

  @Test
  void datagramsSayWhoSentThem() {
    try (var fds = new Fds()) {
      int sender = fds.boundUdp();
      int receiver = fds.boundUdp();
      assertThat(sendto(sender, fds.data("hello"), 5, 0, fds.name(receiver), SIN)).isEqualTo(5);
      MemorySegment buf = fds.bytes(3);
      MemorySegment addr = fds.bytes(32);
      MemorySegment len = fds.integer(32);
      assertThat(recvfrom(receiver, buf, 3, MSG_TRUNC, addr, len)).isEqualTo(5);
      assertThat(Fds.text(buf, 3)).isEqualTo("hel");
      assertThat(len.get(JAVA_INT, 0)).isEqualTo(SIN);
      assertThat(addr.asSlice(0, SIN).mismatch(fds.name(sender))).isEqualTo(-1);
    }
  }

  @Test
  void theUrgentMark() {
    try (var fds = new Fds()) {
      int[] pair = fds.tcpPair();
      assertThat(sockatmark(pair[1])).isZero();
      assertThat(send(pair[0], fds.data("ab"), 2, MSG_OOB)).isEqualTo(2);
      MemorySegment buf = fds.bytes(8);
      assertThat(recv(pair[1], buf, 8, 0)).isEqualTo(1); // stops at the mark
      assertThat(sockatmark(pair[1])).isEqualTo(1);
      assertThat(recv(pair[1], buf, 1, MSG_OOB)).isEqualTo(1);
      assertThat(Fds.text(buf, 1)).isEqualTo("b");
    }
  }

  @TestFactory
  Stream<DynamicTest> messageTable() {
    return Stream.of(
        fails("recvmsg of NULL", EFAULT, fds -> recvmsg(fds.udp(), NULL, 0)),
        fails("sendmmsg of NULL", EFAULT, fds -> sendmmsg(fds.udp(), NULL, 1, 0)),
        fails("recvmmsg of NULL", EFAULT, fds -> recvmmsg(fds.boundUdp(), NULL, 1, 0, NULL)),
        fails(
            "recvmmsg, nothing there",
            EAGAIN,
            fds -> recvmmsg(fds.boundUdp(), batch(fds, "a", "b"), 2, MSG_DONTWAIT, NULL)),
        gives("sendmmsg of none", 0, fds -> sendmmsg(fds.udp(), NULL, 0, 0)));
  }

  @Test
  void aDescriptorPassedInAControlMessage() {
    try (var fds = new Fds()) {
      int[] pair = fds.unixPair(SOCK_STREAM);
      int[] pipe = fds.pipe(0);
      assertThat(sendmsg(pair[0], fds.rights(pipe[1]), 0)).isEqualTo(1);

      MemorySegment buf = fds.bytes(8);
      MemorySegment msg = fds.message(buf);
      MemorySegment control = fds.bytes(CMSG_SPACE(4));
      msghdr.msg_control(msg, control);
      msghdr.msg_controllen(msg, CMSG_SPACE(4));
      assertThat(recvmsg(pair[1], msg, MSG_CMSG_CLOEXEC)).isEqualTo(1);
      assertThat(Fds.text(buf, 1)).isEqualTo("x");
      assertThat(msghdr.msg_flags(msg)).isEqualTo(MSG_CMSG_CLOEXEC);
      MemorySegment cmsg = CMSG_FIRSTHDR(msg);
      assertThat(cmsghdr.cmsg_level(cmsg)).isEqualTo(SOL_SOCKET);
      assertThat(cmsghdr.cmsg_type(cmsg)).isEqualTo(SCM_RIGHTS);
      assertThat(cmsghdr.cmsg_len(cmsg)).isEqualTo(CMSG_LEN(4));
      int received = fds.own(CMSG_DATA(cmsg).get(JAVA_INT, 0));
      assertThat(CMSG_NXTHDR(msg, cmsg)).isEqualTo(NULL);

      assertThat(received).isNotEqualTo(pipe[1]);
      assertThat(write(received, fds.data("through"), 7)).isEqualTo(7);
      MemorySegment read = fds.bytes(7);
      assertThat(read(pipe[0], read, 7)).isEqualTo(7);
      assertThat(Fds.text(read, 7)).isEqualTo("through");
    }
  }

  @Test
  void severalBuffersInOneMessage() {
    try (var fds = new Fds()) {
      int[] pair = fds.unixPair(SOCK_SEQPACKET);
      var out = fds.message(fds.data("one "), fds.data("two "), fds.data("three"));
      assertThat(sendmsg(pair[0], out, 0)).isEqualTo(13);
      MemorySegment first = fds.bytes(6);
      MemorySegment second = fds.bytes(4);
      MemorySegment in = fds.message(first, second);
      assertThat(recvmsg(pair[1], in, 0)).isEqualTo(10);
      assertThat(Fds.text(first, 6) + "|" + Fds.text(second, 4)).isEqualTo("one tw|o th");
      assertThat(msghdr.msg_flags(in) & MSG_TRUNC).isEqualTo(MSG_TRUNC);
    }
  }

  /** One struct mmsghdr per text, with a buffer that holds it. */
  private static MemorySegment batch(Fds fds, String... texts) {
    MemorySegment array = fds.arena.allocate(mmsghdr.layout(), texts.length);
    for (int i = 0; i < texts.length; i++) {
      mmsghdr.msg_hdr(mmsghdr.asSlice(array, i)).copyFrom(fds.message(fds.data(texts[i])));
    }
    return array;
  }

  @Test
  void batchesOfMessages() {
    try (var fds = new Fds()) {
      int[] pair = fds.unixPair(SOCK_DGRAM);
      MemorySegment out = batch(fds, "a", "bb", "ccc");
      assertThat(sendmmsg(pair[0], out, 3, 0)).isEqualTo(3);
      MemorySegment in = batch(fds, "....", "....", "....", "....");
      MemorySegment timeout = fds.arena.allocate(timespec.layout());
      timespec.tv_sec(timeout, 5);
      assertThat(recvmmsg(pair[1], in, 4, MSG_WAITFORONE, timeout)).isEqualTo(3);
      assertThat(timespec.tv_sec(timeout)).isLessThan(5); // what is left of it
      for (int i = 0; i < 3; i++) {
        assertThat(mmsghdr.msg_len(mmsghdr.asSlice(out, i))).isEqualTo(i + 1);
        assertThat(mmsghdr.msg_len(mmsghdr.asSlice(in, i))).isEqualTo(i + 1);
      }
    }
  }

  /** What a datagram that nobody took left behind: the error, and who reported it. */
  @Test
  void theOffenderOfAnError() {
    try (var fds = new Fds()) {
      int refusing = fds.boundUdp();
      MemorySegment nobody = fds.name(refusing);
      assertThat(connect(refusing, nobody, SIN)).isZero(); // from now on it hears itself only
      int fd = fds.boundUdp();
      assertThat(setsockopt(fd, IPPROTO_IP, IP_RECVERR, fds.integer(1), 4)).isZero();
      assertThat(sendto(fd, fds.data("x"), 1, 0, nobody, SIN)).isEqualTo(1);
      MemorySegment pollfd = fds.arena.allocate(posix.sockets.bindings.pollfd.layout());
      posix.sockets.bindings.pollfd.fd(pollfd, fd);
      assertThat(poll(pollfd, 1, 30_000)).isEqualTo(1); // POLLERR

      MemorySegment msg = fds.message(fds.bytes(8));
      MemorySegment control = fds.bytes(512);
      msghdr.msg_control(msg, control);
      msghdr.msg_controllen(msg, control.byteSize());
      assertThat(recvmsg(fd, msg, MSG_ERRQUEUE)).isEqualTo(1);
      MemorySegment cmsg = CMSG_FIRSTHDR(msg);
      assertThat(cmsghdr.cmsg_type(cmsg)).isEqualTo(IP_RECVERR);
      MemorySegment error = CMSG_DATA(cmsg);
      assertThat(sock_extended_err.ee_errno(error)).isEqualTo(ECONNREFUSED);
      MemorySegment offender = SO_EE_OFFENDER(error);
      assertThat(sockaddr_in.sin_family(offender)).isEqualTo((short) AF_INET);
      assertThat(inet_ntoa(sockaddr_in.sin_addr(offender))).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void shortSegmentsAreRefusedBeforeTheCall() {
    try (var fds = new Fds()) {
      int fd = fds.boundUdp();
      MemorySegment small = fds.bytes(4);
      List<Runnable> calls =
          List.of(
              () -> socketpair(AF_UNIX, SOCK_STREAM, 0, small),
              () -> sendto(fd, small, 5, 0, fds.loopback(9), SIN),
              () -> sendto(fd, small, 4, 0, small, SIN),
              () -> recvfrom(fd, small, 5, MSG_DONTWAIT, NULL, NULL),
              () -> recvfrom(fd, small, 4, MSG_DONTWAIT, small, fds.integer(5)),
              () -> recvfrom(fd, small, -1, MSG_DONTWAIT, NULL, NULL),
              () -> sendmsg(fd, fds.bytes(55), 0),
              () -> recvmsg(fd, fds.bytes(55), MSG_DONTWAIT),
              () -> sendmmsg(fd, fds.bytes(127), 2, 0),
              () -> sendmmsg(fd, fds.bytes(64), -1, 0),
              () -> recvmmsg(fd, fds.bytes(127), 2, MSG_DONTWAIT, NULL),
              () -> recvmmsg(fd, fds.bytes(64), 1, MSG_DONTWAIT, fds.bytes(15)));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void whatTheKernelWritesToMustBeWritable() {
    try (var fds = new Fds()) {
      int fd = fds.boundUdp();
      MemorySegment readOnly = fds.bytes(128).asReadOnly();
      List<Runnable> calls =
          List.of(
              () -> socketpair(AF_UNIX, SOCK_STREAM, 0, readOnly),
              () -> recvfrom(fd, readOnly, 1, MSG_DONTWAIT, NULL, NULL),
              () -> recvfrom(fd, fds.bytes(1), 1, MSG_DONTWAIT, readOnly, fds.integer(16)),
              () -> recvmsg(fd, readOnly, MSG_DONTWAIT),
              () -> sendmmsg(fd, readOnly, 1, 0),
              () -> recvmmsg(fd, readOnly, 1, MSG_DONTWAIT, NULL),
              () -> recvmmsg(fd, fds.bytes(64), 1, MSG_DONTWAIT, readOnly));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
