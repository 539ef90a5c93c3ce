package posix.sockets;

/** IP addresses in the text forms of inet_pton and inet_ntop. */
final class InetText {
  private InetText() {}

  static String format4(int address) {
    return (address >>> 24)
        + "."
        + (address >> 16 & 0xff)
        + "."
        + (address >> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  static int parse4(String text) {
    int address = 0;
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw notAnAddress(text);
    }
    for (String part : parts) {
      if (part.isEmpty()
          || part.length() > 3
          || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw notAnAddress(text);
      }
      int value = Integer.parseInt(part);
      if (value > 255
          || part.length() > 1
              && part.charAt(0) == '0') { // 010 would be 8 to some and 10 to others
        throw notAnAddress(text);
      }
      address = address << 8 | value;
    }
    return address;
  }

  /** RFC 5952, with the dotted form that glibc uses for mapped and compatible IPv4 addresses. */
  static String format6(long high, long low) {
    boolean mapped = high == 0 && low >>> 32 == 0xffff;
    boolean compatible = high == 0 && low >>> 32 == 0 && low >>> 16 != 0;
    if (mapped || compatible) {
      return (mapped ? "::ffff:" : "::") + format4((int) low);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> 48 - 16 * (i & 3)) & 0xffff;
    }
    int zerosAt = -1;
    int zeros = 1; // a single zero group is not shortened
    for (int i = 0; i < 8; i++) {
      int n = 0;
      while (i + n < 8 && groups[i + n] == 0) {
        n++;
      }
      if (n > zeros) {
        zerosAt = i;
        zeros = n;
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == zerosAt) {
        text.append("::");
        i += zeros - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** The two halves of an IPv6 address. */
  static long[] parse6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      throw notAnAddress(text);
    }
    int[] groups = new int[8];
    if (gap < 0) {
      if (parseGroups(text, text, groups) != 8) {
        throw notAnAddress(text);
      }
    } else {
      int before = parseGroups(text.substring(0, gap), text, groups);
      int[] tail = new int[8];
      int after = parseGroups(text.substring(gap + 2), text, tail);
      if (text.substring(0, gap).contains(".") || before + after > 7) {
        throw notAnAddress(text);
      }
      System.arraycopy(tail, 0, groups, 8 - after, after);
    }
    long[] halves = new long[2];
    for (int i = 0; i < 8; i++) {
      halves[i / 4] = halves[i / 4] << 16 | groups[i];
    }
    return halves;
  }

  /**
   * Groups of hexadecimal digits between colons, the last perhaps a dotted IPv4 address; how many
   * they are.
   */
  private static int parseGroups(String part, String text, int[] groups) {
    if (part.isEmpty()) {
      return 0;
    }
    String[] words = part.split(":", -1);
    int n = 0;
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (i == words.length - 1 && word.contains(".") && n <= 6) {
        int four = parse4(word);
        groups[n++] = four >>> 16;
        groups[n++] = four & 0xffff;
      } else if (n < 8
          && word.length() <= 4
          && !word.isEmpty()
          && word.chars().allMatch(InetText::isHexDigit)) {
        groups[n++] = Integer.parseInt(word, 16);
      } else {
        throw notAnAddress(text);
      }
    }
    return n;
  }

  private static boolean isHexDigit(int c) {
    return c < 128 && Character.digit(c, 16) >= 0;
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException("not an address: " + text);
  }
}
