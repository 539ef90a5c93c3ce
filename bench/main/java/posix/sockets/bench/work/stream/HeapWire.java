package posix.sockets.bench.work.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** An array. */
abstract class HeapWire extends Wire {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  final byte[] buffer;

  HeapWire(int size) {
    super(size);
    buffer = new byte[size];
  }

  @Override
  final long word(int offset) {
    return (long) WORDS.get(buffer, offset);
  }

  @Override
  final void word(int offset, long word) {
    WORDS.set(buffer, offset, word);
  }

  @Override
  final byte octet(int offset) {
    return buffer[offset];
  }

  @Override
  final void octet(int offset, byte octet) {
    buffer[offset] = octet;
  }
}
