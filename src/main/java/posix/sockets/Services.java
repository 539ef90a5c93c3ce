package posix.sockets;

import java.util.Optional;
import posix.sockets.internal.NetDatabase;
import posix.sockets.internal.OffThread;

/**
 * The names of services and protocols, for the most part those of {@code /etc/services} and {@code
 * /etc/protocols}. The calls are libc's thread-safe ones, {@code getservbyname_r} and so on. Text
 * is UTF-8.
 */
public final class Services {
  private Services() {}

  /**
   * {@code struct servent *getservbyname(const char *name, const char *proto)}.
   *
   * @param name a service's name or alias
   * @param proto a protocol's name such as {@code tcp}, or null for any
   * @return the service, if there is one
   * @throws ErrnoException what reading the database met with
   * @see <a href="https://man7.org/linux/man-pages/man3/getservbyname.3.html">getservbyname(3)</a>
   */
  public static Optional<ServEnt> getservbyname(String name, String proto) throws ErrnoException {
    return OffThread.call(() -> NetDatabase.serviceByName(name, proto));
  }

  /**
   * {@code struct servent *getservbyport(int port, const char *proto)}.
   *
   * @param port a port, 0 to 65535, in this machine's byte order
   * @param proto a protocol's name such as {@code tcp}, or null for any
   * @return the service, if there is one
   * @throws ErrnoException what reading the database met with
   * @see <a href="https://man7.org/linux/man-pages/man3/getservbyport.3.html">getservbyport(3)</a>
   */
  public static Optional<ServEnt> getservbyport(int port, String proto) throws ErrnoException {
    Ports.check(port);
    return OffThread.call(() -> NetDatabase.serviceByPort(port, proto));
  }

  /**
   * {@code struct protoent *getprotobyname(const char *name)}.
   *
   * @param name a protocol's name or alias
   * @return the protocol, if there is one
   * @throws ErrnoException what reading the database met with
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/getprotobyname.3.html">getprotobyname(3)</a>
   */
  public static Optional<ProtoEnt> getprotobyname(String name) throws ErrnoException {
    return OffThread.call(() -> NetDatabase.protocolByName(name));
  }

  /**
   * {@code struct protoent *getprotobynumber(int proto)}.
   *
   * @param proto the protocol
   * @return what is known of it, if anything is
   * @throws ErrnoException what reading the database met with
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/getprotobynumber.3.html">getprotobynumber(3)</a>
   */
  public static Optional<ProtoEnt> getprotobynumber(Protocol proto) throws ErrnoException {
    return OffThread.call(() -> NetDatabase.protocolByNumber(proto.value()));
  }
}
