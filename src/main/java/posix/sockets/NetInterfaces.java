package posix.sockets;

import java.util.List;
import posix.sockets.internal.Interfaces;

/**
 * This machine's network interfaces.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
 */
public final class NetInterfaces {
  private NetInterfaces() {}

  /**
   * {@code unsigned int if_nametoindex(const char *ifname)}.
   *
   * @param ifname an interface's name
   * @return its index
   * @throws ErrnoException ENODEV
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/if_nametoindex.3.html">if_nametoindex(3)</a>
   */
  public static int if_nametoindex(String ifname) throws ErrnoException {
    return Interfaces.nameToIndex(ifname);
  }

  /**
   * {@code char *if_indextoname(unsigned int ifindex, char *ifname)}.
   *
   * @param ifindex an interface's index
   * @return its name
   * @throws ErrnoException ENXIO
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/if_indextoname.3.html">if_indextoname(3)</a>
   */
  public static String if_indextoname(int ifindex) throws ErrnoException {
    return Interfaces.indexToName(ifindex);
  }

  /**
   * {@code struct if_nameindex *if_nameindex(void)}.
   *
   * @return all interfaces
   * @throws ErrnoException ENOBUFS
   * @see <a href="https://man7.org/linux/man-pages/man3/if_nameindex.3.html">if_nameindex(3)</a>
   */
  public static List<NetInterface> if_nameindex() throws ErrnoException {
    return Interfaces.nameIndex();
  }

  /**
   * {@code int getifaddrs(struct ifaddrs **ifap)}.
   *
   * @return the addresses of all interfaces; one of {@code AF_PACKET} for each interface itself
   * @throws ErrnoException ENOBUFS, ENOMEM
   * @see <a href="https://man7.org/linux/man-pages/man3/getifaddrs.3.html">getifaddrs(3)</a>
   */
  public static List<IfAddrs> getifaddrs() throws ErrnoException {
    return Interfaces.addresses();
  }
}
