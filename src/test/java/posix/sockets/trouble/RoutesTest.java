package posix.sockets.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.IP_RECVERR;
import static posix.sockets.Constants.MSG_ERRQUEUE;
import static posix.sockets.Constants.TCP_SYNCNT;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.BlockedThread;
import posix.sockets.Cmsg;
import posix.sockets.Errno;
import posix.sockets.ErrnoException;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.raw.constants.ErrqueueH;
import posix.sockets.raw.constants.IcmpH;

/** Ways that lead nowhere. */
class RoutesTest {
  private static final int PORT = 4242;
  private Link link;

  @BeforeEach // since a router says only so much to one who asks for the impossible
  void build() throws Exception {
    link = Link.open();
    Network here = link.here();
    here.ip("route add unreachable 10.1.0.0/16");
    here.ip("route add prohibit 10.2.0.0/16");
    here.ip("route add blackhole 10.3.0.0/16");
    here.ip("route add throw 10.4.0.0/16");
    // what the other one is to pass on
    here.ip("route add 10.11.0.0/16 via " + Link.THERE);
    here.ip("route add 10.12.0.0/16 via " + Link.THERE);
    here.ip("route add 10.13.0.0/16 via " + Link.THERE);
    Network there = link.there();
    there.sysctl("ipv4/ip_forward", "1");
    there.sysctl("ipv4/icmp_ratelimit", "0");
    there.ip("route add unreachable 10.11.0.0/16");
    there.ip("route add prohibit 10.12.0.0/16");
    there.ip("route add blackhole 10.13.0.0/16");
    here.sysctl("ipv4/neigh/near/retrans_time_ms", "20");
  }

  @AfterEach
  void remove() {
    if (link != null) {
      link.close();
    }
  }

  private static void assertError(Throwable thrown, String call, Errno errno, Object about) {
    assertThat(thrown).isInstanceOf(ErrnoException.class);
    var e = (ErrnoException) thrown;
    assertThat(e.call()).isEqualTo(call);
    assertThat(e.errno()).isEqualTo(errno);
    assertThat(e)
        .hasMessage(
            call
                + ": "
                + PosixSocket.strerror(errno)
                + " ("
                + errno.name()
                + ", "
                + errno.number()
                + ")"
                + (about == null ? "" : ": " + about));
  }

  /** What this machine knows itself, it says at once, to each call. */
  @ParameterizedTest
  @CsvSource({
    "10.1.0.1, EHOSTUNREACH", // unreachable
    "10.2.0.1, EACCES", // prohibited
    "10.3.0.1, EINVAL", // a black hole
    "10.4.0.1, ENETUNREACH", // no route, in this table
    "192.0.2.1, ENETUNREACH", // no route
  })
  void known(String address, Errno errno) throws Exception {
    Inet4 to = Inet4.of(address, PORT);
    for (boolean virtual : List.of(false, true)) {
      try (PosixSocket tcp = link.here().tcp();
          PosixSocket udp = link.here().udp()) {
        assertError(thrown(virtual, () -> tcp.connect(to)), "connect", errno, to);
        assertError(thrown(virtual, () -> udp.connect(to)), "connect", errno, to);
        assertError(
            thrown(virtual, () -> udp.sendto(Local.utf8("x"), MsgFlags.NONE, to)),
            "sendto",
            errno,
            to);
        // and the sockets are good for what can be reached
        udp.sendto(Local.utf8("x"), MsgFlags.NONE, Link.there(PORT));
        assertThat(thrown(virtual, () -> tcp.connect(Link.there(PORT))))
            .hasMessageContaining("ECONNREFUSED");
      }
    }
  }

  private static Throwable thrown(boolean virtual, Callable<?> call) throws Exception {
    return new BlockedThread<>(virtual, call).thrown();
  }

  /** What a router says, a connect that blocks hears. */
  @ParameterizedTest
  @CsvSource({"10.11.0.1, false", "10.11.0.1, true", "10.12.0.1, false", "10.12.0.1, true"})
  void toldByARouter(String address, boolean virtual) throws Exception {
    Inet4 to = Inet4.of(address, PORT);
    try (PosixSocket tcp = link.here().tcp()) {
      assertError(thrown(virtual, () -> tcp.connect(to)), "connect", Errno.EHOSTUNREACH, to);
    }
  }

  /** So does a receive that blocks, and the error queue has it whole. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReceiverIsToldByARouter(boolean virtual) throws Exception {
    Inet4 to = Inet4.of("10.12.0.1", PORT);
    try (PosixSocket udp = link.here().udp()) {
      udp.setsockopt(IP_RECVERR, true).connect(to);
      var recv = new BlockedThread<>(virtual, () -> Local.recv(udp)).awaitBlocked("recv");
      udp.send(Local.utf8("hello?"));
      assertError(recv.thrown(), "recv", Errno.EHOSTUNREACH, null);
      try (var received = udp.recvmsg(MSG_ERRQUEUE, 512, Local.room(20))) {
        assertThat(received.from()).isEqualTo(to);
        assertThat(received.first(Cmsg.ExtendedError.class))
            .contains(
                new Cmsg.ExtendedError(
                    Errno.EHOSTUNREACH.number(),
                    ErrqueueH.SO_EE_ORIGIN_ICMP,
                    IcmpH.ICMP_DEST_UNREACH,
                    IcmpH.ICMP_PKT_FILTERED,
                    0,
                    0,
                    Link.there(0)));
      }
    }
  }

  /** Nobody has the address, which is found out by asking for it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobodyThere(boolean virtual) throws Exception {
    Inet4 nobody = Inet4.of("10.77.0.99", PORT);
    try (PosixSocket tcp = link.here().tcp();
        PosixSocket udp = link.here().udp()) {
      var connect = new BlockedThread<>(virtual, () -> tcp.connect(nobody));
      udp.setsockopt(IP_RECVERR, true).connect(nobody);
      var recv = new BlockedThread<>(virtual, () -> Local.recv(udp)).awaitBlocked("recv");
      udp.send(Local.utf8("hello?"));
      assertError(connect.thrown(), "connect", Errno.EHOSTUNREACH, nobody);
      assertError(recv.thrown(), "recv", Errno.EHOSTUNREACH, null);
    }
  }

  /** Nothing is ever said. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void blackHoleFurtherOn(boolean virtual) throws Exception {
    Inet4 to = Inet4.of("10.13.0.1", PORT);
    try (PosixSocket patient = link.here().tcp();
        PosixSocket inAHurry = link.here().tcp()) {
      patient.setsockopt(TCP_SYNCNT, 1); // a second, and two more
      var connect = new BlockedThread<>(virtual, () -> patient.connect(to));
      connect.awaitBlocked("connect");
      PosixSocket limited = inAHurry.within(Duration.ofMillis(50));
      assertThat(thrown(virtual, () -> limited.connect(to)))
          .isInstanceOf(SocketTimeoutException.class);
      assertError(connect.thrown(), "connect", Errno.ETIMEDOUT, to);
    }
  }
}
