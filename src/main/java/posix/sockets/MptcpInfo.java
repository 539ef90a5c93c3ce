package posix.sockets;

import java.util.OptionalLong;
import posix.sockets.libc.Structs.mptcp_info;

/**
 * {@code struct mptcp_info}, the value of {@code MPTCP_INFO}: state and counters of a connection of
 * Multipath TCP. The struct grows with the kernel; what this kernel did not give is empty.
 */
public final class MptcpInfo {
  /** Up to {@code mptcpi_rcv_nxt}. */
  private static final int LEAST = mptcp_info.mptcpi_rcv_nxt + Long.BYTES;

  // Members that the oldest headers we build with lack, from Linux 6.18's linux/mptcp.h.
  private static final int RETRANSMITS = 44;
  private static final int BYTES_RETRANS = 48;
  private static final int BYTES_SENT = 56;
  private static final int BYTES_RECEIVED = 64;
  private static final int BYTES_ACKED = 72;
  private static final int SUBFLOWS_TOTAL = 80;
  private static final int LAST_DATA_SENT = 84;
  private static final int LAST_DATA_RECV = 88;
  private static final int LAST_ACK_RECV = 92;

  // What an older kernel gave as the padding at its struct's end is not a member.
  private static final int SIZE_OF_LINUX_6_10 = LAST_ACK_RECV + Integer.BYTES;

  private final InfoBytes info;

  private MptcpInfo(byte[] bytes) {
    info = new InfoBytes(bytes, LEAST);
  }

  /**
   * The struct from its bytes.
   *
   * @param bytes as many as a kernel gave, 40 at least
   * @return the value
   */
  public static MptcpInfo of(byte[] bytes) {
    return new MptcpInfo(bytes);
  }

  /** {@return the struct's bytes, as many as the kernel gave} */
  public byte[] bytes() {
    return info.copy();
  }

  /** {@return how many subflows there are beside the first: {@code mptcpi_subflows}} */
  public int subflows() {
    return info.u8(mptcp_info.mptcpi_subflows);
  }

  /** {@return how many addresses were announced: {@code mptcpi_add_addr_signal}} */
  public int addAddrSignal() {
    return info.u8(mptcp_info.mptcpi_add_addr_signal);
  }

  /** {@return how many addresses were accepted: {@code mptcpi_add_addr_accepted}} */
  public int addAddrAccepted() {
    return info.u8(mptcp_info.mptcpi_add_addr_accepted);
  }

  /** {@return how many subflows there may be: {@code mptcpi_subflows_max}} */
  public int subflowsMax() {
    return info.u8(mptcp_info.mptcpi_subflows_max);
  }

  /** {@return how many addresses may be announced: {@code mptcpi_add_addr_signal_max}} */
  public int addAddrSignalMax() {
    return info.u8(mptcp_info.mptcpi_add_addr_signal_max);
  }

  /** {@return how many addresses may be accepted: {@code mptcpi_add_addr_accepted_max}} */
  public int addAddrAcceptedMax() {
    return info.u8(mptcp_info.mptcpi_add_addr_accepted_max);
  }

  /** {@return {@code MPTCP_INFO_FLAG_FALLBACK} and the like: {@code mptcpi_flags}} */
  public long flags() {
    return info.u32(mptcp_info.mptcpi_flags);
  }

  /** {@return the connection's token: {@code mptcpi_token}} */
  public long token() {
    return info.u32(mptcp_info.mptcpi_token);
  }

  /** {@return the sequence number of what is sent next: {@code mptcpi_write_seq}} */
  public long writeSeq() {
    return info.u64(mptcp_info.mptcpi_write_seq);
  }

  /** {@return the sequence number of what is unacknowledged: {@code mptcpi_snd_una}} */
  public long sndUna() {
    return info.u64(mptcp_info.mptcpi_snd_una);
  }

  /** {@return the sequence number of what is to come: {@code mptcpi_rcv_nxt}} */
  public long rcvNxt() {
    return info.u64(mptcp_info.mptcpi_rcv_nxt);
  }

  /**
   * {@return how many addresses of this machine are in use; since Linux 5.12: {@code
   * mptcpi_local_addr_used}}
   */
  public OptionalLong localAddrUsed() {
    return info.maybe8(mptcp_info.mptcpi_local_addr_used);
  }

  /** {@return how many of them may be; since Linux 5.12: {@code mptcpi_local_addr_max}} */
  public OptionalLong localAddrMax() {
    return info.maybe8(mptcp_info.mptcpi_local_addr_max);
  }

  /**
   * {@return 1 with checksums, and 0 in Linux 5.12 and 5.13, which did not say; since Linux 5.14:
   * {@code mptcpi_csum_enabled}}
   */
  public OptionalLong csumEnabled() {
    return info.maybe8(mptcp_info.mptcpi_csum_enabled);
  }

  /** {@return how often data was retransmitted; since Linux 6.5: {@code mptcpi_retransmits}} */
  public OptionalLong retransmits() {
    return info.length() < BYTES_SENT ? OptionalLong.empty() : info.maybe32(RETRANSMITS);
  }

  /** {@return how many bytes were retransmitted; since Linux 6.5: {@code mptcpi_bytes_retrans}} */
  public OptionalLong bytesRetrans() {
    return info.maybe64(BYTES_RETRANS);
  }

  /** {@return how many bytes were sent; since Linux 6.5: {@code mptcpi_bytes_sent}} */
  public OptionalLong bytesSent() {
    return info.maybe64(BYTES_SENT);
  }

  /** {@return how many bytes were received; since Linux 6.5: {@code mptcpi_bytes_received}} */
  public OptionalLong bytesReceived() {
    return info.maybe64(BYTES_RECEIVED);
  }

  /** {@return how many bytes were acknowledged; since Linux 6.5: {@code mptcpi_bytes_acked}} */
  public OptionalLong bytesAcked() {
    return info.maybe64(BYTES_ACKED);
  }

  /** {@return how many subflows there are; since Linux 6.8: {@code mptcpi_subflows_total}} */
  public OptionalLong subflowsTotal() {
    return info.maybe8(SUBFLOWS_TOTAL);
  }

  /**
   * {@return how long ago data was sent, in milliseconds; since Linux 6.10: {@code
   * mptcpi_last_data_sent}}
   */
  public OptionalLong lastDataSent() {
    return info.length() < SIZE_OF_LINUX_6_10 ? OptionalLong.empty() : info.maybe32(LAST_DATA_SENT);
  }

  /**
   * {@return how long ago data was received, in milliseconds; since Linux 6.10: {@code
   * mptcpi_last_data_recv}}
   */
  public OptionalLong lastDataRecv() {
    return info.maybe32(LAST_DATA_RECV);
  }

  /**
   * {@return how long ago an acknowledgement was received, in milliseconds; since Linux 6.10:
   * {@code mptcpi_last_ack_recv}}
   */
  public OptionalLong lastAckRecv() {
    return info.maybe32(LAST_ACK_RECV);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MptcpInfo i && info.equals(i.info);
  }

  @Override
  public int hashCode() {
    return info.hashCode();
  }

  /** Token, flags and the number of further subflows. */
  @Override
  public String toString() {
    String token = Long.toHexString(token());
    return "MptcpInfo[token=" + token + ", flags=" + flags() + ", subflows=" + subflows() + "]";
  }
}
