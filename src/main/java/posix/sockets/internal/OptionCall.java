package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import posix.sockets.ErrnoException;
import posix.sockets.SockOpt;
import posix.sockets.SockOpt.Codec;
import posix.sockets.libc.Libc;
import posix.sockets.libc.Structs.sock_filter;
import posix.sockets.raw.constants.SocketH;

/** {@code getsockopt} and {@code setsockopt} of one option, with values for memory. */
public final class OptionCall {
  /** No option is longer; what claims to be is not believed. */
  private static final int MOST = 1 << 20;

  private final CallFrame frame;
  private final int fd;
  private final SockOpt<?> option;

  private OptionCall(CallFrame frame, int fd, SockOpt<?> option) {
    this.frame = frame;
    this.fd = fd;
    this.option = option;
  }

  /** Reads an option. */
  public static <T> T get(CallFrame frame, int fd, SockOpt.Readable<T> option)
      throws ErrnoException {
    var call = new OptionCall(frame, fd, option);
    Codec<T> codec = option.codec();
    return codec instanceof Inquiry<T> inquiry ? inquiry.get(call) : call.get(codec);
  }

  /** Sets an option. */
  public static <T> void set(CallFrame frame, int fd, SockOpt.Writable<T> option, T value)
      throws ErrnoException {
    Objects.requireNonNull(value);
    Codec<T> codec = option.codec();
    int size = codec.size(value);
    MemorySegment optval = frame.value(size).asSlice(0, size).fill((byte) 0);
    int length = codec.encode(value, optval);
    if (length < 0 || length > size) {
      throw new IllegalArgumentException(option + ": " + length + " bytes written to " + size);
    }
    int result = Libc.setsockopt(frame.errno, fd, option.level(), option.optname(), optval, length);
    Errors.check("setsockopt", result, option);
    if (codec instanceof Inquiry<T> inquiry) {
      inquiry.written(value, optval);
    }
  }

  /** Reads the value in the usual way, and once more wherever the kernel asks for more room. */
  <T> T get(Codec<T> codec) throws ErrnoException {
    int room = codec.size();
    while (true) {
      MemorySegment optval = room(room);
      int result = getsockopt(optval, room);
      int length = length();
      if (length <= room || length > MOST) {
        check(result);
        return decode(codec, optval, length);
      }
      room = length;
    }
  }

  /** Reads the answer to a question that stands in {@code optval}. */
  <Q, T> T ask(Codec<Q> form, Q question, Codec<T> codec) throws ErrnoException {
    MemorySegment optval = room(Math.max(form.size(question), codec.size()));
    check(getsockopt(optval, form.encode(question, optval)));
    return decode(codec, optval, length());
  }

  /** Memory for a value, filled with zeroes. */
  MemorySegment room(int size) {
    return frame.value(size).asSlice(0, size).fill((byte) 0);
  }

  /** One call; {@link #length} has then what it gave as the length. */
  int getsockopt(MemorySegment optval, int optlen) {
    boolean instructions =
        option.level() == SocketH.SOL_SOCKET && option.optname() == SocketH.SO_GET_FILTER;
    long most = instructions ? (long) optlen * sock_filter.SIZE : optlen;
    if (most < 0 || most > optval.byteSize()) { // a codec from elsewhere may say anything
      throw new IllegalArgumentException(
          option + ": the kernel may write " + most + " bytes to " + optval.byteSize());
    }
    frame.length.set(JAVA_INT, 0, optlen);
    return Libc.getsockopt(frame.errno, fd, option.level(), option.optname(), optval, frame.length);
  }

  /** What {@code optlen} was made by the last call. */
  int length() {
    return frame.length.get(JAVA_INT, 0);
  }

  /** Throws for a result below 0. */
  int check(int result) throws ErrnoException {
    return Errors.check("getsockopt", result, option);
  }

  /** Reads a value of which the kernel gave so many bytes. */
  <T> T decode(Codec<T> codec, MemorySegment optval, int length) {
    return decode(option, codec, optval, length);
  }

  static <T> T decode(SockOpt<?> option, Codec<T> codec, MemorySegment optval, int length) {
    long there = Math.clamp(length, 0, optval.byteSize());
    try {
      return codec.decode(optval.asSlice(0, there));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw unexpected(option, length, e);
    }
  }

  /** What to throw where the value that the last call gave cannot be read. */
  IllegalStateException unexpected(RuntimeException e) {
    return unexpected(option, length(), e);
  }

  private static IllegalStateException unexpected(
      SockOpt<?> option, int length, RuntimeException e) {
    return new IllegalStateException(
        option + ": the kernel's value is not as expected, with " + length + " bytes", e);
  }
}
