package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.raw.Posix;

/** The records over a number of C: the constants' values, and how any value prints. */
class OpenSetsTest {
  static Stream<Arguments> constants() throws Exception {
    return Arrays.stream(Constants.class.getFields())
        .filter(field -> !SockOpt.class.isAssignableFrom(field.getType()))
        .filter(field -> !field.getType().isPrimitive())
        .map(field -> Arguments.of(field.getName(), field));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("constants")
  void constantsHaveTheNumbersOfTheirNamesAndPrintThem(String name, Field field) throws Exception {
    Object value = field.get(null);
    int number = (int) value.getClass().getMethod("value").invoke(value);
    assertThat(number).isEqualTo(Posix.class.getField(name).getInt(null));
    // Of names that share a number, one is printed.
    int printed = Posix.class.getField(value.toString()).getInt(null);
    assertThat(printed).isEqualTo(number);
    Object same = value.getClass().getMethod("of", int.class).invoke(null, number);
    assertThat(same).isEqualTo(value).hasSameHashCodeAs(value);
  }

  static Stream<Arguments> printed() {
    return Stream.of(
        Arguments.of(AddressFamily.of(1), "AF_UNIX"), // also AF_LOCAL, AF_FILE
        Arguments.of(AddressFamily.of(16), "AF_NETLINK"), // also AF_ROUTE
        Arguments.of(AddressFamily.of(29), "AF_CAN"),
        Arguments.of(AddressFamily.of(999), "999"),
        Arguments.of(AddressFamily.of(-1), "-1"),
        Arguments.of(SocketType.of(1), "SOCK_STREAM"),
        Arguments.of(SocketType.of(3), "SOCK_RAW"),
        Arguments.of(SocketType.of(4), "SOCK_RDM"),
        Arguments.of(SocketType.of(75), "75"),
        Arguments.of(SocketType.of(0), "0"),
        Arguments.of(SocketType.of(0x800), "SOCK_NONBLOCK"),
        Arguments.of(SocketType.of(2 | 0x80800), "SOCK_DGRAM|SOCK_NONBLOCK|SOCK_CLOEXEC"),
        Arguments.of(SocketType.of(75 | 0x800), "75|SOCK_NONBLOCK"),
        Arguments.of(SOCK_STREAM.or(SOCK_NONBLOCK), "SOCK_STREAM|SOCK_NONBLOCK"),
        Arguments.of(SOCK_STREAM.or(SOCK_NONBLOCK).withoutFlags(), "SOCK_STREAM"),
        Arguments.of(Protocol.of(0), "IPPROTO_IP"),
        Arguments.of(Protocol.of(1), "IPPROTO_ICMP"),
        Arguments.of(Protocol.of(6), "IPPROTO_TCP"),
        Arguments.of(Protocol.of(132), "IPPROTO_SCTP"),
        Arguments.of(Protocol.of(4711), "4711"),
        Arguments.of(Shutdown.of(2), "SHUT_RDWR"),
        Arguments.of(Shutdown.of(3), "3"),
        Arguments.of(MsgFlags.NONE, "0"),
        Arguments.of(MsgFlags.of(1), "MSG_OOB"),
        Arguments.of(MsgFlags.of(4), "MSG_DONTROUTE"), // also MSG_TRYHARD
        Arguments.of(MSG_PEEK.or(MSG_DONTWAIT), "MSG_PEEK|MSG_DONTWAIT"),
        Arguments.of(MSG_DONTWAIT.or(MSG_PEEK), "MSG_PEEK|MSG_DONTWAIT"),
        Arguments.of(MsgFlags.of(0x8000002), "MSG_PEEK|0x8000000"),
        Arguments.of(MsgFlags.of(0x8000000), "0x8000000"),
        Arguments.of(MsgFlags.of(0x80000000 | 0x40), "MSG_DONTWAIT|0x80000000"));
  }

  @ParameterizedTest
  @MethodSource("printed")
  void printsTheNamesThatThereAre(Object value, String text) {
    assertThat(value).hasToString(text);
  }

  @Test
  void flagsAreASet() {
    MsgFlags both = MSG_PEEK.or(MSG_TRUNC);
    assertThat(both.value()).isEqualTo(Posix.MSG_PEEK | Posix.MSG_TRUNC);
    assertThat(both.has(MSG_PEEK)).isTrue();
    assertThat(both.has(both)).isTrue();
    assertThat(both.has(MSG_OOB)).isFalse();
    assertThat(both.has(MSG_PEEK.or(MSG_OOB))).isFalse();
    assertThat(both.has(MsgFlags.NONE)).isTrue();
    assertThat(both.or(MsgFlags.NONE)).isEqualTo(both);
    assertThat(both).isEqualTo(MSG_TRUNC.or(MSG_PEEK));
  }
}
