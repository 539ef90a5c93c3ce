package posix.sockets.raw;

import java.lang.foreign.MemorySegment;
import posix.sockets.libc.ErrorText;
import posix.sockets.libc.LibcErrors;

/** {@code <errno.h>}, {@code <string.h>}, {@code <stdio.h>}: error numbers and their texts. */
abstract class ErrnoCalls {
  /** C's null pointer. */
  public static final MemorySegment NULL = MemorySegment.NULL;

  ErrnoCalls() {}

  /**
   * {@code errno}: why the last call of this thread that failed did so. A call that succeeds leaves
   * it alone.
   *
   * @return the number, one of the {@code E} constants
   * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
   */
  public static int errno() {
    return PerThread.get().errno;
  }

  /**
   * {@code errno = value}.
   *
   * @param value what {@link #errno()} answers from now on, in this thread
   */
  public static void errno(int value) {
    PerThread.get().errno = value;
  }

  /**
   * {@code char *strerror(int errnum)}. Safe in threads, and in the C locale's words whatever the
   * locale.
   *
   * @param errnum an error number
   * @return its text; {@code Unknown error N} for a number that is none
   * @see <a href="https://man7.org/linux/man-pages/man3/strerror.3.html">strerror(3)</a>
   */
  public static String strerror(int errnum) {
    return ErrorText.of(errnum);
  }

  /**
   * {@code char *strerror_r(int errnum, char *buf, size_t n)}: GNU's form, which need not use
   * {@code buf}. In the words of the process's locale.
   *
   * @param errnum an error number
   * @param buf may take the text, cut to fit
   * @param n the room in {@code buf} in bytes
   * @return the text, wherever C has put it
   * @see <a href="https://man7.org/linux/man-pages/man3/strerror_r.3.html">strerror_r(3)</a>
   */
  public static String strerror_r(int errnum, MemorySegment buf, long n) {
    Pointers.checkWritable(buf, n);
    return LibcErrors.strerror_r(errnum, buf, n);
  }

  /**
   * {@code int __xpg_strerror_r(int errnum, char *buf, size_t n)}: POSIX's form of {@code
   * strerror_r}. In the words of the process's locale.
   *
   * @param errnum an error number
   * @param buf takes the text, cut to fit
   * @param n the room in {@code buf} in bytes
   * @return 0, or an error number, with {@link #errno()} left alone: EINVAL for a number that is
   *     none, ERANGE where the text was cut
   * @see <a href="https://man7.org/linux/man-pages/man3/strerror_r.3.html">strerror_r(3)</a>
   */
  public static int __xpg_strerror_r(int errnum, MemorySegment buf, long n) {
    Pointers.checkWritable(buf, n);
    return LibcErrors.xpg_strerror_r(errnum, buf, n);
  }

  /**
   * {@code const char *strerrorname_np(int errnum)}: a GNU function, since glibc 2.32. A libc
   * without it makes this throw {@link UnsupportedOperationException}.
   *
   * @param errnum an error number
   * @return its name, such as {@code EAGAIN}; null for a number that is none
   * @see <a href="https://man7.org/linux/man-pages/man3/strerrorname_np.3.html">
   *     strerrorname_np(3)</a>
   */
  public static String strerrorname_np(int errnum) {
    return LibcErrors.strerrorname_np(errnum);
  }

  /**
   * {@code const char *strerrordesc_np(int errnum)}: a GNU function, since glibc 2.32. A libc
   * without it makes this throw {@link UnsupportedOperationException}.
   *
   * @param errnum an error number
   * @return its text in the C locale's words; null for a number that is none
   * @see <a href="https://man7.org/linux/man-pages/man3/strerrordesc_np.3.html">
   *     strerrordesc_np(3)</a>
   */
  public static String strerrordesc_np(int errnum) {
    return LibcErrors.strerrordesc_np(errnum);
  }

  /**
   * {@code void perror(const char *s)}: prints {@code s: } and the text of {@link #errno()} on
   * standard error.
   *
   * @param s what failed, commonly the name of a call; null or empty prints the text alone
   * @see <a href="https://man7.org/linux/man-pages/man3/perror.3.html">perror(3)</a>
   */
  public static void perror(String s) {
    String text = strerror(errno());
    System.err.println(s == null || s.isEmpty() ? text : s + ": " + text);
  }
}
