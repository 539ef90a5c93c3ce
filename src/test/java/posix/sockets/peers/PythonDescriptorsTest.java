package posix.sockets.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.Cmsg;
import posix.sockets.Local;
import posix.sockets.MsgFlags;
import posix.sockets.OpenFds;
import posix.sockets.PassedFd;
import posix.sockets.PosixSocket;
import posix.sockets.Unix;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;

/** Descriptors passed to Python and from it. */
class PythonDescriptorsTest {
  private OpenFds atFirst;

  @BeforeEach
  void count() throws Exception {
    atFirst = OpenFds.now();
  }

  @AfterEach
  void nothingIsLeftOver() throws Exception {
    assertThat(OpenFds.now()).isEqualTo(atFirst);
  }

  private static Unix name() {
    return Unix.abstractName("descriptors-" + ProcessHandle.current().pid());
  }

  /** A file, a pipe and a socket that Python opened. */
  @Test
  void fromPython(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content of a file");
    String program =
        """
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.connect(b'\\0' + sys.argv[1].encode())
        f = os.open(sys.argv[2], os.O_RDONLY)
        r, w = os.pipe()
        os.write(w, b'content of a pipe')
        a, b = socket.socketpair()
        socket.send_fds(s, [b'three'], [f, r, a.fileno()])
        a.close()
        b.send(b'from python')
        print(b.recv(100).decode())
        print(b.recv(100))
        """;
    try (var listener = Local.bound(AF_UNIX, SOCK_STREAM, name()).listen(1);
        var python =
            Peer.python(program, "descriptors-" + ProcessHandle.current().pid(), file.toString());
        var socket = Local.impatient(listener.accept().socket())) {
      MemorySegment buf = Local.room(20);
      try (var received = socket.recvmsg(MsgFlags.NONE, 64, buf)) {
        assertThat(Local.text(buf, received.length())).isEqualTo("three");
        List<PassedFd> fds = received.first(Cmsg.Rights.class).orElseThrow().fds();
        assertThat(fds).hasSize(3);
        assertThat(read(fds.get(0).fd())).isEqualTo("content of a file");
        assertThat(read(fds.get(1).fd())).isEqualTo("content of a pipe");
        try (var passed = fds.get(2).socket()) {
          assertThat(Local.recv(passed)).isEqualTo("from python");
          passed.send(Local.utf8("from java"));
          assertThat(python.line()).isEqualTo("from java");
        }
      }
      assertThat(python.line()).isEqualTo("b''"); // ours was the last one open
      python.rest();
    }
  }

  private static String read(int fd) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment buf = arena.allocate(100);
      long n = LibcFiles.read(arena.allocate(Call.ERRNO), fd, buf, 100);
      assertThat(n).isPositive();
      return Local.text(buf, n);
    }
  }

  /** Sockets of ours that Python goes on with, after we have closed them. */
  @Test
  void toPython() throws Exception {
    String program =
        """
        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        s.connect(b'\\0' + sys.argv[1].encode())
        data, fds, flags, _ = socket.recv_fds(s, 100, 10)
        print(data.decode(), len(fds), flags & socket.MSG_CTRUNC)
        connection = socket.socket(fileno=fds[0])
        print(connection.family.name, connection.type.name)
        connection.sendall(connection.recv(100).upper())
        connection.close()
        listener = socket.socket(fileno=fds[1])
        c, _ = listener.accept()
        c.sendall(b'accepted by python')
        c.close()
        """;
    try (var listener = Local.bound(AF_UNIX, SOCK_SEQPACKET, name()).listen(1);
        var python = Peer.python(program, "descriptors-" + ProcessHandle.current().pid());
        var socket = Local.impatient(listener.accept().socket())) {
      var pair = Local.tcp();
      var passed = Local.bound(AF_INET, SOCK_STREAM, posix.sockets.Inet4.loopback(0)).listen(1);
      var there = passed.getsockname();
      socket.sendmsg(Local.utf8("two"), Cmsg.Rights.of(pair.first(), passed));
      pair.first().close();
      passed.close();
      try (var kept = pair.second();
          var client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(there)) {
        assertThat(python.line()).isEqualTo("two 2 0");
        assertThat(python.line()).isEqualTo("AF_INET SOCK_STREAM");
        kept.send(Local.utf8("shout"));
        assertThat(Local.recv(kept)).isEqualTo("SHOUT");
        assertThat(Local.recv(kept)).isEmpty();
        Local.impatient(client);
        assertThat(Local.recv(client)).isEqualTo("accepted by python");
      }
      python.rest();
    }
  }

  /** As many as there may be. */
  @Test
  void manyFromPython() throws Exception {
    String program =
        """
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.connect(b'\\0' + sys.argv[1].encode())
        socket.send_fds(s, [b'many'], [os.open('/dev/null', os.O_RDONLY) for i in range(253)])
        """;
    try (var socket = Local.bound(AF_UNIX, SOCK_DGRAM, name());
        var python = Peer.python(program, "descriptors-" + ProcessHandle.current().pid())) {
      try (var received = socket.recvmsg(MsgFlags.NONE, 16 + 4 * 254, Local.room(9))) {
        List<PassedFd> fds = received.first(Cmsg.Rights.class).orElseThrow().fds();
        assertThat(fds).hasSize(253);
        for (PassedFd fd : fds) {
          assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.fd())))
              .hasToString("/dev/null");
        }
      }
      python.rest();
    }
  }
}
