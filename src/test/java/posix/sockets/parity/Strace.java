package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs under strace. */
final class Strace {
  private Strace() {}

  /** Skips what needs it, and says so, where no process may trace another. */
  static void assumeItWorks() throws InterruptedException {
    Program.Result result;
    try {
      result = Program.run(List.of("strace", "-f", "-qq", "-o", "/dev/null", "true"));
    } catch (IOException _) {
      fail("no strace found: apt-get install strace");
      return;
    }
    boolean permitted = !result.errText().toLowerCase().contains("ptrace");
    if (!permitted) {
      System.err.println(
          "*** SYSTEM CALLS WERE NOT COMPARED WITH C: ptrace is not permitted here ***");
    }
    assumeTrue(permitted, "ptrace is not permitted here");
    assertThat(result.status()).as(result.errText()).isZero();
  }

  /** A command whose calls on descriptors are written to a file, with all of the bytes. */
  static List<String> of(Path file, List<String> command) {
    var all = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", file.toString()));
    all.add("--seccomp-bpf"); // stops at the calls of interest only
    all.addAll(List.of("-e", "trace=%network,%desc", "-e", "signal=none", "-s", "1048576"));
    all.addAll(command);
    return all;
  }
}
