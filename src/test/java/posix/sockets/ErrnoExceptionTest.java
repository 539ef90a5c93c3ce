package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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
}
