package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Promise;

class ErrnoExceptionTest {
  private static final ErrnoException REFUSED =
      new ErrnoException("connect", 111, "Connection refused", "127.0.0.1:8888");

  @Test
  void saysAllThereIsToKnow() {
    assertThat(REFUSED)
        .isInstanceOf(IOException.class)
        .hasMessage("connect: Connection refused (ECONNREFUSED, 111): 127.0.0.1:8888");
    assertThat(REFUSED.call()).isEqualTo("connect");
    assertThat(REFUSED.errno()).isSameAs(Errno.ECONNREFUSED);
    assertThat(REFUSED.number()).isEqualTo(111);
    assertThat(REFUSED.strerror()).isEqualTo("Connection refused");
  }

  @Test
  void withoutAnythingConcerned() {
    assertThat(new ErrnoException("listen", 95, "Operation not supported", null))
        .hasMessage("listen: Operation not supported (EOPNOTSUPP, 95)");
  }

  @Test
  void anUnknownNumberKeepsItsValue() {
    var unknown = new ErrnoException("send", 530, "Unknown error 530", null);
    assertThat(unknown).hasMessage("send: Unknown error 530 (530)");
    assertThat(unknown.errno()).isSameAs(Errno.UNKNOWN);
    assertThat(unknown.number()).isEqualTo(530);
  }

  @Test
  void perrorPrintsWhatCWould() {
    var bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      REFUSED.perror();
    } finally {
      System.setErr(before);
    }
    assertThat(bytes).hasToString("connect: Connection refused" + System.lineSeparator());
  }

  @Test
  void survivesSerialization() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(REFUSED);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var read = (ErrnoException) in.readObject();
      assertThat(read).hasMessage(REFUSED.getMessage());
      assertThat(read.errno()).isSameAs(Errno.ECONNREFUSED);
      assertThat(read.call()).isEqualTo("connect");
      assertThat(read.strerror()).isEqualTo("Connection refused");
    }
  }

  @Test
  @Promise("printable")
  void messagesAreOneLine() throws Exception {
    String forged = "x\r\n2026-01-01 ERROR all is lost\u001b[2J\u2028\u202e\ud800";
    String shown = "x\\u000d\\u000a2026-01-01 ERROR all is lost\\u001b[2J\\u2028\\u202e\\ud800";
    assertThat(new ErrnoException("call", Posix.EPERM, "text", forged))
        .hasMessage("call: text (EPERM, 1): " + shown);
    assertThat(new ErrnoException("call", Posix.EPERM, "text", "schön \ud83d\ude00"))
        .hasMessage("call: text (EPERM, 1): schön \ud83d\ude00");
    var unknown = new AddrInfoException("call", -2, "text", 0, null, forged, forged);
    assertThat(unknown).hasMessage("call: text (EAI_NONAME, -2): " + shown + ", " + shown);
    assertThat(unknown.host()).isEqualTo(forged);
    try (var socket = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
      assertThatThrownBy(() -> socket.connect(Unix.path("/nowhere/\nERROR")))
          .hasMessage("connect: No such file or directory (ENOENT, 2): unix:/nowhere/\\x0aERROR");
    }
  }
}
