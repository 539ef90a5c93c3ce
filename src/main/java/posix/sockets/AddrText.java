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
    boolean hex = text.startsWith("0x");
    String digits = hex ? text.substring(2) : text;
    if (!digits.isEmpty()
        && digits.length() <= 10
        && digits.chars().allMatch(c -> isDigit(c, hex))) {
      long number = Long.parseLong(digits, hex ? 16 : 10);
      if (number <= 0xffff_ffffL) {
        return (int) number;
      }
    }
    throw new IllegalArgumentException("not a number of 32 bits: " + text);
  }

  private static boolean isDigit(int c, boolean hex) {
    return c >= '0' && c <= '9' || hex && (c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F');
  }
}
