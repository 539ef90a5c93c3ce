package posix.sockets;

/**
 * A {@code struct ifaddrs}: an interface with one of its addresses.
 *
 * @param name {@code ifa_name}
 * @param index the interface's index, or 0 if it has gone meanwhile
 * @param flags {@code ifa_flags}
 * @param addr {@code ifa_addr}, or null
 * @param netmask {@code ifa_netmask}, or null
 * @param broadaddr {@code ifa_broadaddr}, or null; with {@code IFF_BROADCAST}
 * @param dstaddr {@code ifa_dstaddr}, or null; with {@code IFF_POINTOPOINT}, the peer's
 * @param stats {@code ifa_data} of an {@code AF_PACKET} address, or null
 */
public record IfAddrs(
    String name,
    int index,
    InterfaceFlags flags,
    SockAddr addr,
    SockAddr netmask,
    SockAddr broadaddr,
    SockAddr dstaddr,
    LinkStats stats) {}
