package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.raw.constants.ErrnoH.ENOENT;
import static posix.sockets.raw.constants.ErrnoH.ERANGE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import posix.sockets.ErrnoException;
import posix.sockets.ProtoEnt;
import posix.sockets.Protocol;
import posix.sockets.ServEnt;
import posix.sockets.libc.LibcNames;
import posix.sockets.libc.Structs.protoent;
import posix.sockets.libc.Structs.servent;

/** Services and protocols by name and number: the thread-safe forms, which fill memory of ours. */
public final class NetDatabase {
  private static final int FIRST_ROOM = 1024;

  private NetDatabase() {}

  /** One of libc's four functions, with what is looked for. */
  interface Lookup {
    int call(MemorySegment entry, MemorySegment buf, long n, MemorySegment result);
  }

  /** {@code getservbyname_r}. */
  public static Optional<ServEnt> serviceByName(String name, String proto) throws ErrnoException {
    Objects.requireNonNull(name);
    try (var arena = Arena.ofConfined()) {
      MemorySegment service = Pointed.text(arena, name);
      MemorySegment protocol = Pointed.text(arena, proto);
      return lookUp(
          "getservbyname_r",
          (entry, buf, n, result) ->
              LibcNames.getservbyname_r(service, protocol, entry, buf, n, result),
          servent.SIZE,
          NetDatabase::service,
          FIRST_ROOM);
    }
  }

  /** {@code getservbyport_r}. */
  public static Optional<ServEnt> serviceByPort(int port, String proto) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment protocol = Pointed.text(arena, proto);
      return lookUp(
          "getservbyport_r",
          (entry, buf, n, result) ->
              LibcNames.getservbyport_r(swapped(port), protocol, entry, buf, n, result),
          servent.SIZE,
          NetDatabase::service,
          FIRST_ROOM);
    }
  }

  /** {@code getprotobyname_r}. */
  public static Optional<ProtoEnt> protocolByName(String name) throws ErrnoException {
    return protocolByName(name, FIRST_ROOM);
  }

  static Optional<ProtoEnt> protocolByName(String name, int firstRoom) throws ErrnoException {
    Objects.requireNonNull(name);
    try (var arena = Arena.ofConfined()) {
      MemorySegment text = Pointed.text(arena, name);
      return lookUp(
          "getprotobyname_r",
          (entry, buf, n, result) -> LibcNames.getprotobyname_r(text, entry, buf, n, result),
          protoent.SIZE,
          NetDatabase::protocol,
          firstRoom);
    }
  }

  /** {@code getprotobynumber_r}. */
  public static Optional<ProtoEnt> protocolByNumber(int proto) throws ErrnoException {
    return lookUp(
        "getprotobynumber_r",
        (entry, buf, n, result) -> LibcNames.getprotobynumber_r(proto, entry, buf, n, result),
        protoent.SIZE,
        NetDatabase::protocol,
        FIRST_ROOM);
  }

  private static <T> Optional<T> lookUp(
      String call, Lookup lookup, int size, Function<MemorySegment, T> decode, int firstRoom)
      throws ErrnoException {
    for (long room = firstRoom; ; room *= 2) {
      try (var arena = Arena.ofConfined()) {
        MemorySegment entry = arena.allocate(size, 8);
        MemorySegment result = arena.allocate(ADDRESS);
        int error = lookup.call(entry, arena.allocate(room, 8), room, result);
        if (error == ERANGE) {
          continue;
        }
        if (error != 0 && error != ENOENT) { // some libcs say ENOENT for what is not there
          throw Errors.exception(call, -error, null);
        }
        boolean found = result.get(ADDRESS, 0).address() != 0;
        return found ? Optional.of(decode.apply(entry)) : Optional.empty();
      }
    }
  }

  static ServEnt service(MemorySegment entry) {
    return new ServEnt(
        Pointed.string(entry, servent.s_name),
        Pointed.strings(entry, servent.s_aliases),
        swapped(entry.get(JAVA_INT, servent.s_port)),
        Pointed.string(entry, servent.s_proto));
  }

  static ProtoEnt protocol(MemorySegment entry) {
    return new ProtoEnt(
        Pointed.string(entry, protoent.p_name),
        Pointed.strings(entry, protoent.p_aliases),
        Protocol.of(entry.get(JAVA_INT, protoent.p_proto)));
  }

  /** {@code htons} and {@code ntohs}. */
  private static int swapped(int port) {
    short number = (short) port;
    return Short.toUnsignedInt(
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Short.reverseBytes(number) : number);
  }
}
