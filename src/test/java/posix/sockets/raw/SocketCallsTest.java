package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.Kit.NOWHERE;
import static posix.sockets.raw.Kit.fails;
import static posix.sockets.raw.Kit.gives;
import static posix.sockets.raw.Posix.*;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.bindings.cmsghdr;
import posix.sockets.bindings.iovec;
import posix.sockets.bindings.mmsghdr;
import posix.sockets.bindings.msghdr;
import posix.sockets.bindings.sock_extended_err;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.bindings.sockaddr_un;
import posix.sockets.bindings.timespec;

class SocketCallsTest {
  private static final int SIN = (int) sockaddr_in.sizeof();

  @TestFactory
  Stream<DynamicTest> everyCallOnADescriptorThatIsNotOpen() {
    return Stream.of(
        fails("bind", EBADF, kit -> bind(kit.notOpen(), kit.loopback(0), SIN)),
        fails("listen", EBADF, kit -> listen(kit.notOpen(), 1)),
        fails("accept", EBADF, kit -> accept(kit.notOpen(), NULL, NULL)),
        fails("accept4", EBADF, kit -> accept4(kit.notOpen(), NULL, NULL, 0)),
        fails("connect", EBADF, kit -> connect(kit.notOpen(), kit.loopback(9), SIN)),
        fails(
            "getsockname",
            EBADF,
            kit -> getsockname(kit.notOpen(), kit.bytes(16), kit.integer(16))),
        fails(
            "getpeername",
            EBADF,
            kit -> getpeername(kit.notOpen(), kit.bytes(16), kit.integer(16))),
        fails("send", EBADF, kit -> send(kit.notOpen(), kit.bytes(1), 1, 0)),
        fails(
            "sendto",
            EBADF,
            kit -> sendto(kit.notOpen(), kit.bytes(1), 1, 0, kit.loopback(9), SIN)),
        fails("sendmsg", EBADF, kit -> sendmsg(kit.notOpen(), kit.message(kit.bytes(1)), 0)),
        fails("sendmmsg", EBADF, kit -> sendmmsg(kit.notOpen(), kit.bytes(64), 1, 0)),
        fails("recv", EBADF, kit -> recv(kit.notOpen(), kit.bytes(1), 1, 0)),
        fails("recvfrom", EBADF, kit -> recvfrom(kit.notOpen(), kit.bytes(1), 1, 0, NULL, NULL)),
        fails("recvmsg", EBADF, kit -> recvmsg(kit.notOpen(), kit.message(kit.bytes(1)), 0)),
        fails("recvmmsg", EBADF, kit -> recvmmsg(kit.notOpen(), kit.bytes(64), 1, 0, NULL)),
        fails(
            "getsockopt",
            EBADF,
            kit -> getsockopt(kit.notOpen(), SOL_SOCKET, SO_TYPE, kit.bytes(4), kit.integer(4))),
        fails(
            "setsockopt",
            EBADF,
            kit -> setsockopt(kit.notOpen(), SOL_SOCKET, SO_KEEPALIVE, kit.integer(1), 4)),
        fails("shutdown", EBADF, kit -> shutdown(kit.notOpen(), SHUT_RDWR)),
        fails("sockatmark", EBADF, kit -> sockatmark(kit.notOpen())));
  }

  @TestFactory
  Stream<DynamicTest> socketpairTable() {
    return Stream.of(
        fails(
            "PAIR1: AF_INET, TCP",
            EOPNOTSUPP,
            kit -> socketpair(AF_INET, SOCK_STREAM, IPPROTO_TCP, kit.bytes(8))),
        fails(
            "PAIR3: AF_INET datagrams over TCP",
            EPROTONOSUPPORT,
            kit -> socketpair(AF_INET, SOCK_DGRAM, IPPROTO_TCP, kit.bytes(8))),
        fails("PAIR4: sv is NULL", EFAULT, kit -> socketpair(AF_UNIX, SOCK_STREAM, 0, NULL)),
        fails(
            "PAIR5: sv is nowhere",
            EFAULT,
            kit -> socketpair(AF_UNIX, SOCK_STREAM, 0, MemorySegment.ofAddress(7))),
        fails("PAIR6: no family", EAFNOSUPPORT, kit -> socketpair(0, SOCK_STREAM, 0, kit.bytes(8))),
        fails("PAIR7: no such type", EINVAL, kit -> socketpair(AF_INET, 75, 0, kit.bytes(8))),
        fails("PAIR8: type 0", ESOCKTNOSUPPORT, kit -> socketpair(AF_INET, 0, 0, kit.bytes(8))),
        gives("PAIR9: AF_UNIX datagrams", 0, kit -> kit.pair(SOCK_DGRAM).length - 2));
  }

  @Test
  void aPairIsConnected() {
    try (var kit = new Kit()) {
      for (int type : new int[] {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
        int[] pair = kit.pair(type);
        assertThat(send(pair[0], kit.data("hello"), 5, 0)).isEqualTo(5);
        MemorySegment buf = kit.bytes(8);
        assertThat(recv(pair[1], buf, 8, 0)).isEqualTo(5);
        assertThat(Kit.text(buf, 5)).isEqualTo("hello");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> sendtoTable() {
    return Stream.of(
        fails(
            "SND9: addrlen -1",
            EINVAL,
            kit -> sendto(kit.udp(), kit.bytes(1), 1, 0, kit.loopback(9), -1)),
        fails(
            "SND10: the address is nowhere",
            EFAULT,
            kit -> sendto(kit.udp(), kit.bytes(1), 1, 0, NOWHERE, SIN)),
        fails(
            "SND3: the buffer is nowhere",
            EFAULT,
            kit -> sendto(kit.udp(), NOWHERE, 1, 0, kit.loopback(9), SIN)),
        fails(
            "SND7: no destination",
            EDESTADDRREQ,
            kit -> sendto(kit.udp(), kit.bytes(1), 1, 0, NULL, 0)),
        fails(
            "SND18: one byte more than a datagram takes",
            EMSGSIZE,
            kit -> sendto(kit.udp(), kit.bytes(65508), 65508, 0, kit.loopback(9), SIN)),
        fails(
            "SND2: no socket",
            ENOTSOCK,
            kit -> sendto(kit.devNull(), kit.bytes(1), 1, 0, kit.loopback(9), SIN)),
        fails(
            "SND16: an AF_UNIX stream, with an address",
            EOPNOTSUPP,
            kit -> {
              int fd = kit.own(socket(AF_UNIX, SOCK_STREAM, 0));
              MemorySegment addr = kit.arena.allocate(sockaddr_un.layout());
              sockaddr_un.sun_family(addr, (short) AF_UNIX);
              return sendto(fd, kit.bytes(1), 1, 0, addr, (int) sockaddr_un.sizeof());
            }),
        fails(
            "recvfrom, nothing there",
            EAGAIN,
            kit -> recvfrom(kit.boundUdp(), kit.bytes(1), 1, MSG_DONTWAIT, NULL, NULL)),
        fails(
            "recvfrom, the length is nowhere",
            EFAULT,
            kit -> {
              int fd = kit.boundUdp();
              assertThat(sendto(fd, kit.bytes(1), 1, 0, kit.name(fd), SIN)).isEqualTo(1);
              return recvfrom(fd, kit.bytes(1), 1, MSG_DONTWAIT, kit.bytes(16), NOWHERE);
            }),
        gives(
            "RCV11: TCP looks at no address",
            2,
            kit -> {
              int[] pair = kit.tcpPair();
              assertThat(send(pair[0], kit.data("ab"), 2, 0)).isEqualTo(2);
              return recvfrom(pair[1], kit.bytes(8), 8, 0, NOWHERE, kit.integer(16));
            }));
  }

  @Test
  void datagramsSayWhoSentThem() {
    try (var kit = new Kit()) {
      int sender = kit.boundUdp();
      int receiver = kit.boundUdp();
      assertThat(sendto(sender, kit.data("hello"), 5, 0, kit.name(receiver), SIN)).isEqualTo(5);
      MemorySegment buf = kit.bytes(3);
      MemorySegment addr = kit.bytes(32);
      MemorySegment len = kit.integer(32);
      assertThat(recvfrom(receiver, buf, 3, MSG_TRUNC, addr, len)).isEqualTo(5);
      assertThat(Kit.text(buf, 3)).isEqualTo("hel");
      assertThat(len.get(JAVA_INT, 0)).isEqualTo(SIN);
      assertThat(addr.asSlice(0, SIN).mismatch(kit.name(sender))).isEqualTo(-1);
    }
  }

  @Test
  void theUrgentMark() {
    try (var kit = new Kit()) {
      int[] pair = kit.tcpPair();
      assertThat(sockatmark(pair[1])).isZero();
      assertThat(send(pair[0], kit.data("ab"), 2, MSG_OOB)).isEqualTo(2);
      MemorySegment buf = kit.bytes(8);
      assertThat(recv(pair[1], buf, 8, 0)).isEqualTo(1); // stops at the mark
      assertThat(sockatmark(pair[1])).isEqualTo(1);
      assertThat(recv(pair[1], buf, 1, MSG_OOB)).isEqualTo(1);
      assertThat(Kit.text(buf, 1)).isEqualTo("b");
    }
  }

  @TestFactory
  Stream<DynamicTest> messageTable() {
    return Stream.of(
        fails("MSG1: sendmsg of NULL", EFAULT, kit -> sendmsg(kit.udp(), NULL, 0)),
        fails("recvmsg of NULL", EFAULT, kit -> recvmsg(kit.udp(), NULL, 0)),
        fails("sendmmsg of NULL", EFAULT, kit -> sendmmsg(kit.udp(), NULL, 1, 0)),
        fails("recvmmsg of NULL", EFAULT, kit -> recvmmsg(kit.boundUdp(), NULL, 1, 0, NULL)),
        fails(
            "MSG2: the buffers are nowhere",
            EFAULT,
            kit -> {
              MemorySegment msg = kit.message(kit.bytes(1));
              msghdr.msg_iov(msg, NOWHERE);
              return sendmsg(kit.pair(SOCK_DGRAM)[0], msg, 0);
            }),
        fails(
            "MSG3: 1025 buffers",
            EMSGSIZE,
            kit -> {
              MemorySegment msg = kit.message(kit.bytes(1));
              msghdr.msg_iov(msg, kit.arena.allocate(iovec.layout(), 1025));
              msghdr.msg_iovlen(msg, 1025);
              return recvmsg(kit.pair(SOCK_DGRAM)[0], msg, MSG_DONTWAIT);
            }),
        fails(
            "MSG5: a descriptor that is none",
            EBADF,
            kit -> sendmsg(kit.pair(SOCK_DGRAM)[0], rights(kit, 24, -1), 0)),
        fails(
            "MSG7: cmsg_len beyond the end",
            EINVAL,
            kit -> {
              MemorySegment msg = rights(kit, 24, 0);
              cmsghdr.cmsg_len(CMSG_FIRSTHDR(msg), 100);
              return sendmsg(kit.pair(SOCK_DGRAM)[0], msg, 0);
            }),
        fails(
            "MSG8: no such control message",
            EINVAL,
            kit -> {
              MemorySegment msg = rights(kit, 24, 0);
              cmsghdr.cmsg_type(CMSG_FIRSTHDR(msg), 99);
              return sendmsg(kit.pair(SOCK_DGRAM)[0], msg, 0);
            }),
        fails(
            "MSG10: msg_namelen -1",
            EINVAL,
            kit -> {
              MemorySegment msg = kit.message(kit.bytes(1));
              msghdr.msg_name(msg, kit.bytes(16));
              msghdr.msg_namelen(msg, -1);
              return recvmsg(kit.boundUdp(), msg, MSG_DONTWAIT);
            }),
        fails(
            "MSG11: nothing there",
            EAGAIN,
            kit -> recvmsg(kit.boundUdp(), kit.message(kit.bytes(1)), MSG_DONTWAIT)),
        fails(
            "MSG12: msg_controllen 2^31",
            ENOBUFS,
            kit -> {
              MemorySegment msg = rights(kit, 24, 0);
              msghdr.msg_controllen(msg, 1L << 31);
              return sendmsg(kit.pair(SOCK_DGRAM)[0], msg, 0);
            }),
        fails(
            "MSG13: control messages from nowhere",
            EFAULT,
            kit -> {
              MemorySegment msg = rights(kit, 24, 0);
              msghdr.msg_control(msg, NOWHERE);
              return sendmsg(kit.pair(SOCK_DGRAM)[0], msg, 0);
            }),
        fails(
            "recvmmsg, nothing there",
            EAGAIN,
            kit -> recvmmsg(kit.boundUdp(), batch(kit, "a", "b"), 2, MSG_DONTWAIT, NULL)),
        gives("sendmmsg of none", 0, kit -> sendmmsg(kit.udp(), NULL, 0, 0)));
  }

  /** One byte, and one control message that passes a descriptor. */
  private static MemorySegment rights(Kit kit, long controllen, int fd) {
    MemorySegment msg = kit.message(kit.data("x"));
    MemorySegment control = kit.bytes(controllen);
    msghdr.msg_control(msg, control);
    msghdr.msg_controllen(msg, controllen);
    MemorySegment cmsg = CMSG_FIRSTHDR(msg);
    cmsghdr.cmsg_level(cmsg, SOL_SOCKET);
    cmsghdr.cmsg_type(cmsg, SCM_RIGHTS);
    cmsghdr.cmsg_len(cmsg, CMSG_LEN(4));
    CMSG_DATA(cmsg).set(JAVA_INT, 0, fd);
    return msg;
  }

  @Test
  void aDescriptorPassedInAControlMessage() {
    try (var kit = new Kit()) {
      int[] pair = kit.pair(SOCK_STREAM);
      int[] pipe = kit.pipe(0);
      assertThat(sendmsg(pair[0], rights(kit, CMSG_SPACE(4), pipe[1]), 0)).isEqualTo(1);

      MemorySegment buf = kit.bytes(8);
      MemorySegment msg = kit.message(buf);
      MemorySegment control = kit.bytes(CMSG_SPACE(4));
      msghdr.msg_control(msg, control);
      msghdr.msg_controllen(msg, CMSG_SPACE(4));
      assertThat(recvmsg(pair[1], msg, MSG_CMSG_CLOEXEC)).isEqualTo(1);
      assertThat(Kit.text(buf, 1)).isEqualTo("x");
      assertThat(msghdr.msg_flags(msg)).isEqualTo(MSG_CMSG_CLOEXEC);
      MemorySegment cmsg = CMSG_FIRSTHDR(msg);
      assertThat(cmsghdr.cmsg_level(cmsg)).isEqualTo(SOL_SOCKET);
      assertThat(cmsghdr.cmsg_type(cmsg)).isEqualTo(SCM_RIGHTS);
      assertThat(cmsghdr.cmsg_len(cmsg)).isEqualTo(CMSG_LEN(4));
      int received = kit.own(CMSG_DATA(cmsg).get(JAVA_INT, 0));
      assertThat(CMSG_NXTHDR(msg, cmsg)).isEqualTo(NULL);

      assertThat(received).isNotEqualTo(pipe[1]);
      assertThat(write(received, kit.data("through"), 7)).isEqualTo(7);
      MemorySegment read = kit.bytes(7);
      assertThat(read(pipe[0], read, 7)).isEqualTo(7);
      assertThat(Kit.text(read, 7)).isEqualTo("through");
    }
  }

  @Test
  void severalBuffersInOneMessage() {
    try (var kit = new Kit()) {
      int[] pair = kit.pair(SOCK_SEQPACKET);
      var out = kit.message(kit.data("one "), kit.data("two "), kit.data("three"));
      assertThat(sendmsg(pair[0], out, 0)).isEqualTo(13);
      MemorySegment first = kit.bytes(6);
      MemorySegment second = kit.bytes(4);
      MemorySegment in = kit.message(first, second);
      assertThat(recvmsg(pair[1], in, 0)).isEqualTo(10);
      assertThat(Kit.text(first, 6) + "|" + Kit.text(second, 4)).isEqualTo("one tw|o th");
      assertThat(msghdr.msg_flags(in) & MSG_TRUNC).isEqualTo(MSG_TRUNC);
    }
  }

  /** One struct mmsghdr per text, with a buffer that holds it. */
  private static MemorySegment batch(Kit kit, String... texts) {
    MemorySegment array = kit.arena.allocate(mmsghdr.layout(), texts.length);
    for (int i = 0; i < texts.length; i++) {
      mmsghdr.msg_hdr(mmsghdr.asSlice(array, i)).copyFrom(kit.message(kit.data(texts[i])));
    }
    return array;
  }

  @Test
  void batchesOfMessages() {
    try (var kit = new Kit()) {
      int[] pair = kit.pair(SOCK_DGRAM);
      MemorySegment out = batch(kit, "a", "bb", "ccc");
      assertThat(sendmmsg(pair[0], out, 3, 0)).isEqualTo(3);
      MemorySegment in = batch(kit, "....", "....", "....", "....");
      MemorySegment timeout = kit.arena.allocate(timespec.layout());
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
    try (var kit = new Kit()) {
      int refusing = kit.boundUdp();
      MemorySegment nobody = kit.name(refusing);
      assertThat(connect(refusing, nobody, SIN)).isZero(); // from now on it hears itself only
      int fd = kit.boundUdp();
      assertThat(setsockopt(fd, IPPROTO_IP, IP_RECVERR, kit.integer(1), 4)).isZero();
      assertThat(sendto(fd, kit.data("x"), 1, 0, nobody, SIN)).isEqualTo(1);
      MemorySegment pollfd = kit.arena.allocate(posix.sockets.bindings.pollfd.layout());
      posix.sockets.bindings.pollfd.fd(pollfd, fd);
      assertThat(poll(pollfd, 1, 30_000)).isEqualTo(1); // POLLERR

      MemorySegment msg = kit.message(kit.bytes(8));
      MemorySegment control = kit.bytes(512);
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
    try (var kit = new Kit()) {
      int fd = kit.boundUdp();
      MemorySegment small = kit.bytes(4);
      List<Runnable> calls =
          List.of(
              () -> socketpair(AF_UNIX, SOCK_STREAM, 0, small),
              () -> sendto(fd, small, 5, 0, kit.loopback(9), SIN),
              () -> sendto(fd, small, 4, 0, small, SIN),
              () -> recvfrom(fd, small, 5, MSG_DONTWAIT, NULL, NULL),
              () -> recvfrom(fd, small, 4, MSG_DONTWAIT, small, kit.integer(5)),
              () -> recvfrom(fd, small, -1, MSG_DONTWAIT, NULL, NULL),
              () -> sendmsg(fd, kit.bytes(55), 0),
              () -> recvmsg(fd, kit.bytes(55), MSG_DONTWAIT),
              () -> sendmmsg(fd, kit.bytes(127), 2, 0),
              () -> sendmmsg(fd, kit.bytes(64), -1, 0),
              () -> recvmmsg(fd, kit.bytes(127), 2, MSG_DONTWAIT, NULL),
              () -> recvmmsg(fd, kit.bytes(64), 1, MSG_DONTWAIT, kit.bytes(15)));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void whatTheKernelWritesToMustBeWritable() {
    try (var kit = new Kit()) {
      int fd = kit.boundUdp();
      MemorySegment readOnly = kit.bytes(128).asReadOnly();
      List<Runnable> calls =
          List.of(
              () -> socketpair(AF_UNIX, SOCK_STREAM, 0, readOnly),
              () -> recvfrom(fd, readOnly, 1, MSG_DONTWAIT, NULL, NULL),
              () -> recvfrom(fd, kit.bytes(1), 1, MSG_DONTWAIT, readOnly, kit.integer(16)),
              () -> recvmsg(fd, readOnly, MSG_DONTWAIT),
              () -> sendmmsg(fd, readOnly, 1, 0),
              () -> recvmmsg(fd, readOnly, 1, MSG_DONTWAIT, NULL),
              () -> recvmmsg(fd, kit.bytes(64), 1, MSG_DONTWAIT, readOnly));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
