package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import posix.sockets.libc.Structs.iovec;

/**
 * Buffers as an array of {@code struct iovec}. The linker keeps a segment alive while a call holds
 * it, but not one whose address stands in a struct; so the buffers are also passed beside the
 * struct, as arguments that the function does not have. There is room for three; buffers of more
 * arenas than that, and bytes of the heap, go by way of a copy.
 */
public final class IoVector {
  private static final int KEPT = 3;

  private final MemorySegment memory;
  private final MemorySegment[] used;
  private final MemorySegment[] bufs;
  private final MemorySegment[] kept = new MemorySegment[KEPT];
  private int keeps;
  private int at; // the first buffer that is not done with

  /**
   * Makes the array.
   *
   * @param allocator holds it and the copies
   * @param bufs the buffers
   * @param sending whether they are to be read; otherwise they are to be written
   * @param mayStay whether a call that writes them may leave them as they are: {@code MSG_TRUNC} on
   *     TCP
   */
  public IoVector(
      SegmentAllocator allocator, MemorySegment[] bufs, boolean sending, boolean mayStay) {
    this.bufs = bufs.clone();
    used = new MemorySegment[bufs.length];
    memory = allocator.allocate(Math.max(1, bufs.length) * (long) iovec.SIZE, Long.BYTES);
    for (int i = 0; i < bufs.length; i++) {
      MemorySegment buf = this.bufs[i];
      if (!sending && buf.isReadOnly()) {
        throw new IllegalArgumentException("the segment is read-only");
      }
      if (buf.isNative() && keepAlive(buf)) {
        used[i] = buf;
      } else {
        used[i] = allocator.allocate(Math.max(1, buf.byteSize())).asSlice(0, buf.byteSize());
        if (sending || mayStay) {
          used[i].copyFrom(buf);
        } else {
          checkAccess(buf);
        }
      }
      memory.set(JAVA_LONG, (long) i * iovec.SIZE + iovec.iov_base, used[i].address());
      memory.set(JAVA_LONG, (long) i * iovec.SIZE + iovec.iov_len, used[i].byteSize());
    }
  }

  /** What the linker checks of a segment that it is passed, before the call and not after it. */
  private static void checkAccess(MemorySegment buf) {
    if (!buf.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException("the segment belongs to another thread");
    }
    if (!buf.scope().isAlive()) {
      throw new IllegalStateException("the segment's arena is closed");
    }
  }

  private boolean keepAlive(MemorySegment buf) {
    for (int i = 0; i < keeps; i++) {
      if (kept[i].scope().equals(buf.scope())) {
        return true;
      }
    }
    if (keeps == KEPT) {
      return false;
    }
    kept[keeps++] = buf;
    return true;
  }

  /** The array, of what is not done with. */
  public MemorySegment memory() {
    return memory.asSlice((long) at * iovec.SIZE);
  }

  /** A call took a part, and the next one goes on behind it. */
  public void advance(long length) {
    long rest = length;
    while (at < bufs.length) {
      long entry = (long) at * iovec.SIZE;
      long size = memory.get(JAVA_LONG, entry + iovec.iov_len);
      long done = Math.min(rest, size);
      memory.set(
          JAVA_LONG, entry + iovec.iov_base, memory.get(JAVA_LONG, entry + iovec.iov_base) + done);
      memory.set(JAVA_LONG, entry + iovec.iov_len, size - done);
      rest -= done;
      if (done < size) {
        return;
      }
      at++;
    }
  }

  /** Whether a buffer goes by way of a copy, which is gone after the call. */
  public boolean copies() {
    for (int i = 0; i < bufs.length; i++) {
      if (used[i] != bufs[i]) {
        return true;
      }
    }
    return false;
  }

  /** How many bytes all buffers have together. */
  public long length() {
    long length = 0;
    for (MemorySegment buf : bufs) {
      length += buf.byteSize();
    }
    return length;
  }

  /** How many buffers there are that are not done with. */
  public long count() {
    return bufs.length - at;
  }

  /** One of three segments to pass beside the struct, perhaps NULL. */
  public MemorySegment keep(int i) {
    return i < keeps ? kept[i] : MemorySegment.NULL;
  }

  /** After a receive: copies what went by way of a copy to where it belongs. */
  public void received(long length) {
    long rest = length;
    for (int i = 0; i < bufs.length && rest > 0; i++) {
      long n = Math.min(rest, bufs[i].byteSize());
      if (used[i] != bufs[i]) {
        MemorySegment.copy(used[i], 0, bufs[i], 0, n);
      }
      rest -= n;
    }
  }
}
