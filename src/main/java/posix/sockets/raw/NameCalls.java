package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static posix.sockets.raw.constants.IfH.IF_NAMESIZE;
import static posix.sockets.raw.constants.InH.INET6_ADDRSTRLEN;
import static posix.sockets.raw.constants.NetdbH.EAI_SYSTEM;
import static posix.sockets.raw.constants.SocketH.AF_INET6;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcNames;
import posix.sockets.libc.Structs.addrinfo;
import posix.sockets.libc.Structs.if_nameindex;
import posix.sockets.raw.Layouts.in6_addr;
import posix.sockets.raw.Layouts.in_addr;

/**
 * {@code <arpa/inet.h>}, {@code <netdb.h>}, {@code <net/if.h>}, {@code <ifaddrs.h>}: addresses as
 * text, and names. These functions run in the process itself: where the kernel would answer EFAULT
 * to a bad pointer, here it ends the JVM.
 */
abstract class NameCalls extends DatabaseCalls {
  NameCalls() {}

  /**
   * {@code int inet_pton(int af, const char *src, void *dst)}.
   *
   * @param af {@code AF_INET} or {@code AF_INET6}
   * @param src the address as text
   * @param dst takes 4 or 16 bytes in network order
   * @return 1, 0 where the text is no address, or -1 (EAFNOSUPPORT)
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_pton.3.html">inet_pton(3)</a>
   */
  public static int inet_pton(int af, String src, MemorySegment dst) {
    try (var arena = Arena.ofConfined()) {
      return inet_pton(af, Pointers.text(arena, src), dst);
    }
  }

  /**
   * {@code int inet_pton(int af, const char *src, void *dst)}.
   *
   * @param af {@code AF_INET} or {@code AF_INET6}
   * @param src the address as text, ended by a NUL
   * @param dst takes 4 or 16 bytes in network order
   * @return as {@link #inet_pton(int, String, MemorySegment) inet_pton}
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_pton.3.html">inet_pton(3)</a>
   */
  public static int inet_pton(int af, MemorySegment src, MemorySegment dst) {
    Pointers.checkText(src);
    Pointers.checkWritable(dst, addressSize(af));
    var thread = PerThread.get();
    return thread.result(LibcNames.inet_pton(thread.capture, af, src, dst));
  }

  /**
   * {@code const char *inet_ntop(int af, const void *src, char *dst, socklen_t size)}.
   *
   * @param af {@code AF_INET} or {@code AF_INET6}
   * @param src 4 or 16 bytes in network order
   * @param dst takes the text, ended by a NUL
   * @param size the room in {@code dst} in bytes: {@code INET_ADDRSTRLEN} or {@code
   *     INET6_ADDRSTRLEN} is enough
   * @return {@code dst}, or {@link #NULL} (EAFNOSUPPORT, ENOSPC)
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_ntop.3.html">inet_ntop(3)</a>
   */
  public static MemorySegment inet_ntop(int af, MemorySegment src, MemorySegment dst, int size) {
    Pointers.checkLength(src, addressSize(af));
    Pointers.checkWritable(dst, Integer.toUnsignedLong(size));
    var thread = PerThread.get();
    int result = thread.result(LibcNames.inet_ntop(thread.capture, af, src, dst, size));
    return result == -1 ? NULL : dst;
  }

  /**
   * {@code const char *inet_ntop(int af, const void *src, char *dst, socklen_t size)}, with the
   * text as the result.
   *
   * @param af {@code AF_INET} or {@code AF_INET6}
   * @param src 4 or 16 bytes in network order
   * @return the address as text, or null (EAFNOSUPPORT)
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_ntop.3.html">inet_ntop(3)</a>
   */
  public static String inet_ntop(int af, MemorySegment src) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment text = inet_ntop(af, src, arena.allocate(INET6_ADDRSTRLEN), INET6_ADDRSTRLEN);
      return text.equals(NULL) ? null : text.getString(0);
    }
  }

  private static long addressSize(int af) {
    return af == AF_INET6 ? in6_addr.SIZE : in_addr.SIZE;
  }

  /**
   * {@code int inet_aton(const char *cp, struct in_addr *inp)}. Takes {@code a.b.c}, {@code a.b}
   * and {@code a}, and octal and hexadecimal numbers, too.
   *
   * @param cp the address as text
   * @param inp takes 4 bytes in network order
   * @return 1, or 0 where the text is no address
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_aton.3.html">inet_aton(3)</a>
   */
  public static int inet_aton(String cp, MemorySegment inp) {
    try (var arena = Arena.ofConfined()) {
      return inet_aton(Pointers.text(arena, cp), inp);
    }
  }

  /**
   * {@code int inet_aton(const char *cp, struct in_addr *inp)}.
   *
   * @param cp the address as text, ended by a NUL
   * @param inp takes 4 bytes in network order
   * @return as {@link #inet_aton(String, MemorySegment) inet_aton}
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_aton.3.html">inet_aton(3)</a>
   */
  public static int inet_aton(MemorySegment cp, MemorySegment inp) {
    Pointers.checkText(cp);
    Pointers.checkWritable(inp, in_addr.SIZE);
    return LibcNames.inet_aton(cp, inp);
  }

  /**
   * {@code char *inet_ntoa(struct in_addr in)}.
   *
   * @param in the struct: 4 bytes in network order
   * @return the address as text
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_ntoa.3.html">inet_ntoa(3)</a>
   */
  public static String inet_ntoa(MemorySegment in) {
    MemorySegment bytes = Pointers.struct(in, in_addr.SIZE);
    var text = new StringBuilder();
    for (int i = 0; i < in_addr.SIZE; i++) {
      text.append(i == 0 ? "" : ".").append(Byte.toUnsignedInt(bytes.get(JAVA_BYTE, i)));
    }
    return text.toString();
  }

  /**
   * {@code in_addr_t inet_addr(const char *cp)}. Takes what {@link #inet_aton(String,
   * MemorySegment) inet_aton} takes.
   *
   * @param cp the address as text
   * @return the address in network order, or {@code INADDR_NONE}, which 255.255.255.255 is as well
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_addr.3.html">inet_addr(3)</a>
   */
  public static int inet_addr(String cp) {
    try (var arena = Arena.ofConfined()) {
      return inet_addr(Pointers.text(arena, cp));
    }
  }

  /**
   * {@code in_addr_t inet_addr(const char *cp)}.
   *
   * @param cp the address as text, ended by a NUL
   * @return as {@link #inet_addr(String) inet_addr}
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_addr.3.html">inet_addr(3)</a>
   */
  public static int inet_addr(MemorySegment cp) {
    Pointers.checkText(cp);
    return LibcNames.inet_addr(cp);
  }

  /**
   * {@code int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
   * struct addrinfo **res)}. Blocks while a name server is asked.
   *
   * @param node a host's name or address, or null
   * @param service a service's name or port number, or null
   * @param hints what is wanted, or {@link #NULL}
   * @param res a pointer: takes the first struct of a list, which {@link #freeaddrinfo
   *     freeaddrinfo} gives back
   * @return 0, or an {@code EAI_} code, which {@link #gai_strerror gai_strerror} explains; {@link
   *     #errno()} is set with {@code EAI_SYSTEM} only
   * @see <a href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>
   */
  public static int getaddrinfo(
      String node, String service, MemorySegment hints, MemorySegment res) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment name = Pointers.textOrNull(arena, node);
      return getaddrinfo(name, Pointers.textOrNull(arena, service), hints, res);
    }
  }

  /**
   * {@code int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
   * struct addrinfo **res)}, commonly for a server: {@code getaddrinfo(NULL, "80", hints, res)}.
   *
   * @param node a host's name or address, ended by a NUL, or {@link #NULL}
   * @param service a service's name or port number, or null
   * @param hints what is wanted, or {@link #NULL}
   * @param res a pointer: takes the first struct of a list
   * @return as {@link #getaddrinfo(String, String, MemorySegment, MemorySegment) getaddrinfo}
   * @see <a href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>
   */
  public static int getaddrinfo(
      MemorySegment node, String service, MemorySegment hints, MemorySegment res) {
    try (var arena = Arena.ofConfined()) {
      return getaddrinfo(node, Pointers.textOrNull(arena, service), hints, res);
    }
  }

  /**
   * {@code int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
   * struct addrinfo **res)}.
   *
   * @param node a host's name or address, or null
   * @param service a service's name or port number, ended by a NUL, or {@link #NULL}
   * @param hints what is wanted, or {@link #NULL}
   * @param res a pointer: takes the first struct of a list
   * @return as {@link #getaddrinfo(String, String, MemorySegment, MemorySegment) getaddrinfo}
   * @see <a href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>
   */
  public static int getaddrinfo(
      String node, MemorySegment service, MemorySegment hints, MemorySegment res) {
    try (var arena = Arena.ofConfined()) {
      return getaddrinfo(Pointers.textOrNull(arena, node), service, hints, res);
    }
  }

  /**
   * {@code int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
   * struct addrinfo **res)}.
   *
   * @param node a host's name or address, ended by a NUL, or {@link #NULL}
   * @param service a service's name or port number, ended by a NUL, or {@link #NULL}
   * @param hints what is wanted, or {@link #NULL}
   * @param res a pointer: takes the first struct of a list
   * @return as {@link #getaddrinfo(String, String, MemorySegment, MemorySegment) getaddrinfo}
   * @see <a href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>
   */
  public static int getaddrinfo(
      MemorySegment node, MemorySegment service, MemorySegment hints, MemorySegment res) {
    Pointers.checkText(node);
    Pointers.checkText(service);
    Pointers.checkLength(hints, addrinfo.SIZE);
    Pointers.checkWritable(res, ADDRESS.byteSize());
    var thread = PerThread.get();
    return code(thread, LibcNames.getaddrinfo(thread.capture, node, service, hints, res));
  }

  private static int code(PerThread thread, int code) {
    if (code == EAI_SYSTEM) {
      thread.errno = Call.errno(thread.capture);
    }
    return code;
  }

  /**
   * {@code void freeaddrinfo(struct addrinfo *res)}.
   *
   * @param res the first struct of a list that {@link #getaddrinfo(String, String, MemorySegment,
   *     MemorySegment) getaddrinfo} made; using the list after this is as fatal as in C
   * @see <a href="https://man7.org/linux/man-pages/man3/freeaddrinfo.3.html">freeaddrinfo(3)</a>
   */
  public static void freeaddrinfo(MemorySegment res) {
    LibcNames.freeaddrinfo(res);
  }

  /**
   * {@code const char *gai_strerror(int code)}.
   *
   * @param code an {@code EAI_} code
   * @return its text
   * @see <a href="https://man7.org/linux/man-pages/man3/gai_strerror.3.html">gai_strerror(3)</a>
   */
  public static String gai_strerror(int code) {
    return LibcNames.gai_strerror(code);
  }

  /**
   * {@code int getnameinfo(const struct sockaddr *addr, socklen_t len, char *host, socklen_t
   * hostlen, char *serv, socklen_t servlen, int flags)}. Blocks while a name server is asked.
   *
   * @param addr a socket address
   * @param len its length in bytes
   * @param host takes the host's name, ended by a NUL, or {@link #NULL}
   * @param hostlen the room in {@code host} in bytes, or 0
   * @param serv takes the service's name, ended by a NUL, or {@link #NULL}
   * @param servlen the room in {@code serv} in bytes, or 0
   * @param flags {@code NI_} constants
   * @return 0, or an {@code EAI_} code, {@code EAI_OVERFLOW} for too little room; {@link #errno()}
   *     is set with {@code EAI_SYSTEM} only
   * @see <a href="https://man7.org/linux/man-pages/man3/getnameinfo.3.html">getnameinfo(3)</a>
   */
  public static int getnameinfo(
      MemorySegment addr,
      int len,
      MemorySegment host,
      int hostlen,
      MemorySegment serv,
      int servlen,
      int flags) {
    Pointers.checkLength(addr, Integer.toUnsignedLong(len));
    Pointers.checkWritable(host, Integer.toUnsignedLong(hostlen));
    Pointers.checkWritable(serv, Integer.toUnsignedLong(servlen));
    var thread = PerThread.get();
    int code =
        LibcNames.getnameinfo(thread.capture, addr, len, host, hostlen, serv, servlen, flags);
    return code(thread, code);
  }

  /**
   * {@code unsigned int if_nametoindex(const char *name)}.
   *
   * @param name a network interface's name
   * @return its index, or 0 (ENODEV)
   * @see <a href="https://man7.org/linux/man-pages/man3/if_nametoindex.3.html">
   *     if_nametoindex(3)</a>
   */
  public static int if_nametoindex(String name) {
    try (var arena = Arena.ofConfined()) {
      return if_nametoindex(Pointers.text(arena, name));
    }
  }

  /**
   * {@code unsigned int if_nametoindex(const char *name)}.
   *
   * @param name a network interface's name, ended by a NUL
   * @return its index, or 0 (ENODEV)
   * @see <a href="https://man7.org/linux/man-pages/man3/if_nametoindex.3.html">
   *     if_nametoindex(3)</a>
   */
  public static int if_nametoindex(MemorySegment name) {
    Pointers.checkText(name);
    var thread = PerThread.get();
    int index = thread.result(LibcNames.if_nametoindex(thread.capture, name));
    return index == -1 ? 0 : index;
  }

  /**
   * {@code char *if_indextoname(unsigned int index, char *name)}.
   *
   * @param index a network interface's index
   * @param name takes its name, ended by a NUL: {@code IF_NAMESIZE} bytes
   * @return {@code name}, or {@link #NULL} (ENXIO)
   * @see <a href="https://man7.org/linux/man-pages/man3/if_indextoname.3.html">
   *     if_indextoname(3)</a>
   */
  public static MemorySegment if_indextoname(int index, MemorySegment name) {
    Pointers.checkWritable(name, IF_NAMESIZE);
    var thread = PerThread.get();
    int result = thread.result(LibcNames.if_indextoname(thread.capture, index, name));
    return result == -1 ? NULL : name;
  }

  /**
   * {@code struct if_nameindex *if_nameindex(void)}.
   *
   * @return an array of all network interfaces, ended by a struct of zeros, which {@link
   *     #if_freenameindex if_freenameindex} gives back; or {@link #NULL} (ENOBUFS)
   * @see <a href="https://man7.org/linux/man-pages/man3/if_nameindex.3.html">if_nameindex(3)</a>
   */
  public static MemorySegment if_nameindex() {
    var thread = PerThread.get();
    MemorySegment list = LibcNames.if_nameindex(thread.capture);
    if (list.address() == 0) {
      thread.errno = Call.errno(thread.capture);
      return NULL;
    }
    long size = if_nameindex.SIZE;
    MemorySegment all = Pointers.at(list.address(), size);
    for (long entry = 0; !isEnd(all, entry); entry += if_nameindex.SIZE) {
      size += if_nameindex.SIZE;
      all = Pointers.at(list.address(), size);
    }
    return all;
  }

  private static boolean isEnd(MemorySegment list, long entry) {
    return list.get(JAVA_INT_UNALIGNED, entry + if_nameindex.if_index) == 0
        && list.get(JAVA_LONG_UNALIGNED, entry + if_nameindex.if_name) == 0;
  }

  /**
   * {@code void if_freenameindex(struct if_nameindex *list)}.
   *
   * @param list what {@link #if_nameindex if_nameindex} returned; using it after this is as fatal
   *     as in C
   * @see <a href="https://man7.org/linux/man-pages/man3/if_freenameindex.3.html">
   *     if_freenameindex(3)</a>
   */
  public static void if_freenameindex(MemorySegment list) {
    LibcNames.if_freenameindex(list);
  }

  /**
   * {@code int getifaddrs(struct ifaddrs **list)}.
   *
   * @param list a pointer: takes the first struct of a list of all network interfaces and their
   *     addresses, which {@link #freeifaddrs freeifaddrs} gives back
   * @return 0, or -1 (as {@link #socket socket}, {@link #recvmsg recvmsg}, ENOMEM)
   * @see <a href="https://man7.org/linux/man-pages/man3/getifaddrs.3.html">getifaddrs(3)</a>
   */
  public static int getifaddrs(MemorySegment list) {
    Pointers.checkWritable(list, ADDRESS.byteSize());
    var thread = PerThread.get();
    return thread.result(LibcNames.getifaddrs(thread.capture, list));
  }

  /**
   * {@code void freeifaddrs(struct ifaddrs *list)}.
   *
   * @param list the first struct of a list that {@link #getifaddrs getifaddrs} made; using the list
   *     after this is as fatal as in C
   * @see <a href="https://man7.org/linux/man-pages/man3/freeifaddrs.3.html">freeifaddrs(3)</a>
   */
  public static void freeifaddrs(MemorySegment list) {
    LibcNames.freeifaddrs(list);
  }
}
