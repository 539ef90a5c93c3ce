package posix.sockets.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.libc.LibcNames;
import posix.sockets.libc.Structs.protoent;
import posix.sockets.libc.Structs.servent;
import posix.sockets.raw.Layouts.hostent;

/**
 * {@code <netdb.h>}: the old look-ups of services, protocols and hosts. Their results are memory of
 * libc's own, which the next such call overwrites, in whatever thread it is made. The pointers in
 * the structs have no size.
 */
abstract class DatabaseCalls extends PollCalls {
  DatabaseCalls() {}

  /**
   * {@code struct servent *getservbyname(const char *name, const char *proto)}.
   *
   * @param name a service's name
   * @param proto {@code tcp}, {@code udp} or the like, or null for any
   * @return the service, overwritten by the next such call; or {@link #NULL} where there is none
   * @see <a href="https://man7.org/linux/man-pages/man3/getservbyname.3.html">getservbyname(3)</a>
   */
  public static MemorySegment getservbyname(String name, String proto) {
    try (var arena = Arena.ofConfined()) {
      return getservbyname(Pointers.text(arena, name), Pointers.textOrNull(arena, proto));
    }
  }

  /**
   * {@code struct servent *getservbyname(const char *name, const char *proto)}.
   *
   * @param name a service's name
   * @param proto {@code tcp}, {@code udp} or the like, ended by a NUL, or {@link #NULL} for any
   * @return as {@link #getservbyname(String, String) getservbyname}
   * @see <a href="https://man7.org/linux/man-pages/man3/getservbyname.3.html">getservbyname(3)</a>
   */
  public static MemorySegment getservbyname(String name, MemorySegment proto) {
    try (var arena = Arena.ofConfined()) {
      return getservbyname(Pointers.text(arena, name), proto);
    }
  }

  /**
   * {@code struct servent *getservbyname(const char *name, const char *proto)}.
   *
   * @param name a service's name, ended by a NUL
   * @param proto {@code tcp}, {@code udp} or the like, ended by a NUL, or {@link #NULL} for any
   * @return as {@link #getservbyname(String, String) getservbyname}
   * @see <a href="https://man7.org/linux/man-pages/man3/getservbyname.3.html">getservbyname(3)</a>
   */
  public static MemorySegment getservbyname(MemorySegment name, MemorySegment proto) {
    Pointers.checkText(name);
    Pointers.checkText(proto);
    return Pointers.at(LibcNames.getservbyname(name, proto).address(), servent.SIZE);
  }

  /**
   * {@code struct servent *getservbyport(int port, const char *proto)}.
   *
   * @param port a port in network order: {@code htons(80)}
   * @param proto {@code tcp}, {@code udp} or the like, or null for any
   * @return the service, overwritten by the next such call; or {@link #NULL} where there is none
   * @see <a href="https://man7.org/linux/man-pages/man3/getservbyport.3.html">getservbyport(3)</a>
   */
  public static MemorySegment getservbyport(int port, String proto) {
    try (var arena = Arena.ofConfined()) {
      return getservbyport(port, Pointers.textOrNull(arena, proto));
    }
  }

  /**
   * {@code struct servent *getservbyport(int port, const char *proto)}.
   *
   * @param port a port in network order: {@code htons(80)}
   * @param proto {@code tcp}, {@code udp} or the like, ended by a NUL, or {@link #NULL} for any
   * @return as {@link #getservbyport(int, String) getservbyport}
   * @see <a href="https://man7.org/linux/man-pages/man3/getservbyport.3.html">getservbyport(3)</a>
   */
  public static MemorySegment getservbyport(int port, MemorySegment proto) {
    Pointers.checkText(proto);
    // C's htons gives an unsigned number, Java's a short: its sign is no part of the port.
    int unsigned = port == (short) port ? Short.toUnsignedInt((short) port) : port;
    MemorySegment found = LibcNames.getservbyport(unsigned, proto);
    return Pointers.at(found.address(), servent.SIZE);
  }

  /**
   * {@code struct protoent *getprotobyname(const char *name)}.
   *
   * @param name a protocol's name
   * @return the protocol, overwritten by the next such call; or {@link #NULL} where there is none
   * @see <a href="https://man7.org/linux/man-pages/man3/getprotobyname.3.html">
   *     getprotobyname(3)</a>
   */
  public static MemorySegment getprotobyname(String name) {
    try (var arena = Arena.ofConfined()) {
      return getprotobyname(Pointers.text(arena, name));
    }
  }

  /**
   * {@code struct protoent *getprotobyname(const char *name)}.
   *
   * @param name a protocol's name, ended by a NUL
   * @return as {@link #getprotobyname(String) getprotobyname}
   * @see <a href="https://man7.org/linux/man-pages/man3/getprotobyname.3.html">
   *     getprotobyname(3)</a>
   */
  public static MemorySegment getprotobyname(MemorySegment name) {
    Pointers.checkText(name);
    return Pointers.at(LibcNames.getprotobyname(name).address(), protoent.SIZE);
  }

  /**
   * {@code struct protoent *getprotobynumber(int proto)}.
   *
   * @param proto an {@code IPPROTO_} constant
   * @return the protocol, overwritten by the next such call; or {@link #NULL} where there is none
   * @see <a href="https://man7.org/linux/man-pages/man3/getprotobynumber.3.html">
   *     getprotobynumber(3)</a>
   */
  public static MemorySegment getprotobynumber(int proto) {
    return Pointers.at(LibcNames.getprotobynumber(proto).address(), protoent.SIZE);
  }

  /**
   * {@code struct hostent *gethostbyname(const char *name)}: IPv4 only, and older than {@link
   * Posix#getaddrinfo(String, String, MemorySegment, MemorySegment) getaddrinfo}. Blocks while a
   * name server is asked.
   *
   * @param name a host's name or IPv4 address
   * @return the host, overwritten by the next such call; or {@link #NULL} where there is none, and
   *     C's {@code h_errno} is not to be had
   * @see <a href="https://man7.org/linux/man-pages/man3/gethostbyname.3.html">gethostbyname(3)</a>
   */
  public static MemorySegment gethostbyname(String name) {
    try (var arena = Arena.ofConfined()) {
      return gethostbyname(Pointers.text(arena, name));
    }
  }

  /**
   * {@code struct hostent *gethostbyname(const char *name)}.
   *
   * @param name a host's name or IPv4 address, ended by a NUL
   * @return as {@link #gethostbyname(String) gethostbyname}
   * @see <a href="https://man7.org/linux/man-pages/man3/gethostbyname.3.html">gethostbyname(3)</a>
   */
  public static MemorySegment gethostbyname(MemorySegment name) {
    Pointers.checkText(name);
    return Pointers.at(LibcNames.gethostbyname(name).address(), hostent.SIZE);
  }

  /**
   * {@code struct hostent *gethostbyaddr(const void *addr, socklen_t len, int type)}. Blocks while
   * a name server is asked.
   *
   * @param addr 4 or 16 bytes in network order
   * @param len how many
   * @param type {@code AF_INET} or {@code AF_INET6}
   * @return as {@link #gethostbyname(String) gethostbyname}
   * @see <a href="https://man7.org/linux/man-pages/man3/gethostbyaddr.3.html">gethostbyaddr(3)</a>
   */
  public static MemorySegment gethostbyaddr(MemorySegment addr, int len, int type) {
    Pointers.checkLength(addr, Integer.toUnsignedLong(len));
    return Pointers.at(LibcNames.gethostbyaddr(addr, len, type).address(), hostent.SIZE);
  }
}
