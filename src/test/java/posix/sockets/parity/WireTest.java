package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void streamIsTheSameHoweverItIsCut() {
    assertThat(
            sent(
                """
                1 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3
                1 accept(3, NULL, NULL) = 4
                1 accept4(3, NULL, NULL, SOCK_CLOEXEC) = 5
                1 dup(5) = 6
                1 write(6, "later", 5) = 5
                1 sendto(4, "a\\"b\\\\\\n\\0001\\377\\33", 20, 0, NULL, 0) = 8
                1 sendto(4, "not taken", 9, 0, NULL, 0) = -1 EAGAIN (not now)
                1 sendmsg(4, {msg_iov=[{iov_base="c", iov_len=1}, {iov_base="de", iov_len=2}]}, 0) = 2
                1 write(1, "elsewhere", 9) = 9
                """))
        .containsExactly("a\"b\\\n\0" + "1\377" + "cd", "later");
  }

  @Test
  void messagesAreKeptApart() {
    assertThat(
            sent(
                """
                1 socketpair(AF_UNIX, SOCK_SEQPACKET, 0, [3, 4]) = 0
                1 sendmmsg(3, [{msg_hdr={msg_iov=[{iov_base="a", iov_len=1}]}, msg_len=1}, \
                {msg_hdr={msg_iov=[{iov_base="b", iov_len=1}]}, msg_len=1}], 3, 0) = 2
                1 sendto(4, "", 0, 0, NULL, 0) = 0
                """))
        .containsExactly("a\n--\nb", "");
  }

  private static List<String> sent(String lines) {
    return Wire.sent(new Trace(lines.lines().toList(), null, List.of(), text -> text).calls());
  }
}
