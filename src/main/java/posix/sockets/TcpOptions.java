package posix.sockets;

import static posix.sockets.internal.NumberCodec.BOOLEAN;
import static posix.sockets.internal.NumberCodec.INT;
import static posix.sockets.internal.NumberCodec.LINGER2;
import static posix.sockets.internal.NumberCodec.MICROS;
import static posix.sockets.internal.NumberCodec.MILLIS;
import static posix.sockets.internal.NumberCodec.SECONDS;
import static posix.sockets.internal.NumberCodec.UNSIGNED;
import static posix.sockets.internal.TcpCodec.AO_KEYS;
import static posix.sockets.internal.TcpCodec.TCPINFO;
import static posix.sockets.raw.constants.InH.IPPROTO_TCP;

import java.time.Duration;
import posix.sockets.SockOpt.AskOnly;
import posix.sockets.SockOpt.ReadOnly;
import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.SockOpt.WriteOnly;
import posix.sockets.internal.BytesCodec;
import posix.sockets.internal.TextCodec;
import posix.sockets.raw.constants.TcpH;

/**
 * The options of level {@code IPPROTO_TCP}, sorted by name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public interface TcpOptions {
  /**
   * Adds a key of the TCP authentication option, {@code struct tcp_ao_add}; ENOPROTOOPT where the
   * kernel was built without it. Since Linux 6.7.
   */
  WriteOnly<byte[]> TCP_AO_ADD_KEY =
      new WriteOnly<>(IPPROTO_TCP, TcpH.TCP_AO_ADD_KEY, BytesCodec.of(288, 1024), "TCP_AO_ADD_KEY");

  /** Removes a key, {@code struct tcp_ao_del}. Since Linux 6.7. */
  WriteOnly<byte[]> TCP_AO_DEL_KEY =
      new WriteOnly<>(IPPROTO_TCP, TcpH.TCP_AO_DEL_KEY, BytesCodec.of(144, 1024), "TCP_AO_DEL_KEY");

  /**
   * The keys, {@code struct tcp_ao_getsockopt[]}: asked with one, whose {@code nkeys} is how many
   * are wanted. Since Linux 6.7.
   */
  AskOnly<byte[], byte[]> TCP_AO_GET_KEYS =
      new AskOnly<>(IPPROTO_TCP, TcpH.TCP_AO_GET_KEYS, AO_KEYS, AO_KEYS, "TCP_AO_GET_KEYS");

  /**
   * State and counters of the authentication option, {@code struct tcp_ao_info_opt}. Since Linux
   * 6.7.
   */
  ReadWrite<byte[]> TCP_AO_INFO =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_AO_INFO, BytesCodec.of(48), "TCP_AO_INFO");

  /**
   * Sequence numbers of the authentication option, {@code struct tcp_ao_repair}, under {@code
   * TCP_REPAIR}. Since Linux 6.7.
   */
  ReadWrite<byte[]> TCP_AO_REPAIR =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_AO_REPAIR, BytesCodec.of(16), "TCP_AO_REPAIR");

  /**
   * What the congestion control tells of itself, {@code union tcp_cc_info}; nothing from those that
   * have nothing to tell. Since Linux 4.1.
   */
  ReadOnly<byte[]> TCP_CC_INFO =
      new ReadOnly<>(IPPROTO_TCP, TcpH.TCP_CC_INFO, BytesCodec.of(0, 64), "TCP_CC_INFO");

  /**
   * The congestion control's name, at most 15 bytes; one outside {@code
   * net.ipv4.tcp_allowed_congestion_control} needs CAP_NET_ADMIN. Since Linux 2.6.13.
   */
  ReadWrite<String> TCP_CONGESTION =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_CONGESTION, TextCodec.of(16), "TCP_CONGESTION");

  /** Nothing but full segments is sent, for 200 ms at most. Since Linux 2.2. */
  ReadWrite<Boolean> TCP_CORK = new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_CORK, BOOLEAN, "TCP_CORK");

  /**
   * A connection is there for {@code accept} when data has come, or after this many seconds,
   * rounded up to a retransmission; zero for at once. Since Linux 2.4.
   */
  ReadWrite<Duration> TCP_DEFER_ACCEPT =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_DEFER_ACCEPT, SECONDS, "TCP_DEFER_ACCEPT");

  /** The longest delay of an acknowledgement, in microseconds. Since Linux 6.15. */
  ReadWrite<Duration> TCP_DELACK_MAX_US =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_DELACK_MAX_US, MICROS, "TCP_DELACK_MAX_US");

  /**
   * Data in the SYN is accepted on a listener: how many such connections may be pending. Since
   * Linux 3.6.
   */
  ReadWrite<Integer> TCP_FASTOPEN =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_FASTOPEN, INT, "TCP_FASTOPEN");

  /** {@code connect} waits for the first data, which goes into the SYN. Since Linux 4.11. */
  ReadWrite<Boolean> TCP_FASTOPEN_CONNECT =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_FASTOPEN_CONNECT, BOOLEAN, "TCP_FASTOPEN_CONNECT");

  /** The key of fast open cookies, 16 bytes, or 32 with a backup key. Since Linux 4.15. */
  ReadWrite<byte[]> TCP_FASTOPEN_KEY =
      new ReadWrite<>(
          IPPROTO_TCP, TcpH.TCP_FASTOPEN_KEY, BytesCodec.elements(16, 32), "TCP_FASTOPEN_KEY");

  /** Data in the SYN is taken without a cookie. Since Linux 4.15. */
  ReadWrite<Boolean> TCP_FASTOPEN_NO_COOKIE =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_FASTOPEN_NO_COOKIE, BOOLEAN, "TCP_FASTOPEN_NO_COOKIE");

  /** State and counters of the connection. Since Linux 2.4. */
  ReadOnly<TcpInfo> TCP_INFO = new ReadOnly<>(IPPROTO_TCP, TcpH.TCP_INFO, TCPINFO, "TCP_INFO");

  /** {@code recvmsg} tells how many bytes are left. Since Linux 4.18. */
  ReadWrite<Boolean> TCP_INQ = new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_INQ, BOOLEAN, "TCP_INQ");

  /** Whether the connection is Multipath TCP. Since Linux 6.9. */
  ReadOnly<Boolean> TCP_IS_MPTCP =
      new ReadOnly<>(IPPROTO_TCP, TcpH.TCP_IS_MPTCP, BOOLEAN, "TCP_IS_MPTCP");

  /** How many probes go unanswered before the connection is given up, 1 to 127. Since Linux 2.4. */
  ReadWrite<Integer> TCP_KEEPCNT =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_KEEPCNT, INT, "TCP_KEEPCNT");

  /** How long a connection is idle before it is probed, 1 to 32767 seconds. Since Linux 2.4. */
  ReadWrite<Duration> TCP_KEEPIDLE =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_KEEPIDLE, SECONDS, "TCP_KEEPIDLE");

  /** The time between probes, 1 to 32767 seconds. Since Linux 2.4. */
  ReadWrite<Duration> TCP_KEEPINTVL =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_KEEPINTVL, SECONDS, "TCP_KEEPINTVL");

  /**
   * How long an orphan stays in FIN-WAIT-2, in seconds; zero for the default, negative for not at
   * all. Since Linux 2.4.
   */
  ReadWrite<Duration> TCP_LINGER2 =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_LINGER2, LINGER2, "TCP_LINGER2");

  /** The largest segment in bytes, 88 to 32767, or 0 for no limit of one's own. */
  ReadWrite<Integer> TCP_MAXSEG = new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_MAXSEG, INT, "TCP_MAXSEG");

  /**
   * A key of RFC 2385, {@code struct tcp_md5sig}, to add or, with a length of 0, to remove. Since
   * Linux 2.6.20.
   */
  WriteOnly<byte[]> TCP_MD5SIG =
      new WriteOnly<>(IPPROTO_TCP, TcpH.TCP_MD5SIG, BytesCodec.of(216), "TCP_MD5SIG");

  /** As {@code TCP_MD5SIG}, with a prefix or an interface. Since Linux 4.14. */
  WriteOnly<byte[]> TCP_MD5SIG_EXT =
      new WriteOnly<>(IPPROTO_TCP, TcpH.TCP_MD5SIG_EXT, BytesCodec.of(216), "TCP_MD5SIG_EXT");

  /** Small segments are sent at once, without waiting for acknowledgements of earlier ones. */
  ReadWrite<Boolean> TCP_NODELAY =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_NODELAY, BOOLEAN, "TCP_NODELAY");

  /**
   * How many unsent bytes make the socket no longer writable, unsigned 32 bits; 0 for what {@code
   * net.ipv4.tcp_notsent_lowat} says. Since Linux 3.12.
   */
  ReadWrite<Long> TCP_NOTSENT_LOWAT =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_NOTSENT_LOWAT, UNSIGNED, "TCP_NOTSENT_LOWAT");

  /**
   * The sequence number of the queue chosen, unsigned 32 bits, under {@code TCP_REPAIR}. Since
   * Linux 3.5.
   */
  ReadWrite<Long> TCP_QUEUE_SEQ =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_QUEUE_SEQ, UNSIGNED, "TCP_QUEUE_SEQ");

  /** Acknowledgements are sent at once; the kernel may change it again. Since Linux 2.4.4. */
  ReadWrite<Boolean> TCP_QUICKACK =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_QUICKACK, BOOLEAN, "TCP_QUICKACK");

  /**
   * A connection is taken apart or put together: {@code TCP_REPAIR_ON} and the like; needs
   * CAP_NET_ADMIN. Since Linux 3.5.
   */
  ReadWrite<Integer> TCP_REPAIR = new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_REPAIR, INT, "TCP_REPAIR");

  /**
   * The options that were negotiated, {@code struct tcp_repair_opt[]}, under {@code TCP_REPAIR}.
   * Since Linux 3.5.
   */
  WriteOnly<byte[]> TCP_REPAIR_OPTIONS =
      new WriteOnly<>(
          IPPROTO_TCP, TcpH.TCP_REPAIR_OPTIONS, BytesCodec.elements(8, 1024), "TCP_REPAIR_OPTIONS");

  /**
   * Which queue is meant, {@code TCP_RECV_QUEUE} or {@code TCP_SEND_QUEUE}, under {@code
   * TCP_REPAIR}. Since Linux 3.5.
   */
  ReadWrite<Integer> TCP_REPAIR_QUEUE =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_REPAIR_QUEUE, INT, "TCP_REPAIR_QUEUE");

  /** The windows, {@code struct tcp_repair_window}, under {@code TCP_REPAIR}. Since Linux 4.8. */
  ReadWrite<byte[]> TCP_REPAIR_WINDOW =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_REPAIR_WINDOW, BytesCodec.of(20), "TCP_REPAIR_WINDOW");

  /** The longest retransmission timeout, 1,000 to 120,000 milliseconds. Since Linux 6.15. */
  ReadWrite<Duration> TCP_RTO_MAX_MS =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_RTO_MAX_MS, MILLIS, "TCP_RTO_MAX_MS");

  /** The shortest retransmission timeout, in microseconds. Since Linux 6.15. */
  ReadWrite<Duration> TCP_RTO_MIN_US =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_RTO_MIN_US, MICROS, "TCP_RTO_MIN_US");

  /** The headers of the SYN that began an accepted connection, once. Since Linux 4.3. */
  ReadOnly<byte[]> TCP_SAVED_SYN =
      new ReadOnly<>(IPPROTO_TCP, TcpH.TCP_SAVED_SYN, BytesCodec.of(0, 128), "TCP_SAVED_SYN");

  /** A listener keeps the SYN's headers: 0 no, 1 yes, 2 with the link's header. Since Linux 4.3. */
  ReadWrite<Integer> TCP_SAVE_SYN =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_SAVE_SYN, INT, "TCP_SAVE_SYN");

  /** How often the SYN is sent again, 1 to 127. Since Linux 2.4. */
  ReadWrite<Integer> TCP_SYNCNT = new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_SYNCNT, INT, "TCP_SYNCNT");

  /** Without effect on newer kernels. Since Linux 2.6.34. */
  ReadWrite<Boolean> TCP_THIN_DUPACK =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_THIN_DUPACK, BOOLEAN, "TCP_THIN_DUPACK");

  /** With little data under way, retransmission timeouts do not double. Since Linux 2.6.34. */
  ReadWrite<Boolean> TCP_THIN_LINEAR_TIMEOUTS =
      new ReadWrite<>(
          IPPROTO_TCP, TcpH.TCP_THIN_LINEAR_TIMEOUTS, BOOLEAN, "TCP_THIN_LINEAR_TIMEOUTS");

  /**
   * The clock of the time stamp option, unsigned 32 bits; set under {@code TCP_REPAIR}. Since Linux
   * 3.9.
   */
  ReadWrite<Long> TCP_TIMESTAMP =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_TIMESTAMP, UNSIGNED, "TCP_TIMESTAMP");

  /** A delay of what is sent, for tests, in microseconds. Since Linux 5.3. */
  ReadWrite<Duration> TCP_TX_DELAY =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_TX_DELAY, MICROS, "TCP_TX_DELAY");

  /** The protocol on top, {@code tls}; ENOENT without its module. Since Linux 4.13. */
  ReadWrite<String> TCP_ULP =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_ULP, TextCodec.of(16), "TCP_ULP");

  /**
   * How long data may stay unacknowledged before the connection is given up, in milliseconds; zero
   * for the default. Since Linux 2.6.37.
   */
  ReadWrite<Duration> TCP_USER_TIMEOUT =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_USER_TIMEOUT, MILLIS, "TCP_USER_TIMEOUT");

  /** The largest window to advertise, in bytes. Since Linux 2.4. */
  ReadWrite<Integer> TCP_WINDOW_CLAMP =
      new ReadWrite<>(IPPROTO_TCP, TcpH.TCP_WINDOW_CLAMP, INT, "TCP_WINDOW_CLAMP");

  /**
   * Maps received pages into memory that was mapped from the socket: {@code struct
   * tcp_zerocopy_receive}, 40 to 64 bytes, asked and answered. Since Linux 4.18.
   */
  AskOnly<byte[], byte[]> TCP_ZEROCOPY_RECEIVE =
      new AskOnly<>(
          IPPROTO_TCP,
          TcpH.TCP_ZEROCOPY_RECEIVE,
          BytesCodec.of(40, 64),
          BytesCodec.of(40, 64),
          "TCP_ZEROCOPY_RECEIVE");
}
