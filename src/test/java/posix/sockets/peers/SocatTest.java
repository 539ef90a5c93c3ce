package posix.sockets.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.Expect;
import posix.sockets.Inet4;
import posix.sockets.Local;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.Transfer;
import posix.sockets.Unix;

/** Streams and datagrams with socat at the other end. */
class SocatTest {
  private static final int MUCH = 1 << 20;

  /** Sends more than buffers hold to something that sends it back, at the same time. */
  private static void echo(SockAddr there) throws Exception {
    try (var socket = PosixSocket.open(there.family(), SOCK_STREAM).connect(there)) {
      Local.impatient(socket);
      MemorySegment sent = Local.pattern(MUCH);
      MemorySegment got = Local.room(MUCH);
      var sending =
          CompletableFuture.runAsync(() -> {
            try {
              Transfer.sendAll(socket, sent);
              socket.shutdown(SHUT_WR);
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      Transfer.recvExactly(socket, got);
      sending.get(30, TimeUnit.SECONDS);
      assertThat(got.mismatch(sent)).isEqualTo(-1);
      assertThat(socket.recv(Local.room(1))).isZero();
    }
  }

  @Test
  void tcpToSocat() throws Exception {
    try (var socat =
        Peer.start("socat", "socat", "-d", "-d", "TCP-LISTEN:0,bind=127.0.0.1", "EXEC:cat")) {
      Pattern listening = Pattern.compile("listening on AF=2 127\\.0\\.0\\.1:(\\d+)");
      Matcher[] found = {null};
      Expect.soon(
          "socat listens",
          () -> {
            found[0] = listening.matcher(socat.errors());
            return found[0].find();
          });
      echo(Inet4.loopback(Integer.parseInt(found[0].group(1))));
      socat.rest();
    }
  }

  @Test
  void unixToSocat(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("socat");
    try (var socat = Peer.start("socat", "socat", "-d", "-d", "UNIX-LISTEN:" + path, "EXEC:cat")) {
      Expect.soon("socat listens", () -> socat.errors().contains("listening on"));
      echo(Unix.path(path.toString()));
      socat.rest();
    }
  }

  /** What socat reads comes to us, and what we answer it prints. */
  private static void answer(PosixSocket listener, String socatAddress) throws Exception {
    try (var socat = Peer.start("socat", "socat", "-t", "10", "-", socatAddress);
        var socket = Local.impatient(listener.accept().socket())) {
      for (String line : new String[] {"hello", "and again"}) {
        socat.say(line);
        byte[] got = new byte[line.length() + 1];
        Transfer.recvExactly(socket, got, 0, got.length);
        assertThat(new String(got, java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(line + "\n");
        socket.writev(Local.utf8("you said "), Local.bytes(got));
        assertThat(socat.line()).isEqualTo("you said " + line);
      }
      byte[] much = Local.content(Local.pattern(MUCH), MUCH);
      var writing =
          CompletableFuture.runAsync(() -> {
            try {
              socat.write(much);
              socat.noMore();
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      MemorySegment got = Local.room(MUCH);
      Transfer.recvExactly(socket, got);
      writing.get(30, TimeUnit.SECONDS);
      assertThat(got.mismatch(Local.bytes(much))).isEqualTo(-1);
      assertThat(socket.recv(got)).isZero(); // socat has no more
      socket.shutdown(SHUT_WR);
      assertThat(socat.rest()).isEmpty();
    }
  }

  @Test
  void tcpFromSocat() throws Exception {
    try (var listener = Local.bound(AF_INET, SOCK_STREAM, Inet4.loopback(0)).listen(1)) {
      answer(listener, "TCP:" + listener.getsockname());
    }
  }

  @Test
  void unixFromSocat(@TempDir Path directory) throws Exception {
    String path = directory.resolve("java").toString();
    try (var listener = Local.bound(AF_UNIX, SOCK_STREAM, Unix.path(path)).listen(1)) {
      answer(listener, "UNIX-CONNECT:" + path);
    }
  }

  @Test
  void abstractNameFromSocat() throws Exception {
    String name = "socat-" + ProcessHandle.current().pid();
    try (var listener = Local.bound(AF_UNIX, SOCK_STREAM, Unix.abstractName(name)).listen(1)) {
      answer(listener, "ABSTRACT-CONNECT:" + name);
    }
  }

  /** socat answers a datagram to the path that it came from. */
  @Test
  void datagrams(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("socat");
    var there = Unix.path(path.toString());
    var here = Unix.path(directory.resolve("java").toString());
    try (var socat = Peer.start("socat", "socat", "UNIX-RECVFROM:" + path, "EXEC:cat");
        var socket = Local.bound(AF_UNIX, SOCK_DGRAM, here)) {
      Expect.soon("socat is bound", () -> Files.exists(path));
      socket.sendto(Local.utf8("a datagram"), MsgFlags.NONE, there);
      MemorySegment buf = Local.room(20);
      var datagram = socket.recvfrom(buf, MsgFlags.NONE);
      assertThat(Local.text(buf, datagram.length())).isEqualTo("a datagram");
      assertThat(socat.pid()).isPositive();
    }
  }
}
