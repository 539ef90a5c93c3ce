package posix.sockets;

import java.io.ByteArrayOutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The address of a socket on this machine, {@code struct sockaddr_un}: a path in the file system,
 * an abstract name, or none. In text: {@code unix:/run/x}, {@code unix-abstract:x}, {@code unix:};
 * bytes other than printable ASCII stand as {@code \x} and two digits.
 *
 * @param isAbstract whether it is an abstract name
 * @param name the path without a NUL, or the abstract name without the leading one; empty and not
 *     abstract for no name
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public record Unix(boolean isAbstract, byte[] name) implements SockAddr {
  private static final int SUN_PATH = 108;
  private static final AddressFamily FAMILY = AddressFamilies.AF_UNIX;
  private static final String PATH_PREFIX = "unix:";
  private static final String ABSTRACT_PREFIX = "unix-abstract:";

  /** Copies the name, and refuses one that does not fit or a NUL in a path. */
  public Unix {
    int max = isAbstract ? SUN_PATH - 1 : SUN_PATH;
    if (name.length > max) {
      throw new IllegalArgumentException("at most " + max + " bytes, not " + name.length);
    }
    name = name.clone();
    for (byte b : name) {
      if (b == 0 && !isAbstract) {
        throw new IllegalArgumentException("a path has no NUL");
      }
    }
  }

  /**
   * A path.
   *
   * @param path the path, in UTF-8 at most 108 bytes, not empty
   * @return its address
   */
  public static Unix path(String path) {
    return path(utf8(path));
  }

  /**
   * A path, byte for byte.
   *
   * @param path the path, at most 108 bytes, not empty, without a NUL
   * @return its address
   */
  public static Unix path(byte[] path) {
    if (path.length == 0) {
      throw new IllegalArgumentException("an empty path");
    }
    return new Unix(false, path);
  }

  /**
   * An abstract name.
   *
   * @param name the name without the leading NUL, in UTF-8 at most 107 bytes
   * @return its address
   */
  public static Unix abstractName(String name) {
    return abstractName(utf8(name));
  }

  /**
   * An abstract name, byte for byte.
   *
   * @param name the name without the leading NUL, at most 107 bytes, NULs among them if wanted
   * @return its address
   */
  public static Unix abstractName(byte[] name) {
    return new Unix(true, name);
  }

  /**
   * No name: what an unbound socket has. {@code bind} to it takes an abstract name that the kernel
   * chooses.
   *
   * @return the address without a name
   */
  public static Unix unnamed() {
    return new Unix(false, new byte[0]);
  }

  /**
   * An address of java.net's.
   *
   * @param address a path, or the empty one
   * @return the same here
   */
  public static Unix of(UnixDomainSocketAddress address) {
    String path = address.getPath().toString();
    return path.isEmpty() ? unnamed() : path(path);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text for example {@code unix:/run/x}
   * @return the address
   * @throws IllegalArgumentException if the text is no such address
   */
  public static Unix parse(String text) {
    if (text.startsWith(ABSTRACT_PREFIX)) {
      return abstractName(unescape(text.substring(ABSTRACT_PREFIX.length())));
    }
    if (text.startsWith(PATH_PREFIX)) {
      return new Unix(false, unescape(text.substring(PATH_PREFIX.length())));
    }
    throw new IllegalArgumentException("neither unix: nor unix-abstract: " + text);
  }

  @Override
  public AddressFamily family() {
    return FAMILY;
  }

  /**
   * The name's bytes.
   *
   * @return a copy of them
   */
  @Override
  public byte[] name() {
    return name.clone();
  }

  /**
   * Whether there is no name.
   *
   * @return whether there is none
   */
  public boolean isUnnamed() {
    return !isAbstract && name.length == 0;
  }

  /**
   * This address as java.net has it, which knows no abstract names, and paths only as text.
   *
   * @return the same there
   * @throws UnsupportedOperationException if this is an abstract name, or a path that is not UTF-8
   */
  public UnixDomainSocketAddress toUnixDomainSocketAddress() {
    if (isAbstract) {
      throw new UnsupportedOperationException("java.net has no abstract names: " + this);
    }
    try {
      var path = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
      return UnixDomainSocketAddress.of(path.toString());
    } catch (CharacterCodingException | InvalidPathException e) {
      throw new UnsupportedOperationException("java.net has no such path: " + this, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Unix u && isAbstract == u.isAbstract && Arrays.equals(name, u.name);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(name) + Boolean.hashCode(isAbstract);
  }

  /** The path or the abstract name, {@code unix:/run/x} or {@code unix-abstract:x}. */
  @Override
  public String toString() {
    return (isAbstract ? ABSTRACT_PREFIX : PATH_PREFIX) + escape(name);
  }

  private static String escape(byte[] name) {
    var text = new StringBuilder();
    for (byte b : name) {
      if (b > 0x20 && b < 0x7f && b != '\\') {
        text.append((char) b);
      } else {
        text.append(String.format(Locale.ROOT, "\\x%02x", b));
      }
    }
    return text.toString();
  }

  private static byte[] unescape(String text) {
    var name = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i) && i + 4 <= text.length()) {
        int high = Character.digit(text.charAt(i + 2), 16);
        int low = Character.digit(text.charAt(i + 3), 16);
        if (high < 0 || low < 0) {
          throw new IllegalArgumentException("not two digits after \\x: " + text);
        }
        name.write(high << 4 | low);
        i += 3;
      } else if (text.charAt(i) == '\\') {
        throw new IllegalArgumentException("a \\ that is not \\x: " + text);
      } else {
        name.writeBytes(utf8(text.substring(i, text.offsetByCodePoints(i, 1))));
        i = text.offsetByCodePoints(i, 1) - 1;
      }
    }
    return name.toByteArray();
  }

  /** Half of a surrogate pair would silently become a question mark, and so another name. */
  private static byte[] utf8(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("half of a surrogate pair in the name");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
