package posix.sockets;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.TimeUnit;

/** What tests of calls that fail, or take their time, have in common. */
public final class Expect {
  private Expect() {}

  /** A call that is to fail. */
  public interface Call {
    void make() throws Exception;
  }

  /** A call fails with an errno. */
  public static void errno(Errno errno, Call call) {
    assertThatThrownBy(call::make)
        .isInstanceOf(ErrnoException.class)
        .extracting(e -> ((ErrnoException) e).errno())
        .isEqualTo(errno);
  }

  /** Something that may take a moment. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until something is so, for at most 20 seconds. */
  public static void soon(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        fail("not within 20 s: " + what);
      }
      Thread.sleep(10);
    }
  }
}
