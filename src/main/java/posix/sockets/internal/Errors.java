package posix.sockets.internal;

import posix.sockets.ErrnoException;
import posix.sockets.libc.ErrorText;

/** Turns what a call of libc returned into the exception that says so. */
public final class Errors {
  private Errors() {}

  /**
   * The exception for a result below 0.
   *
   * @param call the libc call
   * @param result minus its errno
   * @param about the address or option concerned, or null
   */
  public static ErrnoException exception(String call, long result, Object about) {
    int number = (int) -result;
    return new ErrnoException(
        call, number, ErrorText.of(number), about == null ? null : about.toString());
  }

  /** Passes on a result of 0 or more; throws for one below. */
  public static int check(String call, int result, Object about) throws ErrnoException {
    if (result < 0) {
      throw exception(call, result, about);
    }
    return result;
  }

  /** The text that libc has for an errno. */
  public static String text(int number) {
    return ErrorText.of(number);
  }
}
