package posix.sockets.testing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;

/**
 * A part of memory of some kind, as PosixSocket takes it, between bytes that no call may touch. All
 * of it is filled with {@link #CANARY} at first.
 */
public final class Buffer {
  public static final byte CANARY = 0x55;
  private static final int BEFORE = 13; // odd, so that nothing is aligned
  private static final int AFTER = 7;

  /** Every kind of buffer. */
  public enum Kind {
    SEGMENT_CONFINED {
      @Override
      public Buffer of(int length) {
        return segment(length, Arena.ofConfined().allocate(around(length)));
      }
    },
    SEGMENT_SHARED {
      @Override
      public Buffer of(int length) {
        return segment(length, Arena.ofShared().allocate(around(length)));
      }
    },
    SEGMENT_AUTO {
      @Override
      public Buffer of(int length) {
        return segment(length, Arena.ofAuto().allocate(around(length)));
      }
    },
    SEGMENT_GLOBAL {
      @Override
      public Buffer of(int length) {
        return segment(length, Arena.global().allocate(around(length)));
      }
    },
    SEGMENT_OF_BYTES {
      @Override
      public Buffer of(int length) {
        return segment(length, MemorySegment.ofArray(new byte[around(length)]));
      }
    },
    SEGMENT_OF_LONGS {
      @Override
      public Buffer of(int length) {
        return segment(length, MemorySegment.ofArray(new long[around(length) / 8 + 1]));
      }
    },
    SEGMENT_OF_DIRECT_BUFFER {
      @Override
      public Buffer of(int length) {
        return segment(length, MemorySegment.ofBuffer(ByteBuffer.allocateDirect(around(length))));
      }
    },
    BUFFER_DIRECT {
      @Override
      public Buffer of(int length) {
        return buffer(length, ByteBuffer.allocateDirect(around(length)), BEFORE);
      }
    },
    BUFFER_HEAP {
      @Override
      public Buffer of(int length) {
        return buffer(length, ByteBuffer.allocate(around(length)), BEFORE);
      }
    },
    BUFFER_DIRECT_SLICE {
      @Override
      public Buffer of(int length) {
        return slice(length, ByteBuffer.allocateDirect(around(length)));
      }
    },
    BUFFER_HEAP_SLICE {
      @Override
      public Buffer of(int length) {
        return slice(length, ByteBuffer.allocate(around(length)));
      }
    },
    BUFFER_OF_SEGMENT {
      @Override
      public Buffer of(int length) {
        return buffer(length, Arena.ofAuto().allocate(around(length)).asByteBuffer(), BEFORE);
      }
    },
    BYTES {
      @Override
      public Buffer of(int length) {
        var array = new byte[around(length)];
        return new Buffer(
            length,
            MemorySegment.ofArray(array),
            null,
            (socket, flags) -> socket.send(array, BEFORE, length, flags),
            (socket, flags) -> socket.recv(array, BEFORE, length, flags));
      }
    };

    /** A buffer for so many bytes. */
    public abstract Buffer of(int length);

    /** A buffer with these bytes. */
    public Buffer holding(byte... bytes) {
      Buffer buffer = of(bytes.length);
      buffer.part.copyFrom(MemorySegment.ofArray(bytes));
      return buffer;
    }
  }

  private interface Call {
    long on(PosixSocket socket, MsgFlags flags) throws IOException;
  }

  private final MemorySegment whole;
  private final MemorySegment part;
  private final ByteBuffer buffer;
  private final int start;
  private final Call send;
  private final Call recv;

  private Buffer(int length, MemorySegment whole, ByteBuffer buffer, Call send, Call recv) {
    this.whole = whole.fill(CANARY);
    this.part = whole.asSlice(BEFORE, length);
    this.buffer = buffer;
    this.start = buffer == null ? 0 : buffer.position();
    this.send = send;
    this.recv = recv;
  }

  private static int around(int length) {
    return BEFORE + length + AFTER;
  }

  private static Buffer segment(int length, MemorySegment whole) {
    MemorySegment part = whole.asSlice(BEFORE, length);
    return new Buffer(
        length,
        whole,
        null,
        (socket, flags) -> socket.send(part, flags),
        (socket, flags) -> socket.recv(part, flags));
  }

  private static Buffer slice(int length, ByteBuffer all) {
    // begins 4 bytes before the part and ends 3 bytes after it
    ByteBuffer slice = all.slice(BEFORE - 4, length + 7);
    return buffer(length, MemorySegment.ofBuffer(all), slice, 4);
  }

  private static Buffer buffer(int length, ByteBuffer all, int position) {
    return buffer(length, MemorySegment.ofBuffer(all), all, position);
  }

  private static Buffer buffer(int length, MemorySegment whole, ByteBuffer buffer, int position) {
    buffer.limit(position + length).position(position);
    return new Buffer(
        length,
        whole,
        buffer,
        (socket, flags) -> socket.send(buffer, flags),
        (socket, flags) -> socket.recv(buffer, flags));
  }

  public long send(PosixSocket socket, MsgFlags flags) throws IOException {
    return send.on(socket, flags);
  }

  public long recv(PosixSocket socket, MsgFlags flags) throws IOException {
    return recv.on(socket, flags);
  }

  /** The bytes of the part. */
  public byte[] bytes() {
    return part.toArray(JAVA_BYTE);
  }

  /** Whether the bytes around the part are what they were. */
  public boolean isIntactAround() {
    byte[] expected = new byte[(int) whole.byteSize()];
    Arrays.fill(expected, CANARY);
    System.arraycopy(bytes(), 0, expected, BEFORE, (int) part.byteSize());
    return Arrays.equals(expected, whole.toArray(JAVA_BYTE));
  }

  /** How far a ByteBuffer's position moved; other buffers have none, and move as they should. */
  public long moved(long expected) {
    return buffer == null ? expected : buffer.position() - start;
  }
}
