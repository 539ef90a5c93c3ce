package posix.sockets;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import posix.sockets.internal.OffThread;

/**
 * A {@code struct addrinfo}: one of the sockets that a host and a service may be reached by, or,
 * made by {@link #hints}, which ones are wanted.
 *
 * <p>{@link #getaddrinfo} and {@link #getnameinfo} read files and ask name servers inside libc, for
 * seconds if these are silent, and nothing can end them there. On a virtual thread, and with a
 * {@link Deadline}, one of at most 16 platform threads makes the call. A caller with a deadline
 * waits no longer than that, and is ended by an interrupt; without one it waits for the outcome.
 * Text is UTF-8 both ways.
 *
 * @param flags {@code ai_flags}, of the hints
 * @param family {@code ai_family}
 * @param socktype {@code ai_socktype}; in hints, 0 is any
 * @param protocol {@code ai_protocol}; in hints, 0 is any
 * @param addr {@code ai_addr}; null in hints
 * @param canonname {@code ai_canonname} of the first one if {@code AI_CANONNAME} asked for it, else
 *     null
 */
public record AddrInfo(
    AddrInfoFlags flags,
    AddressFamily family,
    SocketType socktype,
    Protocol protocol,
    SockAddr addr,
    String canonname) {
  private static final SocketType ANY_TYPE = SocketType.of(0);

  /** Refuses null but for the address and the name. */
  public AddrInfo {
    Objects.requireNonNull(flags);
    Objects.requireNonNull(family);
    Objects.requireNonNull(socktype);
    Objects.requireNonNull(protocol);
  }

  /**
   * Hints for sockets of any type.
   *
   * @param flags {@code AI_} constants
   * @param family which family, {@code AF_UNSPEC} for any
   * @return the hints
   */
  public static AddrInfo hints(AddrInfoFlags flags, AddressFamily family) {
    return hints(flags, family, ANY_TYPE);
  }

  /**
   * Hints for sockets of a type.
   *
   * @param flags {@code AI_} constants
   * @param family which family, {@code AF_UNSPEC} for any
   * @param socktype which type
   * @return the hints
   */
  public static AddrInfo hints(AddrInfoFlags flags, AddressFamily family, SocketType socktype) {
    return hints(flags, family, socktype, Constants.IPPROTO_IP);
  }

  /**
   * Hints for sockets of a type and a protocol.
   *
   * @param flags {@code AI_} constants
   * @param family which family, {@code AF_UNSPEC} for any
   * @param socktype which type
   * @param protocol which protocol
   * @return the hints
   */
  public static AddrInfo hints(
      AddrInfoFlags flags, AddressFamily family, SocketType socktype, Protocol protocol) {
    return new AddrInfo(flags, family, socktype, protocol, null, null);
  }

  /**
   * {@code int getaddrinfo(const char *node, const char *service, NULL, struct addrinfo **res)}:
   * each address with each type.
   *
   * @param node as {@link #getaddrinfo(String, String, AddrInfo)}
   * @param service as {@link #getaddrinfo(String, String, AddrInfo)}
   * @return as {@link #getaddrinfo(String, String, AddrInfo)}
   * @throws AddrInfoException as {@link #getaddrinfo(String, String, AddrInfo)}
   */
  public static List<AddrInfo> getaddrinfo(String node, String service) throws AddrInfoException {
    return getaddrinfo(node, service, null);
  }

  /**
   * {@code int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
   * struct addrinfo **res)}.
   *
   * @param node a host's name or numeric address, or null for this machine
   * @param service a service's name or port number, or null for port 0
   * @param hints what is wanted, or null
   * @return what was found, in the order in which to try it; never empty
   * @throws AddrInfoException EAI_ADDRFAMILY, EAI_AGAIN, EAI_BADFLAGS, EAI_FAIL, EAI_FAMILY,
   *     EAI_MEMORY, EAI_NODATA, EAI_NONAME, EAI_SERVICE, EAI_SOCKTYPE, EAI_SYSTEM
   * @see <a href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>
   */
  public static List<AddrInfo> getaddrinfo(String node, String service, AddrInfo hints)
      throws AddrInfoException {
    return OffThread.call(() -> Resolver.getaddrinfo(node, service, hints));
  }

  /**
   * {@code int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
   * struct addrinfo **res)}, with a deadline.
   *
   * @param node as {@link #getaddrinfo(String, String, AddrInfo)}
   * @param service as {@link #getaddrinfo(String, String, AddrInfo)}
   * @param hints as {@link #getaddrinfo(String, String, AddrInfo)}
   * @param deadline until when the caller waits
   * @return as {@link #getaddrinfo(String, String, AddrInfo)}
   * @throws IOException {@link AddrInfoException} as {@link #getaddrinfo(String, String,
   *     AddrInfo)}; {@link java.net.SocketTimeoutException} when the deadline has passed, {@link
   *     java.io.InterruptedIOException} when the thread is interrupted
   */
  public static List<AddrInfo> getaddrinfo(
      String node, String service, AddrInfo hints, Deadline deadline) throws IOException {
    return OffThread.call(() -> Resolver.getaddrinfo(node, service, hints), deadline.nanos);
  }

  /**
   * {@code int getnameinfo(const struct sockaddr *addr, socklen_t addrlen, char *host, socklen_t
   * hostlen, char *serv, socklen_t servlen, int flags)}.
   *
   * @param addr the address
   * @param flags {@code NI_} constants
   * @return the names of its host and of its service; numbers where there are none
   * @throws AddrInfoException EAI_AGAIN, EAI_BADFLAGS, EAI_FAIL, EAI_FAMILY, EAI_MEMORY,
   *     EAI_NONAME, EAI_OVERFLOW, EAI_SYSTEM
   * @see <a href="https://man7.org/linux/man-pages/man3/getnameinfo.3.html">getnameinfo(3)</a>
   */
  public static NameInfo getnameinfo(SockAddr addr, NameInfoFlags flags) throws AddrInfoException {
    return OffThread.call(() -> Resolver.getnameinfo(addr, flags.value()));
  }

  /**
   * {@code int getnameinfo(const struct sockaddr *addr, socklen_t addrlen, char *host, socklen_t
   * hostlen, char *serv, socklen_t servlen, int flags)}, with a deadline.
   *
   * @param addr the address
   * @param flags {@code NI_} constants
   * @param deadline until when the caller waits
   * @return as {@link #getnameinfo(SockAddr, NameInfoFlags)}
   * @throws IOException as {@link #getnameinfo(SockAddr, NameInfoFlags)}, and as {@link
   *     #getaddrinfo(String, String, AddrInfo, Deadline)}
   */
  public static NameInfo getnameinfo(SockAddr addr, NameInfoFlags flags, Deadline deadline)
      throws IOException {
    return OffThread.call(() -> Resolver.getnameinfo(addr, flags.value()), deadline.nanos);
  }
}
