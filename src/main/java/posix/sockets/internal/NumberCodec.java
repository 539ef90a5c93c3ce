package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Duration;
import posix.sockets.AddressFamily;
import posix.sockets.Protocol;
import posix.sockets.SockOpt.Codec;
import posix.sockets.SocketType;
import posix.sockets.libc.Structs.timeval;

/**
 * Options' values that are one number in C. One class for all of them, told apart by a number of
 * its own: a class or a lambda each would cost the first use of any option.
 *
 * @param <T> what the number is in Java
 */
public final class NumberCodec<T> implements Codec<T> {
  private static final int FORM_INT = 0;
  private static final int FORM_BOOLEAN = 1;
  private static final int FORM_UNSIGNED = 2;
  private static final int FORM_NET_INT = 3;
  private static final int FORM_SECONDS = 4;
  private static final int FORM_LINGER2 = 5;
  private static final int FORM_MILLIS = 6;
  private static final int FORM_MICROS = 7;
  private static final int FORM_FAMILY = 8;
  private static final int FORM_TYPE = 9;
  private static final int FORM_PROTOCOL = 10;
  private static final int FORM_SHORT = 11;
  private static final int FORM_LONG = 12;
  private static final int FORM_PACING = 13;
  private static final int FORM_TIMEVAL = 14;

  private static final ValueLayout.OfInt NET_INT_LAYOUT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int MICROS_PER_SECOND = 1_000_000;

  /** An int. */
  public static final Codec<Integer> INT = new NumberCodec<>(FORM_INT, Integer.BYTES);

  /** An int that is 0 for false. */
  public static final Codec<Boolean> BOOLEAN = new NumberCodec<>(FORM_BOOLEAN, Integer.BYTES);

  /** 32 bits without a sign. */
  public static final Codec<Long> UNSIGNED = new NumberCodec<>(FORM_UNSIGNED, Integer.BYTES);

  /** An int in the network's byte order. */
  public static final Codec<Integer> NET_INT = new NumberCodec<>(FORM_NET_INT, Integer.BYTES);

  /** An int of seconds. */
  public static final Codec<Duration> SECONDS = new NumberCodec<>(FORM_SECONDS, Integer.BYTES);

  /** An int of seconds, -1 for any negative time. */
  public static final Codec<Duration> LINGER2 = new NumberCodec<>(FORM_LINGER2, Integer.BYTES);

  /** An int of milliseconds. */
  public static final Codec<Duration> MILLIS = new NumberCodec<>(FORM_MILLIS, Integer.BYTES);

  /** An int of microseconds. */
  public static final Codec<Duration> MICROS = new NumberCodec<>(FORM_MICROS, Integer.BYTES);

  /** A family. */
  public static final Codec<AddressFamily> FAMILY = new NumberCodec<>(FORM_FAMILY, Integer.BYTES);

  /** A socket's type. */
  public static final Codec<SocketType> TYPE = new NumberCodec<>(FORM_TYPE, Integer.BYTES);

  /** A protocol. */
  public static final Codec<Protocol> PROTOCOL = new NumberCodec<>(FORM_PROTOCOL, Integer.BYTES);

  /** 16 bits without a sign. */
  public static final Codec<Integer> SHORT = new NumberCodec<>(FORM_SHORT, Short.BYTES);

  /** 64 bits. */
  public static final Codec<Long> LONG = new NumberCodec<>(FORM_LONG, Long.BYTES);

  /** 64 bits, of which older kernels know 32; all ones mean no limit. */
  public static final Codec<Long> PACING = new NumberCodec<>(FORM_PACING, Long.BYTES);

  /** {@code struct timeval}. */
  public static final Codec<Duration> TIMEVAL = new NumberCodec<>(FORM_TIMEVAL, timeval.SIZE);

  private final int form;
  private final int size;

  private NumberCodec(int form, int size) {
    this.form = form;
    this.size = size;
  }

  // For the constants of Codec. It is initialised before this class is, by the default method that
  // this class inherits, so it would find the constants above empty.

  /** Another {@link #INT}. */
  public static Codec<Integer> newInt() {
    return new NumberCodec<>(FORM_INT, Integer.BYTES);
  }

  /** Another {@link #BOOLEAN}. */
  public static Codec<Boolean> newBoolean() {
    return new NumberCodec<>(FORM_BOOLEAN, Integer.BYTES);
  }

  /** Another {@link #LONG}. */
  public static Codec<Long> newLong() {
    return new NumberCodec<>(FORM_LONG, Long.BYTES);
  }

  /** Another {@link #TIMEVAL}. */
  public static Codec<Duration> newTimeval() {
    return new NumberCodec<>(FORM_TIMEVAL, timeval.SIZE);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  @SuppressWarnings("unchecked") // the constants above say which form goes with which type
  public T decode(MemorySegment from) {
    Object value =
        switch (form) {
          case FORM_INT -> integer(from);
          case FORM_BOOLEAN -> integer(from) != 0;
          case FORM_UNSIGNED -> Integer.toUnsignedLong(from.get(JAVA_INT_UNALIGNED, 0));
          case FORM_NET_INT -> from.get(NET_INT_LAYOUT, 0);
          case FORM_SECONDS, FORM_LINGER2 -> Duration.ofSeconds(from.get(JAVA_INT_UNALIGNED, 0));
          case FORM_MILLIS -> Duration.ofMillis(from.get(JAVA_INT_UNALIGNED, 0));
          case FORM_MICROS -> Duration.ofNanos(1000L * from.get(JAVA_INT_UNALIGNED, 0));
          case FORM_FAMILY -> AddressFamily.of(from.get(JAVA_INT_UNALIGNED, 0));
          case FORM_TYPE -> SocketType.of(from.get(JAVA_INT_UNALIGNED, 0));
          case FORM_PROTOCOL -> Protocol.of(from.get(JAVA_INT_UNALIGNED, 0));
          case FORM_SHORT -> Short.toUnsignedInt(from.get(JAVA_SHORT_UNALIGNED, 0));
          case FORM_LONG -> from.get(JAVA_LONG_UNALIGNED, 0);
          case FORM_PACING -> pacing(from);
          case FORM_TIMEVAL ->
              Duration.ofSeconds(
                  from.get(JAVA_LONG_UNALIGNED, timeval.tv_sec),
                  1000L * Math.clamp(from.get(JAVA_LONG_UNALIGNED, timeval.tv_usec), 0, 999_999));
          default -> throw new AssertionError(form);
        };
    return (T) value;
  }

  @Override
  public int encode(T value, MemorySegment to) {
    switch (form) {
      case FORM_INT -> to.set(JAVA_INT_UNALIGNED, 0, (Integer) value);
      case FORM_BOOLEAN -> to.set(JAVA_INT_UNALIGNED, 0, (Boolean) value ? 1 : 0);
      case FORM_UNSIGNED -> to.set(JAVA_INT_UNALIGNED, 0, (int) within((Long) value, 0xffff_ffffL));
      case FORM_NET_INT -> to.set(NET_INT_LAYOUT, 0, (Integer) value);
      case FORM_SECONDS -> time((Duration) value, 1, to);
      case FORM_LINGER2 -> {
        Duration time = (Duration) value;
        time(time.isNegative() ? Duration.ZERO : time, 1, to);
        if (time.isNegative()) {
          to.set(JAVA_INT_UNALIGNED, 0, -1);
        }
      }
      case FORM_MILLIS -> time((Duration) value, 1000, to);
      case FORM_MICROS -> time((Duration) value, MICROS_PER_SECOND, to);
      case FORM_FAMILY -> to.set(JAVA_INT_UNALIGNED, 0, ((AddressFamily) value).value());
      case FORM_TYPE -> to.set(JAVA_INT_UNALIGNED, 0, ((SocketType) value).value());
      case FORM_PROTOCOL -> to.set(JAVA_INT_UNALIGNED, 0, ((Protocol) value).value());
      case FORM_SHORT -> to.set(JAVA_SHORT_UNALIGNED, 0, (short) within((Integer) value, 0xffff));
      case FORM_LONG, FORM_PACING -> to.set(JAVA_LONG_UNALIGNED, 0, (Long) value);
      case FORM_TIMEVAL -> timeval((Duration) value, to);
      default -> throw new AssertionError(form);
    }
    return size;
  }

  /** Of some options of IP, the kernel gives one byte if asked for fewer than four. */
  private static int integer(MemorySegment from) {
    return from.byteSize() == Byte.BYTES
        ? Byte.toUnsignedInt(from.get(JAVA_BYTE, 0))
        : from.get(JAVA_INT_UNALIGNED, 0);
  }

  private static long pacing(MemorySegment from) {
    if (from.byteSize() >= Long.BYTES) {
      return from.get(JAVA_LONG_UNALIGNED, 0);
    }
    int rate = from.get(JAVA_INT_UNALIGNED, 0);
    return rate == -1 ? -1 : Integer.toUnsignedLong(rate);
  }

  private static long within(long value, long most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException("0 to " + most + ", not " + value);
    }
    return value;
  }

  /** Rounded up, so that no time at all is not made of a little. */
  private static void time(Duration time, int unitsPerSecond, MemorySegment to) {
    int nanosPerUnit = 1_000_000_000 / unitsPerSecond;
    long seconds = time.getSeconds();
    long most = Integer.MAX_VALUE / unitsPerSecond;
    long units =
        seconds < 0 || seconds > most
            ? -1
            : seconds * unitsPerSecond + (time.getNano() + nanosPerUnit - 1) / nanosPerUnit;
    if (units < 0 || units > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "0 to "
              + Duration.ofSeconds(0, (long) Integer.MAX_VALUE * nanosPerUnit)
              + ", not "
              + time);
    }
    to.set(JAVA_INT_UNALIGNED, 0, (int) units);
  }

  private static void timeval(Duration time, MemorySegment to) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a timeout is not negative: " + time);
    }
    int micros = (time.getNano() + 999) / 1000;
    long carry = micros / MICROS_PER_SECOND;
    if (time.getSeconds() > Long.MAX_VALUE - carry) {
      throw new IllegalArgumentException("too long: " + time);
    }
    to.set(JAVA_LONG_UNALIGNED, timeval.tv_sec, time.getSeconds() + carry);
    to.set(JAVA_LONG_UNALIGNED, timeval.tv_usec, micros % MICROS_PER_SECOND);
  }
}
