package posix.sockets.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** An echo server of one layer with an echo client of the same or another. */
record Pairing(Layer server, Layer client) {
  /** Both ends of one run; the client's standard output is in a file. */
  record Transcript(Program.Result server, Program.Result client, Path clientOut) {}

  /** All nine. The first, C with C, is what the others are compared with. */
  static List<Pairing> all() {
    return Arrays.stream(Layer.values())
        .flatMap(server -> Arrays.stream(Layer.values()).map(client -> new Pairing(server, client)))
        .toList();
  }

  /**
   * Sends a file from the client to the server and back.
   *
   * @param clientOut where to put the client's standard output
   * @throws IllegalStateException if one of them hangs, or the server does not start
   */
  Transcript run(Path input, Path clientOut) throws IOException, InterruptedException {
    try (var serving = Program.start(server.command("tcp/echo_server", "0", "1"))) {
      String bound = serving.awaitLines(3).get(1); // the third one says that it listens
      String port = bound.substring(bound.lastIndexOf(':') + 1);
      var command = client.command("tcp/echo_client", "127.0.0.1", port, "0.1");
      try (var asking = Program.start(command, input, clientOut)) {
        var clientResult = asking.await();
        return new Transcript(serving.await(), clientResult, clientOut);
      }
    }
  }

  /**
   * What is wrong with a run.
   *
   * @param reference what it has to be like: the run of C with C
   * @param input what was sent
   * @return nothing if all is as it should be
   */
  static List<String> differences(Transcript run, Transcript reference, Path input)
      throws IOException {
    return Stream.of(
            Difference.between("what came back", input, run.clientOut),
            output(
                "the server's standard output", reference.server.outText(), run.server.outText()),
            output("the server's standard error", "", run.server.errText()),
            output("the client's standard error", "", run.client.errText()),
            status("server", run.server.status()),
            status("client", run.client.status()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static String output(String what, String expected, String actual) {
    return Difference.between(what, Rule.normalize(expected), Rule.normalize(actual));
  }

  private static String status(String end, int status) {
    return status == 0 ? null : "the " + end + " ended with exit status " + status;
  }

  @Override
  public String toString() {
    return server + " server, " + client + " client";
  }
}
