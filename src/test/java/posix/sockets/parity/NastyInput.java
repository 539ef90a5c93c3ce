package posix.sockets.parity;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/**
 * Input that trips careless programs: every byte value, NULs, bytes that are no UTF-8, empty lines,
 * lines around the sizes of buffers, lines that no buffer holds, and no newline at the end. The
 * same each time.
 */
final class NastyInput {
  private static final int[] AROUND_BUFFERS = {
    0, 1, 2, 63, 64, 1022, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097, 8191, 8192, 8193,
    16383, 16384, 16385, 32768, 65535, 65536, 65537, 70_000
  };

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Random random = new Random(25);

  private NastyInput() {}

  /**
   * Makes input.
   *
   * @param lines how many ordinary lines
   * @param longest the longest line's length
   */
  static byte[] make(int lines, int longest) {
    var input = new NastyInput();
    input.everyByteValue();
    for (int i = 0; i < lines; i++) {
      switch (i % 4) {
        case 0 -> input.line("line " + i + " in plain words");
        case 1 -> input.binaryLine(input.random.nextInt(200));
        case 2 -> input.line("Zeile " + i + " mit Umlauten: \u00e4\u00f6\u00fc\u00df"); // no UTF-8
        default -> input.binaryLine(input.random.nextInt(5000));
      }
    }
    for (int length : AROUND_BUFFERS) {
      input.binaryLine(length);
    }
    input.line("\0".repeat(3000));
    input.line("carriage return\r");
    input.binaryLine(longest);
    input.binaryLine(0);
    input.bytes.writeBytes(new byte[] {'e', 'n', 'd', 0, (byte) 0xff}); // and no newline
    return input.bytes.toByteArray();
  }

  private void everyByteValue() {
    for (int b = 0; b < 256; b++) {
      bytes.write(b);
    }
    bytes.write('\n');
  }

  private void line(String latin1) {
    bytes.writeBytes(latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    bytes.write('\n');
  }

  private void binaryLine(int length) {
    var line = new byte[length + 1];
    random.nextBytes(line);
    for (int i = 0; i < length; i++) {
      if (line[i] == '\n') {
        line[i] = 0;
      }
    }
    line[length] = '\n';
    bytes.writeBytes(line);
  }
}
