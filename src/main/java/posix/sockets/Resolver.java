package posix.sockets;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.internal.Errors;
import posix.sockets.internal.Pointed;
import posix.sockets.internal.SockAddrs;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcNames;
import posix.sockets.libc.Structs.addrinfo;
import posix.sockets.libc.Structs.sockaddr_storage;
import posix.sockets.raw.constants.NetdbH;

/** {@code getaddrinfo} and {@code getnameinfo}. What libc allocates is freed again. */
final class Resolver {
  // A service's name may be longer than NI_MAXSERV says.
  private static final int ROOM = NetdbH.NI_MAXHOST;

  private Resolver() {}

  /** The sockets that a host and a service may be reached by. */
  static List<AddrInfo> getaddrinfo(String node, String service, AddrInfo hints)
      throws AddrInfoException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Call.ERRNO);
      MemorySegment result = arena.allocate(ADDRESS);
      int code =
          LibcNames.getaddrinfo(
              errno,
              Pointed.text(arena, node),
              Pointed.text(arena, service),
              hints == null ? MemorySegment.NULL : encode(hints, arena),
              result);
      if (code != 0) {
        throw exception("getaddrinfo", code, errno, node, service);
      }
      try {
        return list(result);
      } finally {
        LibcNames.freeaddrinfo(result.get(ADDRESS, 0));
      }
    }
  }

  private static MemorySegment encode(AddrInfo hints, Arena arena) {
    MemorySegment struct = arena.allocate(addrinfo.SIZE, 8);
    struct.set(JAVA_INT, addrinfo.ai_flags, hints.flags().value());
    struct.set(JAVA_INT, addrinfo.ai_family, hints.family().value());
    struct.set(JAVA_INT, addrinfo.ai_socktype, hints.socktype().value());
    struct.set(JAVA_INT, addrinfo.ai_protocol, hints.protocol().value());
    return struct;
  }

  /** The entries of a chain, from a pointer to its first. */
  static List<AddrInfo> list(MemorySegment first) {
    List<AddrInfo> list = new ArrayList<>();
    MemorySegment entry = Pointed.at(first, 0, addrinfo.SIZE);
    while (entry != null) {
      int length = entry.get(JAVA_INT, addrinfo.ai_addrlen);
      MemorySegment addr = Pointed.at(entry, addrinfo.ai_addr, length);
      list.add(
          new AddrInfo(
              AddrInfoFlags.of(entry.get(JAVA_INT, addrinfo.ai_flags)),
              AddressFamily.of(entry.get(JAVA_INT, addrinfo.ai_family)),
              SocketType.of(entry.get(JAVA_INT, addrinfo.ai_socktype)),
              Protocol.of(entry.get(JAVA_INT, addrinfo.ai_protocol)),
              addr == null ? null : SockAddrs.decode(addr, length),
              Pointed.string(entry, addrinfo.ai_canonname)));
      entry = Pointed.at(entry, addrinfo.ai_next, addrinfo.SIZE);
    }
    return List.copyOf(list);
  }

  /** The names of an address. */
  static NameInfo getnameinfo(SockAddr addr, int flags) throws AddrInfoException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Call.ERRNO);
      MemorySegment struct = arena.allocate(sockaddr_storage.SIZE, 8);
      int length = SockAddrs.encode(addr, struct);
      MemorySegment host = arena.allocate(ROOM);
      MemorySegment service = arena.allocate(ROOM);
      int code = LibcNames.getnameinfo(errno, struct, length, host, ROOM, service, ROOM, flags);
      if (code != 0) {
        throw exception("getnameinfo", code, errno, addr.toString(), null);
      }
      return new NameInfo(host.getString(0), service.getString(0));
    }
  }

  private static AddrInfoException exception(
      String call, int code, MemorySegment errno, String host, String service) {
    int number = code == NetdbH.EAI_SYSTEM ? Call.errno(errno) : 0;
    return new AddrInfoException(
        call,
        code,
        LibcNames.gai_strerror(code),
        number,
        number == 0 ? null : Errors.text(number),
        host,
        service);
  }
}
