package posix.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The target of {@code make fuzz}: bytes that a fuzzer makes up, guided by which code they reach.
 * What fails is kept among the tests' resources, where {@link DecodersTest} runs it from then on.
 */
public final class DecodersFuzz {
  /** What failed so far, and where: of each, one input is enough. */
  private static final Set<String> FAILED = new HashSet<>();

  private DecodersFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    try {
      Decoders.check(input);
    } catch (Exception | AssertionError e) {
      if (FAILED.add(Decoders.chosenBy(input) + ": " + e.getClass() + e.getStackTrace()[0])) {
        System.err.println("kept as " + Finds.keep(input));
        throw e;
      }
    }
  }

  /**
   * Writes what the fuzzer begins with: the samples of all decoders.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (var sample : DecoderSamples.all()) {
      byte[] input = new byte[sample.bytes().length + 2];
      input[0] = Decoders.index(sample.decoder());
      System.arraycopy(sample.bytes(), 0, input, 2, sample.bytes().length);
      String hash = HexFormat.of().toHexDigits(java.util.Arrays.hashCode(input));
      Files.write(folder.resolve(sample.decoder() + "." + hash), input);
    }
  }
}
