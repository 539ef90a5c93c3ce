package posix.sockets;

/**
 * {@code struct sock_txtime}, the value of {@code SO_TXTIME}.
 *
 * @param clockid the clock of the times given, {@code CLOCK_MONOTONIC} or {@code CLOCK_TAI}
 * @param flags {@code SOF_TXTIME_DEADLINE_MODE}, {@code SOF_TXTIME_REPORT_ERRORS}
 */
public record SockTxtime(int clockid, int flags) {}
