package posix.sockets.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posix.sockets.AddrInfo;
import posix.sockets.AddrInfoFlags;
import posix.sockets.AddressFamily;
import posix.sockets.Inet4;
import posix.sockets.Inet6;

/** What names resolve to here is what {@code getent} says. */
class GetentTest {
  @ParameterizedTest
  @CsvSource({"localhost, ahostsv4", "localhost, ahostsv6", "127.0.0.1, ahostsv4", "::1, ahostsv6"})
  void addressesAreThoseOfGetent(String name, String database) throws Exception {
    AddressFamily family = database.equals("ahostsv4") ? AF_INET : AF_INET6;
    List<String> lines = Peer.output("libc-bin", "getent", database, name);
    var theirs = new TreeSet<String>();
    for (String line : lines) { // ADDRESS  TYPE  NAME
      if (line.contains("STREAM")) {
        theirs.add(line.substring(0, line.indexOf(' ')));
      }
    }
    // getent asks for IPv4 addresses as IPv6 ones where there are no others
    AddrInfoFlags mapped = family.equals(AF_INET6) ? AI_V4MAPPED : AddrInfoFlags.NONE;
    var ours = new TreeSet<String>();
    for (AddrInfo info :
        AddrInfo.getaddrinfo(name, null, AddrInfo.hints(mapped, family, SOCK_STREAM))) {
      assertThat(info.socktype()).isEqualTo(SOCK_STREAM);
      switch (info.addr()) {
        case Inet4 inet -> ours.add(inet.host());
        case Inet6 inet -> ours.add(inet.host());
        default -> throw new AssertionError(info.toString());
      }
    }
    assertThat(ours).isNotEmpty().isEqualTo(theirs);
  }
}
