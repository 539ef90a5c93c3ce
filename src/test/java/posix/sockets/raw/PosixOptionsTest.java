package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.raw.Row.fails;
import static posix.sockets.raw.Row.gives;
import static posix.sockets.testing.Fds.NOWHERE;
import static posix.sockets.testing.OpenFiles.notOpen;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.ip_mreqn;
import posix.sockets.testing.Fds;

/** getsockopt and setsockopt of {@link Posix}. */
class PosixOptionsTest {
  @TestFactory
  Stream<DynamicTest> getsockoptCall() {
    return Stream.of(
        fails("GSO1: not open", EBADF, fds -> get(fds, notOpen(), SOL_SOCKET, SO_TYPE)),
        fails("GSO2: /dev/null", ENOTSOCK, fds -> get(fds, fds.devNull(), SOL_SOCKET, SO_TYPE)),
        fails(
            "GSO3: value NULL",
            EFAULT,
            fds -> getsockopt(fds.tcp(), SOL_SOCKET, SO_TYPE, NULL, fds.integer(4))),
        fails(
            "GSO4: length NULL",
            EFAULT,
            fds -> getsockopt(fds.tcp(), SOL_SOCKET, SO_TYPE, fds.bytes(4), NULL)),
        fails(
            "GSO6: level UDP on TCP", EOPNOTSUPP, fds -> get(fds, fds.tcp(), IPPROTO_UDP, SO_TYPE)),
        fails("GSO7: IP option -1", ENOPROTOOPT, fds -> get(fds, fds.tcp(), IPPROTO_IP, -1)),
        fails("GSO8: TCP option -1", ENOPROTOOPT, fds -> get(fds, fds.tcp(), IPPROTO_TCP, -1)),
        fails(
            "GSO9: length -1",
            EINVAL,
            fds -> getsockopt(fds.tcp(), SOL_SOCKET, SO_TYPE, fds.bytes(4), fds.integer(-1))),
        fails(
            "GSO10: SOL_SOCKET option -1", ENOPROTOOPT, fds -> get(fds, fds.tcp(), SOL_SOCKET, -1)),
        gives("getsockopt: SO_TYPE", SOCK_DGRAM, fds -> get(fds, fds.udp(), SOL_SOCKET, SO_TYPE)),
        gives("getsockopt: SO_ERROR, none", 0, fds -> get(fds, fds.udp(), SOL_SOCKET, SO_ERROR)),
        gives(
            "getsockopt: less room than the value needs",
            2,
            fds -> {
              MemorySegment value = fds.bytes(4).fill((byte) 0x55);
              MemorySegment length = fds.integer(2);
              assertThat(getsockopt(fds.tcp(), SOL_SOCKET, SO_TYPE, value, length)).isZero();
              assertThat(value.get(JAVA_BYTE, 0)).isEqualTo((byte) SOCK_STREAM);
              assertThat(value.get(JAVA_BYTE, 2)).isEqualTo((byte) 0x55);
              return length.get(JAVA_INT, 0);
            }));
  }

  private static long get(Fds fds, int fd, int level, int option) {
    MemorySegment value = fds.integer(-77);
    MemorySegment length = fds.integer(4);
    long result = getsockopt(fd, level, option, value, length);
    if (result == 0) {
      assertThat(length.get(JAVA_INT, 0)).isEqualTo(4);
      return value.get(JAVA_INT, 0);
    }
    return result;
  }

  @TestFactory
  Stream<DynamicTest> setsockoptCall() {
    return Stream.of(
        fails("SSO1: not open", EBADF, fds -> set(fds, notOpen(), SOL_SOCKET, SO_REUSEADDR, 1)),
        fails(
            "SSO2: /dev/null",
            ENOTSOCK,
            fds -> set(fds, fds.devNull(), SOL_SOCKET, SO_REUSEADDR, 1)),
        fails(
            "SSO3: value NULL",
            EFAULT,
            fds -> setsockopt(fds.tcp(), SOL_SOCKET, SO_REUSEADDR, NULL, 4)),
        fails(
            "SSO3: bad pointer",
            EFAULT,
            fds -> setsockopt(fds.tcp(), SOL_SOCKET, SO_REUSEADDR, NOWHERE, 4)),
        fails(
            "SSO4: length 0",
            EINVAL,
            fds -> setsockopt(fds.tcp(), SOL_SOCKET, SO_REUSEADDR, fds.bytes(4), 0)),
        fails(
            "SSO6: level UDP on TCP",
            ENOPROTOOPT,
            fds -> set(fds, fds.tcp(), IPPROTO_UDP, SO_REUSEADDR, 1)),
        fails("SSO7: IP option -1", ENOPROTOOPT, fds -> set(fds, fds.tcp(), IPPROTO_IP, -1, 1)),
        fails("SSO8: TCP option -1", ENOPROTOOPT, fds -> set(fds, fds.tcp(), IPPROTO_TCP, -1, 1)),
        tcp("SSO9", "TCP_KEEPIDLE", TCP_KEEPIDLE, 0),
        tcp("SSO10", "TCP_KEEPIDLE", TCP_KEEPIDLE, 32768),
        tcp("SSO11", "TCP_KEEPINTVL", TCP_KEEPINTVL, 0),
        tcp("SSO12", "TCP_KEEPCNT", TCP_KEEPCNT, 0),
        tcp("SSO14", "TCP_KEEPCNT", TCP_KEEPCNT, -1),
        tcp("SSO15", "TCP_USER_TIMEOUT", TCP_USER_TIMEOUT, -1),
        fails(
            "SSO16: TCP_CONGESTION that is not there",
            ENOENT,
            fds -> setsockopt(fds.tcp(), IPPROTO_TCP, TCP_CONGESTION, fds.text("nosuchcc"), 8)),
        tcp("SSO17", "TCP_MAXSEG", TCP_MAXSEG, 10),
        tcp("SSO18", "TCP_SYNCNT", TCP_SYNCNT, 0),
        tcp("SSO19", "TCP_SYNCNT", TCP_SYNCNT, 256),
        fails(
            "SSO21: SO_SNDTIMEO of -1 µs",
            EDOM,
            fds -> setsockopt(fds.tcp(), SOL_SOCKET, SO_SNDTIMEO, fds.timeval(0, -1), 16)),
        fails("SSO22: IP_TTL 0", EINVAL, fds -> set(fds, fds.tcp(), IPPROTO_IP, IP_TTL, 0)),
        fails("SSO23: IP_TTL 256", EINVAL, fds -> set(fds, fds.tcp(), IPPROTO_IP, IP_TTL, 256)),
        gives("SSO24: IP_TTL -1", 0, fds -> set(fds, fds.tcp(), IPPROTO_IP, IP_TTL, -1)),
        fails(
            "SSO25: SO_BINDTODEVICE that is not there",
            ENODEV,
            fds -> setsockopt(fds.tcp(), SOL_SOCKET, SO_BINDTODEVICE, fds.text("nosuchdev0"), 10)),
        fails(
            "SSO26: SO_DETACH_FILTER, none there",
            ENOENT,
            fds -> set(fds, fds.tcp(), SOL_SOCKET, SO_DETACH_FILTER, 0)),
        fails(
            "SSO28: SO_LINGER, length 4",
            EINVAL,
            fds -> set(fds, fds.tcp(), SOL_SOCKET, SO_LINGER, 1)),
        fails(
            "SSO29: IPV6_V6ONLY on IPv4",
            ENOPROTOOPT,
            fds -> set(fds, fds.tcp(), IPPROTO_IPV6, IPV6_V6ONLY, 1)),
        fails("SSO30: SO_TYPE", ENOPROTOOPT, fds -> set(fds, fds.tcp(), SOL_SOCKET, SO_TYPE, 1)),
        fails(
            "SSO31: length -1",
            EINVAL,
            fds -> setsockopt(fds.tcp(), SOL_SOCKET, SO_REUSEADDR, fds.bytes(4), -1)),
        fails(
            "SSO32: IP_MULTICAST_TTL 256",
            EINVAL,
            fds -> set(fds, fds.udp(), IPPROTO_IP, IP_MULTICAST_TTL, 256)),
        fails(
            "SSO33: IP_DROP_MEMBERSHIP, not joined",
            EADDRNOTAVAIL,
            fds -> membership(fds, IP_DROP_MEMBERSHIP, 0xe0000063, 1)),
        fails(
            "SSO34: IP_ADD_MEMBERSHIP, no such interface",
            ENODEV,
            fds -> membership(fds, IP_ADD_MEMBERSHIP, 0xe0000063, 99999)),
        fails(
            "SSO35: IP_ADD_MEMBERSHIP, all zero",
            EINVAL,
            fds -> membership(fds, IP_ADD_MEMBERSHIP, 0, 0)),
        gives(
            "setsockopt: SO_REUSEADDR",
            1,
            fds -> {
              int fd = fds.tcp();
              assertThat(get(fds, fd, SOL_SOCKET, SO_REUSEADDR)).isZero();
              assertThat(set(fds, fd, SOL_SOCKET, SO_REUSEADDR, 1)).isZero();
              return get(fds, fd, SOL_SOCKET, SO_REUSEADDR);
            }));
  }

  private static DynamicTest tcp(String id, String name, int option, int value) {
    return fails(
        id + ": " + name + " " + value,
        EINVAL,
        fds -> set(fds, fds.tcp(), IPPROTO_TCP, option, value));
  }

  private static int set(Fds fds, int fd, int level, int option, int value) {
    return setsockopt(fd, level, option, fds.integer(value), 4);
  }

  private static int membership(Fds fds, int option, int group, int index) {
    MemorySegment request = fds.arena.allocate(ip_mreqn.layout());
    in_addr.s_addr(ip_mreqn.imr_multiaddr(request), htonl(group));
    ip_mreqn.imr_ifindex(request, index);
    return setsockopt(fds.udp(), IPPROTO_IP, option, request, (int) ip_mreqn.sizeof());
  }
}
