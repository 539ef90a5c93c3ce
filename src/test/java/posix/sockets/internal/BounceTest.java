package posix.sockets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bytes of the heap pass through is kept, fits, and belongs to one call at a time. */
class BounceTest {
  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(longs = {1, 8 << 10, (8 << 10) + 1, 64 << 10, (64 << 10) + 1, 300_000, MIB})
  void isKept(long size) {
    MemorySegment first = Bounce.take(size);
    assertThat(first.byteSize()).isGreaterThanOrEqualTo(size);
    assertThat(first.address() % 4096).isZero();
    Bounce.give(first);
    MemorySegment second = Bounce.take(size);
    assertThat(second.address()).isEqualTo(first.address());
    Bounce.give(second);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 64 << 10, 300_000, MIB, MIB + 1})
  void belongsToOne(long size) {
    MemorySegment one = Bounce.take(size);
    MemorySegment other = Bounce.take(size);
    assertThat(one.asOverlappingSlice(other)).isEmpty();
    Bounce.give(one);
    Bounce.give(other);
  }

  /** A smaller one that was kept is not taken for it. */
  @Test
  void growsWithWhatIsAskedFor() {
    Bounce.give(Bounce.take(100_000));
    MemorySegment larger = Bounce.take(900_000);
    assertThat(larger.byteSize()).isGreaterThanOrEqualTo(900_000);
    Bounce.give(larger);
    MemorySegment smaller = Bounce.take(100_000);
    assertThat(smaller.address()).isEqualTo(larger.address());
    Bounce.give(smaller);
  }

  /** Many threads may have one at the same time. */
  @Test
  void isNotMuchLargerThanNeeded() {
    Bounce.take(100_000); // and with it the one that was kept
    assertThat(Bounce.take(100_000).byteSize()).isLessThan(200_000);
  }

  @Test
  void theLargestAreNotKept() {
    MemorySegment first = Bounce.take(MIB + 1);
    assertThat(first.byteSize()).isEqualTo(MIB + 1);
    Bounce.give(first);
    assertThat(Bounce.take(MIB + 1).address()).isNotEqualTo(first.address());
  }
}
