package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

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
  sealed interface Writable<T> extends SockOpt<T> permits WriteOnly, ReadWrite {}

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
   * How a value stands in the memory that {@code optval} points to.
   *
   * @param <T> the value's type
   */
  interface Codec<T> {
    /** A C int. */
    Codec<Integer> INT = ofInt(value -> value, value -> value);

    /** A C int that is 0 for false. */
    Codec<Boolean> BOOLEAN = ofInt(value -> value != 0, value -> value ? 1 : 0);

    /**
     * The room that the value needs.
     *
     * @return bytes
     */
    int size();

    /**
     * Reads the value.
     *
     * @param from the memory, as long as the kernel says the value is, at most {@link #size}
     * @return the value
     */
    T decode(MemorySegment from);

    /**
     * Writes the value.
     *
     * @param value the value
     * @param to memory of {@link #size} bytes
     * @return how many bytes it takes
     */
    int encode(T value, MemorySegment to);

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
          return fromInt.apply(from.get(JAVA_INT, 0));
        }

        @Override
        public int encode(T value, MemorySegment to) {
          to.set(JAVA_INT, 0, toInt.applyAsInt(Objects.requireNonNull(value)));
          return Integer.BYTES;
        }
      };
    }
  }
}
