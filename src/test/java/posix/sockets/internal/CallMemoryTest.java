package posix.sockets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Memory for a call is zero, its own, and gone afterwards. */
class CallMemoryTest {
  private static final byte[] NOTHING = new byte[100];

  @Test
  void isZeroWhenUsedAgain() {
    long address;
    try (var memory = CallMemory.take()) {
      memory.allocate(8);
      address = memory.allocate(NOTHING.length).fill((byte) 1).address();
    }
    try (var memory = CallMemory.take()) {
      memory.allocate(8);
      MemorySegment again = memory.allocate(NOTHING.length);
      assertThat(again.address()).isEqualTo(address);
      assertThat(again.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(NOTHING);
    }
  }

  @Test
  void oneForEachCall() {
    try (var one = CallMemory.take();
        var other = CallMemory.take()) {
      MemorySegment first = one.allocate(NOTHING.length).fill((byte) 1);
      MemorySegment second = one.allocate(NOTHING.length);
      MemorySegment third = other.allocate(NOTHING.length);
      assertThat(first.asOverlappingSlice(second)).isEmpty();
      assertThat(first.asOverlappingSlice(third)).isEmpty();
    }
  }

  @Test
  void whatDoesNotFitEndsWithTheCall() {
    MemorySegment large;
    try (var memory = CallMemory.take()) {
      memory.allocate(500);
      large = memory.allocate(NOTHING.length, 8);
      assertThat(large.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(NOTHING);
      assertThat(memory.allocate(1, 4096).address() % 4096).isZero();
    }
    assertThatIllegalStateException().isThrownBy(() -> large.get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  void alignsWhatItGives() {
    try (var memory = CallMemory.take()) {
      memory.allocate(1);
      assertThat(memory.allocate(8, 8).address() % 8).isZero();
      memory.allocate(1);
      assertThat(memory.allocate(64, 64).address() % 64).isZero();
    }
  }
}
