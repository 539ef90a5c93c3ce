package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.testing.Program;

/** Programs that inherit their sockets, started by programs that nobody here wrote. */
class ActivationIT {
  /** Says what it was given, and sends a word to the first who connects to the first socket. */
  private static final String PROGRAM =
      """
      import module posix.sockets;
      import static posix.sockets.Constants.*;

      void main() throws Exception {
        var sockets = Activation.sd_listen_fds();
        for (var one : sockets) {
          int fd = one.socket().fd();
          var flags = Files.readString(Path.of("/proc/self/fdinfo/" + fd)).split("\\\\s+")[3];
          boolean cloexec = (Integer.parseInt(flags, 8) & 02000000) != 0;
          IO.println(one.name() + " " + fd + " " + one.socket().getsockopt(SO_TYPE) + " " + cloexec);
        }
        IO.println("again " + Activation.sd_listen_fds().size());
        if (!sockets.isEmpty()) {
          try (var client = sockets.getFirst().socket().accept().socket()) {
            client.send("hello".getBytes(), 0, 5);
          }
        }
      }
      """;

  /** Opens a listener and a datagram socket as descriptors 3 and 4, and becomes another program. */
  private static final String STARTER =
      """
      import os, socket, sys
      listener = socket.create_server(("127.0.0.1", 0))
      datagrams = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      high = [os.dup2(s.fileno(), 50 + i) for i, s in enumerate((listener, datagrams))]
      print(listener.getsockname()[1], flush=True)
      for i, fd in enumerate(high):
          os.dup2(fd, 3 + i)
      os.environ.update(LISTEN_PID=str(os.getpid() + int(sys.argv[1])), LISTEN_FDS="2")
      os.environ["LISTEN_FDNAMES"] = "web:log"
      os.execv(sys.argv[2], sys.argv[2:])
      """;

  @TempDir private Path folder;

  private List<String> java() throws IOException {
    Path program = Files.writeString(folder.resolve("Program.java"), PROGRAM);
    return List.of(Program.jdk("java"), "@" + System.getProperty("args.file"), program.toString());
  }

  private Process start(List<String> command, String... rest) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(rest));
    all.addAll(java());
    return Program.quiet(new ProcessBuilder(all)).redirectErrorStream(true).start();
  }

  private Process startFromPython(int pidOff) throws IOException {
    Path starter = Files.writeString(folder.resolve("starter.py"), STARTER);
    return start(List.of("python3", starter.toString()), Integer.toString(pidOff));
  }

  private static void assumeInstalled(String program) {
    boolean found =
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!found) {
      System.err.println("*** " + program + " is not installed: it started nothing ***");
    }
    Assumptions.assumeTrue(found, program + " is not installed");
  }

  /** What the first to connect receives. */
  private static String receive(SocketAddress address) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try (var channel = SocketChannel.open(address)) {
        var bytes = new byte[16];
        int n = Channels.newInputStream(channel).readNBytes(bytes, 0, bytes.length);
        return new String(bytes, 0, n, StandardCharsets.US_ASCII);
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(10); // not listening yet
      }
    }
  }

  @Test
  void inheritsTwoSocketsFromPython() throws Exception {
    Process process = startFromPython(0);
    try (var output = process.inputReader()) {
      int port = Integer.parseInt(output.readLine());
      String received = receive(new InetSocketAddress("127.0.0.1", port));
      assertThat(output.readAllLines())
          .containsExactly("web 3 SOCK_STREAM true", "log 4 SOCK_DGRAM true", "again 0");
      assertThat(received).isEqualTo("hello");
    } finally {
      Program.kill(process);
    }
  }

  @Test
  void leavesWhatIsMeantForAnother() throws Exception {
    Process process = startFromPython(1);
    try (var output = process.inputReader()) {
      output.readLine();
      assertThat(output.readAllLines()).containsExactly("again 0");
    } finally {
      Program.kill(process);
    }
  }

  @Test
  void isStartedBySystemd() throws Exception {
    assumeInstalled("systemd-socket-activate");
    Path path = folder.resolve("socket");
    Process process =
        start(List.of("systemd-socket-activate", "--fdname=control", "-l", path.toString()));
    try (var output = process.inputReader()) {
      assertThat(receive(UnixDomainSocketAddress.of(path))).isEqualTo("hello");
      assertThat(output.readAllLines()).contains("control 3 SOCK_STREAM true", "again 0");
    } finally {
      Program.kill(process);
    }
  }
}
