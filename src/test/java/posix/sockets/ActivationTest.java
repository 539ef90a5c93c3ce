package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivationTest {
  private static final int PID = 100;

  @Test
  void names() throws Exception {
    assertThat(
            Activation.names(
                Map.of("LISTEN_PID", "100", "LISTEN_FDS", "2", "LISTEN_FDNAMES", "web:admin"), PID))
        .containsExactly("web", "admin");
    assertThat(Activation.names(Map.of("LISTEN_PID", "100", "LISTEN_FDS", "3"), PID))
        .containsExactly("unknown", "unknown", "unknown");
    assertThat(
            Activation.names(
                Map.of("LISTEN_PID", "100", "LISTEN_FDS", "2", "LISTEN_FDNAMES", ":"), PID))
        .containsExactly("", "");
  }

  @Test
  void nothingForUs() throws Exception {
    assertThat(Activation.names(Map.of(), PID)).isEmpty();
    assertThat(Activation.names(Map.of("LISTEN_PID", "100"), PID)).isEmpty();
    assertThat(Activation.names(Map.of("LISTEN_FDS", "2"), PID)).isEmpty();
    assertThat(Activation.names(Map.of("LISTEN_PID", "101", "LISTEN_FDS", "2"), PID)).isEmpty();
    assertThat(Activation.listen(Map.of("LISTEN_PID", "101", "LISTEN_FDS", "x"), PID)).isEmpty();
  }

  @Test
  void contradictions() {
    assertWrong(Map.of("LISTEN_PID", "pid", "LISTEN_FDS", "1"), "LISTEN_PID=pid");
    assertWrong(Map.of("LISTEN_PID", "100", "LISTEN_FDS", "0"), "LISTEN_FDS=0");
    assertWrong(Map.of("LISTEN_PID", "100", "LISTEN_FDS", "-1"), "LISTEN_FDS=-1");
    assertWrong(Map.of("LISTEN_PID", "100", "LISTEN_FDS", "2147483647"), "LISTEN_FDS=2147483647");
    assertWrong(Map.of("LISTEN_PID", "100", "LISTEN_FDS", ""), "LISTEN_FDS=");
    assertWrong(
        Map.of("LISTEN_PID", "100", "LISTEN_FDS", "2", "LISTEN_FDNAMES", "one"),
        "LISTEN_FDNAMES=one");
  }

  private static void assertWrong(Map<String, String> environment, String about) {
    assertThatThrownBy(() -> Activation.names(environment, PID))
        .hasMessage("sd_listen_fds: Invalid argument (EINVAL, 22): " + about);
  }

  @Test
  void thisProcessWasNotStartedLikeThat() throws Exception {
    assertThat(Activation.sd_listen_fds()).isEmpty();
    assertThat(Activation.sd_listen_fds()).isEmpty();
  }
}
