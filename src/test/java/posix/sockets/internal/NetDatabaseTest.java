package posix.sockets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import posix.sockets.Protocol;

class NetDatabaseTest {
  @Test
  void aBufferThatIsTooSmallGrows() throws Exception {
    var udp = NetDatabase.protocolByName("udp", 1).orElseThrow();
    assertThat(udp.proto()).isEqualTo(Protocol.of(17));
    assertThat(udp.aliases()).containsExactly("UDP");
  }
}
