package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.Errno;
import posix.sockets.PosixSocket;
import posix.sockets.coverage.Tables;
import posix.sockets.testing.Project;

/**
 * Errors that strace injects in place of the kernel's answer, of which nothing in the process can
 * know: what comes of them is what the table of faults says.
 */
class InjectedErrorsIT {
  /** What a system call is in C, and in exceptions, where that has another name. */
  private static final Map<String, String> FUNCTIONS = Map.of("sendto", "send", "recvfrom", "recv");

  @TempDir Path folder;

  @BeforeAll
  static void straceWorks() throws Exception {
    StraceParityIT.straceWorks();
  }

  @Test
  void interrupted() throws Exception {
    Map<String, Errno> errors = new HashMap<>();
    List.of(
            "connect",
            "accept4",
            "sendto",
            "recvfrom",
            "sendmsg",
            "recvmsg",
            "readv",
            "sendmmsg",
            "recvmmsg",
            "sendfile")
        .forEach(call -> errors.put(call, Errno.EINTR));
    check(errors);
  }

  @Test
  void refused() throws Exception {
    Map<String, Errno> errors = new HashMap<>();
    errors.put("socket", Errno.EMFILE);
    errors.put("bind", Errno.EACCES);
    errors.put("listen", Errno.EADDRINUSE);
    errors.put("connect", Errno.ECONNREFUSED);
    errors.put("accept4", Errno.EMFILE);
    errors.put("sendto", Errno.ENOBUFS);
    errors.put("recvfrom", Errno.ECONNRESET);
    errors.put("sendmsg", Errno.EPIPE);
    errors.put("recvmsg", Errno.ENOMEM);
    errors.put("readv", Errno.EIO);
    errors.put("sendmmsg", Errno.ENETUNREACH);
    errors.put("recvmmsg", Errno.ECONNREFUSED);
    errors.put("sendfile", Errno.EIO);
    errors.put("getsockname", Errno.ENOBUFS);
    errors.put("getpeername", Errno.ENOTCONN);
    errors.put("getsockopt", Errno.ENOPROTOOPT);
    errors.put("setsockopt", Errno.EPERM);
    errors.put("shutdown", Errno.ENOTCONN);
    check(errors);
  }

  @Test
  void failed() throws Exception {
    Map<String, Errno> errors = new HashMap<>();
    errors.put("socket", Errno.ENFILE);
    errors.put("bind", Errno.EADDRINUSE);
    errors.put("connect", Errno.ETIMEDOUT);
    errors.put("accept4", Errno.ECONNABORTED);
    errors.put("sendto", Errno.EHOSTUNREACH);
    errors.put("recvfrom", Errno.ETIMEDOUT);
    errors.put("sendmsg", Errno.ECONNRESET);
    errors.put("recvmsg", Errno.ENOTCONN);
    check(errors);
  }

  /** Runs the program with these errors, by system call. */
  private void check(Map<String, Errno> errors) throws Exception {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "--seccomp-bpf"));
    command.addAll(List.of("-e", "signal=none", "-o", folder.resolve("trace").toString()));
    command.addAll(List.of("-e", "trace=" + String.join(",", errors.keySet())));
    errors.forEach((call, errno) ->
        command.addAll(List.of("-e", "inject=" + call + ":error=" + errno + ":when=1")));
    command.addAll(
        List.of(posix.sockets.testing.Program.jdk("java"), "@" + Project.ARGS_FILE, "-cp"));
    command.addAll(List.of(Project.ROOT.resolve("src/target/test-classes").toString()));
    command.add(Injected.class.getName());
    Program.Result result = Program.run(command);
    assertThat(result.status()).as(result.errText()).isZero();
    for (String line : result.outText().lines().toList()) {
      String[] columns = line.split("\t");
      Errno errno = errors.get(columns[0]);
      String first = errno == null ? "done" : outcome(columns[0], errno);
      assertThat(columns[1]).as(columns[0]).startsWith(first);
      assertThat(columns[2]).as(columns[0] + " once more").isEqualTo("done");
    }
    assertThat(result.outText().lines().map(line -> line.split("\t")[0]))
        .containsAll(errors.keySet());
  }

  /** What the table says of an error. */
  private static String outcome(String systemCall, Errno errno) {
    String call = FUNCTIONS.getOrDefault(systemCall, systemCall);
    String outcome =
        Tables.read("faults.tsv").stream()
            .filter(row -> List.of(row.get("calls").split(",")).contains(call))
            .filter(row -> row.get("errno").equals(errno.name()))
            .map(row -> row.get("outcome"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the table has no " + call + ", " + errno));
    if (outcome.equals("again")) {
      return "done";
    }
    assertThat(outcome).isEqualTo("reported");
    String said = call.equals("accept4") ? "accept" : call;
    return "%s: %s (%s, ".formatted(said, PosixSocket.strerror(errno), errno);
  }
}
