package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import posix.sockets.raw.constants.ErrnoH;
import posix.sockets.raw.constants.ErrqueueH;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.SocketH;

/** What {@code MSG_ERRQUEUE} gives: errors, times of sending, completions. */
class ErrorQueueTest {
  private static final Opaque NOBODY = new Opaque(AF_UNSPEC, new byte[14]);

  /** Takes one message off the error queue, as soon as there is one. */
  private static Received next(PosixSocket socket, MemorySegment buf) throws Exception {
    Received[] received = {null};
    Expect.soon(
        "something on the error queue",
        () -> {
          try {
            received[0] = socket.recvmsg(MSG_ERRQUEUE, 512, buf);
            return true;
          } catch (ErrnoException e) {
            assertThat(e.errno()).isEqualTo(Errno.EAGAIN); // it never blocks
            return false;
          }
        });
    assertThat(received[0].flags().has(MSG_ERRQUEUE)).isTrue();
    return received[0];
  }

  @Test
  void aPortThatNobodyHas() throws Exception {
    try (var nobody = Local.refusing();
        var socket = Local.udp()) {
      SockAddr gone = nobody.getsockname();
      Local.set(socket, InH.IPPROTO_IP, InH.IP_RECVERR, 1);
      socket.sendto(Local.utf8("hello?"), MsgFlags.NONE, gone);
      MemorySegment buf = Local.room(20);
      try (var received = next(socket, buf)) {
        // the data that went out, and where to
        assertThat(Local.text(buf, received.length())).isEqualTo("hello?");
        assertThat(received.from()).isEqualTo(gone);
        assertThat(received.first(Cmsg.ExtendedError.class))
            .contains(
                new Cmsg.ExtendedError(
                    ErrnoH.ECONNREFUSED,
                    ErrqueueH.SO_EE_ORIGIN_ICMP,
                    3, // destination unreachable
                    3, // port
                    0,
                    0,
                    Inet4.loopback(0)));
      }
      errno(Errno.EAGAIN, () -> socket.recvmsg(MSG_ERRQUEUE, 512, buf));
    }
  }

  @Test
  void aPortThatNobodyHas6() throws Exception {
    try (var nobody = Local.refusing6();
        var socket = Local.udp6()) {
      SockAddr gone = nobody.getsockname();
      Local.set(socket, InH.IPPROTO_IPV6, InH.IPV6_RECVERR, 1);
      socket.sendto(Local.utf8("hello?"), MsgFlags.NONE, gone);
      MemorySegment buf = Local.room(20);
      try (var received = next(socket, buf)) {
        assertThat(Local.text(buf, received.length())).isEqualTo("hello?");
        assertThat(received.from()).isEqualTo(gone);
        assertThat(received.first(Cmsg.ExtendedError.class))
            .contains(
                new Cmsg.ExtendedError(
                    ErrnoH.ECONNREFUSED,
                    ErrqueueH.SO_EE_ORIGIN_ICMP6,
                    1, // destination unreachable
                    4, // port
                    0,
                    0,
                    Inet6.loopback(0)));
      }
    }
  }

  /** Cut room for control messages is visible here, too; the error itself is gone then. */
  @Test
  void withoutRoom() throws Exception {
    try (var nobody = Local.refusing();
        var socket = Local.udp()) {
      Local.set(socket, InH.IPPROTO_IP, InH.IP_RECVERR, 1);
      socket.sendto(Local.utf8("hello?"), MsgFlags.NONE, nobody.getsockname());
      Expect.soon(
          "the error",
          () -> {
            try (var received = socket.recvmsg(MSG_ERRQUEUE, 0, Local.room(2))) {
              assertThat(received.isControlTruncated()).isTrue();
              assertThat(received.isTruncated()).isTrue();
              assertThat(received.control()).isEmpty();
              return true;
            } catch (ErrnoException e) {
              return false;
            }
          });
    }
  }

  /** One byte more than a packet can have: an error made here. */
  @Test
  void localErrors() throws Exception {
    try (var to = Local.udp();
        var socket = Local.udp()) {
      socket.connect(to.getsockname());
      Local.set(socket, InH.IPPROTO_IP, InH.IP_RECVERR, 1);
      int mtu = Local.get(socket, InH.IPPROTO_IP, InH.IP_MTU);
      errno(Errno.EMSGSIZE, () -> socket.send(Local.room(65508)));
      try (var received = next(socket, Local.room(20))) {
        var error = received.first(Cmsg.ExtendedError.class).orElseThrow();
        assertThat(error.errno()).isEqualTo(ErrnoH.EMSGSIZE);
        assertThat(error.origin()).isEqualTo(ErrqueueH.SO_EE_ORIGIN_LOCAL);
        assertThat(error.info()).isEqualTo(mtu);
        assertThat(error.offender()).isEqualTo(NOBODY);
        assertThat(error.isZerocopy()).isFalse();
      }
    }
  }

  @Test
  void timesOfSending() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp()) {
      Local.set(
          from,
          SocketH.SOL_SOCKET,
          SocketH.SO_TIMESTAMPING,
          ErrqueueH.SOF_TIMESTAMPING_TX_SOFTWARE
              | ErrqueueH.SOF_TIMESTAMPING_SOFTWARE
              | ErrqueueH.SOF_TIMESTAMPING_OPT_ID
              | ErrqueueH.SOF_TIMESTAMPING_OPT_TSONLY);
      for (int i = 0; i < 3; i++) {
        Instant before = Instant.now();
        from.sendto(Local.utf8("timed"), MsgFlags.NONE, to.getsockname());
        try (var received = next(from, Local.room(20))) {
          assertThat(received.length()).isZero(); // the time only
          var stamps = received.first(Cmsg.Timestamping.class).orElseThrow();
          // but for the five seconds that a clock may be set by
          assertThat(stamps.software())
              .isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
          assertThat(stamps.hardware()).isNull();
          var error = received.first(Cmsg.ExtendedError.class).orElseThrow();
          assertThat(error.errno()).isEqualTo(ErrnoH.ENOMSG);
          assertThat(error.origin()).isEqualTo(ErrqueueH.SO_EE_ORIGIN_TIMESTAMPING);
          assertThat(error.info()).isEqualTo(ErrqueueH.SCM_TSTAMP_SND);
          assertThat(error.data()).isEqualTo(i); // the send's number
          assertThat(error.offender()).isEqualTo(NOBODY);
        }
      }
    }
  }

  /** Over loopback the kernel copies after all, and says so. */
  @Test
  void completionsOfSendsWithoutACopy() throws Exception {
    try (var pair = Local.tcp()) {
      PosixSocket from = pair.first();
      Local.set(from, SocketH.SOL_SOCKET, SocketH.SO_ZEROCOPY, 1);
      MemorySegment sent = Local.pattern(20_000);
      int next = 0;
      for (int i = 0; i < 3; i++) {
        assertThat(from.send(sent, MSG_ZEROCOPY)).isEqualTo(20_000);
        MemorySegment got = Local.room(20_000);
        Transfer.recvExactly(pair.second(), got);
        assertThat(got.mismatch(sent)).isEqualTo(-1);
      }
      while (next < 3) {
        try (var received = next(from, Local.room(0))) {
          var completion = received.first(Cmsg.ExtendedError.class).orElseThrow();
          assertThat(completion.isZerocopy()).isTrue();
          assertThat(completion.copied()).isTrue();
          assertThat(completion.errno()).isZero();
          assertThat(completion.info()).isEqualTo(next); // from
          assertThat(completion.data()).isBetween(next, 2); // to
          next = completion.data() + 1;
        }
      }
      errno(Errno.EAGAIN, () -> from.recvmsg(MSG_ERRQUEUE, 512, Local.room(0)));
    }
  }

  /** On UDP and IPv6, too, each with its own level. */
  @Test
  void completionsOfDatagrams() throws Exception {
    try (var to = Local.udp();
        var from = Local.udp();
        var to6 = Local.udp6();
        var from6 = Local.udp6()) {
      complete(from, to);
      complete(from6, to6);
    }
  }

  private static void complete(PosixSocket from, PosixSocket to) throws Exception {
    Local.set(from, SocketH.SOL_SOCKET, SocketH.SO_ZEROCOPY, 1);
    MemorySegment sent = Local.pattern(5000);
    from.sendto(sent, MSG_ZEROCOPY, to.getsockname());
    MemorySegment got = Local.room(5000);
    assertThat(to.recv(got)).isEqualTo(5000);
    assertThat(got.mismatch(sent)).isEqualTo(-1);
    try (var received = next(from, Local.room(0))) {
      var completion = received.first(Cmsg.ExtendedError.class).orElseThrow();
      assertThat(completion.isZerocopy()).isTrue();
      assertThat(completion.copied()).isTrue();
      assertThat(completion.info()).isZero();
      assertThat(completion.data()).isZero();
    }
  }
}
