package posix.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each decoder on real bytes cut at every place, with lengths that are true and lengths that lie,
 * on random changes of them, and on what {@code make fuzz} has found so far.
 */
class DecodersTest {
  private static final byte LIES = 7;
  private static final int SHORT = 64;
  private static final int CHANGES = 300;
  private static final long SEED = 5;

  @TestFactory
  Stream<DynamicTest> everyTruncation() throws IOException {
    Map<Decoders.Decoder, List<DecoderSamples.Sample>> samples = new HashMap<>();
    for (var sample : DecoderSamples.all()) {
      samples.computeIfAbsent(sample.decoder(), _ -> new ArrayList<>()).add(sample);
    }
    return samples.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey().name(),
                () -> {
                  for (var sample : entry.getValue()) {
                    truncate(sample);
                    change(sample);
                  }
                }));
  }

  private static void truncate(DecoderSamples.Sample sample) throws Exception {
    byte[] bytes = sample.bytes();
    for (int n = 0; n <= bytes.length; n++) {
      byte[] cut = Arrays.copyOf(bytes, n);
      // all lies about what is short, and in turn about what is long
      for (byte lie = 0; lie < LIES; lie++) {
        if (lie == 0 || bytes.length <= SHORT || lie == n % LIES) {
          Decoders.check(sample.decoder(), cut, Decoders.length(lie, n));
        }
      }
      Decoders.check(sample.decoder(), bytes, n); // there is more than the length says
    }
  }

  private static void change(DecoderSamples.Sample sample) throws Exception {
    var random = new Random(SEED);
    byte[] bytes = sample.bytes().clone();
    for (int i = 0; i < CHANGES && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      if (random.nextBoolean()) {
        bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1 << i % 8);
      } else {
        edge(bytes, at & -4, random);
      }
      byte lie = (byte) (random.nextInt(4) == 0 ? random.nextInt(100) : 0);
      Decoders.check(sample.decoder(), bytes, Decoders.length(lie, bytes.length));
      if (i % 10 == 9) {
        bytes = sample.bytes().clone();
      }
    }
  }

  /** A number at the end of its range, as wide as a struct may have it. */
  private static void edge(byte[] bytes, int at, Random random) {
    int width = 1 << random.nextInt(4);
    byte rest = (byte) (random.nextBoolean() ? -1 : 0);
    for (int i = at; i < Math.min(at + width, bytes.length); i++) {
      bytes[i] = rest;
    }
    if (random.nextBoolean() && at + width <= bytes.length) {
      bytes[at + width - 1] ^= (byte) 0x80; // the sign, on a little-endian machine
    }
  }

  @TestFactory
  Stream<DynamicTest> found() throws IOException {
    try (var files = Files.list(Finds.FOLDER)) {
      return files
          .sorted()
          .map(file ->
              DynamicTest.dynamicTest(file.getFileName().toString(), () -> Finds.check(file)))
          .toList()
          .stream();
    }
  }
}
