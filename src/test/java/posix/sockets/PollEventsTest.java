package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import posix.sockets.raw.constants.PollH;

class PollEventsTest {
  @Test
  void printsNamesAndKeepsUnknownBits() {
    assertThat(POLLIN.or(POLLHUP)).hasToString("POLLIN|POLLHUP");
    assertThat(PollEvents.of(0x8001)).hasToString("POLLIN|0x8000");
    assertThat(PollEvents.of(0x8001).value()).isEqualTo(0x8001);
    assertThat(PollEvents.NONE).hasToString("0");
    assertThat(EPOLLIN.or(EPOLLET).or(EPOLLONESHOT)).hasToString("EPOLLIN|EPOLLONESHOT|EPOLLET");
    assertThat(EpollEvents.of(1 << 19)).as("EPOLL_CLOEXEC is no event").hasToString("0x80000");
  }

  @Test
  void combines() {
    PollEvents both = POLLIN.or(POLLOUT);
    assertThat(both.has(POLLIN)).isTrue();
    assertThat(both.has(POLLIN.or(POLLPRI))).isFalse();
    assertThat(both.hasAny(POLLIN.or(POLLPRI))).isTrue();
    assertThat(both.hasAny(POLLPRI)).isFalse();
    assertThat(EPOLLIN.or(EPOLLOUT).hasAny(EPOLLRDHUP.or(EPOLLOUT))).isTrue();
  }

  @Test
  void everyValueIsItself() {
    for (int value = 0; value <= 0xffff; value++) {
      assertThat(PollEvents.of(value)).isEqualTo(new PollEvents(value));
      assertThat(EpollEvents.of(value)).isEqualTo(new EpollEvents(value));
    }
    for (int bit = 1; bit != 0; bit <<= 1) {
      assertThat(EpollEvents.of(bit).value()).isEqualTo(bit);
    }
  }

  @Test
  void refusesWhatNoShortHolds() {
    assertThatThrownBy(() -> PollEvents.of(0x10000)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PollEvents.of(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachConstantHasItsName() throws Exception {
    int constants = 0;
    for (Field field : PollConstants.class.getDeclaredFields()) {
      Object typed = field.get(null);
      int value =
          typed instanceof PollEvents events ? events.value() : ((EpollEvents) typed).value();
      assertThat(PollH.class.getField(field.getName()).getInt(null)).isEqualTo(value);
      assertThat(typed).hasToString(field.getName());
      constants++;
    }
    assertThat(constants).isEqualTo(12 + 15);
  }
}
