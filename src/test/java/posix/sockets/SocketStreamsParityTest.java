package posix.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posix.sockets.testing.Pair;

/**
 * Streams over a socket do what those of {@code java.net.Socket} do, the exceptions' types aside.
 */
class SocketStreamsParityTest {
  /** One end of a connection, whose streams are looked at, and the other one. */
  private record Ends(
      InputStream in,
      OutputStream out,
      Step shutdownInput,
      Step shutdownOutput,
      Step reset,
      InputStream peerIn,
      OutputStream peerOut,
      Step end)
      implements AutoCloseable {
    static Ends ofJavaNet() throws Exception {
      try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket peer = listener.accept();
        return new Ends(
            socket.getInputStream(),
            socket.getOutputStream(),
            socket::shutdownInput,
            socket::shutdownOutput,
            () -> {
              peer.setSoLinger(true, 0);
              peer.close();
            },
            peer.getInputStream(),
            peer.getOutputStream(),
            () -> {
              socket.close();
              peer.close();
            });
      }
    }

    static Ends ofOurs(boolean limited) throws Exception {
      Pair pair = Pair.tcp();
      PosixSocket socket = limited ? pair.client().within(Duration.ofHours(1)) : pair.client();
      PosixSocket peer = pair.server();
      return new Ends(
          Transfer.inputStream(socket),
          Transfer.outputStream(socket),
          () -> socket.shutdown(SHUT_RD),
          () -> socket.shutdown(SHUT_WR),
          () -> peer.setsockopt(SO_LINGER, new Linger(true, Duration.ZERO)).close(),
          Transfer.inputStream(peer),
          Transfer.outputStream(peer),
          pair::close);
    }

    @Override
    public void close() throws IOException {
      end.run();
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** What is done to a stream, and what comes of it. */
  private interface Act {
    void on(Ends ends, Log log) throws Exception;
  }

  /** What came of each step. */
  private static final class Log {
    private final List<String> lines = new ArrayList<>();

    void add(Callable<?> call) {
      String answer;
      try {
        answer = String.valueOf(call.call());
      } catch (Exception e) {
        answer = e instanceof IOException ? "IOException" : e.getClass().getName();
      }
      lines.add(lines.size() + ": " + answer);
    }

    void addStep(Step step) {
      add(() -> {
        step.run();
        return "done";
      });
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private enum Scenario {
    BYTES((ends, log) -> {
      for (int b = -1; b < 258; b++) {
        ends.out.write(b);
      }
      for (int i = 0; i < 259; i++) {
        log.add(ends.peerIn::read);
      }
      ends.peerOut.write(new byte[] {-1, 0, 127, -128});
      for (int i = 0; i < 4; i++) {
        log.add(ends.in::read);
      }
    }),
    SHORT_READS((ends, log) -> {
      ends.peerOut.write("hello".getBytes(UTF_8));
      byte[] buf = new byte[9];
      log.add(ends.in::read);
      log.add(() -> ends.in.read(buf, 3, 2));
      log.add(ends.in::available);
      log.add(() -> ends.in.read(buf));
      log.add(() -> text(buf));
      log.add(ends.in::available);
    }),
    SKIP((ends, log) -> {
      ends.peerOut.write("skip and read".getBytes(UTF_8));
      log.add(() -> ends.in.skip(5));
      log.add(() -> ends.in.skip(0));
      log.add(() -> ends.in.skip(-4));
      log.addStep(() -> ends.in.skipNBytes(4));
      log.add(() -> text(ends.in.readNBytes(4)));
      ends.peerOut.close();
      log.add(() -> ends.in.skip(1));
      log.addStep(() -> ends.in.skipNBytes(1));
    }),
    MARK((ends, log) -> {
      log.add(ends.in::markSupported);
      ends.in.mark(100);
      log.addStep(ends.in::reset);
    }),
    END_OF_FILE((ends, log) -> {
      ends.peerOut.write('x');
      ends.peerOut.close();
      log.add(ends.in::read);
      for (int i = 0; i < 2; i++) {
        log.add(ends.in::read);
        log.add(() -> ends.in.read(new byte[3]));
        log.add(() -> ends.in.read(new byte[0]));
        log.add(ends.in::available);
        log.add(() -> text(ends.in.readAllBytes()));
        log.add(() -> ends.in.readNBytes(new byte[4], 1, 2));
        log.add(() -> ends.in.transferTo(new ByteArrayOutputStream()));
      }
    }),
    HALF_AN_END((ends, log) -> {
      ends.out.write("first".getBytes(UTF_8));
      ends.shutdownOutput.run();
      log.add(() -> text(ends.peerIn.readAllBytes()));
      ends.peerOut.write("second".getBytes(UTF_8));
      log.add(() -> text(ends.in.readNBytes(6)));
      log.addStep(() -> ends.out.write(1));
      log.addStep(() -> ends.out.write(new byte[2]));
      log.addStep(() -> ends.out.write(new byte[0]));
    }),
    NO_MORE_INPUT((ends, log) -> {
      ends.shutdownInput.run();
      log.add(ends.in::read);
      log.add(() -> ends.in.read(new byte[3]));
      log.add(ends.in::available);
    }),
    NOTHING((ends, log) -> {
      log.add(() -> ends.in.read(new byte[0]));
      log.add(() -> ends.in.read(new byte[4], 4, 0));
      log.addStep(() -> ends.out.write(new byte[0]));
      log.addStep(() -> ends.out.write(new byte[4], 4, 0));
      log.addStep(ends.out::flush);
    }),
    WRONG_ARGUMENTS((ends, log) -> {
      byte[] four = new byte[4];
      int[][] parts = {{-1, 2}, {0, 5}, {2, 3}, {5, 0}, {0, -1}, {4, -4}, {2, Integer.MAX_VALUE}};
      for (int[] part : parts) {
        log.add(() -> ends.in.read(four, part[0], part[1]));
        log.addStep(() -> ends.out.write(four, part[0], part[1]));
      }
      log.add(() -> ends.in.read(null, 0, 0));
      log.add(() -> ends.in.read(null));
      log.addStep(() -> ends.out.write(null, 0, 0));
      log.addStep(() -> ends.out.write(null));
      log.add(() -> ends.in.transferTo(null));
    }),
    CLOSED_INPUT((ends, log) -> closed(ends, ends.in::close, log)),
    CLOSED_OUTPUT((ends, log) -> closed(ends, ends.out::close, log)),
    RESET((ends, log) -> {
      ends.reset.run();
      for (int i = 0; i < 3; i++) {
        log.add(ends.in::read);
        log.add(() -> ends.in.read(new byte[3]));
        log.add(() -> ends.in.read(new byte[0]));
      }
      log.addStep(() -> ends.out.write(1));
    });

    private final Act act;

    Scenario(Act act) {
      this.act = act;
    }

    private static void closed(Ends ends, Step close, Log log) {
      log.addStep(close);
      log.addStep(close);
      log.add(ends.in::read);
      log.add(() -> ends.in.read(new byte[3]));
      log.add(() -> ends.in.read(new byte[0]));
      log.add(ends.in::available);
      log.add(() -> ends.in.skip(1));
      log.addStep(() -> ends.out.write(1));
      log.addStep(() -> ends.out.write(new byte[3]));
      log.addStep(() -> ends.out.write(new byte[0]));
      log.addStep(ends.out::flush);
      log.add(ends.peerIn::read);
    }

    List<String> play(Callable<Ends> open) throws Exception {
      var log = new Log();
      try (Ends ends = open.call()) {
        act.on(ends, log);
      }
      return log.lines;
    }
  }

  @ParameterizedTest
  @EnumSource
  void asThoseOfJavaNet(Scenario scenario) throws Exception {
    List<String> expected = scenario.play(Ends::ofJavaNet);
    assertThat(expected).isNotEmpty();
    for (boolean virtual : new boolean[] {false, true}) {
      for (boolean limited : new boolean[] {false, true}) {
        var player = new BlockedThread<>(virtual, () -> scenario.play(() -> Ends.ofOurs(limited)));
        assertThat(player.result())
            .as("%s thread, %s deadline", virtual ? "virtual" : "platform", limited ? "a" : "no")
            .isEqualTo(expected);
      }
    }
  }
}
