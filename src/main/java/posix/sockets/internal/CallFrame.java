package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.libc.Call;
import posix.sockets.libc.Structs.sockaddr_storage;

/**
 * The native memory that one call at a time works with: where errno, a length, an address or an
 * option's value go.
 */
public abstract sealed class CallFrame permits Waiting {
  private static final int ADDRESS_SIZE = sockaddr_storage.SIZE;
  private static final long LENGTH_OFFSET = 16;
  private static final long SCRATCH_OFFSET = 32;
  private static final int SCRATCH_SIZE = 32;
  private static final long ADDRESS_OFFSET = 64;

  /** Takes errno. */
  public final MemorySegment errno;

  /** A socklen_t. */
  public final MemorySegment length;

  /** Room for any address, and for the values of most options. */
  public final MemorySegment address;

  /** For what is asked of the kernel in between, while the others are in use. */
  final MemorySegment scratch;

  /** Whether a call is using it. */
  boolean claimed;

  CallFrame() {
    // No end of its own: a thread may still be in a call when it is dropped.
    MemorySegment block = Arena.ofAuto().allocate(ADDRESS_OFFSET + ADDRESS_SIZE, 64);
    errno = block.asSlice(0, Call.ERRNO.byteSize());
    length = block.asSlice(LENGTH_OFFSET, Integer.BYTES);
    scratch = block.asSlice(SCRATCH_OFFSET, SCRATCH_SIZE);
    address = block.asSlice(ADDRESS_OFFSET, ADDRESS_SIZE);
  }

  /** Room for an option's value of {@code size} bytes. */
  public MemorySegment value(int size) {
    return size <= ADDRESS_SIZE ? address : Arena.ofAuto().allocate(size, 8);
  }

  /** Before a call that fills in {@link #address}: tells it how much room there is. */
  public void roomForAddress() {
    length.set(JAVA_INT, 0, ADDRESS_SIZE);
  }
}
