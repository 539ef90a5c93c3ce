package posix.sockets.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import posix.sockets.Errno;

/**
 * One call of the raw layer and what it answers.
 *
 * @param id the row's name
 * @param what the situation
 * @param result what the call returns
 * @param errno what errno is after it; {@link #UNTOUCHED} after a success
 * @param call the call
 */
record Row(String id, String what, long result, int errno, Call call) {
  /** errno before each call: no error has this number. */
  private static final int UNTOUCHED = 12345;

  interface Call {
    long run(Fds fds) throws Exception;
  }

  /** A call that fails. */
  static Row fails(String id, String what, int errno, Call call) {
    return new Row(id, what, -1, errno, call);
  }

  /** A call that succeeds. */
  static Row gives(String id, String what, long result, Call call) {
    return new Row(id, what, result, UNTOUCHED, call);
  }

  static Stream<DynamicTest> tests(Row... rows) {
    return Stream.of(rows).map(row -> DynamicTest.dynamicTest(row.name(), row::check));
  }

  private String name() {
    String answer = errno == UNTOUCHED ? Long.toString(result) : Errno.of(errno).name();
    return id + ": " + what + ": " + answer;
  }

  private void check() throws Exception {
    try (var fds = new Fds()) {
      Posix.errno(UNTOUCHED);
      long answer = call.run(fds);
      int after = Posix.errno();
      assertThat(after).as("errno is %s, result %s", Errno.of(after), answer).isEqualTo(errno);
      assertThat(answer).isEqualTo(result);
    }
  }
}
