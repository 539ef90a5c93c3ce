package posix.sockets.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void callsAreThoseOfTheLibrary() {
    var source =
        Source.parse(
            """
            // Calls listen( and more.
            #define TWICE(x) (2 * (x))
            static int helper(int fd) { /* close(fd)
            connect(fd) */
                const char *text = "bind(\\"fd\\")";
                return TWICE(send(fd, text, sizeof(text), MSG_DONTWAIT)) + CMSG_LEN(1);
            }
            static int apply(int (*function)(int), int fd) {
                return function(fd);
            }
            int main(void) {
                helper(socket(AF_INET, SOCK_STREAM, 0)); // accept(
                apply(close, fd);
            }
            """
                .lines()
                .toList(),
            true);
    assertThat(Names.calls(source)).containsExactly("CMSG_LEN", "close", "send", "socket");
    assertThat(Names.flags(source)).containsExactly("AF_INET", "MSG_DONTWAIT", "SOCK_STREAM");
  }
}
