package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posix.sockets.testing.Promise;

class ServicesTest {
  @Test
  void wellKnownNames() throws Exception {
    ServEnt http = Services.getservbyname("http", "tcp").orElseThrow();
    assertThat(http.port()).isEqualTo(80);
    assertThat(http.proto()).isEqualTo("tcp");
    assertThat(Services.getservbyport(80, "tcp")).contains(http);
    assertThat(Services.getservbyport(53, null).orElseThrow().name()).isEqualTo("domain");

    ProtoEnt udp = Services.getprotobyname("udp").orElseThrow();
    assertThat(udp).isEqualTo(new ProtoEnt("udp", List.of("UDP"), IPPROTO_UDP));
    assertThat(Services.getprotobynumber(IPPROTO_UDP)).contains(udp);
    assertThat(Services.getprotobyname("UDP")).contains(udp);
    assertThat(Services.getprotobyname("tcp").orElseThrow().proto()).isEqualTo(IPPROTO_TCP);
  }

  @Test
  void whatIsNotThere() throws Exception {
    assertThat(Services.getservbyname("no-such-service", null)).isEmpty();
    assertThat(Services.getservbyname("http", "no-such-protocol")).isEmpty();
    assertThat(Services.getservbyport(1, "udp")).isEmpty();
    assertThat(Services.getprotobyname("no-such-protocol")).isEmpty();
    assertThat(Services.getprotobynumber(Protocol.of(250))).isEmpty();
  }

  @Test
  @Promise("nul-refused")
  void wrongArguments() {
    assertThatThrownBy(() -> Services.getservbyport(65536, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Services.getservbyname("a\0b", null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Services.getservbyname(null, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Services.getprotobyname(null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void allThatTheFileHas() throws Exception {
    Set<String> seen =
        new HashSet<>(); // the first that has a name counts, as its own or as an alias
    int services = 0;
    for (String[] word : (Iterable<String[]>) lines("/etc/services")::iterator) {
      String[] number = word[1].split("/");
      boolean first = seen.add(word[0] + "/" + number[1]);
      for (String alias : Arrays.asList(word).subList(2, word.length)) {
        seen.add(alias + "/" + number[1]);
      }
      if (!first) {
        continue;
      }
      ServEnt service = Services.getservbyname(word[0], number[1]).orElseThrow();
      assertThat(service.name()).isEqualTo(word[0]);
      assertThat(service.port()).isEqualTo(Integer.parseInt(number[0]));
      assertThat(service.proto()).isEqualTo(number[1]);
      assertThat(service.aliases()).containsExactly(Arrays.copyOfRange(word, 2, word.length));
      services++;
    }
    assertThat(services).isGreaterThan(100);
  }

  private static Stream<String[]> lines(String file) throws Exception {
    return Files.readAllLines(Path.of(file)).stream()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> line.split("\\s+"));
  }
}
