package posix.sockets.libc;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code <string.h>}: the texts of error numbers. What a call returns, and what its first argument
 * is, {@link Call} says.
 */
public final class LibcErrors {
  private LibcErrors() {}

  private static final class StrerrordescNpCall {
    static final MethodHandle HANDLE = Link.plain("strerrordesc_np", "p_l");
  }

  /** {@code const char *strerrordesc_np(int errnum)}. */
  public static String strerrordesc_np(int errnum) {
    try {
      return Link.string((MemorySegment) StrerrordescNpCall.HANDLE.invokeExact((long) errnum));
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class StrerrornameNpCall {
    static final MethodHandle HANDLE = Link.plain("strerrorname_np", "p_l");
  }

  /** {@code const char *strerrorname_np(int errnum)}. */
  public static String strerrorname_np(int errnum) {
    try {
      return Link.string((MemorySegment) StrerrornameNpCall.HANDLE.invokeExact((long) errnum));
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class XpgStrerrorRCall {
    static final MethodHandle HANDLE = Link.plain("__xpg_strerror_r", "l_lpl");
  }

  /**
   * {@code int __xpg_strerror_r(int errnum, char *buf, size_t n)}: POSIX's strerror_r: 0, or an
   * error number.
   */
  public static int xpg_strerror_r(int errnum, MemorySegment buf, long n) {
    try {
      return (int) (long) XpgStrerrorRCall.HANDLE.invokeExact((long) errnum, buf, n);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class StrerrorRCall {
    static final MethodHandle HANDLE = Link.plain("strerror_r", "p_lpl");
  }

  /**
   * {@code char *strerror_r(int errnum, char *buf, size_t n)}: GNU's form, whose text need not be
   * in {@code buf}.
   */
  public static String strerror_r(int errnum, MemorySegment buf, long n) {
    try {
      var text = (MemorySegment) StrerrorRCall.HANDLE.invokeExact((long) errnum, buf, n);
      // A libc without GNU's form has POSIX's by this name: a small number, and the text in buf.
      if (text.address() >= 4096 && text.address() != buf.address()) {
        return Link.string(text);
      }
      return n == 0 ? "" : Link.string(buf);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }
}
