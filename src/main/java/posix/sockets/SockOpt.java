package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import posix.sockets.internal.Asked;
import posix.sockets.internal.BytesCodec;
import posix.sockets.internal.NumberCodec;
import posix.sockets.internal.TextCodec;

/**
 * A socket option: its level, its name, and what its value is in Java. Whether it can be read and
 * written is part of its type, so that {@code setsockopt(SO_TYPE, …)} does not compile.
 *
 * @param <T> the value's type
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public sealed interface SockOpt<T> {
  /**
   * {@code level}.
   *
   * @return {@code SOL_SOCKET}, {@code IPPROTO_TCP} or the like, as a number
   */
  int level();

  /**
   * {@code optname}.
   *
   * @return the option, as a number
   */
  int optname();

  /**
   * How the value stands in memory.
   *
   * @return the codec
   */
  Codec<T> codec();

  /**
   * An option that {@code getsockopt} takes.
   *
   * @param <T> the value's type
   */
  sealed interface Readable<T> extends SockOpt<T> permits ReadOnly, ReadWrite {}

  /**
   * An option that {@code setsockopt} takes.
   *
   * @param <T> the value's type
   */
  sealed interface Writable<T> extends SockOpt<T> permits WriteOnly, ReadWrite, AskWrite {}

  /**
   * An option that can be read only.
   *
   * @param level the level
   * @param optname the option
   * @param codec the value's form
   * @param cName the name in C, for messages
   * @param <T> the value's type
   */
  record ReadOnly<T>(int level, int optname, Codec<T> codec, String cName) implements Readable<T> {
    /** The name in C. */
    @Override
    public String toString() {
      return cName;
    }
  }

  /**
   * An option that can be written only.
   *
   * @param level the level
   * @param optname the option
   * @param codec the value's form
   * @param cName the name in C, for messages
   * @param <T> the value's type
   */
  record WriteOnly<T>(int level, int optname, Codec<T> codec, String cName) implements Writable<T> {
    /** The name in C. */
    @Override
    public String toString() {
      return cName;
    }
  }

  /**
   * An option that can be read and written.
   *
   * @param level the level
   * @param optname the option
   * @param codec the value's form
   * @param cName the name in C, for messages
   * @param <T> the value's type
   */
  record ReadWrite<T>(int level, int optname, Codec<T> codec, String cName)
      implements Readable<T>, Writable<T> {
    /** The name in C. */
    @Override
    public String toString() {
      return cName;
    }
  }

  /**
   * An option whose {@code getsockopt} takes a question, in {@code optval}: {@code
   * getsockopt(PACKET_HDRLEN.about(TPACKET_V2))}.
   *
   * @param <Q> the question's type
   * @param <T> the value's type
   */
  sealed interface Askable<Q, T> extends SockOpt<T> permits AskOnly, AskWrite {
    /**
     * How the question stands in memory.
     *
     * @return the codec
     */
    Codec<Q> questionCodec();

    /**
     * The option with a question, to be read.
     *
     * @param question the question
     * @return what {@code getsockopt} takes
     */
    default ReadOnly<T> about(Q question) {
      Objects.requireNonNull(question);
      return new ReadOnly<>(
          level(), optname(), new Asked<>(questionCodec(), question, codec()), toString());
    }
  }

  /**
   * An option that can be read only, with a question.
   *
   * @param level the level
   * @param optname the option
   * @param questionCodec the question's form
   * @param codec the value's form
   * @param cName the name in C, for messages
   * @param <Q> the question's type
   * @param <T> the value's type
   */
  record AskOnly<Q, T>(int level, int optname, Codec<Q> questionCodec, Codec<T> codec, String cName)
      implements Askable<Q, T> {
    /** The name in C. */
    @Override
    public String toString() {
      return cName;
    }
  }

  /**
   * An option that can be read with a question, and written.
   *
   * @param level the level
   * @param optname the option
   * @param questionCodec the question's form
   * @param codec the value's form
   * @param cName the name in C, for messages
   * @param <Q> the question's type
   * @param <T> the value's type
   */
  record AskWrite<Q, T>(
      int level, int optname, Codec<Q> questionCodec, Codec<T> codec, String cName)
      implements Askable<Q, T>, Writable<T> {
    /** The name in C. */
    @Override
    public String toString() {
      return cName;
    }
  }

  /**
   * An option that this library has no constant for.
   *
   * @param level the level
   * @param optname the option
   * @param codec the value's form
   * @param <T> the value's type
   * @return the option
   */
  static <T> ReadWrite<T> of(int level, int optname, Codec<T> codec) {
    return new ReadWrite<>(level, optname, codec, "level " + level + ", option " + optname);
  }

  /**
   * How a value stands in the memory that {@code optval} points to. A {@link Duration} that is
   * finer than an option's unit is rounded up.
   *
   * @param <T> the value's type
   */
  interface Codec<T> {
    /** A C int. */
    Codec<Integer> INT = NumberCodec.newInt();

    /** A C int that is 0 for false. */
    Codec<Boolean> BOOLEAN = NumberCodec.newBoolean();

    /** 64 bits. */
    Codec<Long> LONG = NumberCodec.newLong();

    /** {@code struct timeval}; negative times are refused. */
    Codec<Duration> TIMEVAL = NumberCodec.newTimeval();

    /**
     * The room to begin with when the value is read; where the kernel says that it needs more, it
     * gets that.
     *
     * @return bytes
     */
    int size();

    /**
     * The room that a value needs to be written.
     *
     * @param value the value
     * @return bytes
     */
    default int size(T value) {
      return size();
    }

    /**
     * Reads the value.
     *
     * @param from the memory, as long as the kernel says the value is
     * @return the value
     * @throws IndexOutOfBoundsException or IllegalArgumentException if that is too short
     */
    T decode(MemorySegment from);

    /**
     * Writes the value.
     *
     * @param value the value
     * @param to memory of {@link #size(Object)} bytes, all of them 0
     * @return how many bytes it takes
     * @throws IllegalArgumentException if it is not a value that the option can have
     */
    int encode(T value, MemorySegment to);

    /**
     * Bytes as they are, for structs that have no type here.
     *
     * @param least how many there are at least when the value is written
     * @param most how many there are at most
     * @return the codec
     */
    static Codec<byte[]> bytes(int least, int most) {
      return BytesCodec.of(least, most);
    }

    /**
     * A name that ends with a NUL.
     *
     * @param size its length at most, with the NUL
     * @return the codec
     */
    static Codec<String> text(int size) {
      return TextCodec.of(size);
    }

    /**
     * A C int that means something in Java.
     *
     * @param fromInt from C
     * @param toInt to C
     * @param <T> the value's type
     * @return the codec
     */
    static <T> Codec<T> ofInt(IntFunction<T> fromInt, ToIntFunction<T> toInt) {
      return new Codec<>() {
        @Override
        public int size() {
          return Integer.BYTES;
        }

        @Override
        public T decode(MemorySegment from) {
          return fromInt.apply(from.get(JAVA_INT_UNALIGNED, 0));
        }

        @Override
        public int encode(T value, MemorySegment to) {
          to.set(JAVA_INT_UNALIGNED, 0, toInt.applyAsInt(value));
          return Integer.BYTES;
        }
      };
    }
  }
}
