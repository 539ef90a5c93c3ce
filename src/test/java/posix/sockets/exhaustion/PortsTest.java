package posix.sockets.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.IP_LOCAL_PORT_RANGE;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.BlockedThread;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.PortRange;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;

/** A range of ephemeral ports that is used up. */
class PortsTest {
  private static final int PORTS = 20;

  /** Ports of the kernel's own range, which it takes the last of seldom. */
  private static PortRange range() throws IOException {
    Path kernels = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    int last = Integer.parseInt(Files.readAllLines(kernels).getFirst().split("\\s+")[1]);
    return new PortRange(last - PORTS + 1, last);
  }

  private static PosixSocket ranged() throws IOException {
    return PosixSocket.open(AF_INET, SOCK_STREAM).setsockopt(IP_LOCAL_PORT_RANGE, range());
  }

  private interface Use {
    void of(PosixSocket socket) throws IOException;
  }

  /** Uses up all ports, each once; what the first use says that finds none. */
  private static Throwable useUp(boolean virtual, List<PosixSocket> open, Use use)
      throws Exception {
    Set<SockAddr> names = new HashSet<>();
    while (true) {
      PosixSocket socket = ranged();
      open.add(socket);
      try {
        new BlockedThread<>(
                virtual,
                () -> {
                  use.of(socket);
                  return null;
                })
            .result();
      } catch (AssertionError e) {
        assertThat(names).hasSizeBetween(1, PORTS);
        return e.getCause();
      }
      assertThat(names.add(socket.getsockname())).isTrue();
    }
  }

  private static void closeAll(List<PosixSocket> sockets) throws IOException {
    for (PosixSocket socket : sockets) {
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bind(boolean virtual) throws Exception {
    List<PosixSocket> open = new ArrayList<>();
    try {
      Throwable thrown = useUp(virtual, open, socket -> socket.bind(Inet4.loopback(0)));
      assertThat(thrown).hasMessage("bind: Address already in use (EADDRINUSE, 98): 127.0.0.1:0");
      PosixSocket without = open.getLast();
      SockAddr name = open.getFirst().getsockname();
      open.getFirst().close();
      assertThat(without.bind(Inet4.loopback(0)).getsockname()).isEqualTo(name);
    } finally {
      closeAll(open);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void connect(boolean virtual) throws Exception {
    List<PosixSocket> open = new ArrayList<>();
    try (var listener =
        PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(PORTS + 1)) {
      SockAddr to = listener.getsockname();
      Throwable thrown = useUp(virtual, open, socket -> socket.connect(to));
      assertThat(thrown)
          .hasMessage("connect: Cannot assign requested address (EADDRNOTAVAIL, 99): " + to);
      PosixSocket without = open.getLast();
      List<PosixSocket> accepted = new ArrayList<>();
      for (int i = 0; i < open.size() - 1; i++) { // they are all there, and whole
        accepted.add(listener.accept().socket());
        assertThat(accepted.get(i).getpeername()).isEqualTo(open.get(i).getsockname());
        open.get(i).send(Local.utf8("from " + i));
        assertThat(Local.recv(accepted.get(i))).isEqualTo("from " + i);
      }
      accepted.getFirst().close(); // first, so that no port waits in TIME_WAIT
      open.getFirst().close();
      without.connect(to).send(Local.utf8("at last"));
      accepted.add(listener.accept().socket());
      assertThat(Local.recv(accepted.getLast())).isEqualTo("at last");
      closeAll(accepted);
    } finally {
      closeAll(open);
    }
  }
}
