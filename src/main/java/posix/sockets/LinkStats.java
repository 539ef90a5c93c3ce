package posix.sockets;

/**
 * What has passed an interface: the first members of a {@code struct rtnl_link_stats}. Each starts
 * anew at 4294967296.
 *
 * @param rxPackets {@code rx_packets}: packets received
 * @param txPackets {@code tx_packets}: packets sent
 * @param rxBytes {@code rx_bytes}: bytes received
 * @param txBytes {@code tx_bytes}: bytes sent
 * @param rxErrors {@code rx_errors}: bad packets received
 * @param txErrors {@code tx_errors}: packets that could not be sent
 * @param rxDropped {@code rx_dropped}: packets received and dropped
 * @param txDropped {@code tx_dropped}: packets dropped instead of sent
 * @param multicast {@code multicast}: multicast packets received
 * @param collisions {@code collisions}: collisions
 */
public record LinkStats(
    long rxPackets,
    long txPackets,
    long rxBytes,
    long txBytes,
    long rxErrors,
    long txErrors,
    long rxDropped,
    long txDropped,
    long multicast,
    long collisions) {}
