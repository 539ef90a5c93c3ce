package posix.sockets.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.Transfer;

/** What the JDK has over streams, over ours, with Python at the other end. */
class PythonStreamsTest {
  private static final int LINES = 20_000;

  /** Unpacks what arrives, and sends it back in capitals, packed again, in crumbs. */
  private static final String PROGRAM =
      """
      import gzip
      s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
      text = gzip.open(s.makefile('rb')).read()
      packed = gzip.compress(text.upper())
      for i in range(0, len(packed), 97):
          s.sendall(packed[i:i + 97])
      print(len(text))
      """;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void packedText(boolean limited) throws Exception {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)).listen(1);
        var python = Peer.python(PROGRAM, "" + ((Inet4) listener.getsockname()).port());
        var socket = listener.within(Duration.ofSeconds(20)).accept().socket()) {
      PosixSocket end = limited ? socket.within(Duration.ofSeconds(20)) : socket;
      var packed = new GZIPOutputStream(Transfer.outputStream(end));
      long length = 0;
      for (int i = 0; i < LINES; i++) {
        byte[] line = ("line " + i + ", schön\n").getBytes(UTF_8);
        packed.write(line);
        length += line.length;
      }
      packed.finish();
      socket.shutdown(SHUT_WR);
      var unpacked = new GZIPInputStream(Transfer.inputStream(end));
      var lines = new BufferedReader(new InputStreamReader(unpacked, UTF_8));
      for (int i = 0; i < LINES; i++) {
        assertThat(lines.readLine()).isEqualTo("LINE " + i + ", SCHöN");
      }
      assertThat(lines.readLine()).isNull();
      assertThat(python.rest()).containsExactly("" + length);
    }
  }
}
