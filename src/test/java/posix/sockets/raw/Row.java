package posix.sockets.raw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import posix.sockets.Errno;
import posix.sockets.testing.Fds;

/** One call of the raw layer and what it answers. */
final class Row {
  /** errno before each call: no error has this number. */
  private static final int UNTOUCHED = 12345;

  private Row() {}

  interface Call {
    long run(Fds fds) throws Exception;
  }

  /** A call that fails. */
  static DynamicTest fails(String what, int errno, Call call) {
    return test(what + ": " + Errno.of(errno).name(), -1, errno, call);
  }

  /** A call that succeeds, and leaves errno alone. */
  static DynamicTest gives(String what, long result, Call call) {
    return test(what + ": " + result, result, UNTOUCHED, call);
  }

  private static DynamicTest test(String name, long result, int errno, Call call) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try (var fds = new Fds()) {
            Posix.errno(UNTOUCHED);
            long answer = call.run(fds);
            int after = Posix.errno();
            assertThat(after)
                .as("errno is %s, result %s", Errno.of(after), answer)
                .isEqualTo(errno);
            assertThat(answer).isEqualTo(result);
          }
        });
  }
}
