package posix.sockets.parity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Where two outputs part, for a reader: the place, and what each has there. */
final class Difference {
  private static final int BEFORE = 8;
  private static final int SHOWN = 24;
  private static final int LINE = 160;

  private Difference() {}

  /**
   * Compares two texts, one char a byte.
   *
   * @param what is compared, for example {@code the server's standard output}
   * @return null if they are equal, else lines that show the first difference
   */
  static String between(String what, String expected, String actual) {
    byte[] a = expected.getBytes(ISO_8859_1);
    byte[] b = actual.getBytes(ISO_8859_1);
    int at = Arrays.mismatch(a, b);
    if (at < 0) {
      return null;
    }
    int from = Math.max(0, at - BEFORE);
    long line = 1 + expected.substring(0, at).chars().filter(c -> c == '\n').count();
    return show(
            what + " differs in line " + line + ", ",
            at,
            a.length,
            b.length,
            Arrays.copyOfRange(a, from, Math.min(a.length, from + SHOWN)),
            Arrays.copyOfRange(b, from, Math.min(b.length, from + SHOWN)))
        + line("expected", expected, at)
        + line("actual", actual, at);
  }

  /** The line that differs, as text. */
  private static String line(String name, String text, int at) {
    int begin = text.lastIndexOf('\n', at - 1) + 1;
    int end = text.indexOf('\n', begin);
    String line = text.substring(begin, Math.min(end < 0 ? text.length() : end, begin + LINE));
    return "\n  %-9s %s".formatted(name, line.replaceAll("[^ -~]", "."));
  }

  /** Compares two files; as {@link #between(String, String, String)}. */
  static String between(String what, Path expected, Path actual) throws IOException {
    long at = Files.mismatch(expected, actual);
    if (at < 0) {
      return null;
    }
    long from = Math.max(0, at - BEFORE);
    return show(
        what + " differs at ",
        at,
        Files.size(expected),
        Files.size(actual),
        window(expected, from),
        window(actual, from));
  }

  private static byte[] window(Path file, long from) throws IOException {
    var bytes = ByteBuffer.allocate(SHOWN);
    try (var channel = FileChannel.open(file)) {
      while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
        // more to come
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static String show(
      String what, long at, long expectedSize, long actualSize, byte[] expected, byte[] actual) {
    int mark = (int) Math.min(at, BEFORE);
    return what
        + "byte %,d (%#x)%n".formatted(at, at)
        + row("expected", expected, expectedSize)
        + row("actual", actual, actualSize)
        + " ".repeat(12 + 3 * mark)
        + "^^";
  }

  private static String row(String name, byte[] bytes, long size) {
    var hex = new StringBuilder();
    var text = new StringBuilder();
    for (byte b : bytes) {
      hex.append("%02x ".formatted(b));
      text.append(b >= ' ' && b < 127 ? (char) b : '.');
    }
    return "  %-9s %s  |%s|  of %,d bytes%n".formatted(name, hex, text, size);
  }
}
