package posix.sockets.conformance;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.Constants.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.conformance.Sock.*;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import posix.sockets.Inet4;
import posix.sockets.IpMreqn;
import posix.sockets.SockOpt;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Fds;

/** getsockopt, setsockopt. */
final class OptionRows {
  private static final SockOpt.ReadWrite<Integer> NO_SOL = option(Posix.SOL_SOCKET, -1);
  private static final SockOpt.ReadWrite<Integer> NO_IP = option(Posix.IPPROTO_IP, -1);
  private static final SockOpt.ReadWrite<Integer> NO_TCP = option(Posix.IPPROTO_TCP, -1);
  private static final SockOpt.ReadWrite<Integer> UDP_TYPE =
      option(Posix.IPPROTO_UDP, Posix.SO_TYPE);
  private static final SockOpt.ReadWrite<Integer> TYPE = option(Posix.SOL_SOCKET, Posix.SO_TYPE);
  private static final SockOpt.ReadWrite<Integer> LINGER =
      option(Posix.SOL_SOCKET, Posix.SO_LINGER);
  private static final SockOpt.ReadWrite<byte[]> REUSEADDR =
      SockOpt.of(Posix.SOL_SOCKET, Posix.SO_REUSEADDR, SockOpt.Codec.bytes(0, 4));
  private static final Inet4 GROUP = Inet4.of("224.0.0.99", 0);
  private static final Duration PAST = Duration.ofMillis(-1);

  static final List<Row> ROWS =
      List.of(
          get("GSO1", "not open", "EBADF", NOT_OPEN, SO_TYPE),
          get("GSO2", "not a socket", "ENOTSOCK", DEV_NULL, SO_TYPE),
          getAt("GSO3", "value NULL", "EFAULT", _ -> Posix.NULL, f -> f.integer(4)),
          getAt("GSO4", "length NULL", "EFAULT", f -> f.bytes(4), _ -> Posix.NULL),
          get("GSO6", "UDP's level on TCP", "EOPNOTSUPP", TCP, UDP_TYPE),
          get("GSO7", "IP's option -1", "ENOPROTOOPT", TCP, NO_IP),
          get("GSO8", "TCP's option -1", "ENOPROTOOPT", TCP, NO_TCP),
          getAt("GSO9", "length -1", "EINVAL", f -> f.bytes(4), f -> f.integer(-1)),
          get("GSO10", "option -1", "ENOPROTOOPT", TCP, NO_SOL),
          set("SSO1", "not open", "EBADF", NOT_OPEN, SO_REUSEADDR, true, 1),
          set("SSO2", "not a socket", "ENOTSOCK", DEV_NULL, SO_REUSEADDR, true, 1),
          setAt("SSO3", "value NULL", "EFAULT", Posix.NULL, 4),
          set("SSO4", "length 0", "EINVAL", TCP, REUSEADDR, new byte[0], new byte[0]),
          set("SSO6", "UDP's level on TCP", "ENOPROTOOPT", TCP, UDP_TYPE, 1, 1),
          set("SSO7", "IP's option -1", "ENOPROTOOPT", TCP, NO_IP, 1, 1),
          set("SSO8", "TCP's option -1", "ENOPROTOOPT", TCP, NO_TCP, 1, 1),
          set("SSO9", "0 s", "EINVAL", TCP, TCP_KEEPIDLE, Duration.ZERO, 0),
          set("SSO10", "32768 s", "EINVAL", TCP, TCP_KEEPIDLE, Duration.ofSeconds(32768), 32768),
          set("SSO11", "0 s", "EINVAL", TCP, TCP_KEEPINTVL, Duration.ZERO, 0),
          set("SSO12", "0", "EINVAL", TCP, TCP_KEEPCNT, 0, 0),
          set("SSO14", "-1", "EINVAL", TCP, TCP_KEEPCNT, -1, -1),
          set("SSO15", "-1 ms", "EINVAL", TCP, TCP_USER_TIMEOUT, PAST, -1).illegal(),
          set("SSO16", "no such", "ENOENT", TCP, TCP_CONGESTION, "nosuchcc", bytes("nosuchcc")),
          set("SSO17", "10", "EINVAL", TCP, TCP_MAXSEG, 10, 10),
          set("SSO18", "0", "EINVAL", TCP, TCP_SYNCNT, 0, 0),
          set("SSO19", "256", "EINVAL", TCP, TCP_SYNCNT, 256, 256),
          set("SSO21", "-1 us", "EDOM", TCP, SO_SNDTIMEO, PAST, timeval(0, -1)).illegal(),
          set("SSO22", "0", "EINVAL", TCP, IP_TTL, 0, 0),
          set("SSO23", "256", "EINVAL", TCP, IP_TTL, 256, 256),
          set("SSO24", "-1, the default", "0", TCP, IP_TTL, -1, -1),
          set("SSO25", "no such", "ENODEV", TCP, SO_BINDTODEVICE, "nosuch0", bytes("nosuch0")),
          set("SSO26", "none there", "ENOENT", TCP, SO_DETACH_FILTER, 0, 0),
          set("SSO28", "of 4 bytes", "EINVAL", TCP, LINGER, 1, 1),
          set("SSO29", "IPv4", "ENOPROTOOPT", TCP, IPV6_V6ONLY, true, 1),
          set("SSO30", "SO_TYPE, read-only", "ENOPROTOOPT", TCP, TYPE, 1, 1),
          setAt("SSO31", "length -1", "EINVAL", Fds.NOWHERE, -1),
          set("SSO32", "256", "EINVAL", UDP, IP_MULTICAST_TTL, 256, 256),
          join("SSO33", "not joined", "EADDRNOTAVAIL", IP_DROP_MEMBERSHIP, GROUP, 1),
          join("SSO34", "no such interface", "ENODEV", IP_ADD_MEMBERSHIP, GROUP, 99999),
          join("SSO35", "all zero", "EINVAL", IP_ADD_MEMBERSHIP, Inet4.any(0), 0));

  private OptionRows() {}

  private static SockOpt.ReadWrite<Integer> option(int level, int optname) {
    return SockOpt.of(level, optname, SockOpt.Codec.INT);
  }

  private static Row get(
      String id, String what, String answer, Sock sock, SockOpt.Readable<?> option) {
    return row(
        "getsockopt",
        id,
        option + ", " + what,
        answer,
        f ->
            Posix.getsockopt(
                sock.in(f), option.level(), option.optname(), f.bytes(4), f.integer(4)),
        s -> sock.in(s).getsockopt(option));
  }

  private static Row getAt(String id, String what, String answer, Addr.Raw value, Addr.Raw length) {
    return get(id, what, answer, TCP, SO_TYPE)
        .rawOnly(
            "a bad pointer or length",
            f ->
                Posix.getsockopt(
                    f.tcp(), Posix.SOL_SOCKET, Posix.SO_TYPE, value.in(f), length.in(f)));
  }

  private static <T> Row set(
      String id,
      String what,
      String answer,
      Sock sock,
      SockOpt.Writable<T> option,
      T value,
      int raw) {
    return set(id, what, answer, sock, option, value, bytes(raw));
  }

  private static <T> Row set(
      String id,
      String what,
      String answer,
      Sock sock,
      SockOpt.Writable<T> option,
      T value,
      byte[] raw) {
    return row(
        "setsockopt",
        id,
        option + ", " + what,
        answer,
        f -> {
          MemorySegment memory = f.bytes(raw.length).copyFrom(MemorySegment.ofArray(raw));
          return Posix.setsockopt(sock.in(f), option.level(), option.optname(), memory, raw.length);
        },
        s -> sock.in(s).setsockopt(option, value));
  }

  private static Row setAt(String id, String what, String answer, MemorySegment value, int length) {
    return set(id, what, answer, TCP, SO_REUSEADDR, true, 1)
        .rawOnly(
            "a bad pointer or length",
            f -> Posix.setsockopt(f.tcp(), Posix.SOL_SOCKET, Posix.SO_REUSEADDR, value, length));
  }

  private static Row join(
      String id,
      String what,
      String answer,
      SockOpt.Writable<IpMreqn> option,
      Inet4 group,
      int index) {
    byte[] raw =
        MemorySegment.ofArray(new int[] {Posix.htonl(group.address()), 0, index})
            .toArray(JAVA_BYTE);
    return set(id, what, answer, UDP, option, IpMreqn.group(group, index), raw);
  }

  private static byte[] bytes(String text) {
    return (text + "\0").getBytes(UTF_8);
  }

  private static byte[] bytes(int value) {
    return MemorySegment.ofArray(new int[] {value}).toArray(JAVA_BYTE);
  }

  private static byte[] timeval(long seconds, long micros) {
    return MemorySegment.ofArray(new long[] {seconds, micros}).toArray(JAVA_BYTE);
  }
}
