package posix.sockets;

/**
 * {@code struct tpacket_rollover_stats}, the value of {@code PACKET_ROLLOVER_STATS}.
 *
 * @param all how many frames rolled over
 * @param huge how many did because of a flow that is too large
 * @param failed how many found no other socket
 */
public record TpacketRolloverStats(long all, long huge, long failed) {}
