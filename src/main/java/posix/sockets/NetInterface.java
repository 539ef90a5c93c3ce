package posix.sockets;

/**
 * A {@code struct if_nameindex}.
 *
 * @param index {@code if_index}, 1 or more
 * @param name {@code if_name}
 */
public record NetInterface(int index, String name) {}
