package posix.sockets.libc;

import java.lang.foreign.MemorySegment;

/** Memory that C hands out by its address. */
public final class Memory {
  private Memory() {}

  /**
   * The memory at an address, which nobody checks: it lives as long as C lets it, and a size that
   * is too large is as fatal as in C.
   */
  @SuppressWarnings("restricted") // a pointer that libc or the program vouches for
  public static MemorySegment at(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }
}
