package posix.sockets.libc;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code <netdb.h>}, {@code <arpa/inet.h>}, {@code <net/if.h>}, {@code <ifaddrs.h>}: names and
 * addresses. What a call returns, and what its first argument is, {@link Call} says.
 */
public final class LibcNames {
  private LibcNames() {}

  private static final class InetPtonCall {
    static final MethodHandle HANDLE = Link.capturing("inet_pton", "l_lpp");
  }

  /**
   * {@code int inet_pton(int af, const char *src, void *dst)}: 1, 0 for bad text, or {@code
   * -errno}.
   */
  public static int inet_pton(MemorySegment errno, int af, MemorySegment src, MemorySegment dst) {
    try {
      return Call.result(
          (int) (long) InetPtonCall.HANDLE.invokeExact(errno, (long) af, src, dst), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class InetNtopCall {
    static final MethodHandle HANDLE = Link.capturing("inet_ntop", "p_lppl");
  }

  /**
   * {@code const char *inet_ntop(int af, const void *src, char *dst, socklen_t size)}: 0, or {@code
   * -errno}.
   */
  public static int inet_ntop(
      MemorySegment errno, int af, MemorySegment src, MemorySegment dst, int size) {
    try {
      var pointer =
          (MemorySegment) InetNtopCall.HANDLE.invokeExact(errno, (long) af, src, dst, (long) size);
      return pointer.address() == 0 ? -Call.errno(errno) : 0;
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class InetAtonCall {
    static final MethodHandle HANDLE = Link.plain("inet_aton", "l_pp");
  }

  /** {@code int inet_aton(const char *text, struct in_addr *addr)}: 1, or 0 for bad text. */
  public static int inet_aton(MemorySegment text, MemorySegment addr) {
    try {
      return (int) (long) InetAtonCall.HANDLE.invokeExact(text, addr);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class InetAddrCall {
    static final MethodHandle HANDLE = Link.plain("inet_addr", "l_p");
  }

  /** {@code in_addr_t inet_addr(const char *text)}. */
  public static int inet_addr(MemorySegment text) {
    try {
      return (int) (long) InetAddrCall.HANDLE.invokeExact(text);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetaddrinfoCall {
    static final MethodHandle HANDLE = Link.capturing("getaddrinfo", "l_pppp");
  }

  /**
   * {@code int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
   * struct addrinfo **result)}: 0 or an {@code EAI_} code; errno counts with {@code EAI_SYSTEM}.
   */
  public static int getaddrinfo(
      MemorySegment errno,
      MemorySegment node,
      MemorySegment service,
      MemorySegment hints,
      MemorySegment result) {
    try {
      return (int) (long) GetaddrinfoCall.HANDLE.invokeExact(errno, node, service, hints, result);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class FreeaddrinfoCall {
    static final MethodHandle HANDLE = Link.plain("freeaddrinfo", "v_p");
  }

  /** {@code void freeaddrinfo(struct addrinfo *list)}. */
  public static void freeaddrinfo(MemorySegment list) {
    try {
      FreeaddrinfoCall.HANDLE.invokeExact(list);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GaiStrerrorCall {
    static final MethodHandle HANDLE = Link.plain("gai_strerror", "p_l");
  }

  /** {@code const char *gai_strerror(int code)}. */
  public static String gai_strerror(int code) {
    try {
      return Link.string((MemorySegment) GaiStrerrorCall.HANDLE.invokeExact((long) code));
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetnameinfoCall {
    static final MethodHandle HANDLE = Link.capturing("getnameinfo", "l_plplpll");
  }

  /**
   * {@code int getnameinfo(const struct sockaddr *addr, socklen_t len, char *host, socklen_t
   * hostlen, char *serv, socklen_t servlen, int flags)}: 0 or an {@code EAI_} code; errno counts
   * with {@code EAI_SYSTEM}.
   */
  public static int getnameinfo(
      MemorySegment errno,
      MemorySegment addr,
      int len,
      MemorySegment host,
      int hostlen,
      MemorySegment serv,
      int servlen,
      int flags) {
    try {
      return (int)
          (long)
              GetnameinfoCall.HANDLE.invokeExact(
                  errno,
                  addr,
                  (long) len,
                  host,
                  (long) hostlen,
                  serv,
                  (long) servlen,
                  (long) flags);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetservbynameCall {
    static final MethodHandle HANDLE = Link.plain("getservbyname", "p_pp");
  }

  /** {@code struct servent *getservbyname(const char *name, const char *proto)}. */
  public static MemorySegment getservbyname(MemorySegment name, MemorySegment proto) {
    try {
      return (MemorySegment) GetservbynameCall.HANDLE.invokeExact(name, proto);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetservbyportCall {
    static final MethodHandle HANDLE = Link.plain("getservbyport", "p_lp");
  }

  /** {@code struct servent *getservbyport(int port, const char *proto)}. */
  public static MemorySegment getservbyport(int port, MemorySegment proto) {
    try {
      return (MemorySegment) GetservbyportCall.HANDLE.invokeExact((long) port, proto);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetprotobynameCall {
    static final MethodHandle HANDLE = Link.plain("getprotobyname", "p_p");
  }

  /** {@code struct protoent *getprotobyname(const char *name)}. */
  public static MemorySegment getprotobyname(MemorySegment name) {
    try {
      return (MemorySegment) GetprotobynameCall.HANDLE.invokeExact(name);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetprotobynumberCall {
    static final MethodHandle HANDLE = Link.plain("getprotobynumber", "p_l");
  }

  /** {@code struct protoent *getprotobynumber(int proto)}. */
  public static MemorySegment getprotobynumber(int proto) {
    try {
      return (MemorySegment) GetprotobynumberCall.HANDLE.invokeExact((long) proto);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetservbynameRCall {
    static final MethodHandle HANDLE = Link.plain("getservbyname_r", "l_pppplp");
  }

  /**
   * {@code int getservbyname_r(const char *name, const char *proto, struct servent *entry, char
   * *buf, size_t n, struct servent **result)}: 0 or an error number.
   */
  public static int getservbyname_r(
      MemorySegment name,
      MemorySegment proto,
      MemorySegment entry,
      MemorySegment buf,
      long n,
      MemorySegment result) {
    try {
      return (int) (long) GetservbynameRCall.HANDLE.invokeExact(name, proto, entry, buf, n, result);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetservbyportRCall {
    static final MethodHandle HANDLE = Link.plain("getservbyport_r", "l_lppplp");
  }

  /**
   * {@code int getservbyport_r(int port, const char *proto, struct servent *entry, char *buf,
   * size_t n, struct servent **result)}: 0 or an error number.
   */
  public static int getservbyport_r(
      int port,
      MemorySegment proto,
      MemorySegment entry,
      MemorySegment buf,
      long n,
      MemorySegment result) {
    try {
      return (int)
          (long) GetservbyportRCall.HANDLE.invokeExact((long) port, proto, entry, buf, n, result);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetprotobynameRCall {
    static final MethodHandle HANDLE = Link.plain("getprotobyname_r", "l_ppplp");
  }

  /**
   * {@code int getprotobyname_r(const char *name, struct protoent *entry, char *buf, size_t n,
   * struct protoent **result)}: 0 or an error number.
   */
  public static int getprotobyname_r(
      MemorySegment name, MemorySegment entry, MemorySegment buf, long n, MemorySegment result) {
    try {
      return (int) (long) GetprotobynameRCall.HANDLE.invokeExact(name, entry, buf, n, result);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetprotobynumberRCall {
    static final MethodHandle HANDLE = Link.plain("getprotobynumber_r", "l_lpplp");
  }

  /**
   * {@code int getprotobynumber_r(int proto, struct protoent *entry, char *buf, size_t n, struct
   * protoent **result)}: 0 or an error number.
   */
  public static int getprotobynumber_r(
      int proto, MemorySegment entry, MemorySegment buf, long n, MemorySegment result) {
    try {
      return (int)
          (long) GetprotobynumberRCall.HANDLE.invokeExact((long) proto, entry, buf, n, result);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GethostbynameCall {
    static final MethodHandle HANDLE = Link.plain("gethostbyname", "p_p");
  }

  /** {@code struct hostent *gethostbyname(const char *name)}. */
  public static MemorySegment gethostbyname(MemorySegment name) {
    try {
      return (MemorySegment) GethostbynameCall.HANDLE.invokeExact(name);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GethostbyaddrCall {
    static final MethodHandle HANDLE = Link.plain("gethostbyaddr", "p_pll");
  }

  /** {@code struct hostent *gethostbyaddr(const void *addr, socklen_t len, int type)}. */
  public static MemorySegment gethostbyaddr(MemorySegment addr, int len, int type) {
    try {
      return (MemorySegment) GethostbyaddrCall.HANDLE.invokeExact(addr, (long) len, (long) type);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class IfNametoindexCall {
    static final MethodHandle HANDLE = Link.capturing("if_nametoindex", "l_p");
  }

  /** {@code unsigned int if_nametoindex(const char *name)}: the index, or {@code -errno}. */
  public static int if_nametoindex(MemorySegment errno, MemorySegment name) {
    try {
      int index = (int) (long) IfNametoindexCall.HANDLE.invokeExact(errno, name);
      return index == 0 ? -Call.errno(errno) : index;
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class IfIndextonameCall {
    static final MethodHandle HANDLE = Link.capturing("if_indextoname", "p_lp");
  }

  /** {@code char *if_indextoname(unsigned int index, char *name)}: 0, or {@code -errno}. */
  public static int if_indextoname(MemorySegment errno, int index, MemorySegment name) {
    try {
      var pointer = (MemorySegment) IfIndextonameCall.HANDLE.invokeExact(errno, (long) index, name);
      return pointer.address() == 0 ? -Call.errno(errno) : 0;
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class IfNameindexCall {
    static final MethodHandle HANDLE = Link.capturing("if_nameindex", "p_");
  }

  /** {@code struct if_nameindex *if_nameindex(void)}: the list; NULL, with errno in its memory. */
  public static MemorySegment if_nameindex(MemorySegment errno) {
    try {
      return (MemorySegment) IfNameindexCall.HANDLE.invokeExact(errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class IfFreenameindexCall {
    static final MethodHandle HANDLE = Link.plain("if_freenameindex", "v_p");
  }

  /** {@code void if_freenameindex(struct if_nameindex *list)}. */
  public static void if_freenameindex(MemorySegment list) {
    try {
      IfFreenameindexCall.HANDLE.invokeExact(list);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetifaddrsCall {
    static final MethodHandle HANDLE = Link.capturing("getifaddrs", "l_p");
  }

  /** {@code int getifaddrs(struct ifaddrs **list)}. */
  public static int getifaddrs(MemorySegment errno, MemorySegment list) {
    try {
      return Call.result((int) (long) GetifaddrsCall.HANDLE.invokeExact(errno, list), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class FreeifaddrsCall {
    static final MethodHandle HANDLE = Link.plain("freeifaddrs", "v_p");
  }

  /** {@code void freeifaddrs(struct ifaddrs *list)}. */
  public static void freeifaddrs(MemorySegment list) {
    try {
      FreeifaddrsCall.HANDLE.invokeExact(list);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }
}
