package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.raw.constants.ErrnoH;

class ErrnoTest {
  static Stream<Field> numbers() {
    return Arrays.stream(ErrnoH.class.getFields()).filter(f -> f.getName().matches("E[A-Z0-9]+"));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void everyNumberOfTheHeaders(Field field) throws Exception {
    var errno = (Errno) Errno.class.getField(field.getName()).get(null);
    assertThat(errno.number()).isEqualTo(field.getInt(null));
    assertThat(Errno.of(field.getInt(null))).isSameAs(errno);
  }

  @Test
  void nothingButTheNumbersOfTheHeaders() {
    Set<String> names = new TreeSet<>(numbers().map(Field::getName).toList());
    names.add("UNKNOWN");
    assertThat(Errno.class.getFields()).extracting(Field::getName).hasSameElementsAs(names);
    assertThat(Arrays.stream(ErrnoH.class.getFields())).hasSameSizeAs(numbers().toList());
  }

  @Test
  void aliasesAreTheSame() {
    assertThat(Errno.EWOULDBLOCK).isSameAs(Errno.EAGAIN);
    assertThat(Errno.EDEADLOCK).isSameAs(Errno.EDEADLK);
    assertThat(Errno.ENOTSUP).isSameAs(Errno.EOPNOTSUPP);
  }

  @Test
  void noNumberTwice() {
    assertThat(Errno.values()).extracting(Errno::number).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 41, 58, 134, 255, 256, 9999, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void othersAreUnknown(int number) {
    assertThat(Errno.of(number)).isSameAs(Errno.UNKNOWN);
  }

  @Test
  void canBeSwitchedOn() {
    boolean again =
        switch (Errno.of(ErrnoH.EWOULDBLOCK)) {
          case EAGAIN -> true;
          default -> false;
        };
    assertThat(again).isTrue();
  }
}
