package posix.sockets.parity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Strace.assumeItWorks();
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
    try (var server =
        Program.start(Strace.of(trace, layer.compiled("tcp/echo_server", "0", "1")))) {
      String port = server.awaitLine("bound to 0.0.0.0:");
      server.awaitLine("waiting for clients");
      try (var client =
          Program.start(Layer.C.command("tcp/echo_client", "127.0.0.1", port), input)) {
        assertThat(client.await().outText()).isEqualTo(SCRIPT + LONG_LINE);
      }
      assertThat(server.await().status()).isZero();
    }
    return calls(trace, layer, "echo_server");
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
      var command = layer.compiled("tcp/echo_client", "127.0.0.1", port, "1");
      try (var client = Program.start(Strace.of(trace, command), input)) {
        client.awaitErrorLine("retrying in 1 seconds");
        try (var server = Program.start(Layer.C.command("tcp/echo_server", port, "1"))) {
          var result = client.await();
          assertThat(result.outText()).isEqualTo(SCRIPT);
          assertThat(result.status()).isZero();
          assertThat(server.await().status()).isZero();
        }
      }
    }
    return calls(trace, layer, "echo_client");
  }

  private static List<String> calls(Path trace, Layer layer, String main) throws IOException {
    String begin = layer == Layer.C ? null : main + ".class";
    List<String> lines = Files.readAllLines(trace, ISO_8859_1);
    return new Trace(lines, begin, List.of(), text -> text)
        .calls().stream().map(SystemCall::toString).toList();
  }
}
