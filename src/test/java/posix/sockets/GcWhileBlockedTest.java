package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import posix.sockets.testing.Program;

/**
 * A call that blocks does not hold up the garbage collector. If one did, the JVM would stand still
 * for ever, this one too: so it is another one, which is killed then.
 */
class GcWhileBlockedTest {
  @Test
  void garbageIsCollected() throws Exception {
    Path own = Path.of(getClass().getResource("GcWhileBlockedTest.class").toURI());
    Path tests = own.resolve("../../..").normalize();
    Path assertj =
        Path.of(Assertions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Program.Result result =
        Program.run(
            Path.of("/"),
            List.of(
                Program.jdk("java"),
                "--enable-native-access=posix.sockets,posix.sockets.bindings",
                "--module-path=" + Program.modulePath(),
                "--patch-module=posix.sockets=" + tests,
                "--add-reads=posix.sockets=ALL-UNNAMED",
                "-classpath",
                assertj.toString(),
                "-m",
                "posix.sockets/" + GcWhileBlocked.class.getName()));
    assertThat(result.out()).as(result.err()).isEqualTo("collected\n");
    assertThat(result.status()).isZero();
  }
}
