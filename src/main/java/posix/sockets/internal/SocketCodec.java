package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static posix.sockets.raw.constants.ErrnoH.EINVAL;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.ErrnoException;
import posix.sockets.Linger;
import posix.sockets.SoTimestamping;
import posix.sockets.SockAddr;
import posix.sockets.SockFilter;
import posix.sockets.SockFprog;
import posix.sockets.SockMeminfo;
import posix.sockets.SockOpt.Codec;
import posix.sockets.SockTxtime;
import posix.sockets.Ucred;
import posix.sockets.libc.Structs.linger;
import posix.sockets.libc.Structs.so_timestamping;
import posix.sockets.libc.Structs.sock_filter;
import posix.sockets.libc.Structs.sock_fprog;
import posix.sockets.libc.Structs.sock_txtime;
import posix.sockets.libc.Structs.sockaddr;
import posix.sockets.libc.Structs.sockaddr_in6;
import posix.sockets.libc.Structs.sockaddr_storage;
import posix.sockets.libc.Structs.ucred;

/**
 * The structs of {@code SOL_SOCKET}, in one class as {@link NumberCodec} is.
 *
 * @param <T> what the struct is in Java
 */
public final class SocketCodec<T> implements Inquiry<T> {
  private static final int FORM_LINGER = 0;
  private static final int FORM_UCRED = 1;
  private static final int FORM_FPROG = 2;
  private static final int FORM_GET_FILTER = 3;
  private static final int FORM_ADDRESS = 4;
  private static final int FORM_PEERNAME = 5;
  private static final int FORM_TIMESTAMPING = 6;
  private static final int FORM_MEMINFO = 7;
  private static final int FORM_GROUPS = 8;
  private static final int FORM_TXTIME = 9;

  private static final int MEMINFO_SIZE = 9 * Integer.BYTES;
  private static final int SOME_GROUPS = 32;

  /** {@code struct linger}. */
  public static final Codec<Linger> LINGER = new SocketCodec<>(FORM_LINGER, linger.SIZE);

  /** {@code struct ucred}. */
  public static final Codec<Ucred> UCRED = new SocketCodec<>(FORM_UCRED, ucred.SIZE);

  /** {@code struct sock_fprog}, with its instructions behind it. */
  public static final Codec<SockFprog> FPROG = new SocketCodec<>(FORM_FPROG, sock_fprog.SIZE);

  /** Instructions, which are what {@code optlen} counts. */
  public static final Codec<SockFprog> GET_FILTER = new SocketCodec<>(FORM_GET_FILTER, 0);

  /** An address, of IPv4 or IPv6. */
  public static final Codec<SockAddr> ADDRESS = new SocketCodec<>(FORM_ADDRESS, sockaddr_in6.SIZE);

  /** An address, of which no more bytes may be asked for than it has. */
  public static final Codec<SockAddr> PEERNAME =
      new SocketCodec<>(FORM_PEERNAME, sockaddr_storage.SIZE);

  /** {@code struct so_timestamping}, or an int from older kernels. */
  public static final Codec<SoTimestamping> TIMESTAMPING =
      new SocketCodec<>(FORM_TIMESTAMPING, so_timestamping.SIZE);

  /** {@code SK_MEMINFO_VARS} numbers. */
  public static final Codec<SockMeminfo> MEMINFO = new SocketCodec<>(FORM_MEMINFO, MEMINFO_SIZE);

  /** {@code gid_t[]}. */
  public static final Codec<List<Integer>> GROUPS =
      new SocketCodec<>(FORM_GROUPS, SOME_GROUPS * Integer.BYTES);

  /** {@code struct sock_txtime}. */
  public static final Codec<SockTxtime> TXTIME = new SocketCodec<>(FORM_TXTIME, sock_txtime.SIZE);

  private final int form;
  private final int size;

  private SocketCodec(int form, int size) {
    this.form = form;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int size(T value) {
    return form == FORM_FPROG
        ? sock_fprog.SIZE + ((SockFprog) value).filter().size() * sock_filter.SIZE
        : size;
  }

  @Override
  @SuppressWarnings("unchecked") // the constants above say which form goes with which type
  public T get(OptionCall call) throws ErrnoException {
    return switch (form) {
      case FORM_GET_FILTER -> (T) getFilter(call);
      case FORM_PEERNAME -> (T) peername(call);
      default -> call.get(this);
    };
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public T decode(MemorySegment from) {
    Object value =
        switch (form) {
          case FORM_LINGER ->
              new Linger(
                  integer(from, linger.l_onoff) != 0,
                  Duration.ofSeconds(linger(integer(from, linger.l_linger))));
          case FORM_UCRED ->
              new Ucred(
                  integer(from, ucred.pid), integer(from, ucred.uid), integer(from, ucred.gid));
          case FORM_GET_FILTER -> filter(from);
          case FORM_ADDRESS, FORM_PEERNAME -> SockAddrs.decode(from, (int) from.byteSize());
          case FORM_TIMESTAMPING ->
              new SoTimestamping(
                  integer(from, so_timestamping.flags),
                  from.byteSize() < so_timestamping.SIZE
                      ? 0
                      : integer(from, so_timestamping.bind_phc));
          case FORM_MEMINFO -> meminfo(from);
          case FORM_GROUPS -> groups(from);
          case FORM_TXTIME ->
              new SockTxtime(integer(from, sock_txtime.clockid), integer(from, sock_txtime.flags));
          default -> throw new UnsupportedOperationException("written only");
        };
    return (T) value;
  }

  /** Any negative time is without an end for the kernel, and read back as some other one. */
  private static int linger(int seconds) {
    return seconds < 0 ? Integer.MAX_VALUE : seconds;
  }

  private static int integer(MemorySegment from, long at) {
    return from.get(JAVA_INT_UNALIGNED, at);
  }

  private static SockMeminfo meminfo(MemorySegment from) {
    var values = new long[MEMINFO_SIZE / Integer.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = Integer.toUnsignedLong(integer(from, (long) i * Integer.BYTES));
    }
    return new SockMeminfo(
        values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7],
        values[8]);
  }

  private static List<Integer> groups(MemorySegment from) {
    List<Integer> groups = new ArrayList<>();
    for (long at = 0; at + Integer.BYTES <= from.byteSize(); at += Integer.BYTES) {
      groups.add(integer(from, at));
    }
    return List.copyOf(groups);
  }

  private static SockFprog filter(MemorySegment from) {
    List<SockFilter> filter = new ArrayList<>();
    for (long at = 0; at + sock_filter.SIZE <= from.byteSize(); at += sock_filter.SIZE) {
      filter.add(
          new SockFilter(
              Short.toUnsignedInt(from.get(JAVA_SHORT_UNALIGNED, at + sock_filter.code)),
              Byte.toUnsignedInt(from.get(JAVA_BYTE, at + sock_filter.jt)),
              Byte.toUnsignedInt(from.get(JAVA_BYTE, at + sock_filter.jf)),
              integer(from, at + sock_filter.k)));
    }
    return new SockFprog(filter);
  }

  /** Asked for none, the kernel says how many instructions there are; EINVAL if they got more. */
  private SockFprog getFilter(OptionCall call) throws ErrnoException {
    while (true) {
      call.check(call.getsockopt(call.room(0), 0));
      int count = call.length();
      MemorySegment optval = call.room(count * sock_filter.SIZE);
      int result = call.getsockopt(optval, count);
      if (result != -EINVAL) {
        call.check(result);
        return filter(optval.asSlice(0, Math.min(count, call.length()) * (long) sock_filter.SIZE));
      }
    }
  }

  /** The kernel copies as many bytes as asked for, and refuses to be asked for more than it has. */
  private static SockAddr peername(OptionCall call) throws ErrnoException {
    MemorySegment optval = call.room(sockaddr_storage.SIZE);
    int fits = sockaddr.sa_family + Short.BYTES;
    int most = sockaddr_storage.SIZE;
    call.check(call.getsockopt(optval, fits));
    while (fits < most) {
      int middle = (fits + most + 1) / 2;
      int result = call.getsockopt(optval, middle);
      if (result == -EINVAL) {
        most = middle - 1;
      } else {
        call.check(result);
        fits = middle;
      }
    }
    call.check(call.getsockopt(optval, fits));
    return SockAddrs.decode(optval, fits);
  }

  @Override
  public int encode(T value, MemorySegment to) {
    switch (form) {
      case FORM_LINGER -> {
        Linger l = (Linger) value;
        to.set(JAVA_INT_UNALIGNED, linger.l_onoff, l.on() ? 1 : 0);
        NumberCodec.SECONDS.encode(l.time(), to.asSlice(linger.l_linger));
      }
      case FORM_FPROG -> encode((SockFprog) value, to);
      case FORM_TIMESTAMPING -> {
        SoTimestamping t = (SoTimestamping) value;
        to.set(JAVA_INT_UNALIGNED, so_timestamping.flags, t.flags());
        to.set(JAVA_INT_UNALIGNED, so_timestamping.bind_phc, t.bindPhc());
      }
      case FORM_TXTIME -> {
        SockTxtime t = (SockTxtime) value;
        to.set(JAVA_INT_UNALIGNED, sock_txtime.clockid, t.clockid());
        to.set(JAVA_INT_UNALIGNED, sock_txtime.flags, t.flags());
      }
      default -> throw new UnsupportedOperationException("read only");
    }
    return size;
  }

  private static void encode(SockFprog program, MemorySegment to) {
    List<SockFilter> filter = program.filter();
    to.set(JAVA_SHORT_UNALIGNED, sock_fprog.len, (short) filter.size());
    to.set(JAVA_LONG_UNALIGNED, sock_fprog.filter, to.address() + sock_fprog.SIZE);
    long at = sock_fprog.SIZE;
    for (SockFilter instruction : filter) {
      to.set(JAVA_SHORT_UNALIGNED, at + sock_filter.code, (short) instruction.code());
      to.set(JAVA_BYTE, at + sock_filter.jt, (byte) instruction.jt());
      to.set(JAVA_BYTE, at + sock_filter.jf, (byte) instruction.jf());
      to.set(JAVA_INT_UNALIGNED, at + sock_filter.k, instruction.k());
      at += sock_filter.SIZE;
    }
  }
}
