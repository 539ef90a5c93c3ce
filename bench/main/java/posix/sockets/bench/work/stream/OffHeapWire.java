package posix.sockets.bench.work.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A buffer off the heap. */
abstract class OffHeapWire extends Wire {
  final MemorySegment buffer;

  OffHeapWire(int size) {
    super(size);
    buffer = Arena.global().allocate(size, ALIGNED);
  }

  @Override
  final long word(int offset) {
    return buffer.get(JAVA_LONG_UNALIGNED, offset);
  }

  @Override
  final void word(int offset, long word) {
    buffer.set(JAVA_LONG_UNALIGNED, offset, word);
  }

  @Override
  final byte octet(int offset) {
    return buffer.get(JAVA_BYTE, offset);
  }

  @Override
  final void octet(int offset, byte octet) {
    buffer.set(JAVA_BYTE, offset, octet);
  }
}
