package posix.sockets;

/**
 * The memory that a socket uses, the value of {@code SO_MEMINFO}: {@code SK_MEMINFO_RMEM_ALLOC} and
 * so on. All in bytes but the last.
 *
 * @param rmemAlloc received and not yet read
 * @param rcvbuf room to receive
 * @param wmemAlloc to be sent, with what the device has
 * @param sndbuf room to send
 * @param fwdAlloc set aside
 * @param wmemQueued to be sent, in the socket's queue
 * @param optmem options and filters
 * @param backlog received while the socket was in use
 * @param drops how many packets were dropped
 */
public record SockMeminfo(
    long rmemAlloc,
    long rcvbuf,
    long wmemAlloc,
    long sndbuf,
    long fwdAlloc,
    long wmemQueued,
    long optmem,
    long backlog,
    long drops) {}
