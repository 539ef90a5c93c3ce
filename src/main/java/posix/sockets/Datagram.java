package posix.sockets;

/**
 * What {@code recvfrom} gives.
 *
 * @param length how many bytes arrived; with {@code MSG_TRUNC} the datagram's full length
 * @param from the sender's address; an {@link Opaque} of {@code AF_UNSPEC} from a connected stream
 */
public record Datagram(long length, SockAddr from) {}
