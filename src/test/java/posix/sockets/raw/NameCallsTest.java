package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.raw.Row.fails;
import static posix.sockets.raw.Row.gives;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posix.sockets.Expect;
import posix.sockets.Local;
import posix.sockets.bindings.addrinfo;
import posix.sockets.bindings.hostent;
import posix.sockets.bindings.if_nameindex;
import posix.sockets.bindings.ifaddrs;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.protoent;
import posix.sockets.bindings.servent;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.testing.Fds;

/**
 * Addresses as text, and names. Only what needs no name server: numbers, and the files below /etc.
 * A bad pointer has no place here, for these functions run in this very process.
 */
class NameCallsTest {
  private static final int SIN = (int) sockaddr_in.sizeof();

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 7f000001",
    "127.1, 7f000001",
    "1.2.770, 01020302",
    "0x7f.1, 7f000001",
    "010.0.0.1, 08000001",
    "2130706433, 7f000001",
    "255.255.255.255, ffffffff"
  })
  void oldTextForms(String text, String bytes) {
    try (var fds = new Fds()) {
      MemorySegment addr = fds.bytes(4);
      assertThat(inet_aton(text, addr)).isEqualTo(1);
      assertThat(HexFormat.of().formatHex(addr.toArray(JAVA_BYTE))).isEqualTo(bytes);
      assertThat(inet_addr(text)).isEqualTo(addr.get(JAVA_INT, 0));
      MemorySegment terminated = fds.arena.allocateFrom(text);
      assertThat(inet_aton(terminated, addr.fill((byte) 0))).isEqualTo(1);
      assertThat(inet_addr(terminated)).isEqualTo(addr.get(JAVA_INT, 0));
    }
  }

  @TestFactory
  Stream<DynamicTest> textTable() {
    return Stream.of(
        gives("inet_aton of no address", 0, fds -> inet_aton("1.2.3.256", fds.bytes(4))),
        gives("inet_addr of no address", INADDR_NONE, fds -> inet_addr("nowhere")),
        gives(
            "inet_pton of a buffer",
            1,
            fds -> inet_pton(AF_INET, fds.arena.allocateFrom("1.2.3.4"), fds.bytes(4))),
        gives("inet_pton of no address", 0, fds -> inet_pton(AF_INET, "127.1", fds.bytes(4))),
        fails("inet_pton", EAFNOSUPPORT, fds -> inet_pton(AF_UNIX, "x", fds.bytes(16))),
        fails("inet_ntop, no room", ENOSPC, fds -> ntop(AF_INET, fds.bytes(4), fds.bytes(7))),
        fails("inet_ntop", EAFNOSUPPORT, fds -> ntop(AF_UNIX, fds.bytes(16), fds.bytes(46))),
        gives("inet_ntop", 0, fds -> ntop(AF_INET6, fds.bytes(16), fds.bytes(3))),
        fails(
            "if_indextoname",
            ENXIO,
            fds -> if_indextoname(0x7ffffff, fds.bytes(16)).equals(NULL) ? -1 : 0));
  }

  /** -1 for NULL, 0 for dst. */
  private static int ntop(int af, MemorySegment src, MemorySegment dst) {
    MemorySegment text = inet_ntop(af, src, dst, (int) dst.byteSize());
    if (text.equals(NULL)) {
      return -1;
    }
    assertThat(text).isEqualTo(dst);
    return 0;
  }

  @Test
  void binaryFormsAsText() {
    try (var fds = new Fds()) {
      MemorySegment addr =
          fds.arena.allocateFrom(JAVA_BYTE, (byte) 192, (byte) 0, (byte) 2, (byte) 255);
      assertThat(inet_ntoa(addr)).isEqualTo("192.0.2.255");
      MemorySegment text = fds.bytes(INET_ADDRSTRLEN);
      assertThat(inet_ntop(AF_INET, addr, text, INET_ADDRSTRLEN).getString(0))
          .isEqualTo("192.0.2.255");
      assertThat(inet_ntop(AF_INET6, in6addr_loopback)).isEqualTo("::1");
      assertThat(inet_ntop(AF_INET6, in6addr_any)).isEqualTo("::");
    }
  }

  private static MemorySegment hints(Fds fds, int flags, int family, int socktype) {
    MemorySegment hints = fds.arena.allocate(addrinfo.layout());
    addrinfo.ai_flags(hints, flags);
    addrinfo.ai_family(hints, family);
    addrinfo.ai_socktype(hints, socktype);
    return hints;
  }

  @TestFactory
  Stream<DynamicTest> getaddrinfoCodes() {
    return Stream.of(
        code(
            "no number",
            EAI_NONAME,
            fds -> getaddrinfo("localhost", NULL, hints(fds, AI_NUMERICHOST, 0, 0), fds.bytes(8))),
        code(
            "neither host nor service",
            EAI_NONAME,
            fds -> getaddrinfo(NULL, NULL, hints(fds, 0, 0, 0), fds.bytes(8))),
        code(
            "no family",
            EAI_FAMILY,
            fds -> getaddrinfo("127.0.0.1", "80", hints(fds, 0, 99, 0), fds.bytes(8))),
        code(
            "no type",
            EAI_SOCKTYPE,
            fds -> getaddrinfo("127.0.0.1", "80", hints(fds, 0, AF_INET, 99), fds.bytes(8))),
        code(
            "no service",
            EAI_SERVICE,
            fds ->
                getaddrinfo("127.0.0.1", "no-such", hints(fds, 0, 0, SOCK_STREAM), fds.bytes(8))),
        code(
            "no flags",
            EAI_BADFLAGS,
            fds -> getaddrinfo("127.0.0.1", "80", hints(fds, 1 << 20, 0, 0), fds.bytes(8))),
        code(
            "getnameinfo, no room for the host",
            EAI_OVERFLOW,
            fds -> getnameinfo(fds.loopback(80), SIN, fds.bytes(4), 4, NULL, 0, NI_NUMERICHOST)),
        code(
            "getnameinfo, short address",
            EAI_FAMILY,
            fds -> getnameinfo(fds.loopback(80), 4, fds.bytes(64), 64, NULL, 0, NI_NUMERICHOST)),
        code(
            "getnameinfo, nothing wanted",
            EAI_NONAME,
            fds -> getnameinfo(fds.loopback(80), SIN, NULL, 0, NULL, 0, NI_NAMEREQD)));
  }

  /** The call gives a code, and leaves errno alone. */
  private static DynamicTest code(String what, int code, Row.Call call) {
    assertThat(gai_strerror(code)).isNotEmpty();
    return gives(what + ", " + gai_strerror(code), code, call);
  }

  @Test
  void everyFormOfGetaddrinfo() {
    try (var fds = new Fds()) {
      MemorySegment res = fds.bytes(8);
      MemorySegment hints = hints(fds, AI_NUMERICHOST | AI_NUMERICSERV, AF_UNSPEC, SOCK_STREAM);
      MemorySegment host = fds.arena.allocateFrom("127.0.0.2");
      MemorySegment port = fds.arena.allocateFrom("81");
      assertThat(getaddrinfo("127.0.0.2", "81", hints, res)).isZero();
      assertThat(take(res)).containsExactly("127.0.0.2:81");
      assertThat(getaddrinfo(host, "81", hints, res)).isZero();
      assertThat(take(res)).containsExactly("127.0.0.2:81");
      assertThat(getaddrinfo("127.0.0.2", port, hints, res)).isZero();
      assertThat(take(res)).containsExactly("127.0.0.2:81");
      assertThat(getaddrinfo(host, port, hints, res)).isZero();
      assertThat(take(res)).containsExactly("127.0.0.2:81");
      assertThat(getaddrinfo("127.0.0.2", (String) null, hints, res)).isZero();
      assertThat(take(res)).containsExactly("127.0.0.2:0");
      assertThat(getaddrinfo("127.0.0.2", NULL, hints, res)).isZero();
      assertThat(take(res)).containsExactly("127.0.0.2:0");
      addrinfo.ai_flags(hints, AI_PASSIVE);
      addrinfo.ai_family(hints, AF_INET);
      assertThat(getaddrinfo(NULL, "81", hints, res)).isZero();
      assertThat(take(res)).containsExactly("0.0.0.0:81");
      addrinfo.ai_socktype(hints, 0);
      assertThat(getaddrinfo((String) null, "81", hints, res)).isZero();
      assertThat(take(res)).hasSizeGreaterThan(1).containsOnly("0.0.0.0:81");
    }
  }

  /** What a list of IPv4 addresses holds; the list goes. */
  private static List<String> take(MemorySegment res) {
    List<String> found = new ArrayList<>();
    MemorySegment list = res.get(ADDRESS, 0);
    for (long next = list.address(); next != 0; ) {
      MemorySegment entry = Pointers.at(next, addrinfo.sizeof());
      assertThat(addrinfo.ai_family(entry)).isEqualTo(AF_INET);
      assertThat(addrinfo.ai_addrlen(entry)).isEqualTo(SIN);
      MemorySegment addr = Pointers.at(addrinfo.ai_addr(entry).address(), SIN);
      found.add(inet_ntoa(sockaddr_in.sin_addr(addr)) + ":" + ntohs(sockaddr_in.sin_port(addr)));
      next = addrinfo.ai_next(entry).address();
    }
    freeaddrinfo(list);
    return found;
  }

  @Test
  void addressesAsNumbers() {
    try (var fds = new Fds()) {
      MemorySegment host = fds.bytes(NI_MAXHOST);
      MemorySegment serv = fds.bytes(NI_MAXSERV);
      int flags = NI_NUMERICHOST | NI_NUMERICSERV;
      assertThat(getnameinfo(fds.loopback(8888), SIN, host, NI_MAXHOST, serv, NI_MAXSERV, flags))
          .isZero();
      assertThat(host.getString(0)).isEqualTo("127.0.0.1");
      assertThat(serv.getString(0)).isEqualTo("8888");
    }
  }

  @Test
  void servicesAreThoseOfTheFile() throws IOException {
    boolean known = fileHas("/etc/services", "http\\s+80/tcp.*");
    for (MemorySegment entry :
        List.of(
            getservbyname("http", "tcp"),
            getservbyname("http", NULL),
            getservbyport(htons(80), "tcp"),
            getservbyport(htons(80), NULL))) {
      assertThat(entry.equals(NULL)).isEqualTo(!known);
      if (known) {
        assertThat(entry.byteSize()).isEqualTo(servent.sizeof());
        assertThat(text(servent.s_name(entry))).isEqualTo("http");
        assertThat(text(servent.s_proto(entry))).isEqualTo("tcp");
        assertThat(ntohs((short) servent.s_port(entry))).isEqualTo(80);
      }
    }
    // a port whose short is negative in network order
    boolean https = fileHas("/etc/services", "https\\s+443/tcp.*");
    assertThat(htons(443)).isNegative();
    assertThat(getservbyport(htons(443), "tcp").equals(NULL)).isEqualTo(!https);
    assertThat(getservbyname("no-such-service", "tcp")).isEqualTo(NULL);
    assertThat(getservbyname("http", "no-such-protocol")).isEqualTo(NULL);
    assertThat(getservbyport(htons(1), "no-such-protocol")).isEqualTo(NULL);
    try (var arena = Arena.ofConfined()) {
      MemorySegment entry = getservbyname(arena.allocateFrom("http"), arena.allocateFrom("tcp"));
      assertThat(entry.equals(NULL)).isEqualTo(!known);
    }
  }

  @Test
  void protocolsAreThoseOfTheFile() throws IOException {
    boolean known = fileHas("/etc/protocols", "udp\\s+17\\s.*");
    try (var arena = Arena.ofConfined()) {
      for (MemorySegment entry :
          List.of(
              getprotobyname("udp"),
              getprotobyname(arena.allocateFrom("udp")),
              getprotobynumber(IPPROTO_UDP))) {
        assertThat(entry.equals(NULL)).isEqualTo(!known);
        if (known) {
          assertThat(entry.byteSize()).isEqualTo(protoent.sizeof());
          assertThat(text(protoent.p_name(entry))).isEqualTo("udp");
          assertThat(protoent.p_proto(entry)).isEqualTo(IPPROTO_UDP);
        }
      }
    }
    assertThat(getprotobyname("no-such-protocol")).isEqualTo(NULL);
    assertThat(getprotobynumber(9999)).isEqualTo(NULL);
  }

  @Test
  void hostsByNumber() {
    try (var fds = new Fds()) {
      for (MemorySegment host :
          List.of(gethostbyname("127.0.0.1"), gethostbyname(fds.arena.allocateFrom("127.0.0.1")))) {
        assertThat(host.byteSize()).isEqualTo(hostent.sizeof());
        assertThat(hostent.h_addrtype(host)).isEqualTo(AF_INET);
        assertThat(hostent.h_length(host)).isEqualTo(4);
        MemorySegment list = Pointers.at(hostent.h_addr_list(host).address(), 16);
        assertThat(list.getAtIndex(ADDRESS, 1)).isEqualTo(NULL);
        MemorySegment addr = list.getAtIndex(ADDRESS, 0);
        assertThat(inet_ntoa(addr)).isEqualTo("127.0.0.1"); // a pointer without a size
        assertThat(in_addr.s_addr(Pointers.at(addr.address(), 4))).isEqualTo(inet_addr("127.1"));
      }
      assertThat(gethostbyaddr(fds.bytes(4), 3, AF_INET)).isEqualTo(NULL);
    }
  }

  @Test
  void hostsOfTheFile() throws IOException {
    String name = Local.loopbackName();
    try (var fds = new Fds()) {
      MemorySegment addr = fds.bytes(4);
      assertThat(inet_pton(AF_INET, "127.0.0.1", addr)).isEqualTo(1);
      assertThat(text(hostent.h_name(gethostbyaddr(addr, 4, AF_INET)))).isEqualTo(name);
    }
  }

  private static boolean fileHas(String file, String line) throws IOException {
    Path path = Path.of(file);
    return Files.exists(path) && Files.readAllLines(path).stream().anyMatch(l -> l.matches(line));
  }

  private static String text(MemorySegment pointer) {
    return Pointers.at(pointer.address(), Long.MAX_VALUE).getString(0);
  }

  @Test
  void interfacesByNameAndNumber() throws Exception {
    Expect.ofInterfaces(() -> {
      Map<Integer, String> here = new TreeMap<>();
      try (var fds = new Fds()) {
        MemorySegment list = if_nameindex();
        long count = list.byteSize() / if_nameindex.sizeof() - 1;
        for (int i = 0; i < count; i++) {
          MemorySegment entry = if_nameindex.asSlice(list, i);
          here.put(if_nameindex.if_index(entry), text(if_nameindex.if_name(entry)));
        }
        assertThat(if_nameindex.if_index(if_nameindex.asSlice(list, count))).isZero();
        if_freenameindex(list);

        assertThat(here).containsValue("lo");
        NetworkInterface.networkInterfaces()
            .filter(java -> !java.isVirtual())
            .forEach(java -> assertThat(here).containsEntry(java.getIndex(), java.getName()));
        for (var entry : here.entrySet()) {
          assertThat(if_nametoindex(entry.getValue())).isEqualTo(entry.getKey());
          MemorySegment name = fds.bytes(IF_NAMESIZE);
          assertThat(if_nametoindex(fds.arena.allocateFrom(entry.getValue())))
              .isEqualTo(entry.getKey());
          assertThat(if_indextoname(entry.getKey(), name)).isEqualTo(name);
          assertThat(name.getString(0)).isEqualTo(entry.getValue());
        }
      }
      errno(0);
      assertThat(if_nametoindex("no-such-if")).isZero();
      assertThat(errno()).isEqualTo(ENODEV);
    });
  }

  @Test
  void addressesOfInterfaces() {
    List<String> found = new ArrayList<>();
    try (var fds = new Fds()) {
      MemorySegment first = fds.bytes(8);
      assertThat(getifaddrs(first)).isZero();
      MemorySegment list = first.get(ADDRESS, 0);
      for (long next = list.address(); next != 0; ) {
        MemorySegment entry = Pointers.at(next, ifaddrs.sizeof());
        MemorySegment addr = Pointers.at(ifaddrs.ifa_addr(entry).address(), SIN);
        if (!addr.equals(NULL) && sockaddr_in.sin_family(addr) == AF_INET) {
          found.add(text(ifaddrs.ifa_name(entry)) + " " + inet_ntoa(sockaddr_in.sin_addr(addr)));
        }
        next = ifaddrs.ifa_next(entry).address();
      }
      freeifaddrs(list);
    }
    assertThat(found).contains("lo 127.0.0.1");
  }

  @Test
  void badArgumentsAreRefusedBeforeTheCall() {
    try (var fds = new Fds()) {
      MemorySegment small = fds.bytes(3);
      MemorySegment res = fds.bytes(8);
      MemorySegment unended = fds.data("127.0.0.1");
      List<Runnable> calls =
          List.of(
              () -> inet_pton(AF_INET, "1.2.3.4", small),
              () -> inet_pton(AF_INET6, "::", fds.bytes(15)),
              () -> inet_pton(AF_INET, unended, fds.bytes(4)),
              () -> inet_ntop(AF_INET, small),
              () -> inet_ntop(AF_INET6, fds.bytes(15), fds.bytes(46), 46),
              () -> inet_ntop(AF_INET, fds.bytes(4), fds.bytes(15), 16),
              () -> inet_ntop(AF_INET, fds.bytes(4), fds.bytes(15), -1),
              () -> inet_aton("127.0.0.1", small),
              () -> inet_aton(unended, fds.bytes(4)),
              () -> inet_addr(unended),
              () -> inet_ntoa(small),
              () -> getaddrinfo(unended, "80", NULL, res),
              () -> getaddrinfo("127.0.0.1", unended, NULL, res),
              () -> getaddrinfo("127.0.0.1", "80", fds.bytes(47), res),
              () -> getaddrinfo("127.0.0.1", "80", NULL, small),
              () -> getnameinfo(fds.loopback(1), 17, fds.bytes(64), 64, NULL, 0, 0),
              () -> getnameinfo(fds.loopback(1), SIN, small, 4, NULL, 0, NI_NUMERICHOST),
              () -> getnameinfo(fds.loopback(1), SIN, small, -1, NULL, 0, NI_NUMERICHOST),
              () -> getnameinfo(fds.loopback(1), SIN, NULL, 0, small, 4, NI_NUMERICSERV),
              () -> getservbyname(unended, NULL),
              () -> getservbyname("http", unended),
              () -> getservbyport(80, unended),
              () -> getprotobyname(unended),
              () -> gethostbyname(unended),
              () -> gethostbyaddr(small, 4, AF_INET),
              () -> if_nametoindex(unended),
              () -> if_indextoname(1, fds.bytes(15)),
              () -> getifaddrs(small),
              () -> strerror_r(1, small, 4),
              () -> __xpg_strerror_r(1, small, -1));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
      }
      calls =
          List.of(
              () -> inet_pton(AF_INET, "1.2.3.4\0x", fds.bytes(4)),
              () -> inet_aton("1.2.3.4\0", fds.bytes(4)),
              () -> inet_addr("1.2.3.4\0"),
              () -> getaddrinfo("127.0.0.1\0", "80", NULL, res),
              () -> getaddrinfo("127.0.0.1", "80\0", NULL, res),
              () -> getservbyname("http\0", "tcp"),
              () -> getservbyname("http", "tcp\0"),
              () -> getservbyport(80, "tcp\0"),
              () -> getprotobyname("tcp\0"),
              () -> gethostbyname("127.0.0.1\0"),
              () -> if_nametoindex("lo\0"),
              () -> if_indextoname(1, fds.bytes(16).asReadOnly()),
              () -> getifaddrs(res.asReadOnly()));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "11, EAGAIN, Resource temporarily unavailable",
    "111, ECONNREFUSED, Connection refused",
    "0, 0, Success"
  })
  void namesAndTextsOfErrors(int number, String name, String text) {
    errno(4711);
    assertThat(strerrorname_np(number)).isEqualTo(name);
    assertThat(strerrordesc_np(number)).isEqualTo(text);
    try (var fds = new Fds()) {
      MemorySegment buf = fds.bytes(64);
      assertThat(strerror_r(number, buf, 64)).isEqualTo(text);
      assertThat(strerror_r(number, NULL, 0)).isEqualTo(text);
      assertThat(__xpg_strerror_r(number, buf, 64)).isZero();
      assertThat(buf.getString(0)).isEqualTo(text);
      assertThat(__xpg_strerror_r(number, buf, 4)).isEqualTo(ERANGE);
      assertThat(buf.getString(0)).isEqualTo(text.substring(0, 3));
    }
    assertThat(errno()).isEqualTo(4711);
  }

  @Test
  void numbersThatAreNoErrors() {
    assertThat(strerrorname_np(9999)).isNull();
    assertThat(strerrordesc_np(9999)).isNull();
    try (var fds = new Fds()) {
      MemorySegment buf = fds.bytes(64);
      assertThat(strerror_r(9999, buf, 64)).isEqualTo("Unknown error 9999");
      assertThat(buf.getString(0)).isEqualTo("Unknown error 9999");
      assertThat(strerror_r(9999, buf, 8)).isEqualTo("Unknown");
      assertThat(strerror_r(9999, buf, 0)).isEmpty();
      assertThat(__xpg_strerror_r(9999, buf, 64)).isEqualTo(EINVAL);
      assertThat(buf.getString(0)).isEqualTo("Unknown error 9999");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-2, Name or service not known",
    "-6, ai_family not supported",
    "1234, Unknown error"
  })
  void textsOfCodes(int code, String text) {
    assertThat(gai_strerror(code)).isEqualTo(text);
  }
}
