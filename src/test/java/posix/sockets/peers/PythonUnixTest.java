package posix.sockets.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.Cmsg;
import posix.sockets.Datagram;
import posix.sockets.Local;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.Unix;
import posix.sockets.raw.constants.SocketH;

/** AF_UNIX sockets with Python at the other end. */
class PythonUnixTest {
  private static String received(PosixSocket socket, Unix from) throws Exception {
    MemorySegment buf = Local.room(100);
    Datagram datagram = socket.recvfrom(buf, MsgFlags.NONE);
    assertThat(datagram.from()).isEqualTo(from);
    return Local.text(buf, datagram.length());
  }

  @Test
  void datagrams(@TempDir Path directory) throws Exception {
    var here = Unix.path(directory.resolve("java").toString());
    var there = Unix.path(directory.resolve("python").toString());
    String program =
        """
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(sys.argv[1])
        s.sendto('first, schön'.encode(), sys.argv[2])
        for i in range(3):
            data, sender = s.recvfrom(100)
            print(data.decode(), sender)
            s.sendto(data.upper(), sender)
        """;
    try (var socket = Local.bound(AF_UNIX, SOCK_DGRAM, here);
        var python =
            Peer.python(
                program,
                directory.resolve("python").toString(),
                directory.resolve("java").toString())) {
      assertThat(received(socket, there)).isEqualTo("first, sch\u00f6n");
      for (String text : List.of("hello", "", "again")) {
        socket.sendto(Local.utf8(text), MsgFlags.NONE, there);
        assertThat(python.line()).isEqualTo(text + " " + directory.resolve("java"));
        assertThat(received(socket, there)).isEqualTo(text.toUpperCase(java.util.Locale.ROOT));
      }
      python.rest();
    }
  }

  @Test
  void sequencedPacketsToPython(@TempDir Path directory) throws Exception {
    String path = directory.resolve("python").toString();
    String program =
        """
        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        s.bind(sys.argv[1])
        s.listen(1)
        print('ready')
        c, _ = s.accept()
        while True:
            data = c.recv(100)
            print(len(data))
            if not data:
                break
            c.send(data)
            c.send(data[::-1])
        """;
    try (var python = Peer.python(program, path)) {
      assertThat(python.line()).isEqualTo("ready");
      try (var socket = PosixSocket.open(AF_UNIX, SOCK_SEQPACKET).connect(Unix.path(path))) {
        Local.impatient(socket);
        for (String record : List.of("a", "bcd", "x".repeat(99) + "y")) {
          socket.send(Local.utf8(record));
          assertThat(python.line()).isEqualTo(String.valueOf(record.length()));
          assertThat(Local.recv(socket)).isEqualTo(record);
          assertThat(Local.recv(socket)).isEqualTo(new StringBuilder(record).reverse().toString());
        }
      }
      assertThat(python.line()).isEqualTo("0");
      python.rest();
    }
  }

  @Test
  void sequencedPacketsFromPython(@TempDir Path directory) throws Exception {
    String path = directory.resolve("java").toString();
    String program =
        """
        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        s.connect(sys.argv[1])
        for record in [b'one', b'two', b'three']:
            s.send(record)
        print(s.recv(100).decode())
        """;
    try (var listener = Local.bound(AF_UNIX, SOCK_SEQPACKET, Unix.path(path)).listen(1);
        var python = Peer.python(program, path);
        var socket = Local.impatient(listener.accept().socket())) {
      assertThat(Local.recv(socket)).isEqualTo("one");
      assertThat(Local.recv(socket)).isEqualTo("two");
      assertThat(Local.recv(socket)).isEqualTo("three");
      socket.writev(Local.utf8("in "), Local.utf8("parts"));
      assertThat(python.line()).isEqualTo("in parts");
      python.rest();
    }
  }

  /** Any bytes: a NUL in the middle and at the end, and what is no UTF-8. */
  @Test
  void abstractNames() throws Exception {
    String hexPid = "%08x".formatted(ProcessHandle.current().pid()); // so that they are our own
    byte[] name = HexFormat.of().parseHex("706f7369782d00fffec3280041" + hexPid + "00");
    String program =
        """
        name = b'\\0' + bytes.fromhex(sys.argv[1])
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.bind(name)
        s.listen(1)
        print(s.getsockname().hex())
        c, _ = s.accept()
        c.send(c.recv(100))
        mine = bytes.fromhex(c.recv(1000).decode())
        d = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        d.connect(b'\\0' + mine)
        print(d.getpeername().hex())
        """;
    byte[] own = HexFormat.of().parseHex("6a617661" + hexPid + "80".repeat(99));
    try (var python = Peer.python(program, HexFormat.of().formatHex(name))) {
      assertThat(python.line()).isEqualTo("00" + HexFormat.of().formatHex(name));
      try (var socket = PosixSocket.open(AF_UNIX, SOCK_STREAM).connect(Unix.abstractName(name));
          var listener = Local.bound(AF_UNIX, SOCK_STREAM, Unix.abstractName(own)).listen(1)) {
        Local.impatient(socket);
        assertThat(socket.getpeername()).isEqualTo(Unix.abstractName(name));
        socket.send(Local.utf8("echo"));
        assertThat(Local.recv(socket)).isEqualTo("echo");
        socket.send(Local.utf8(HexFormat.of().formatHex(own)));
        listener.accept().socket().close();
        assertThat(python.line()).isEqualTo("00" + HexFormat.of().formatHex(own));
      }
      python.rest();
    }
  }

  /** Who Python is, by the connection and by each message; and who we are, as Python sees it. */
  @Test
  void credentials() throws Exception {
    String program =
        """
        import struct
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.connect(b'\\0' + sys.argv[1].encode())
        print(os.getuid(), os.getgid())
        print(*struct.unpack('3i', s.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)))
        s.send(b'x')
        s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        s.send(b'y')
        _, control, _, _ = s.recvmsg(10, 100)
        print(*struct.unpack('3i', control[0][2]))
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(12345)
            os.setuid(54321)
        s.send(b'z')
        """;
    var name = Unix.abstractName("credentials-" + ProcessHandle.current().pid());
    try (var listener = Local.bound(AF_UNIX, SOCK_STREAM, name).listen(1)) {
      Local.set(listener, SocketH.SOL_SOCKET, SocketH.SO_PASSCRED, 1); // inherited
      String ours = Peer.output("coreutils", "id", "-u").getFirst();
      String group = Peer.output("coreutils", "id", "-g").getFirst();
      try (var python = Peer.python(program, "credentials-" + ProcessHandle.current().pid());
          var socket = Local.impatient(listener.accept().socket())) {
        assertThat(python.line()).isEqualTo(ours + " " + group);
        int pid = (int) python.pid();
        int uid = Integer.parseInt(ours);
        int gid = Integer.parseInt(group);
        var expected = new Cmsg.Credentials(pid, uid, gid);
        byte[] peer = Options.bytes(socket, SocketH.SOL_SOCKET, SocketH.SO_PEERCRED, 12);
        assertThat(Options.ints(peer)).containsExactly(pid, uid, gid);
        assertThat(python.line())
            .isEqualTo(ProcessHandle.current().pid() + " " + ours + " " + group);
        MemorySegment buf = Local.room(2);
        try (var received = socket.recvmsg(MSG_WAITALL, 64, buf)) {
          assertThat(Local.text(buf, received.length())).isEqualTo("xy");
          assertThat(received.control()).containsExactly(expected);
        }
        socket.send(Local.utf8("!"));
        assertThat(python.line())
            .isEqualTo(ProcessHandle.current().pid() + " " + ours + " " + group);
        try (var received = socket.recvmsg(MsgFlags.NONE, 64, buf)) {
          assertThat(Local.text(buf, received.length())).isEqualTo("z");
          assertThat(received.control())
              .containsExactly(uid == 0 ? new Cmsg.Credentials(pid, 54321, 12345) : expected);
        }
        python.rest();
      }
    }
  }
}
