package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static posix.sockets.Constants.*;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import posix.sockets.raw.constants.NetdbH;
import posix.sockets.testing.Promise;

class AddrInfoTest {
  private static AddrInfo stream(AddrInfoFlags flags) {
    return AddrInfo.hints(flags, AF_UNSPEC, SOCK_STREAM);
  }

  private static AddrInfoException refused(String node, String service, AddrInfo hints) {
    return catchThrowableOfType(
        AddrInfoException.class, () -> AddrInfo.getaddrinfo(node, service, hints));
  }

  @Test
  void numericHosts() throws Exception {
    AddrInfo hints = stream(AI_NUMERICHOST.or(AI_NUMERICSERV));
    assertThat(AddrInfo.getaddrinfo("192.0.2.1", "8080", hints))
        .containsExactly(
            new AddrInfo(
                hints.flags(),
                AF_INET,
                SOCK_STREAM,
                IPPROTO_TCP,
                Inet4.of("192.0.2.1", 8080),
                null));
    assertThat(AddrInfo.getaddrinfo("2001:db8::1", "53", hints).getFirst().addr())
        .isEqualTo(Inet6.of("2001:db8::1", 53));
    assertThat(AddrInfo.getaddrinfo("fe80::1%1", null, hints).getFirst().addr())
        .isEqualTo(Inet6.of("fe80::1%1", 0));
    int lo = NetInterfaces.if_nametoindex("lo");
    assertThat(AddrInfo.getaddrinfo("fe80::1%lo", null, hints).getFirst().addr())
        .isEqualTo(Inet6.of("fe80::1%" + lo, 0));
  }

  @Test
  void eachTypeWithoutHints() throws Exception {
    List<AddrInfo> all = AddrInfo.getaddrinfo("127.0.0.1", "80");
    assertThat(all).extracting(AddrInfo::socktype).contains(SOCK_STREAM, SOCK_DGRAM);
    assertThat(all).extracting(AddrInfo::addr).containsOnly(Inet4.loopback(80));
    assertThat(
            AddrInfo.getaddrinfo("127.0.0.1", "80", AddrInfo.hints(AddrInfoFlags.NONE, AF_UNSPEC)))
        .extracting(AddrInfo::socktype)
        .contains(SOCK_STREAM, SOCK_DGRAM);
    AddrInfo udp = AddrInfo.hints(AddrInfoFlags.NONE, AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    assertThat(AddrInfo.getaddrinfo("127.0.0.1", "domain", udp))
        .extracting(AddrInfo::protocol, AddrInfo::addr)
        .containsExactly(org.assertj.core.api.Assertions.tuple(IPPROTO_UDP, Inet4.loopback(53)));
  }

  @Test
  void thisMachine() throws Exception {
    AddrInfo four = AddrInfo.hints(AddrInfoFlags.NONE, AF_INET, SOCK_STREAM);
    assertThat(AddrInfo.getaddrinfo(null, "http", four).getFirst().addr())
        .isEqualTo(Inet4.loopback(80));
    AddrInfo passive = AddrInfo.hints(AI_PASSIVE, AF_INET, SOCK_STREAM);
    assertThat(AddrInfo.getaddrinfo(null, "http", passive).getFirst().addr())
        .isEqualTo(Inet4.any(80));
    assertThat(AddrInfo.getaddrinfo("localhost", null, four))
        .extracting(AddrInfo::addr)
        .contains(Inet4.loopback(0));
  }

  @Test
  void namesOfTheHostsFile() throws Exception {
    int names = 0;
    for (String line : Files.readAllLines(Path.of("/etc/hosts"))) {
      String[] word = line.replaceFirst("#.*", "").strip().split("\\s+");
      if (word.length < 2 || word[0].contains(":")) {
        continue;
      }
      AddrInfo hints = AddrInfo.hints(AI_CANONNAME, AF_INET, SOCK_STREAM);
      List<AddrInfo> found = AddrInfo.getaddrinfo(word[1], "7", hints);
      assertThat(found).extracting(AddrInfo::addr).contains(Inet4.of(word[0], 7));
      assertThat(found.getFirst().canonname()).isNotNull();
      names++;
    }
    assertThat(names).isPositive();
  }

  @Test
  void mappedAddresses() throws Exception {
    AddrInfo hints = AddrInfo.hints(AI_V4MAPPED.or(AI_ALL), AF_INET6, SOCK_STREAM);
    assertThat(AddrInfo.getaddrinfo("127.0.0.1", "1", hints).getFirst().addr())
        .isEqualTo(Inet6.of("::ffff:127.0.0.1", 1));
  }

  @Test
  void refusals() {
    AddrInfoException e = refused("not numeric", "http", stream(AI_NUMERICHOST));
    assertThat(e)
        .hasMessage("getaddrinfo: Name or service not known (EAI_NONAME, -2): not numeric, http");
    assertThat(e.code()).isEqualTo(EAI_NONAME);
    assertThat(e.name()).isEqualTo("EAI_NONAME");
    assertThat(e.gai_strerror()).isEqualTo("Name or service not known");
    assertThat(e.call()).isEqualTo("getaddrinfo");
    assertThat(e.host()).isEqualTo("not numeric");
    assertThat(e.service()).isEqualTo("http");
    assertThat(e.number()).isZero();

    assertThat(refused(null, null, null).code()).isEqualTo(EAI_NONAME);
    assertThat(refused(null, null, null)).message().endsWith("(EAI_NONAME, -2)");
    assertThat(refused("::1", null, stream(AddrInfoFlags.of(0x4000))).code())
        .isEqualTo(EAI_BADFLAGS);
    assertThat(refused(null, "80", stream(AI_CANONNAME)).code()).isEqualTo(EAI_BADFLAGS);
    assertThat(refused("127.0.0.1", "no-such-service", stream(AddrInfoFlags.NONE)).code())
        .isEqualTo(EAI_SERVICE);
    assertThat(refused("127.0.0.1", "http", stream(AI_NUMERICSERV)).code()).isEqualTo(EAI_NONAME);
    AddrInfo family = AddrInfo.hints(AddrInfoFlags.NONE, AF_NETLINK);
    assertThat(refused("127.0.0.1", null, family).code()).isEqualTo(EAI_FAMILY);
    AddrInfo mismatch = AddrInfo.hints(AddrInfoFlags.NONE, AF_UNSPEC, SOCK_STREAM, IPPROTO_UDP);
    assertThat(refused("127.0.0.1", null, mismatch).code()).isEqualTo(EAI_SOCKTYPE);
    assertThat(refused("::1", null, AddrInfo.hints(AI_NUMERICHOST, AF_INET)).code())
        .isEqualTo(EAI_ADDRFAMILY);
    String tooLong = "a".repeat(64) + ".invalid"; // a label has 63 letters at most
    assertThat(refused(tooLong, null, null).code()).isIn(EAI_NONAME, EAI_AGAIN, EAI_FAIL);
  }

  @Test
  @Promise("nul-refused")
  void wrongArguments() {
    assertThatThrownBy(() -> AddrInfo.getaddrinfo("local\0host", null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AddrInfo.getaddrinfo(null, "80\0"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AddrInfo.getaddrinfo("half\ud83d", null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AddrInfo.hints(null, AF_INET))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> AddrInfo.getnameinfo(null, NameInfoFlags.NONE))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void namesOfAddresses() throws Exception {
    NameInfoFlags numeric = NI_NUMERICHOST.or(NI_NUMERICSERV);
    assertThat(AddrInfo.getnameinfo(Inet4.of("192.0.2.1", 80), numeric))
        .isEqualTo(new NameInfo("192.0.2.1", "80"));
    assertThat(AddrInfo.getnameinfo(Inet6.of("2001:db8::1", 443), numeric))
        .isEqualTo(new NameInfo("2001:db8::1", "443"));
    String loopback = Local.loopbackName();
    assertThat(AddrInfo.getnameinfo(Inet4.loopback(80), NameInfoFlags.NONE))
        .isEqualTo(new NameInfo(loopback, "http"));
    assertThat(AddrInfo.getnameinfo(Inet4.loopback(53), NI_NUMERICHOST.or(NI_DGRAM)))
        .isEqualTo(new NameInfo("127.0.0.1", "domain"));
    int lo = NetInterfaces.if_nametoindex("lo");
    assertThat(AddrInfo.getnameinfo(Inet6.of("fe80::1%" + lo, 0), numeric).host())
        .isEqualTo("fe80::1%lo");
  }

  @Test
  void namesThatCannotBeFound() {
    AddrInfoException e =
        catchThrowableOfType(
            AddrInfoException.class,
            () -> AddrInfo.getnameinfo(new Opaque(AF_NETLINK, new byte[14]), NameInfoFlags.NONE));
    assertThat(e.code()).isEqualTo(EAI_FAMILY);
    assertThat(e.call()).isEqualTo("getnameinfo");
    assertThatThrownBy(() -> AddrInfo.getnameinfo(Inet4.any(0), NameInfoFlags.of(1 << 30)))
        .hasMessageContaining("(EAI_BADFLAGS, -1): 0.0.0.0:0");
  }

  @Test
  void exceptionsSayWhatIsBehindThem() throws Exception {
    var system =
        new AddrInfoException(
            "getaddrinfo", EAI_SYSTEM, "System error", 24, "Too many open files", "host", null);
    assertThat(system)
        .hasMessage(
            "getaddrinfo: System error (EAI_SYSTEM, -11): Too many open files (EMFILE, 24): host");
    assertThat(system.errno()).isEqualTo(Errno.EMFILE);
    assertThat(system.number()).isEqualTo(24);

    var unknown = new AddrInfoException("getnameinfo", -99, "Unknown error", 0, null, null, "x");
    assertThat(unknown).hasMessage("getnameinfo: Unknown error (-99): x");
    assertThat(unknown.name()).isEqualTo("-99");
    assertThat(unknown.code()).isEqualTo(-99);

    var bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(system);
    var copy =
        (AddrInfoException)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(copy).hasMessage(system.getMessage());
    assertThat(copy.code()).isEqualTo(EAI_SYSTEM);
  }

  @Test
  void eachConstantHasItsName() throws Exception {
    for (Field field : ResolverConstants.class.getDeclaredFields()) {
      int expected = NetdbH.class.getField(field.getName()).getInt(null);
      switch (field.get(null)) {
        case AddrInfoFlags flags -> {
          assertThat(flags.value()).isEqualTo(expected);
          assertThat(flags).hasToString(field.getName());
        }
        case NameInfoFlags flags -> {
          assertThat(flags.value()).isEqualTo(expected);
          assertThat(flags).hasToString(field.getName());
        }
        case Object code -> assertThat(code).isEqualTo(expected);
      }
    }
    assertThat(AI_PASSIVE.or(AddrInfoFlags.of(1 << 20))).hasToString("AI_PASSIVE|0x100000");
    assertThat(AI_PASSIVE.or(AI_IDN).has(AI_IDN)).isTrue();
    assertThat(NI_DGRAM.has(NI_IDN)).isFalse();
  }
}
