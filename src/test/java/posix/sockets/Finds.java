package posix.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Inputs that a decoder once failed on, one a file, by the decoder's name: a byte that says what
 * the length is said to be, and the bytes.
 */
final class Finds {
  static final Path FOLDER =
      Path.of(System.getProperty("project.root", "."), "src", "test", "resources", "finds");

  private Finds() {}

  /** Whether the decoder stands it now. */
  static void check(Path file) throws Exception {
    String name = file.getFileName().toString();
    Decoders.Decoder decoder = Decoders.ALL.get(name.substring(0, name.lastIndexOf('.')));
    if (decoder == null) {
      throw new AssertionError("no decoder for " + file);
    }
    Decoders.check(prepend(Decoders.index(decoder), Files.readAllBytes(file)));
  }

  /** Keeps one: the first byte is the decoder's. */
  static Path keep(byte[] input) throws IOException {
    byte[] rest = java.util.Arrays.copyOfRange(input, 1, input.length);
    String hash = HexFormat.of().toHexDigits(java.util.Arrays.hashCode(rest));
    Path file = FOLDER.resolve(Decoders.chosenBy(input).name() + "." + hash);
    return Files.write(file, rest);
  }

  private static byte[] prepend(byte first, byte[] rest) {
    byte[] all = new byte[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }
}
