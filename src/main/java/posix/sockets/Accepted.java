package posix.sockets;

/**
 * What {@code accept} gives.
 *
 * @param socket the connection, to be closed by whoever has it
 * @param peer the other end's address
 */
public record Accepted(PosixSocket socket, SockAddr peer) {}
