package posix.sockets;

import static posix.sockets.internal.TcpCodec.FULL_INFO;
import static posix.sockets.internal.TcpCodec.MPTCPINFO;
import static posix.sockets.internal.TcpCodec.SUBFLOW_ADDRS;
import static posix.sockets.internal.TcpCodec.SUBFLOW_TCPINFO;
import static posix.sockets.raw.constants.SocketH.SOL_MPTCP;

import java.util.List;
import posix.sockets.SockOpt.ReadOnly;
import posix.sockets.raw.constants.MptcpH;

/** The options of level {@code SOL_MPTCP}, sorted by name. */
public interface MptcpOptions {
  /** The connection and all its subflows. Since Linux 6.6. */
  ReadOnly<MptcpFullInfo> MPTCP_FULL_INFO =
      new ReadOnly<>(SOL_MPTCP, MptcpH.MPTCP_FULL_INFO, FULL_INFO, "MPTCP_FULL_INFO");

  /** State and counters of the connection. Since Linux 5.16. */
  ReadOnly<MptcpInfo> MPTCP_INFO =
      new ReadOnly<>(SOL_MPTCP, MptcpH.MPTCP_INFO, MPTCPINFO, "MPTCP_INFO");

  /** The addresses of the subflows. Since Linux 5.16. */
  ReadOnly<List<MptcpSubflow>> MPTCP_SUBFLOW_ADDRS =
      new ReadOnly<>(SOL_MPTCP, MptcpH.MPTCP_SUBFLOW_ADDRS, SUBFLOW_ADDRS, "MPTCP_SUBFLOW_ADDRS");

  /** State and counters of the subflows. Since Linux 5.16. */
  ReadOnly<List<TcpInfo>> MPTCP_TCPINFO =
      new ReadOnly<>(SOL_MPTCP, MptcpH.MPTCP_TCPINFO, SUBFLOW_TCPINFO, "MPTCP_TCPINFO");
}
