package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static posix.sockets.raw.constants.ErrnoH.EAGAIN;
import static posix.sockets.raw.constants.ErrnoH.EINPROGRESS;
import static posix.sockets.raw.constants.ErrnoH.EINTR;
import static posix.sockets.raw.constants.SocketH.MSG_DONTWAIT;
import static posix.sockets.raw.constants.SocketH.MSG_FASTOPEN;
import static posix.sockets.raw.constants.SocketH.MSG_NOSIGNAL;
import static posix.sockets.raw.constants.SocketH.MSG_PEEK;
import static posix.sockets.raw.constants.SocketH.MSG_TRUNC;
import static posix.sockets.raw.constants.SocketH.MSG_WAITALL;
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
  public static long send(Descriptor descriptor, long deadline, MemorySegment buf, int flags)
      throws IOException {
    return sendto(descriptor, deadline, buf, flags, null, 0);
  }

  /** Sends a segment to an address, or where the socket is connected to if that is null. */
  public static long sendto(
      Descriptor descriptor,
      long deadline,
      MemorySegment buf,
      int flags,
      MemorySegment to,
      int toLength)
      throws IOException {
    long length = buf.byteSize();
    if (buf.isNative()) {
      return sendNative(descriptor, deadline, buf, length, flags, to, toLength);
    }
    refuseZerocopy(flags);
    MemorySegment bounce = Bounce.take(length);
    try {
      MemorySegment.copy(buf, 0, bounce, 0, length);
      return sendNative(descriptor, deadline, bounce, length, flags, to, toLength);
    } finally {
      Bounce.give(bounce);
    }
  }

  /** Sends what a buffer has between its position and its limit, and moves the position on. */
  public static long send(Descriptor descriptor, long deadline, ByteBuffer buf, int flags)
      throws IOException {
    long n = send(descriptor, deadline, MemorySegment.ofBuffer(buf), flags);
    if (n > 0) {
      buf.position(buf.position() + (int) n);
    }
    return n;
  }

  /** Sends a part of an array. */
  public static long send(
      Descriptor descriptor, long deadline, byte[] buf, int offset, int length, int flags)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, buf.length);
    refuseZerocopy(flags);
    MemorySegment bounce = Bounce.take(length);
    try {
      MemorySegment.copy(buf, offset, bounce, JAVA_BYTE, 0, length);
      return sendNative(descriptor, deadline, bounce, length, flags, null, 0);
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
      long deadline,
      MemorySegment buf,
      long length,
      int flags,
      MemorySegment to,
      int toLength)
      throws IOException {
    int all = flags | MSG_NOSIGNAL;
    BlockingCall call = descriptor.out.begin(deadline, (flags & MSG_DONTWAIT) != 0);
    try {
      int kept = descriptor.takeError();
      if (kept != 0) {
        return -kept;
      }
      while (true) {
        long n = send(call, descriptor.fd, buf, length, all | call.flags(), to, toLength);
        if (n >= 0 && n < length && call.waits() && (flags & MSG_ZEROCOPY) == 0) {
          // of the data: a buffer that they were copied to may be longer, and have others' behind
          MemorySegment rest = buf.asSlice(n, length - n);
          return n + sendRest(call, descriptor, rest, all & ~MSG_FASTOPEN);
        }
        if (n == -EINPROGRESS && (all & MSG_FASTOPEN) != 0 && call.waits()) {
          if (!call.again(descriptor.out, -EAGAIN)) {
            return n;
          }
          // It has connected without the data, for which there was no cookie.
          all &= ~MSG_FASTOPEN;
          to = null;
        } else if (n >= 0 || !call.again(descriptor.out, n)) {
          return n;
        }
      }
    } finally {
      descriptor.out.end(call);
    }
  }

  private static long send(
      BlockingCall call,
      int fd,
      MemorySegment buf,
      long length,
      int flags,
      MemorySegment to,
      int toLength) {
    return to == null
        ? Libc.send(call.errno, fd, buf, length, flags)
        : Libc.sendto(call.errno, fd, buf, length, flags, to, toLength);
  }

  /** The kernel's own send goes on until a stream has taken everything, or something ends it. */
  private static long sendRest(
      BlockingCall call, Descriptor descriptor, MemorySegment rest, int flags) {
    long done = 0;
    while (done < rest.byteSize()) {
      MemorySegment buf = rest.asSlice(done);
      long n = Libc.send(call.errno, descriptor.fd, buf, buf.byteSize(), flags | call.flags());
      if (n < 0 && !call.againAfterSome(descriptor.out, n)) {
        break;
      }
      done += Math.max(n, 0);
    }
    return done;
  }

  /** Receives into a segment, by way of native memory if it is on the heap. */
  public static long recv(Descriptor descriptor, long deadline, MemorySegment buf, int flags)
      throws IOException {
    return recvfrom(descriptor, deadline, buf, flags, null, null);
  }

  /**
   * Receives into a segment what is there, or answers EAGAIN. Off the heap that is a way of its
   * own, without what waiting takes: some ns less of a call that often finds nothing.
   */
  public static long tryRecv(Descriptor descriptor, MemorySegment buf) throws IOException {
    if (!buf.isNative() || buf.isReadOnly()) {
      return recv(descriptor, 0, buf, MSG_DONTWAIT);
    }
    CallFrame call = descriptor.in.enter();
    try {
      long n = -descriptor.takeError();
      if (n == 0) {
        do {
          n = Libc.recv(call.errno, descriptor.fd, buf, buf.byteSize(), MSG_DONTWAIT);
        } while (n == -EINTR);
      }
      return n;
    } finally {
      descriptor.in.exit(call);
    }
  }

  /** Receives into a segment, and the sender's address, unless that is null. */
  public static long recvfrom(
      Descriptor descriptor,
      long deadline,
      MemorySegment buf,
      int flags,
      MemorySegment from,
      MemorySegment fromLength)
      throws IOException {
    if (buf.isReadOnly()) {
      throw new IllegalArgumentException("the segment is read-only");
    }
    BlockingCall call = descriptor.in.begin(deadline, (flags & MessageCall.ANSWERS) != 0);
    try {
      int kept = descriptor.takeError();
      if (kept != 0) {
        return -kept;
      }
      long length = buf.byteSize();
      if (call.waits() && flags == 0 && length > 0 && !call.awaitIfDrained()) {
        return -EAGAIN;
      }
      long n;
      do {
        n = recv(call, descriptor.fd, buf, flags | call.flags(), from, fromLength);
        if (n > 0 && n < length && call.waits()) {
          return flags == 0 ? some(call, n) : n + recvRest(call, descriptor, buf, n, flags);
        }
      } while (n < 0 && call.again(descriptor.in, n));
      return n;
    } finally {
      descriptor.in.end(call);
    }
  }

  private static long recv(
      BlockingCall call,
      int fd,
      MemorySegment buf,
      int flags,
      MemorySegment from,
      MemorySegment fromLength) {
    long length = buf.byteSize();
    if (buf.isNative()) {
      return recvNative(call, fd, buf, length, flags, from, fromLength);
    }
    // Not for longer than one try: many virtual threads may wait.
    MemorySegment bounce = Bounce.take(length);
    try {
      if ((flags & MSG_TRUNC) != 0) {
        // TCP then discards data and leaves the buffer as it is
        MemorySegment.copy(buf, 0, bounce, 0, length);
      }
      long n = recvNative(call, fd, bounce, length, flags, from, fromLength);
      if (n > 0) {
        MemorySegment.copy(bounce, 0, buf, 0, Math.min(n, length));
      }
      return n;
    } finally {
      Bounce.give(bounce);
    }
  }

  private static long recvNative(
      BlockingCall call,
      int fd,
      MemorySegment buf,
      long length,
      int flags,
      MemorySegment from,
      MemorySegment fromLength) {
    return from == null
        ? Libc.recv(call.errno, fd, buf, length, flags)
        : Libc.recvfrom(call.errno, fd, buf, length, flags, from, fromLength);
  }

  private static long some(BlockingCall call, long n) {
    call.drained();
    return n;
  }

  /** With MSG_WAITALL, the kernel's own receive goes on until a stream has filled the buffer. */
  private static long recvRest(
      BlockingCall call, Descriptor descriptor, MemorySegment buf, long n, int flags) {
    if ((flags & MSG_WAITALL) == 0 || !call.isStream()) {
      return 0;
    }
    boolean peek = (flags & MSG_PEEK) != 0;
    long done = n;
    while (done < buf.byteSize()) {
      if (peek && !call.awaitMoreAfterSome()) {
        break;
      }
      MemorySegment rest = peek ? buf : buf.asSlice(done);
      long more = recv(call, descriptor.fd, rest, flags | call.flags(), null, null);
      if (more == 0 || more < 0 && !call.againAfterSome(descriptor.in, more)) {
        break;
      }
      done = peek ? Math.max(done, more) : done + Math.max(more, 0);
    }
    return done - n;
  }

  /**
   * Receives into a buffer between its position and its limit, and moves the position behind what
   * arrived.
   */
  public static long recv(Descriptor descriptor, long deadline, ByteBuffer buf, int flags)
      throws IOException {
    if (buf.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    long n = recv(descriptor, deadline, MemorySegment.ofBuffer(buf), flags);
    if (n > 0) {
      buf.position(buf.position() + (int) Math.min(n, buf.remaining()));
    }
    return n;
  }

  /** Receives into a part of an array. */
  public static long recv(
      Descriptor descriptor, long deadline, byte[] buf, int offset, int length, int flags)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, buf.length);
    return recv(descriptor, deadline, MemorySegment.ofArray(buf).asSlice(offset, length), flags);
  }
}
