package posix.sockets.libc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0      | Success
          1      | Operation not permitted
          2      | No such file or directory
          4      | Interrupted system call
          9      | Bad file descriptor
          11     | Resource temporarily unavailable
          13     | Permission denied
          14     | Bad address
          22     | Invalid argument
          24     | Too many open files
          32     | Broken pipe
          88     | Socket operation on non-socket
          95     | Operation not supported
          98     | Address already in use
          104    | Connection reset by peer
          107    | Transport endpoint is not connected
          110    | Connection timed out
          111    | Connection refused
          133    | Memory page has hardware error
          41     | Unknown error 41
          134    | Unknown error 134
          9999   | Unknown error 9999
          -1     | Unknown error -1
          """)
  void theWordsOfLibc(int number, String text) {
    assertThat(ErrorText.of(number)).isEqualTo(text);
  }
}
