package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posix.sockets.Expect;
import posix.sockets.Local;

/** What goes wrong is told in the same words and with the same exit status: C, raw and typed. */
class EchoFailuresIT {
  private static final String SERVER = "tcp/echo_server";
  private static final String CLIENT = "tcp/echo_client";
  private static final String STARTED =
      """
      socket created
      bound to 0.0.0.0:<port>
      waiting for clients
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void serverArguments(Layer layer) throws Exception {
    usage(
        layer,
        SERVER,
        "usage: echo_server [port [clients]]\n",
        List.of(
            List.of("+1"),
            List.of("65536"),
            List.of("0", "99999999999999999999"),
            List.of("0", "1", "1")));
  }

  @ParameterizedTest
  @EnumSource
  void clientArguments(Layer layer) throws Exception {
    usage(
        layer,
        CLIENT,
        "usage: echo_client [address [port [retry_seconds]]]\n",
        List.of(
            List.of("localhost"),
            List.of("127.0.0.01"),
            List.of("127.0.0.1", "0"),
            List.of("127.0.0.1", "8888", "1e3"),
            List.of("127.0.0.1", "8888", "1", "1")));
  }

  private static void usage(Layer layer, String example, String usage, List<List<String>> arguments)
      throws Exception {
    try (var two = Executors.newFixedThreadPool(2)) {
      var results = new ArrayList<Future<Program.Result>>();
      for (List<String> some : arguments) {
        results.add(
            two.submit(() -> Program.run(layer.compiled(example, some.toArray(String[]::new)))));
      }
      for (int i = 0; i < results.size(); i++) {
        assertEnd(results.get(i).get(), arguments.get(i).toString(), 1, "", usage);
      }
    }
  }

  private static void assertEnd(
      Program.Result result, String what, int status, String out, String err) {
    assertThat(Rule.normalize(result.outText())).as("standard output: " + what).isEqualTo(out);
    assertThat(result.errText()).as("standard error: " + what).isEqualTo(err);
    assertThat(result.status()).as("exit status: " + what).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void portTaken(Layer layer) throws Exception {
    try (var taken = new ServerSocket(0)) {
      var result = Program.run(layer.compiled(SERVER, String.valueOf(taken.getLocalPort())));
      assertEnd(result, "", 1, "socket created\n", "bind: Address already in use\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void portNotPermitted(Layer layer) throws Exception {
    boolean reserved = Local.sysctl("net/ipv4/ip_unprivileged_port_start") > 1;
    if (!reserved) {
      System.err.println("*** any user may bind any port here: no bind was refused ***");
    }
    assumeTrue(reserved, "any user may bind any port here");
    var command = new ArrayList<String>();
    if (Program.run(List.of("id", "-u")).outText().equals("0\n")) { // root, without its privilege
      command.addAll(List.of("setpriv", "--bounding-set", "-net_bind_service"));
      command.addAll(List.of("--inh-caps", "-net_bind_service"));
    }
    command.addAll(layer.compiled(SERVER, "1"));
    assertEnd(Program.run(command), "", 1, "socket created\n", "bind: Permission denied\n");
  }

  @ParameterizedTest
  @EnumSource
  void noDescriptorLeft(Layer layer) throws Exception {
    try (var server = Program.start(layer.compiled(SERVER, "0"))) {
      try (var client = new Socket(InetAddress.getLoopbackAddress(), port(server))) {
        client.getOutputStream().write('x');
        assertThat(client.getInputStream().read()).isEqualTo('x');
        // Now, since accept takes its descriptor before it waits.
        String pid = String.valueOf(server.pid());
        assertThat(Program.run(List.of("prlimit", "--pid", pid, "--nofile=3:3")).status()).isZero();
      }
      String served =
          """
          client connected: 127.0.0.1:<port>
          client disconnected after 1 bytes
          """;
      assertEnd(server.await(), "", 1, STARTED + served, "accept: Too many open files\n");
    }
  }

  private static int port(Program server) throws InterruptedException {
    String port = server.awaitLine("bound to 0.0.0.0:");
    server.awaitLine("waiting for clients");
    return Integer.parseInt(port);
  }

  @ParameterizedTest
  @EnumSource
  void serverOutlivesClients(Layer layer) throws Exception {
    try (var server = Program.start(layer.compiled(SERVER, "0", "4"))) {
      int port = port(server);
      try (var midLine = new Socket(InetAddress.getLoopbackAddress(), port)) {
        midLine.getOutputStream().write("no newline".getBytes());
      }
      try (var reset = new Socket(InetAddress.getLoopbackAddress(), port)) {
        reset.getOutputStream().write("abc".getBytes());
        assertThat(reset.getInputStream().readNBytes(3)).asString().isEqualTo("abc");
        reset.setSoLinger(true, 0); // close will send RST, the server is waiting in recv
      }
      resetInSend(server, port);
      try (var client =
          Program.start(Layer.C.command(CLIENT, "127.0.0.1", "" + port), input("ok\n"))) {
        assertEnd(client.await(), "", 0, "ok\n", "");
      }
      var result = server.await();
      String out =
          Rule.normalize(result.outText()).replaceFirst("after \\d{4,} bytes", "after many bytes");
      assertThat(out)
          .isEqualTo(
              STARTED
                  + """
                  client connected: 127.0.0.1:<port>
                  client disconnected after 10 bytes
                  client connected: 127.0.0.1:<port>
                  client disconnected after 3 bytes
                  client connected: 127.0.0.1:<port>
                  client disconnected after many bytes
                  client connected: 127.0.0.1:<port>
                  client disconnected after 3 bytes
                  """);
      assertThat(result.errText())
          .isEqualTo("recv: Connection reset by peer\nsend: Connection reset by peer\n");
      assertThat(result.status()).isZero();
    }
  }

  /** Sends without ever reading, until the server is stuck in send, and then breaks off. */
  private static void resetInSend(Program server, int port) throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (var client = SocketChannel.open()) {
      client.setOption(StandardSocketOptions.SO_RCVBUF, 8192);
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      client.connect(address);
      client.configureBlocking(false);
      var bytes = ByteBuffer.allocate(8192);
      var stuck = new AtomicInteger();
      Expect.soon(
          "the server is stuck in send",
          () -> {
            while (client.write(bytes.clear()) > 0) {
              stuck.set(0);
            }
            return server.isIn("send") && stuck.incrementAndGet() == 10; // and stays so
          });
    }
  }

  private Path input(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "in", ".txt"), text);
  }

  @ParameterizedTest
  @EnumSource
  void clientWaitsForServer(Layer layer) throws Exception {
    try (var holder = new Socket()) { // bound but not listening: a port that refuses, and is ours
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress("127.0.0.1", 0));
      String port = String.valueOf(holder.getLocalPort());
      var command = layer.compiled(CLIENT, "127.0.0.1", port, "1");
      try (var client = Program.start(command, input("at last\n"))) {
        client.awaitErrorLine("retrying in");
        try (var server = Program.start(Layer.C.command(SERVER, port, "1"))) {
          String err = "connect: Connection refused\nretrying in 1 seconds\n";
          var result = client.await();
          // more than once, if the server took its time
          String once = result.errText().replaceFirst("^(" + err + ")+", err);
          assertEnd(
              new Program.Result(result.status(), result.out(), once.getBytes()),
              "",
              0,
              "at last\n",
              err);
          assertThat(server.await().status()).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientFindsNoNetwork(Layer layer) throws Exception {
    try (var client = Program.start(layer.compiled(CLIENT, "255.255.255.255", "1", "60"))) {
      assertThat(client.awaitErrorLine("connect: ")).isEqualTo("Network is unreachable");
      assertThat(client.awaitErrorLine("retrying in ")).isEqualTo("60 seconds");
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverClosesEarly(Layer layer) throws Exception {
    try (var server = new ServerSocket(0);
        var client = Program.start(toPort(layer, server), input("hello\n"))) {
      try (var accepted = server.accept()) {
        accepted.getInputStream().readNBytes(6);
        accepted.getOutputStream().write("hel".getBytes());
      }
      assertEnd(client.await(), "", 1, "", "recv: connection closed by the server\n");
    }
  }

  private static List<String> toPort(Layer layer, ServerSocket server) {
    return layer.compiled(CLIENT, "127.0.0.1", String.valueOf(server.getLocalPort()));
  }

  @ParameterizedTest
  @EnumSource
  void serverResets(Layer layer) throws Exception {
    try (var server = new ServerSocket(0);
        var client = Program.start(toPort(layer, server), input("hello\n"))) {
      try (var accepted = server.accept()) {
        accepted.getInputStream().readNBytes(6);
        accepted.setSoLinger(true, 0);
      }
      assertEnd(client.await(), "", 1, "", "recv: Connection reset by peer\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverIsKilled(Layer layer) throws Exception {
    try (var server = Program.start(layer.compiled(SERVER, "0"));
        var client = Program.start(layer.compiled(CLIENT, "127.0.0.1", "" + port(server)))) {
      client.feed("one\n");
      client.awaitLine("one");
      server.kill();
      assertThat(server.await().status()).isEqualTo(128 + 9);
      client.feed("two\n");
      assertEnd(client.await(), "", 1, "one\n", "recv: connection closed by the server\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientIsKilled(Layer layer) throws Exception {
    try (var server = Program.start(layer.compiled(SERVER, "0", "1"));
        var client = Program.start(layer.compiled(CLIENT, "127.0.0.1", "" + port(server)))) {
      client.feed("one\nhalf a li");
      client.awaitLine("one");
      client.kill();
      String served =
          """
          client connected: 127.0.0.1:<port>
          client disconnected after 4 bytes
          """;
      assertEnd(server.await(), "", 0, STARTED + served, "");
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientCannotPrint(Layer layer) throws Exception {
    assertClientEnd(layer, input("hello\n"), "/dev/full", "stdout: No space left on device\n");
  }

  @ParameterizedTest
  @EnumSource
  void clientCannotRead(Layer layer) throws Exception {
    assertClientEnd(layer, folder, "/dev/null", "stdin: Is a directory\n");
  }

  /** With redirections by a shell, since a JVM opens no folder for reading. */
  private static void assertClientEnd(Layer layer, Path in, String out, String err)
      throws Exception {
    try (var server = Program.start(Layer.C.command(SERVER, "0", "1"))) {
      var command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" <'" + in + "' >" + out, "sh"));
      command.addAll(layer.compiled(CLIENT, "127.0.0.1", "" + port(server)));
      assertEnd(Program.run(command), "", 1, "", err);
      assertThat(server.await().status()).isZero();
    }
  }
}
