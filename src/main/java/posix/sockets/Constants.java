package posix.sockets;

import posix.sockets.SockOpt.Codec;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.raw.constants.TcpH;

/**
 * Every constant of the typed calls, by its C name: {@code import static
 * posix.sockets.Constants.*;}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
 */
public interface Constants {
  // Families.

  /** No family: dissolves the association of a datagram socket in {@code connect}. */
  AddressFamily AF_UNSPEC = new AddressFamily(SocketH.AF_UNSPEC);

  /** This machine, by path or abstract name: unix(7). */
  AddressFamily AF_UNIX = new AddressFamily(SocketH.AF_UNIX);

  /** IPv4: ip(7). */
  AddressFamily AF_INET = new AddressFamily(SocketH.AF_INET);

  /** IPv6: ipv6(7). */
  AddressFamily AF_INET6 = new AddressFamily(SocketH.AF_INET6);

  /** The kernel: netlink(7). */
  AddressFamily AF_NETLINK = new AddressFamily(SocketH.AF_NETLINK);

  /** Frames of a device: packet(7). */
  AddressFamily AF_PACKET = new AddressFamily(SocketH.AF_PACKET);

  /** Virtual machine and host: vsock(7). */
  AddressFamily AF_VSOCK = new AddressFamily(SocketH.AF_VSOCK);

  // Types and their flags.

  /** A stream of bytes, both ways, over a connection. */
  SocketType SOCK_STREAM = new SocketType(SocketH.SOCK_STREAM);

  /** Datagrams. */
  SocketType SOCK_DGRAM = new SocketType(SocketH.SOCK_DGRAM);

  /** Records, in order, over a connection. */
  SocketType SOCK_SEQPACKET = new SocketType(SocketH.SOCK_SEQPACKET);

  /** Packets of a protocol below: raw(7). */
  SocketType SOCK_RAW = new SocketType(SocketH.SOCK_RAW);

  /** Calls that would block answer EAGAIN instead. */
  SocketType SOCK_NONBLOCK = new SocketType(SocketH.SOCK_NONBLOCK);

  /** Closed by exec; the typed calls always add it. */
  SocketType SOCK_CLOEXEC = new SocketType(SocketH.SOCK_CLOEXEC);

  // Protocols.

  /** The type's own protocol. */
  Protocol IPPROTO_IP = new Protocol(InH.IPPROTO_IP);

  /** ICMP: icmp(7). */
  Protocol IPPROTO_ICMP = new Protocol(InH.IPPROTO_ICMP);

  /** TCP: tcp(7). */
  Protocol IPPROTO_TCP = new Protocol(InH.IPPROTO_TCP);

  /** UDP: udp(7). */
  Protocol IPPROTO_UDP = new Protocol(InH.IPPROTO_UDP);

  /** ICMP for IPv6: icmp(7). */
  Protocol IPPROTO_ICMPV6 = new Protocol(InH.IPPROTO_ICMPV6);

  /** UDP-Lite: udplite(7). */
  Protocol IPPROTO_UDPLITE = new Protocol(InH.IPPROTO_UDPLITE);

  /** IP headers made by the sender: raw(7). */
  Protocol IPPROTO_RAW = new Protocol(InH.IPPROTO_RAW);

  /** Multipath TCP. */
  Protocol IPPROTO_MPTCP = new Protocol(InH.IPPROTO_MPTCP);

  // Directions of shutdown.

  /** No more receiving. */
  Shutdown SHUT_RD = new Shutdown(SocketH.SHUT_RD);

  /** No more sending: the peer sees end of file. */
  Shutdown SHUT_WR = new Shutdown(SocketH.SHUT_WR);

  /** Neither. */
  Shutdown SHUT_RDWR = new Shutdown(SocketH.SHUT_RDWR);

  // Flags of send and recv.

  /** Descriptors received are closed by exec. */
  MsgFlags MSG_CMSG_CLOEXEC = new MsgFlags(SocketH.MSG_CMSG_CLOEXEC);

  /** The peer is reachable: no ARP probe is needed. */
  MsgFlags MSG_CONFIRM = new MsgFlags(SocketH.MSG_CONFIRM);

  /** Control data did not fit. */
  MsgFlags MSG_CTRUNC = new MsgFlags(SocketH.MSG_CTRUNC);

  /** Only to hosts on directly connected networks. */
  MsgFlags MSG_DONTROUTE = new MsgFlags(SocketH.MSG_DONTROUTE);

  /** This call does not block. */
  MsgFlags MSG_DONTWAIT = new MsgFlags(SocketH.MSG_DONTWAIT);

  /** The end of a record. */
  MsgFlags MSG_EOR = new MsgFlags(SocketH.MSG_EOR);

  /** From the error queue. */
  MsgFlags MSG_ERRQUEUE = new MsgFlags(SocketH.MSG_ERRQUEUE);

  /** Data in the SYN. */
  MsgFlags MSG_FASTOPEN = new MsgFlags(SocketH.MSG_FASTOPEN);

  /** More is to come: hold it back. */
  MsgFlags MSG_MORE = new MsgFlags(SocketH.MSG_MORE);

  /** No SIGPIPE; the typed calls always add it. */
  MsgFlags MSG_NOSIGNAL = new MsgFlags(SocketH.MSG_NOSIGNAL);

  /** Urgent data. */
  MsgFlags MSG_OOB = new MsgFlags(SocketH.MSG_OOB);

  /** Leave what was received in the queue. */
  MsgFlags MSG_PEEK = new MsgFlags(SocketH.MSG_PEEK);

  /** The datagram's real length; on a TCP socket, discard. */
  MsgFlags MSG_TRUNC = new MsgFlags(SocketH.MSG_TRUNC);

  /** Wait until the buffer is full. */
  MsgFlags MSG_WAITALL = new MsgFlags(SocketH.MSG_WAITALL);

  /** {@code MSG_DONTWAIT} after the first message. */
  MsgFlags MSG_WAITFORONE = new MsgFlags(SocketH.MSG_WAITFORONE);

  /** Send from the buffer itself. */
  MsgFlags MSG_ZEROCOPY = new MsgFlags(SocketH.MSG_ZEROCOPY);

  // Options of SOL_SOCKET.

  /** The pending error, as a number; reading it clears it. */
  SockOpt.ReadOnly<Integer> SO_ERROR =
      new SockOpt.ReadOnly<>(SocketH.SOL_SOCKET, SocketH.SO_ERROR, Codec.INT, "SO_ERROR");

  /**
   * The receive buffer's size in bytes; the kernel doubles what is set and keeps it below {@code
   * net.core.rmem_max}.
   */
  SockOpt.ReadWrite<Integer> SO_RCVBUF =
      new SockOpt.ReadWrite<>(SocketH.SOL_SOCKET, SocketH.SO_RCVBUF, Codec.INT, "SO_RCVBUF");

  /** A local address may be bound although connections that are over still hold it. */
  SockOpt.ReadWrite<Boolean> SO_REUSEADDR =
      new SockOpt.ReadWrite<>(
          SocketH.SOL_SOCKET, SocketH.SO_REUSEADDR, Codec.BOOLEAN, "SO_REUSEADDR");

  /**
   * The send buffer's size in bytes; the kernel doubles what is set and keeps it below {@code
   * net.core.wmem_max}.
   */
  SockOpt.ReadWrite<Integer> SO_SNDBUF =
      new SockOpt.ReadWrite<>(SocketH.SOL_SOCKET, SocketH.SO_SNDBUF, Codec.INT, "SO_SNDBUF");

  /** The type the socket was made with. */
  SockOpt.ReadOnly<SocketType> SO_TYPE =
      new SockOpt.ReadOnly<>(
          SocketH.SOL_SOCKET,
          SocketH.SO_TYPE,
          Codec.ofInt(SocketType::of, SocketType::value),
          "SO_TYPE");

  // Options of IPPROTO_TCP.

  /** Small segments are sent at once, without waiting for acknowledgements of earlier ones. */
  SockOpt.ReadWrite<Boolean> TCP_NODELAY =
      new SockOpt.ReadWrite<>(InH.IPPROTO_TCP, TcpH.TCP_NODELAY, Codec.BOOLEAN, "TCP_NODELAY");
}
