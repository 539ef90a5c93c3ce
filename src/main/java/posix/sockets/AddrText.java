package posix.sockets;

/** Addresses in text: a prefix, and numbers between colons. */
final class AddrText {
  private AddrText() {}

  /** The words after a prefix, of which there have to be so many; the last may be empty. */
  static String[] words(String text, String prefix, int count) {
    String[] words =
        text.startsWith(prefix) ? text.substring(prefix.length()).split(":", -1) : new String[0];
    if (words.length != count) {
      throw new IllegalArgumentException("not " + prefix + " and " + count + " words: " + text);
    }
    return words;
  }

  /** An unsigned 32-bit number, decimal or hexadecimal behind 0x. */
  static int unsigned(String text) {
    try {
      return text.startsWith("0x")
          ? Integer.parseUnsignedInt(text.substring(2), 16)
          : Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number of 32 bits: " + text, e);
    }
  }
}
