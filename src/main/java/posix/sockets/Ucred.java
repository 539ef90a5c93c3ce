package posix.sockets;

/**
 * {@code struct ucred}, the value of {@code SO_PEERCRED}. Without a peer, the process is 0, and
 * user and group are -1.
 *
 * @param pid the process, as this one's namespace numbers it; 0 for one outside
 * @param uid the user
 * @param gid the group
 */
public record Ucred(int pid, int uid, int gid) {}
