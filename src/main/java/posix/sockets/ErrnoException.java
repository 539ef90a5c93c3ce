package posix.sockets;

import java.io.IOException;

/**
 * A call of libc failed. The message has all there is to know: {@code connect: Connection refused
 * (ECONNREFUSED, 111): 127.0.0.1:8888}. It is one line, whatever a name in it is made of.
 */
public final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The libc call that failed. */
  private final String call;

  /** What errno was. */
  private final int number;

  /** libc's text for it. */
  private final String text;

  /**
   * An error as the kernel reported it.
   *
   * @param call the libc call that failed, for example {@code connect}
   * @param number its errno
   * @param text libc's text for the number
   * @param about the address or option concerned, or null
   */
  public ErrnoException(String call, int number, String text, String about) {
    super(message(call, number, text, about));
    this.call = call;
    this.number = number;
    this.text = text;
  }

  private static String message(String call, int number, String text, String about) {
    Errno errno = Errno.of(number);
    String constant = errno == Errno.UNKNOWN ? "" : errno.name() + ", ";
    return call
        + ": "
        + text
        + " ("
        + constant
        + number
        + ")"
        + (about == null ? "" : ": " + printable(about));
  }

  /** Text from elsewhere in one line, as it is but for what would not be seen: that is escaped. */
  static String printable(String text) {
    if (text.codePoints().noneMatch(ErrnoException::isHidden)) {
      return text;
    }
    var printed = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> printed.append(isHidden(c) ? String.format("\\u%04x", c) : Character.toString(c)));
    return printed.toString();
  }

  private static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /**
   * The libc call that failed.
   *
   * @return its name
   */
  public String call() {
    return call;
  }

  /**
   * The error, to switch on.
   *
   * @return the constant, or {@link Errno#UNKNOWN} for a number that has none
   */
  public Errno errno() {
    return Errno.of(number);
  }

  /**
   * The error's number, known or not.
   *
   * @return errno
   */
  public int number() {
    return number;
  }

  /**
   * {@code char *strerror(int errnum)}, for this error.
   *
   * @return libc's text, in the C locale's words
   * @see <a href="https://man7.org/linux/man-pages/man3/strerror.3.html">strerror(3)</a>
   */
  public String strerror() {
    return text;
  }

  /**
   * {@code void perror(const char *s)}, with the call's name: prints {@code connect: Connection
   * refused} on standard error.
   *
   * @see <a href="https://man7.org/linux/man-pages/man3/perror.3.html">perror(3)</a>
   */
  public void perror() {
    System.err.println(call + ": " + text);
  }
}
