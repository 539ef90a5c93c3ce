package posix.sockets.testing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import posix.sockets.raw.Posix;

/** What libc makes of addresses, and texts to try on it. */
public final class CText {
  private CText() {}

  /** inet_ntop's text. */
  public static String ntop(byte[] address) {
    try (var arena = Arena.ofConfined()) {
      return Posix.inet_ntop(family(address.length), arena.allocateFrom(JAVA_BYTE, address));
    }
  }

  /** inet_pton's bytes; null for text that it refuses. */
  public static byte[] pton(String text, int length) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(length);
      int result = Posix.inet_pton(family(length), text, address);
      return result == 1 ? address.toArray(JAVA_BYTE) : null;
    }
  }

  private static int family(int length) {
    return length == 4 ? Posix.AF_INET : Posix.AF_INET6;
  }

  /** A text with some characters taken away, added or changed. */
  public static String mutated(String text, String alphabet, Random random) {
    var mutated = new StringBuilder(text);
    for (int i = random.nextInt(3) + 1; i > 0; i--) {
      char c = alphabet.charAt(random.nextInt(alphabet.length()));
      int at = random.nextInt(mutated.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> mutated.insert(at, c);
        case 1 -> mutated.replace(at, Math.min(at + 1, mutated.length()), "");
        default -> mutated.replace(at, Math.min(at + 1, mutated.length()), "" + c);
      }
    }
    return mutated.toString();
  }
}
