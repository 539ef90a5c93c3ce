package posix.sockets.bench.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A benchmark that moved the wrong bytes fails, whoever moved them. */
class WrongBytesTest {
  private static final Path PROGRAMS =
      Path.of(System.getProperty("project.root"), "native/target/bin/bench");
  private static final int SIZE = 64;
  private static final int WINDOW = 32;
  private static final int HANG_LIMIT = 60; // seconds
  private static final List<String> WIRES =
      List.of("raw", "typed", "typed-bytes", "java.net", "nio", "nio-heap");

  /** Which byte of each message is wrong: in its first stamp, between the stamps, in the last. */
  private static final List<Integer> PLACES = List.of(0, SIZE / 2, SIZE - 1);

  static Stream<Arguments> echoes() {
    List<Arguments> all = new ArrayList<>();
    for (int place : PLACES) {
      for (String wire : WIRES) {
        all.add(Arguments.of(wire, place));
      }
      all.add(Arguments.of("netty", place));
      all.add(Arguments.of("c", place));
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, byte {1}")
  @MethodSource("echoes")
  void ofAnEcho(String who, int place) throws Exception {
    try (var liar = new Liar(place)) {
      String port = Integer.toString(liar.port());
      List<String> command =
          switch (who) {
            case "c" -> program("stream_ping_pong", "10", port, Integer.toString(SIZE));
            case "netty" -> worker("stream.NettyPingPong", port);
            default -> worker("stream.PingPong", port, "wire=" + who);
          };
      assertFails(command, "message");
    }
  }

  /** What a sender sends is looked at by the C program at the other end. */
  @Test
  void ofASender() throws Exception {
    Process sink = start(program("sink_peer", Integer.toString(SIZE), "tcp"));
    int port = Integer.parseInt(sink.inputReader().readLine());
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(new byte[SIZE]);
    }
    sink.getOutputStream().close();
    assertEndsWithFailure(sink, "message");
  }

  /** Which byte of each packet is wrong: in its number, right behind it, the last one. */
  static Stream<Arguments> packets() {
    List<Arguments> all = new ArrayList<>();
    for (int place : List.of(Long.BYTES - 1, Long.BYTES, SIZE - 1)) {
      for (String who : List.of("c", "c batch", "Netty", "Netty batch", "RawBatch", "TypedBatch")) {
        all.add(Arguments.of(who, place));
      }
      for (String who : List.of("Raw", "Typed", "TypedBytes", "JavaNet", "Nio")) {
        all.add(Arguments.of(who, place));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, byte {1}")
  @MethodSource("packets")
  void ofPackets(String who, int place) throws Exception {
    try (var liar = new PacketLiar(SIZE, WINDOW, place)) {
      String batch = who.contains("atch") ? "32" : "1";
      List<String> command =
          who.startsWith("c")
              ? program("udp_work", "10", liar.peer(), "receive", "" + SIZE, "" + WINDOW, batch)
              : worker(
                  "udp." + who.replace(" batch", "") + "Receive",
                  liar.peer(),
                  "window=" + WINDOW,
                  "batch=" + batch);
      assertFails(command, "packet");
    }
  }

  /** It has one turn. */
  private static void assertFails(List<String> command, String words) throws Exception {
    Process process = start(command);
    try (var turns = process.outputWriter()) {
      turns.write("go\n");
    }
    assertEndsWithFailure(process, words);
  }

  private static void assertEndsWithFailure(Process process, String words) throws Exception {
    String output = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(HANG_LIMIT, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it hangs: " + output);
    }
    assertThat(process.exitValue()).as(output).isEqualTo(1);
    assertThat(output).contains(words).doesNotContain("\"operations\"");
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static List<String> program(String name, String... arguments) {
    return Stream.concat(Stream.of(PROGRAMS.resolve(name).toString()), Stream.of(arguments))
        .toList();
  }

  private static List<String> worker(String work, String port, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djmh.ignoreLock=true"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Worker.class.getName(), work, "1", "10"));
    command.addAll(List.of("peer=" + port, "size=" + SIZE));
    command.addAll(List.of(arguments));
    return command;
  }

  /** An echo server that changes a byte of each message. */
  private static final class Liar implements AutoCloseable {
    private final ServerSocket listener =
        new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    private final int place;

    Liar(int place) throws IOException {
      this.place = place;
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return listener.getLocalPort();
    }

    private void serve() {
      try (var socket = listener.accept()) {
        byte[] message = new byte[SIZE];
        while (socket.getInputStream().readNBytes(message, 0, SIZE) == SIZE) {
          message[place] ^= 1;
          socket.getOutputStream().write(message);
        }
      } catch (IOException e) {
        if (!listener.isClosed() && !(e instanceof java.net.SocketException)) {
          throw new UncheckedIOException(e); // a reset is how who was lied to goes
        }
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
