package posix.sockets.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.IP_MTU;
import static posix.sockets.Constants.IP_MTU_DISCOVER;
import static posix.sockets.Constants.IP_RECVERR;
import static posix.sockets.Constants.MSG_ERRQUEUE;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.BlockedThread;
import posix.sockets.Cmsg;
import posix.sockets.Errno;
import posix.sockets.Expect;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.PosixSocket;
import posix.sockets.raw.constants.ErrqueueH;
import posix.sockets.raw.constants.IcmpH;
import posix.sockets.raw.constants.InH;

/** A path of two cables, of which the second lets less through. */
class PathMtuTest {
  private static final int NARROW = 1000;
  private static final int HEADERS = 28; // IPv4's and UDP's
  private static final String END = "10.78.0.2";

  private Link link;
  private Network end;

  @BeforeEach
  void build() throws Exception {
    link = Link.open();
    end = Network.open();
    Network router = link.there();
    router.connect("out", "10.78.0.1", end, "in", END);
    router.sysctl("ipv4/ip_forward", "1");
    link.here().ip("route add 10.78.0.0/24 via " + Link.THERE);
    end.ip("route add 10.77.0.0/24 via 10.78.0.1");
  }

  @AfterEach
  void remove() {
    if (link != null) {
      link.close();
    }
    if (end != null) {
      end.close();
    }
  }

  private void narrow() throws Exception {
    link.there().ip("link set out mtu " + NARROW);
    end.ip("link set in mtu " + NARROW);
  }

  /** Who blocks in a receive is told that what was sent is too long, and the next send is. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void datagrams(boolean virtual) throws Exception {
    narrow();
    try (PosixSocket receiver = end.udp().bind(Inet4.of(END, 0));
        PosixSocket sender = link.here().udp()) {
      sender
          .setsockopt(IP_MTU_DISCOVER, InH.IP_PMTUDISC_DO)
          .setsockopt(IP_RECVERR, true)
          .connect(receiver.getsockname());
      assertThat(sender.getsockopt(IP_MTU)).isEqualTo(1500);
      MemorySegment tooLong = Local.pattern(1400);
      var recv = new BlockedThread<>(virtual, () -> Local.recv(sender)).awaitBlocked("recv");
      assertThat(sender.send(tooLong)).isEqualTo(1400); // nobody knows yet
      assertThat(recv.thrown()).hasMessage("recv: Message too long (EMSGSIZE, 90)");
      assertThat(sender.getsockopt(IP_MTU)).isEqualTo(NARROW);
      assertError(sender, ErrqueueH.SO_EE_ORIGIN_ICMP, Link.there(0));

      Expect.errno(Errno.EMSGSIZE, () -> sender.send(tooLong));
      Expect.errno(Errno.EMSGSIZE, () -> sender.send(Local.pattern(NARROW - HEADERS + 1)));
      MemorySegment longest = Local.pattern(NARROW - HEADERS);
      assertThat(sender.send(longest)).isEqualTo(NARROW - HEADERS);
      MemorySegment got = Local.room(2000);
      long n = receiver.recv(got);
      assertThat(Local.content(got, n)).isEqualTo(Local.content(longest, longest.byteSize()));
      assertThat(Local.isEmpty(receiver)).isTrue();
    }
  }

  private static void assertError(PosixSocket sender, int origin, Inet4 router) throws Exception {
    MemorySegment sent = Local.room(2000);
    try (var received = sender.recvmsg(MSG_ERRQUEUE, 512, sent)) {
      assertThat(received.from()).isEqualTo(sender.getpeername());
      assertThat(received.first(Cmsg.ExtendedError.class))
          .contains(
              new Cmsg.ExtendedError(
                  Errno.EMSGSIZE.number(),
                  origin,
                  IcmpH.ICMP_DEST_UNREACH,
                  IcmpH.ICMP_FRAG_NEEDED,
                  NARROW,
                  0,
                  router));
    }
  }

  /** It shrinks in the middle of a stream: that goes on, with the right bytes. */
  @Test
  void stream() throws Exception {
    try (PosixSocket listener = end.tcp().bind(Inet4.of(END, 0)).listen(1);
        PosixSocket client = link.here().tcp().connect(listener.getsockname());
        PosixSocket server = listener.accept().socket()) {
      assertThat(client.getsockopt(IP_MTU)).isEqualTo(1500);
      var stream = new Stream(client, server, 2 << 20);
      stream.transfer(this::narrow);
      assertThat(client.getsockopt(IP_MTU)).isEqualTo(NARROW);
    }
  }
}
