package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.testing.Promise;

/**
 * The kernel is asked for the same, with the same arguments: by the raw programs as by C, by the
 * typed ones but for the additions that are documented.
 */
class StraceParityIT {
  /** Lines that arrive whole, so that each takes as many calls in each run. */
  private static final String SCRIPT = "hello\n\n" + "with NUL \0\n" + "x".repeat(99) + "\n";

  /** One line that takes the server's buffer three times. */
  private static final String LONG_LINE = "y".repeat(2500) + "\n";

  @TempDir Path folder;

  @BeforeAll
  static void straceWorks() throws Exception {
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

  @Test
  @Promise({"cloexec", "sigpipe"})
  void serverAsksTheKernelAsC() throws Exception {
    List<String> c = serverCalls(Layer.C);
    assertThat(c.getFirst()).startsWith("socket(AF_INET, SOCK_STREAM, ");
    assertThat(c).hasSizeGreaterThan(20).endsWith("close(fd2) = 0", "close(fd1) = 0");
    assertSame(c, serverCalls(Layer.RAW));
    assertSame(withAdditions(c), serverCalls(Layer.TYPED));
  }

  @Test
  @Promise({"cloexec", "sigpipe"})
  void clientAsksTheKernelAsC() throws Exception {
    List<String> c = clientCalls(Layer.C);
    assertThat(c.getFirst()).startsWith("socket(AF_INET, SOCK_STREAM, ");
    assertThat(c.get(1)).startsWith("connect(fd1, ").contains("ECONNREFUSED");
    assertThat(c).hasSizeGreaterThan(10).endsWith("close(fd2) = 0");
    assertSame(c, clientCalls(Layer.RAW));
    assertSame(withAdditions(c), clientCalls(Layer.TYPED));
  }

  private static void assertSame(List<String> expected, List<String> actual) {
    assertThat(String.join("\n", actual)).isEqualTo(String.join("\n", expected));
  }

  /**
   * What the typed calls do beyond C's: SOCK_CLOEXEC on each descriptor, which takes accept4,
   * MSG_NOSIGNAL on each send, and room for an address of any family where one is asked for.
   */
  private static List<String> withAdditions(List<String> calls) {
    return calls.stream()
        .map(call ->
            switch (call.substring(0, call.indexOf('('))) {
              case "socket" -> call.replace("SOCK_STREAM", "SOCK_STREAM|SOCK_CLOEXEC");
              case "accept" ->
                  call.replace("accept(", "accept4(")
                      .replace("[16])", "[128 => 16], SOCK_CLOEXEC)");
              case "getsockname" -> call.replace("[16])", "[128 => 16])");
              case "sendto" -> call.replace(", 0, NULL, 0)", ", MSG_NOSIGNAL, NULL, 0)");
              default -> call;
            })
        .toList();
  }

  private List<String> serverCalls(Layer layer) throws Exception {
    Path trace = folder.resolve("server-" + layer);
    Path input = Files.writeString(folder.resolve("input"), SCRIPT + LONG_LINE);
    try (var server = Program.start(strace(trace, layer.command("tcp/echo_server", "0", "1")))) {
      String port = server.awaitLine("bound to 0.0.0.0:");
      server.awaitLine("waiting for clients");
      try (var client =
          Program.start(Layer.C.command("tcp/echo_client", "127.0.0.1", port), input)) {
        assertThat(client.await().outText()).isEqualTo(SCRIPT + LONG_LINE);
      }
      assertThat(server.await().status()).isZero();
    }
    return Trace.calls(Files.readAllLines(trace));
  }

  /** Of a client that is refused once, and then connects. */
  private List<String> clientCalls(Layer layer) throws Exception {
    List<String> calls = refusedClientCalls(layer);
    for (int left = 10; left > 0 && refusals(calls) > 1; left--) { // the server took its time
      calls = refusedClientCalls(layer);
    }
    return calls;
  }

  private static long refusals(List<String> calls) {
    return calls.stream().filter(call -> call.contains("ECONNREFUSED")).count();
  }

  private List<String> refusedClientCalls(Layer layer) throws Exception {
    Path trace = folder.resolve("client-" + layer);
    Path input = Files.writeString(folder.resolve("input"), SCRIPT);
    try (var holder = new Socket()) { // bound but not listening: a port that refuses, and is ours
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress("127.0.0.1", 0));
      String port = String.valueOf(holder.getLocalPort());
      var command = layer.command("tcp/echo_client", "127.0.0.1", port, "1");
      try (var client = Program.start(strace(trace, command), input)) {
        client.awaitErrorLine("retrying in 1 seconds");
        try (var server = Program.start(Layer.C.command("tcp/echo_server", port, "1"))) {
          var result = client.await();
          assertThat(result.outText()).isEqualTo(SCRIPT);
          assertThat(result.status()).isZero();
          assertThat(server.await().status()).isZero();
        }
      }
    }
    return Trace.calls(Files.readAllLines(trace));
  }

  private static List<String> strace(Path trace, List<String> command) {
    var all =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-qq",
                "--seccomp-bpf", // stops at the calls of interest only
                "-e",
                "trace=%network,%desc",
                "-e",
                "signal=none",
                "-s",
                "32",
                "-o",
                trace.toString()));
    all.addAll(command);
    return all;
  }
}
