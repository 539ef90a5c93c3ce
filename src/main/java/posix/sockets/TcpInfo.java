package posix.sockets;

import java.util.Map;
import java.util.OptionalLong;
import posix.sockets.internal.Names;
import posix.sockets.libc.Structs.uapi_tcp_info;
import posix.sockets.raw.constants.TcpH;

/**
 * {@code struct tcp_info}, the value of {@code TCP_INFO}: state and counters of a connection. The
 * struct grows with the kernel. What it has had since Linux 2.6 is a number here; of the rest, what
 * this kernel did not give is empty.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public final class TcpInfo {
  /** Up to {@code tcpi_total_retrans}. */
  private static final int LEAST = uapi_tcp_info.tcpi_total_retrans + Integer.BYTES;

  private static final int SCALES = uapi_tcp_info.tcpi_options + 1; // bit-fields have no offset
  private static final int FLAGS = SCALES + 1;

  // Members that the oldest headers we build with lack, from Linux 6.18's linux/tcp.h.
  private static final int RCV_WND = 232;
  private static final int REHASH = 236;
  private static final int TOTAL_RTO = 240;
  private static final int TOTAL_RTO_RECOVERIES = 242;
  private static final int TOTAL_RTO_TIME = 244;
  private static final int RECEIVED_CE = 248;
  private static final int DELIVERED_E1_BYTES = 252;
  private static final int DELIVERED_E0_BYTES = 256;
  private static final int DELIVERED_CE_BYTES = 260;
  private static final int RECEIVED_E1_BYTES = 264;
  private static final int RECEIVED_E0_BYTES = 268;
  private static final int RECEIVED_CE_BYTES = 272;

  private static final class Printed {
    static final Map<Integer, String> STATES =
        Names.listed(
            TcpH.class,
            "TCP_ESTABLISHED",
            "TCP_SYN_SENT",
            "TCP_SYN_RECV",
            "TCP_FIN_WAIT1",
            "TCP_FIN_WAIT2",
            "TCP_TIME_WAIT",
            "TCP_CLOSE",
            "TCP_CLOSE_WAIT",
            "TCP_LAST_ACK",
            "TCP_LISTEN",
            "TCP_CLOSING");
  }

  private final InfoBytes info;

  private TcpInfo(byte[] bytes) {
    info = new InfoBytes(bytes, LEAST);
  }

  /**
   * The struct from its bytes.
   *
   * @param bytes as many as a kernel gave, 104 at least
   * @return the value
   */
  public static TcpInfo of(byte[] bytes) {
    return new TcpInfo(bytes);
  }

  /** {@return the struct's bytes, as many as the kernel gave} */
  public byte[] bytes() {
    return info.copy();
  }

  /** {@return the state, {@code TCP_ESTABLISHED} and the like: {@code tcpi_state}} */
  public int state() {
    return info.u8(uapi_tcp_info.tcpi_state);
  }

  /**
   * {@return the congestion control's state, {@code TCP_CA_Open} and the like: {@code
   * tcpi_ca_state}}
   */
  public int caState() {
    return info.u8(uapi_tcp_info.tcpi_ca_state);
  }

  /** {@return how often the timeout ran out without an answer: {@code tcpi_retransmits}} */
  public int retransmits() {
    return info.u8(uapi_tcp_info.tcpi_retransmits);
  }

  /** {@return how many probes are unanswered: {@code tcpi_probes}} */
  public int probes() {
    return info.u8(uapi_tcp_info.tcpi_probes);
  }

  /** {@return how often the timeout was doubled: {@code tcpi_backoff}} */
  public int backoff() {
    return info.u8(uapi_tcp_info.tcpi_backoff);
  }

  /**
   * {@return what was negotiated, {@code TCPI_OPT_TIMESTAMPS} and the like: {@code tcpi_options}}
   */
  public int options() {
    return info.u8(uapi_tcp_info.tcpi_options);
  }

  /** {@return the scale of the peer's window: {@code tcpi_snd_wscale}} */
  public int sndWscale() {
    return info.u8(SCALES) & 0xf;
  }

  /** {@return the scale of the own window: {@code tcpi_rcv_wscale}} */
  public int rcvWscale() {
    return info.u8(SCALES) >> 4 & 0xf;
  }

  /**
   * {@return whether the delivery rate is limited by a lack of data; since Linux 4.9: {@code
   * tcpi_delivery_rate_app_limited}}
   */
  public boolean deliveryRateAppLimited() {
    return (info.u8(FLAGS) & 1) != 0;
  }

  /** {@return why fast open did not work; since Linux 5.5: {@code tcpi_fastopen_client_fail}} */
  public int fastopenClientFail() {
    return info.u8(FLAGS) >> 1 & 0x3;
  }

  /** {@return the retransmission timeout, in microseconds: {@code tcpi_rto}} */
  public long rto() {
    return info.u32(uapi_tcp_info.tcpi_rto);
  }

  /** {@return the delay of acknowledgements, in microseconds: {@code tcpi_ato}} */
  public long ato() {
    return info.u32(uapi_tcp_info.tcpi_ato);
  }

  /** {@return the largest segment sent, in bytes: {@code tcpi_snd_mss}} */
  public long sndMss() {
    return info.u32(uapi_tcp_info.tcpi_snd_mss);
  }

  /** {@return the largest segment received, in bytes: {@code tcpi_rcv_mss}} */
  public long rcvMss() {
    return info.u32(uapi_tcp_info.tcpi_rcv_mss);
  }

  /**
   * {@return how many segments are unacknowledged; of a listener, how many connections wait: {@code
   * tcpi_unacked}}
   */
  public long unacked() {
    return info.u32(uapi_tcp_info.tcpi_unacked);
  }

  /**
   * {@return how many segments are acknowledged selectively; of a listener, how many connections
   * may wait: {@code tcpi_sacked}}
   */
  public long sacked() {
    return info.u32(uapi_tcp_info.tcpi_sacked);
  }

  /** {@return how many segments are taken for lost: {@code tcpi_lost}} */
  public long lost() {
    return info.u32(uapi_tcp_info.tcpi_lost);
  }

  /** {@return how many segments under way are retransmissions: {@code tcpi_retrans}} */
  public long retrans() {
    return info.u32(uapi_tcp_info.tcpi_retrans);
  }

  /** {@return no longer used: {@code tcpi_fackets}} */
  public long fackets() {
    return info.u32(uapi_tcp_info.tcpi_fackets);
  }

  /** {@return how long ago data was sent, in milliseconds: {@code tcpi_last_data_sent}} */
  public long lastDataSent() {
    return info.u32(uapi_tcp_info.tcpi_last_data_sent);
  }

  /** {@return never filled in: {@code tcpi_last_ack_sent}} */
  public long lastAckSent() {
    return info.u32(uapi_tcp_info.tcpi_last_ack_sent);
  }

  /** {@return how long ago data was received, in milliseconds: {@code tcpi_last_data_recv}} */
  public long lastDataRecv() {
    return info.u32(uapi_tcp_info.tcpi_last_data_recv);
  }

  /**
   * {@return how long ago an acknowledgement was received, in milliseconds: {@code
   * tcpi_last_ack_recv}}
   */
  public long lastAckRecv() {
    return info.u32(uapi_tcp_info.tcpi_last_ack_recv);
  }

  /** {@return the path's MTU, in bytes: {@code tcpi_pmtu}} */
  public long pmtu() {
    return info.u32(uapi_tcp_info.tcpi_pmtu);
  }

  /** {@return the limit of the window to advertise, in bytes: {@code tcpi_rcv_ssthresh}} */
  public long rcvSsthresh() {
    return info.u32(uapi_tcp_info.tcpi_rcv_ssthresh);
  }

  /** {@return the round-trip time, smoothed, in microseconds: {@code tcpi_rtt}} */
  public long rtt() {
    return info.u32(uapi_tcp_info.tcpi_rtt);
  }

  /** {@return its variation, in microseconds: {@code tcpi_rttvar}} */
  public long rttvar() {
    return info.u32(uapi_tcp_info.tcpi_rttvar);
  }

  /** {@return the slow start threshold, in segments: {@code tcpi_snd_ssthresh}} */
  public long sndSsthresh() {
    return info.u32(uapi_tcp_info.tcpi_snd_ssthresh);
  }

  /** {@return the congestion window, in segments: {@code tcpi_snd_cwnd}} */
  public long sndCwnd() {
    return info.u32(uapi_tcp_info.tcpi_snd_cwnd);
  }

  /** {@return the largest segment advertised, in bytes: {@code tcpi_advmss}} */
  public long advmss() {
    return info.u32(uapi_tcp_info.tcpi_advmss);
  }

  /** {@return by how many segments the path may reorder: {@code tcpi_reordering}} */
  public long reordering() {
    return info.u32(uapi_tcp_info.tcpi_reordering);
  }

  /**
   * {@return the round-trip time as the receiver sees it, in microseconds: {@code tcpi_rcv_rtt}}
   */
  public long rcvRtt() {
    return info.u32(uapi_tcp_info.tcpi_rcv_rtt);
  }

  /** {@return what is read in a round-trip time, in bytes: {@code tcpi_rcv_space}} */
  public long rcvSpace() {
    return info.u32(uapi_tcp_info.tcpi_rcv_space);
  }

  /** {@return how many segments were retransmitted in all: {@code tcpi_total_retrans}} */
  public long totalRetrans() {
    return info.u32(uapi_tcp_info.tcpi_total_retrans);
  }

  /**
   * {@return how fast to send, in bytes a second, unsigned; since Linux 3.15: {@code
   * tcpi_pacing_rate}}
   */
  public OptionalLong pacingRate() {
    return info.maybe64(uapi_tcp_info.tcpi_pacing_rate);
  }

  /**
   * {@return how fast to send at most, in bytes a second, unsigned; all ones for no limit; since
   * Linux 3.15: {@code tcpi_max_pacing_rate}}
   */
  public OptionalLong maxPacingRate() {
    return info.maybe64(uapi_tcp_info.tcpi_max_pacing_rate);
  }

  /** {@return how many bytes were acknowledged; since Linux 4.1: {@code tcpi_bytes_acked}} */
  public OptionalLong bytesAcked() {
    return info.maybe64(uapi_tcp_info.tcpi_bytes_acked);
  }

  /** {@return how many bytes were received; since Linux 4.1: {@code tcpi_bytes_received}} */
  public OptionalLong bytesReceived() {
    return info.maybe64(uapi_tcp_info.tcpi_bytes_received);
  }

  /** {@return how many segments were sent; since Linux 4.2: {@code tcpi_segs_out}} */
  public OptionalLong segsOut() {
    return info.maybe32(uapi_tcp_info.tcpi_segs_out);
  }

  /** {@return how many segments were received; since Linux 4.2: {@code tcpi_segs_in}} */
  public OptionalLong segsIn() {
    return info.maybe32(uapi_tcp_info.tcpi_segs_in);
  }

  /** {@return how many bytes wait to be sent; since Linux 4.6: {@code tcpi_notsent_bytes}} */
  public OptionalLong notsentBytes() {
    return info.maybe32(uapi_tcp_info.tcpi_notsent_bytes);
  }

  /**
   * {@return the shortest round-trip time, in microseconds; since Linux 4.6: {@code tcpi_min_rtt}}
   */
  public OptionalLong minRtt() {
    return info.maybe32(uapi_tcp_info.tcpi_min_rtt);
  }

  /**
   * {@return how many segments with data were received; since Linux 4.6: {@code tcpi_data_segs_in}}
   */
  public OptionalLong dataSegsIn() {
    return info.maybe32(uapi_tcp_info.tcpi_data_segs_in);
  }

  /**
   * {@return how many segments with data were sent; since Linux 4.6: {@code tcpi_data_segs_out}}
   */
  public OptionalLong dataSegsOut() {
    return info.maybe32(uapi_tcp_info.tcpi_data_segs_out);
  }

  /**
   * {@return how fast data is delivered, in bytes a second; since Linux 4.9: {@code
   * tcpi_delivery_rate}}
   */
  public OptionalLong deliveryRate() {
    return info.maybe64(uapi_tcp_info.tcpi_delivery_rate);
  }

  /**
   * {@return how long there was data to send, in microseconds; since Linux 4.10: {@code
   * tcpi_busy_time}}
   */
  public OptionalLong busyTime() {
    return info.maybe64(uapi_tcp_info.tcpi_busy_time);
  }

  /**
   * {@return for how much of it the peer's window was too small, in microseconds; since Linux 4.10:
   * {@code tcpi_rwnd_limited}}
   */
  public OptionalLong rwndLimited() {
    return info.maybe64(uapi_tcp_info.tcpi_rwnd_limited);
  }

  /**
   * {@return for how much of it the send buffer was too small, in microseconds; since Linux 4.10:
   * {@code tcpi_sndbuf_limited}}
   */
  public OptionalLong sndbufLimited() {
    return info.maybe64(uapi_tcp_info.tcpi_sndbuf_limited);
  }

  /** {@return how many segments were delivered; since Linux 4.18: {@code tcpi_delivered}} */
  public OptionalLong delivered() {
    return info.maybe32(uapi_tcp_info.tcpi_delivered);
  }

  /** {@return how many of them met congestion; since Linux 4.18: {@code tcpi_delivered_ce}} */
  public OptionalLong deliveredCe() {
    return info.maybe32(uapi_tcp_info.tcpi_delivered_ce);
  }

  /**
   * {@return how many bytes were sent, retransmissions included; since Linux 4.19: {@code
   * tcpi_bytes_sent}}
   */
  public OptionalLong bytesSent() {
    return info.maybe64(uapi_tcp_info.tcpi_bytes_sent);
  }

  /** {@return how many bytes were retransmitted; since Linux 4.19: {@code tcpi_bytes_retrans}} */
  public OptionalLong bytesRetrans() {
    return info.maybe64(uapi_tcp_info.tcpi_bytes_retrans);
  }

  /**
   * {@return how many segments the peer reported as duplicates; since Linux 4.19: {@code
   * tcpi_dsack_dups}}
   */
  public OptionalLong dsackDups() {
    return info.maybe32(uapi_tcp_info.tcpi_dsack_dups);
  }

  /** {@return how often the path reordered; since Linux 4.19: {@code tcpi_reord_seen}} */
  public OptionalLong reordSeen() {
    return info.maybe32(uapi_tcp_info.tcpi_reord_seen);
  }

  /** {@return how many segments came out of order; since Linux 5.4: {@code tcpi_rcv_ooopack}} */
  public OptionalLong rcvOoopack() {
    return info.maybe32(uapi_tcp_info.tcpi_rcv_ooopack);
  }

  /** {@return the peer's window, in bytes; since Linux 5.4: {@code tcpi_snd_wnd}} */
  public OptionalLong sndWnd() {
    return info.maybe32(uapi_tcp_info.tcpi_snd_wnd);
  }

  /** {@return the own window, in bytes; since Linux 6.2: {@code tcpi_rcv_wnd}} */
  public OptionalLong rcvWnd() {
    return info.maybe32(RCV_WND);
  }

  /** {@return how often another path was tried; since Linux 6.2: {@code tcpi_rehash}} */
  public OptionalLong rehash() {
    return info.maybe32(REHASH);
  }

  /**
   * {@return how often the retransmission timeout ran out; since Linux 6.7: {@code tcpi_total_rto}}
   */
  public OptionalLong totalRto() {
    return info.maybe16(TOTAL_RTO);
  }

  /**
   * {@return how often that was recovered from; since Linux 6.7: {@code tcpi_total_rto_recoveries}}
   */
  public OptionalLong totalRtoRecoveries() {
    return info.maybe16(TOTAL_RTO_RECOVERIES);
  }

  /** {@return how long that took, in milliseconds; since Linux 6.7: {@code tcpi_total_rto_time}} */
  public OptionalLong totalRtoTime() {
    return info.maybe32(TOTAL_RTO_TIME);
  }

  /**
   * {@return how many segments came that met congestion; since Linux 6.18: {@code
   * tcpi_received_ce}}
   */
  public OptionalLong receivedCe() {
    return info.maybe32(RECEIVED_CE);
  }

  /**
   * {@return how many bytes were delivered as ECT(1); since Linux 6.18: {@code
   * tcpi_delivered_e1_bytes}}
   */
  public OptionalLong deliveredE1Bytes() {
    return info.maybe32(DELIVERED_E1_BYTES);
  }

  /**
   * {@return how many bytes were delivered as ECT(0); since Linux 6.18: {@code
   * tcpi_delivered_e0_bytes}}
   */
  public OptionalLong deliveredE0Bytes() {
    return info.maybe32(DELIVERED_E0_BYTES);
  }

  /**
   * {@return how many bytes were delivered as CE; since Linux 6.18: {@code
   * tcpi_delivered_ce_bytes}}
   */
  public OptionalLong deliveredCeBytes() {
    return info.maybe32(DELIVERED_CE_BYTES);
  }

  /**
   * {@return how many bytes were received as ECT(1); since Linux 6.18: {@code
   * tcpi_received_e1_bytes}}
   */
  public OptionalLong receivedE1Bytes() {
    return info.maybe32(RECEIVED_E1_BYTES);
  }

  /**
   * {@return how many bytes were received as ECT(0); since Linux 6.18: {@code
   * tcpi_received_e0_bytes}}
   */
  public OptionalLong receivedE0Bytes() {
    return info.maybe32(RECEIVED_E0_BYTES);
  }

  /**
   * {@return how many bytes were received as CE; since Linux 6.18: {@code tcpi_received_ce_bytes}}
   */
  public OptionalLong receivedCeBytes() {
    return info.maybe32(RECEIVED_CE_BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TcpInfo i && info.equals(i.info);
  }

  @Override
  public int hashCode() {
    return info.hashCode();
  }

  /** State, round-trip time and congestion window. */
  @Override
  public String toString() {
    String state = Printed.STATES.getOrDefault(state(), Integer.toString(state()));
    return "TcpInfo[" + state + ", rtt=" + rtt() + ", sndCwnd=" + sndCwnd() + "]";
  }
}
