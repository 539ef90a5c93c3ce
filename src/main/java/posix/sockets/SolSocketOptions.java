package posix.sockets;

import static posix.sockets.OptionCodec.PIDFD;
import static posix.sockets.internal.NumberCodec.BOOLEAN;
import static posix.sockets.internal.NumberCodec.FAMILY;
import static posix.sockets.internal.NumberCodec.INT;
import static posix.sockets.internal.NumberCodec.LONG;
import static posix.sockets.internal.NumberCodec.MICROS;
import static posix.sockets.internal.NumberCodec.PACING;
import static posix.sockets.internal.NumberCodec.PROTOCOL;
import static posix.sockets.internal.NumberCodec.TIMEVAL;
import static posix.sockets.internal.NumberCodec.TYPE;
import static posix.sockets.internal.SocketCodec.FPROG;
import static posix.sockets.internal.SocketCodec.GET_FILTER;
import static posix.sockets.internal.SocketCodec.GROUPS;
import static posix.sockets.internal.SocketCodec.LINGER;
import static posix.sockets.internal.SocketCodec.MEMINFO;
import static posix.sockets.internal.SocketCodec.PEERNAME;
import static posix.sockets.internal.SocketCodec.TIMESTAMPING;
import static posix.sockets.internal.SocketCodec.TXTIME;
import static posix.sockets.internal.SocketCodec.UCRED;
import static posix.sockets.raw.constants.SocketH.SOL_SOCKET;

import java.time.Duration;
import java.util.List;
import posix.sockets.SockOpt.ReadOnly;
import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.SockOpt.WriteOnly;
import posix.sockets.internal.BytesCodec;
import posix.sockets.internal.TextCodec;
import posix.sockets.raw.constants.IfH;
import posix.sockets.raw.constants.SocketH;

/**
 * The options of level {@code SOL_SOCKET}, sorted by name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public interface SolSocketOptions {
  /** Whether the socket listens. */
  ReadOnly<Boolean> SO_ACCEPTCONN =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_ACCEPTCONN, BOOLEAN, "SO_ACCEPTCONN");

  /**
   * Filters what is received by an eBPF program: its descriptor, which stays the caller's. Since
   * Linux 3.19.
   */
  WriteOnly<Integer> SO_ATTACH_BPF =
      new WriteOnly<>(SOL_SOCKET, SocketH.SO_ATTACH_BPF, INT, "SO_ATTACH_BPF");

  /** Filters what is received by a classic BPF program. Since Linux 2.2. */
  WriteOnly<SockFprog> SO_ATTACH_FILTER =
      new WriteOnly<>(SOL_SOCKET, SocketH.SO_ATTACH_FILTER, FPROG, "SO_ATTACH_FILTER");

  /**
   * Chooses a socket of a {@code SO_REUSEPORT} group by a classic BPF program, which gives its
   * index. Since Linux 4.5.
   */
  WriteOnly<SockFprog> SO_ATTACH_REUSEPORT_CBPF =
      new WriteOnly<>(
          SOL_SOCKET, SocketH.SO_ATTACH_REUSEPORT_CBPF, FPROG, "SO_ATTACH_REUSEPORT_CBPF");

  /**
   * Chooses a socket of a {@code SO_REUSEPORT} group by an eBPF program: its descriptor, which
   * stays the caller's. Since Linux 4.5.
   */
  WriteOnly<Integer> SO_ATTACH_REUSEPORT_EBPF =
      new WriteOnly<>(
          SOL_SOCKET, SocketH.SO_ATTACH_REUSEPORT_EBPF, INT, "SO_ATTACH_REUSEPORT_EBPF");

  /**
   * Only by the interface of this name; {@code ""} for any. To change it needs CAP_NET_RAW. Since
   * Linux 2.0.30; read since 3.8.
   */
  ReadWrite<String> SO_BINDTODEVICE =
      new ReadWrite<>(
          SOL_SOCKET, SocketH.SO_BINDTODEVICE, TextCodec.of(IfH.IFNAMSIZ), "SO_BINDTODEVICE");

  /** Only by the interface of this index; 0 for any. Since Linux 5.1. */
  ReadWrite<Integer> SO_BINDTOIFINDEX =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_BINDTOIFINDEX, INT, "SO_BINDTOIFINDEX");

  /** How many extensions the kernel's classic BPF has. Since Linux 3.14. */
  ReadOnly<Integer> SO_BPF_EXTENSIONS =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_BPF_EXTENSIONS, INT, "SO_BPF_EXTENSIONS");

  /** Datagrams may go to a broadcast address. */
  ReadWrite<Boolean> SO_BROADCAST =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_BROADCAST, BOOLEAN, "SO_BROADCAST");

  /**
   * Which buffer sizes the kernel leaves as they are: {@code SOCK_SNDBUF_LOCK}, {@code
   * SOCK_RCVBUF_LOCK}. Since Linux 5.15.
   */
  ReadWrite<Integer> SO_BUF_LOCK =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_BUF_LOCK, INT, "SO_BUF_LOCK");

  /**
   * How long a receiving call polls the device before it sleeps, in microseconds; to increase it
   * may need CAP_NET_ADMIN. Since Linux 3.11.
   */
  ReadWrite<Duration> SO_BUSY_POLL =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_BUSY_POLL, MICROS, "SO_BUSY_POLL");

  /**
   * How many packets a busy poll takes, at most 65535; to increase it needs CAP_NET_ADMIN. Since
   * Linux 5.11.
   */
  WriteOnly<Integer> SO_BUSY_POLL_BUDGET =
      new WriteOnly<>(SOL_SOCKET, SocketH.SO_BUSY_POLL_BUDGET, INT, "SO_BUSY_POLL_BUDGET");

  /** 1: the connection does not get on, so look for another route. Since Linux 4.6. */
  WriteOnly<Integer> SO_CNX_ADVICE =
      new WriteOnly<>(SOL_SOCKET, SocketH.SO_CNX_ADVICE, INT, "SO_CNX_ADVICE");

  /** A number that no other socket has while the system is up; unsigned. Since Linux 4.12. */
  ReadOnly<Long> SO_COOKIE = new ReadOnly<>(SOL_SOCKET, SocketH.SO_COOKIE, LONG, "SO_COOKIE");

  /** Debugging; to switch it on needs CAP_NET_ADMIN. */
  ReadWrite<Boolean> SO_DEBUG = new ReadWrite<>(SOL_SOCKET, SocketH.SO_DEBUG, BOOLEAN, "SO_DEBUG");

  /** Removes the filter, classic or eBPF; the value does not matter. Since Linux 2.2. */
  WriteOnly<Integer> SO_DETACH_FILTER =
      new WriteOnly<>(SOL_SOCKET, SocketH.SO_DETACH_FILTER, INT, "SO_DETACH_FILTER");

  /**
   * Removes the program that chooses among a {@code SO_REUSEPORT} group; the value does not matter.
   * Since Linux 5.3.
   */
  WriteOnly<Integer> SO_DETACH_REUSEPORT_BPF =
      new WriteOnly<>(SOL_SOCKET, SocketH.SO_DETACH_REUSEPORT_BPF, INT, "SO_DETACH_REUSEPORT_BPF");

  /**
   * Gives back device memory: {@code struct dmabuf_token[]}, at most 128. How many fragments were
   * freed only the raw call tells. Since Linux 6.12.
   */
  WriteOnly<byte[]> SO_DEVMEM_DONTNEED =
      new WriteOnly<>(
          SOL_SOCKET,
          SocketH.SO_DEVMEM_DONTNEED,
          BytesCodec.elements(8, 1024),
          "SO_DEVMEM_DONTNEED");

  /** The family. Since Linux 2.6.32. */
  ReadOnly<AddressFamily> SO_DOMAIN =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_DOMAIN, FAMILY, "SO_DOMAIN");

  /** Only to hosts on directly connected networks. */
  ReadWrite<Boolean> SO_DONTROUTE =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_DONTROUTE, BOOLEAN, "SO_DONTROUTE");

  /** The pending error, as a number; reading it clears it. */
  ReadOnly<Integer> SO_ERROR = new ReadOnly<>(SOL_SOCKET, SocketH.SO_ERROR, INT, "SO_ERROR");

  /** The classic BPF program that filters; empty for none. Since Linux 3.8. */
  ReadOnly<SockFprog> SO_GET_FILTER =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_GET_FILTER, GET_FILTER, "SO_GET_FILTER");

  /**
   * The CPU that packets are to be processed on, or were; -1 for none. Read since Linux 3.19, set
   * since 4.4.
   */
  ReadWrite<Integer> SO_INCOMING_CPU =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_INCOMING_CPU, INT, "SO_INCOMING_CPU");

  /** The device queue that the last packet came by; 0 for none. Since Linux 4.12. */
  ReadOnly<Integer> SO_INCOMING_NAPI_ID =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_INCOMING_NAPI_ID, INT, "SO_INCOMING_NAPI_ID");

  /**
   * {@code recvmsg} says in a control message how many bytes are left, on AF_UNIX streams. Since
   * Linux 6.17.
   */
  WriteOnly<Boolean> SO_INQ = new WriteOnly<>(SOL_SOCKET, SocketH.SO_INQ, BOOLEAN, "SO_INQ");

  /** Probes an idle connection. */
  ReadWrite<Boolean> SO_KEEPALIVE =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_KEEPALIVE, BOOLEAN, "SO_KEEPALIVE");

  /** Whether, and how long, {@code close} waits for unsent data. */
  ReadWrite<Linger> SO_LINGER = new ReadWrite<>(SOL_SOCKET, SocketH.SO_LINGER, LINGER, "SO_LINGER");

  /** The filter can no longer be changed; cannot be undone. Since Linux 3.9. */
  ReadWrite<Boolean> SO_LOCK_FILTER =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_LOCK_FILTER, BOOLEAN, "SO_LOCK_FILTER");

  /**
   * The mark of packets sent; to set it needs CAP_NET_ADMIN, or since Linux 5.17 CAP_NET_RAW. Since
   * Linux 2.6.25.
   */
  ReadWrite<Integer> SO_MARK = new ReadWrite<>(SOL_SOCKET, SocketH.SO_MARK, INT, "SO_MARK");

  /**
   * How fast to send at most, in bytes a second, unsigned; -1 for no limit. Since Linux 3.13; 64
   * bits since 4.20.
   */
  ReadWrite<Long> SO_MAX_PACING_RATE =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_MAX_PACING_RATE, PACING, "SO_MAX_PACING_RATE");

  /** The memory that the socket uses, in bytes. Since Linux 4.12. */
  ReadOnly<SockMeminfo> SO_MEMINFO =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_MEMINFO, MEMINFO, "SO_MEMINFO");

  /** A number that no other network namespace has; unsigned. Since Linux 5.14. */
  ReadOnly<Long> SO_NETNS_COOKIE =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_NETNS_COOKIE, LONG, "SO_NETNS_COOKIE");

  /** Frames sent have a checksum already. Since Linux 3.4. */
  ReadWrite<Boolean> SO_NOFCS = new ReadWrite<>(SOL_SOCKET, SocketH.SO_NOFCS, BOOLEAN, "SO_NOFCS");

  /** UDP over IPv4 is sent without a checksum. Since Linux 2.0. */
  ReadWrite<Boolean> SO_NO_CHECK =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_NO_CHECK, BOOLEAN, "SO_NO_CHECK");

  /** Urgent data stays among the rest. */
  ReadWrite<Boolean> SO_OOBINLINE =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_OOBINLINE, BOOLEAN, "SO_OOBINLINE");

  /** {@code recvmsg} tells the sender's credentials. Since Linux 2.2. */
  ReadWrite<Boolean> SO_PASSCRED =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_PASSCRED, BOOLEAN, "SO_PASSCRED");

  /** {@code recvmsg} gives a descriptor of the sending process. Since Linux 6.5. */
  ReadWrite<Boolean> SO_PASSPIDFD =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_PASSPIDFD, BOOLEAN, "SO_PASSPIDFD");

  /** Peers may pass descriptors; on from the start. Since Linux 6.16. */
  ReadWrite<Boolean> SO_PASSRIGHTS =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_PASSRIGHTS, BOOLEAN, "SO_PASSRIGHTS");

  /** {@code recvmsg} tells the sender's security context. Since Linux 2.6.18. */
  ReadWrite<Boolean> SO_PASSSEC =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_PASSSEC, BOOLEAN, "SO_PASSSEC");

  /**
   * Where {@code MSG_PEEK} begins, in bytes, moving on with each; -1 for always at the front. Since
   * Linux 3.4; UDP 4.14, TCP 6.9.
   */
  ReadWrite<Integer> SO_PEEK_OFF =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_PEEK_OFF, INT, "SO_PEEK_OFF");

  /** Who connected the AF_UNIX peer, or made the pair, at that time. */
  ReadOnly<Ucred> SO_PEERCRED =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_PEERCRED, UCRED, "SO_PEERCRED");

  /**
   * The AF_UNIX peer's supplementary groups, at the time of connecting; ENODATA without a peer.
   * Since Linux 4.13.
   */
  ReadOnly<List<Integer>> SO_PEERGROUPS =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_PEERGROUPS, GROUPS, "SO_PEERGROUPS");

  /**
   * The peer's address, as {@code getpeername} gives it, found by several calls because the kernel
   * copies no more than asked for and refuses to be asked for more than there is. Since Linux 2.2.
   */
  ReadOnly<SockAddr> SO_PEERNAME =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_PEERNAME, PEERNAME, "SO_PEERNAME");

  /**
   * A new descriptor of the AF_UNIX peer's process, to be taken or closed; ENODATA without a peer.
   * Since Linux 6.5.
   */
  ReadOnly<PassedFd> SO_PEERPIDFD =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_PEERPIDFD, PIDFD, "SO_PEERPIDFD");

  /**
   * The peer's security context; ENOPROTOOPT without a security module that has one. Since Linux
   * 2.6.2; TCP 2.6.17.
   */
  ReadOnly<String> SO_PEERSEC =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_PEERSEC, TextCodec.of(256), "SO_PEERSEC");

  /**
   * Busy polling comes before interrupts; to switch it on needs CAP_NET_ADMIN. Since Linux 5.11.
   */
  ReadWrite<Boolean> SO_PREFER_BUSY_POLL =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_PREFER_BUSY_POLL, BOOLEAN, "SO_PREFER_BUSY_POLL");

  /** The priority of packets sent; beyond 0 to 6 needs CAP_NET_ADMIN. */
  ReadWrite<Integer> SO_PRIORITY =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_PRIORITY, INT, "SO_PRIORITY");

  /** The protocol. Since Linux 2.6.32. */
  ReadOnly<Protocol> SO_PROTOCOL =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_PROTOCOL, PROTOCOL, "SO_PROTOCOL");

  /**
   * The receive buffer's size in bytes; the kernel doubles what is set and keeps it below {@code
   * net.core.rmem_max}.
   */
  ReadWrite<Integer> SO_RCVBUF = new ReadWrite<>(SOL_SOCKET, SocketH.SO_RCVBUF, INT, "SO_RCVBUF");

  /**
   * As {@code SO_RCVBUF}, beyond {@code net.core.rmem_max}; needs CAP_NET_ADMIN. Since Linux
   * 2.6.14.
   */
  WriteOnly<Integer> SO_RCVBUFFORCE =
      new WriteOnly<>(SOL_SOCKET, SocketH.SO_RCVBUFFORCE, INT, "SO_RCVBUFFORCE");

  /** How many bytes make the socket readable; 0 is taken as 1. */
  ReadWrite<Integer> SO_RCVLOWAT =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_RCVLOWAT, INT, "SO_RCVLOWAT");

  /** {@code recvmsg} tells the packet's mark. Since Linux 5.19. */
  ReadWrite<Boolean> SO_RCVMARK =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_RCVMARK, BOOLEAN, "SO_RCVMARK");

  /** {@code recvmsg} tells the packet's priority. Since Linux 6.14. */
  ReadWrite<Boolean> SO_RCVPRIORITY =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_RCVPRIORITY, BOOLEAN, "SO_RCVPRIORITY");

  /**
   * How long a receiving call waits before EAGAIN, in microseconds, rounded up to the kernel's
   * tick; zero for ever. Since Linux 2.3.41.
   */
  ReadWrite<Duration> SO_RCVTIMEO =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_RCVTIMEO, TIMEVAL, "SO_RCVTIMEO");

  /** As {@code SO_RCVTIMEO}, with 64 bits on any machine. Since Linux 5.1. */
  ReadWrite<Duration> SO_RCVTIMEO_NEW =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_RCVTIMEO_NEW, TIMEVAL, "SO_RCVTIMEO_NEW");

  /**
   * Memory set aside for the socket, in bytes; EOPNOTSUPP without accounting by a memory cgroup.
   * Since Linux 5.16.
   */
  ReadWrite<Integer> SO_RESERVE_MEM =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_RESERVE_MEM, INT, "SO_RESERVE_MEM");

  /** A local address may be bound although connections that are over still hold it. */
  ReadWrite<Boolean> SO_REUSEADDR =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_REUSEADDR, BOOLEAN, "SO_REUSEADDR");

  /**
   * Several sockets, all with this option, may bind one address and share what comes in. Since
   * Linux 3.9.
   */
  ReadWrite<Boolean> SO_REUSEPORT =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_REUSEPORT, BOOLEAN, "SO_REUSEPORT");

  /** {@code recvmsg} tells how many packets were dropped. Since Linux 2.6.33. */
  ReadWrite<Boolean> SO_RXQ_OVFL =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_RXQ_OVFL, BOOLEAN, "SO_RXQ_OVFL");

  /**
   * Once made {@code poll} say POLLPRI for the error queue; without effect since Linux 4.16. Since
   * Linux 3.10.
   */
  ReadWrite<Boolean> SO_SELECT_ERR_QUEUE =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_SELECT_ERR_QUEUE, BOOLEAN, "SO_SELECT_ERR_QUEUE");

  /**
   * The send buffer's size in bytes; the kernel doubles what is set and keeps it below {@code
   * net.core.wmem_max}.
   */
  ReadWrite<Integer> SO_SNDBUF = new ReadWrite<>(SOL_SOCKET, SocketH.SO_SNDBUF, INT, "SO_SNDBUF");

  /**
   * As {@code SO_SNDBUF}, beyond {@code net.core.wmem_max}; needs CAP_NET_ADMIN. Since Linux
   * 2.6.14.
   */
  WriteOnly<Integer> SO_SNDBUFFORCE =
      new WriteOnly<>(SOL_SOCKET, SocketH.SO_SNDBUFFORCE, INT, "SO_SNDBUFFORCE");

  /** How many bytes of room make the socket writable: always 1. */
  ReadOnly<Integer> SO_SNDLOWAT =
      new ReadOnly<>(SOL_SOCKET, SocketH.SO_SNDLOWAT, INT, "SO_SNDLOWAT");

  /**
   * How long a sending call, or {@code connect}, waits before EAGAIN or EINPROGRESS, in
   * microseconds; zero for ever. Since Linux 2.3.41.
   */
  ReadWrite<Duration> SO_SNDTIMEO =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_SNDTIMEO, TIMEVAL, "SO_SNDTIMEO");

  /** As {@code SO_SNDTIMEO}, with 64 bits on any machine. Since Linux 5.1. */
  ReadWrite<Duration> SO_SNDTIMEO_NEW =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_SNDTIMEO_NEW, TIMEVAL, "SO_SNDTIMEO_NEW");

  /** {@code recvmsg} tells when a packet came, in microseconds. */
  ReadWrite<Boolean> SO_TIMESTAMP =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_TIMESTAMP, BOOLEAN, "SO_TIMESTAMP");

  /**
   * Which time stamps to make and to report, of packets in and out. Since Linux 2.6.30; with a
   * clock since 5.15.
   */
  ReadWrite<SoTimestamping> SO_TIMESTAMPING =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_TIMESTAMPING, TIMESTAMPING, "SO_TIMESTAMPING");

  /** As {@code SO_TIMESTAMPING}, with 64 bits on any machine. Since Linux 5.1. */
  ReadWrite<SoTimestamping> SO_TIMESTAMPING_NEW =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_TIMESTAMPING_NEW, TIMESTAMPING, "SO_TIMESTAMPING_NEW");

  /** {@code recvmsg} tells when a packet came, in nanoseconds. Since Linux 2.6.22. */
  ReadWrite<Boolean> SO_TIMESTAMPNS =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_TIMESTAMPNS, BOOLEAN, "SO_TIMESTAMPNS");

  /** As {@code SO_TIMESTAMPNS}, with 64 bits on any machine. Since Linux 5.1. */
  ReadWrite<Boolean> SO_TIMESTAMPNS_NEW =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_TIMESTAMPNS_NEW, BOOLEAN, "SO_TIMESTAMPNS_NEW");

  /** As {@code SO_TIMESTAMP}, with 64 bits on any machine. Since Linux 5.1. */
  ReadWrite<Boolean> SO_TIMESTAMP_NEW =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_TIMESTAMP_NEW, BOOLEAN, "SO_TIMESTAMP_NEW");

  /**
   * Whether TCP may try another path when data gets lost: 0, 1, or -1 for what {@code
   * net.core.txrehash} says. Since Linux 5.18.
   */
  ReadWrite<Integer> SO_TXREHASH =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_TXREHASH, INT, "SO_TXREHASH");

  /**
   * Packets are sent at the time that {@code SCM_TXTIME} gives; a clock other than CLOCK_MONOTONIC
   * needs CAP_NET_ADMIN. Since Linux 4.19.
   */
  ReadWrite<SockTxtime> SO_TXTIME =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_TXTIME, TXTIME, "SO_TXTIME");

  /** The type the socket was made with. */
  ReadOnly<SocketType> SO_TYPE = new ReadOnly<>(SOL_SOCKET, SocketH.SO_TYPE, TYPE, "SO_TYPE");

  /** The error queue tells whether a wireless frame was acknowledged. Since Linux 3.3. */
  ReadWrite<Boolean> SO_WIFI_STATUS =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_WIFI_STATUS, BOOLEAN, "SO_WIFI_STATUS");

  /** {@code MSG_ZEROCOPY} is allowed. Since Linux 4.14; VSOCK 6.7. */
  ReadWrite<Boolean> SO_ZEROCOPY =
      new ReadWrite<>(SOL_SOCKET, SocketH.SO_ZEROCOPY, BOOLEAN, "SO_ZEROCOPY");
}
