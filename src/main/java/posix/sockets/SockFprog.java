package posix.sockets;

import java.util.List;

/**
 * {@code struct sock_fprog}, a classic BPF program: the value of {@code SO_ATTACH_FILTER} and the
 * like. The kernel copies it.
 *
 * @param filter its instructions, at most 4096; none where the kernel says that there is no program
 */
public record SockFprog(List<SockFilter> filter) {
  private static final int BPF_MAXINSNS = 4096;

  /** Copies the list, and refuses one that is too long. */
  public SockFprog {
    filter = List.copyOf(filter);
    if (filter.size() > BPF_MAXINSNS) {
      throw new IllegalArgumentException(
          "at most " + BPF_MAXINSNS + " instructions, not " + filter.size());
    }
  }

  /**
   * A program.
   *
   * @param filter its instructions
   * @return the value
   */
  public static SockFprog of(SockFilter... filter) {
    return new SockFprog(List.of(filter));
  }
}
