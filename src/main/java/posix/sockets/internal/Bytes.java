package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static posix.sockets.raw.constants.ErrnoH.EINTR;
import static posix.sockets.raw.constants.SocketH.MSG_NOSIGNAL;
import static posix.sockets.raw.constants.SocketH.MSG_TRUNC;
import static posix.sockets.raw.constants.SocketH.MSG_ZEROCOPY;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import posix.sockets.libc.Libc;

/**
 * {@code send}, {@code sendto}, {@code recv} and {@code recvfrom} with every kind of buffer.
 * Results are libc's: bytes, or minus an errno. Wrong arguments throw before the call.
 */
public final class Bytes {
  private Bytes() {}

  /** Sends a segment, by way of native memory if it is on the heap. */
  public static long send(Descriptor descriptor, MemorySegment buf, int flags) throws IOException {
    return sendto(descriptor, buf, flags, null, 0);
  }

  /** Sends a segment to an address, or where the socket is connected to if that is null. */
  public static long sendto(
      Descriptor descriptor, MemorySegment buf, int flags, MemorySegment to, int toLength)
      throws IOException {
    long length = buf.byteSize();
    if (buf.isNative()) {
      return sendNative(descriptor, buf, length, flags, to, toLength);
    }
    refuseZerocopy(flags);
    MemorySegment bounce = Bounce.take(length);
    try {
      MemorySegment.copy(buf, 0, bounce, 0, length);
      return sendNative(descriptor, bounce, length, flags, to, toLength);
    } finally {
      Bounce.give(bounce);
    }
  }

  /** Sends what a buffer has between its position and its limit, and moves the position on. */
  public static long send(Descriptor descriptor, ByteBuffer buf, int flags) throws IOException {
    long n = send(descriptor, MemorySegment.ofBuffer(buf), flags);
    if (n > 0) {
      buf.position(buf.position() + (int) n);
    }
    return n;
  }

  /** Sends a part of an array. */
  public static long send(Descriptor descriptor, byte[] buf, int offset, int length, int flags)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, buf.length);
    refuseZerocopy(flags);
    MemorySegment bounce = Bounce.take(length);
    try {
      MemorySegment.copy(buf, offset, bounce, JAVA_BYTE, 0, length);
      return sendNative(descriptor, bounce, length, flags, null, 0);
    } finally {
      Bounce.give(bounce);
    }
  }

  /** The kernel would read the copy after the call, when it holds what others send. */
  private static void refuseZerocopy(int flags) {
    if ((flags & MSG_ZEROCOPY) != 0) {
      throw new IllegalArgumentException("MSG_ZEROCOPY needs native memory");
    }
  }

  private static long sendNative(
      Descriptor descriptor,
      MemorySegment buf,
      long length,
      int flags,
      MemorySegment to,
      int toLength)
      throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      long n;
      do {
        n =
            to == null
                ? Libc.send(frame.errno, descriptor.fd, buf, length, flags | MSG_NOSIGNAL)
                : Libc.sendto(
                    frame.errno, descriptor.fd, buf, length, flags | MSG_NOSIGNAL, to, toLength);
      } while (n == -EINTR);
      return n;
    } finally {
      descriptor.out.exit();
    }
  }

  /** Receives into a segment, by way of native memory if it is on the heap. */
  public static long recv(Descriptor descriptor, MemorySegment buf, int flags) throws IOException {
    return recvfrom(descriptor, buf, flags, null, null);
  }

  /** Receives into a segment, and the sender's address, unless that is null. */
  public static long recvfrom(
      Descriptor descriptor,
      MemorySegment buf,
      int flags,
      MemorySegment from,
      MemorySegment fromLength)
      throws IOException {
    if (buf.isReadOnly()) {
      throw new IllegalArgumentException("the segment is read-only");
    }
    long length = buf.byteSize();
    if (buf.isNative()) {
      return recvNative(descriptor, buf, length, flags, from, fromLength);
    }
    MemorySegment bounce = Bounce.take(length);
    try {
      if ((flags & MSG_TRUNC) != 0) {
        // TCP then discards data and leaves the buffer as it is
        MemorySegment.copy(buf, 0, bounce, 0, length);
      }
      long n = recvNative(descriptor, bounce, length, flags, from, fromLength);
      if (n > 0) {
        MemorySegment.copy(bounce, 0, buf, 0, Math.min(n, length));
      }
      return n;
    } finally {
      Bounce.give(bounce);
    }
  }

  /**
   * Receives into a buffer between its position and its limit, and moves the position behind what
   * arrived.
   */
  public static long recv(Descriptor descriptor, ByteBuffer buf, int flags) throws IOException {
    if (buf.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    long n = recv(descriptor, MemorySegment.ofBuffer(buf), flags);
    if (n > 0) {
      buf.position(buf.position() + (int) Math.min(n, buf.remaining()));
    }
    return n;
  }

  /** Receives into a part of an array. */
  public static long recv(Descriptor descriptor, byte[] buf, int offset, int length, int flags)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, buf.length);
    return recv(descriptor, MemorySegment.ofArray(buf).asSlice(offset, length), flags);
  }

  private static long recvNative(
      Descriptor descriptor,
      MemorySegment buf,
      long length,
      int flags,
      MemorySegment from,
      MemorySegment fromLength)
      throws IOException {
    CallFrame frame = descriptor.in.enter();
    try {
      long n;
      do {
        n =
            from == null
                ? Libc.recv(frame.errno, descriptor.fd, buf, length, flags)
                : Libc.recvfrom(frame.errno, descriptor.fd, buf, length, flags, from, fromLength);
      } while (n == -EINTR);
      return n;
    } finally {
      descriptor.in.exit();
    }
  }
}
