package posix.sockets;

/**
 * {@code struct tpacket_stats_v3}, the value of {@code PACKET_STATISTICS}: what has happened since
 * it was last read.
 *
 * @param packets how many frames came, those dropped included
 * @param drops how many were dropped because there was no room
 * @param freezeQCnt how often the ring was full; with {@code TPACKET_V3} only, else 0
 */
public record TpacketStats(long packets, long drops, long freezeQCnt) {}
