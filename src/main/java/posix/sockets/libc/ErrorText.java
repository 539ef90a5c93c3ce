package posix.sockets.libc;

import java.lang.foreign.Arena;

/** The text of an error number. */
public final class ErrorText {
  private ErrorText() {}

  /**
   * What {@code strerror} says of a number in the C locale, safe in threads: {@code Connection
   * refused}, or {@code Unknown error 9999}. A libc without {@code strerrordesc_np} answers in the
   * locale of the process.
   */
  public static String of(int errnum) {
    try {
      String text = LibcErrors.strerrordesc_np(errnum);
      return text != null ? text : "Unknown error " + errnum;
    } catch (UnsupportedOperationException _) {
      try (var arena = Arena.ofConfined()) {
        var buf = arena.allocate(256);
        LibcErrors.xpg_strerror_r(errnum, buf, buf.byteSize());
        return buf.getString(0);
      }
    }
  }
}
