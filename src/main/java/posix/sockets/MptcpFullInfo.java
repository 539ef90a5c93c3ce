package posix.sockets;

import java.util.List;

/**
 * {@code struct mptcp_full_info} and what it points to, the value of {@code MPTCP_FULL_INFO}.
 *
 * @param info the connection
 * @param subflows its subflows
 */
public record MptcpFullInfo(MptcpInfo info, List<Subflow> subflows) {
  /** Copies the list. */
  public MptcpFullInfo {
    subflows = List.copyOf(subflows);
  }

  /**
   * A subflow.
   *
   * @param id its number
   * @param ends its addresses
   * @param tcpInfo its state and counters
   */
  public record Subflow(int id, MptcpSubflow ends, TcpInfo tcpInfo) {}
}
