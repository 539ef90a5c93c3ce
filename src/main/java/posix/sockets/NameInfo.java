package posix.sockets;

/**
 * What {@link AddrInfo#getnameinfo} found.
 *
 * @param host the host's name, or its address in numbers
 * @param service the service's name, or its port
 */
public record NameInfo(String host, String service) {}
