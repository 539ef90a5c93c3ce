package posix.sockets;

/**
 * {@code struct mptcp_subflow_addrs}: the two ends of a subflow of Multipath TCP.
 *
 * @param local this end
 * @param remote the other end
 */
public record MptcpSubflow(SockAddr local, SockAddr remote) {}
