package posix.sockets;

/**
 * {@code struct ip6_mtuinfo}, the value of {@code IPV6_PATHMTU}.
 *
 * @param address where the path leads; the kernel leaves it empty for the socket's own peer
 * @param mtu the largest packet, in bytes
 */
public record Ip6Mtuinfo(SockAddr address, long mtu) {}
