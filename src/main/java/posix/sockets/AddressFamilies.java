package posix.sockets;

import posix.sockets.raw.constants.SocketH;

/**
 * The families of sockets, {@code domain} of {@code socket}, by their C names.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/address_families.7.html">address_families(7)</a>
 */
public interface AddressFamilies {
  /** The cryptography of the kernel. */
  AddressFamily AF_ALG = new AddressFamily(SocketH.AF_ALG);

  /** AppleTalk: ddp(7). */
  AddressFamily AF_APPLETALK = new AddressFamily(SocketH.AF_APPLETALK);

  /** Ash. */
  AddressFamily AF_ASH = new AddressFamily(SocketH.AF_ASH);

  /** ATM, permanent circuits. */
  AddressFamily AF_ATMPVC = new AddressFamily(SocketH.AF_ATMPVC);

  /** ATM, switched circuits. */
  AddressFamily AF_ATMSVC = new AddressFamily(SocketH.AF_ATMSVC);

  /** Amateur radio AX.25: ax25(4). */
  AddressFamily AF_AX25 = new AddressFamily(SocketH.AF_AX25);

  /** Bluetooth. */
  AddressFamily AF_BLUETOOTH = new AddressFamily(SocketH.AF_BLUETOOTH);

  /** Multiprotocol bridge. */
  AddressFamily AF_BRIDGE = new AddressFamily(SocketH.AF_BRIDGE);

  /** CAIF. */
  AddressFamily AF_CAIF = new AddressFamily(SocketH.AF_CAIF);

  /** CAN buses. */
  AddressFamily AF_CAN = new AddressFamily(SocketH.AF_CAN);

  /** DECnet. */
  AddressFamily AF_DECnet = new AddressFamily(SocketH.AF_DECnet);

  /** Acorn Econet. */
  AddressFamily AF_ECONET = new AddressFamily(SocketH.AF_ECONET);

  /** {@code AF_UNIX} by another name. */
  AddressFamily AF_FILE = new AddressFamily(SocketH.AF_FILE);

  /** InfiniBand addresses. */
  AddressFamily AF_IB = new AddressFamily(SocketH.AF_IB);

  /** IEEE 802.15.4. */
  AddressFamily AF_IEEE802154 = new AddressFamily(SocketH.AF_IEEE802154);

  /** IPv4: ip(7). */
  AddressFamily AF_INET = new AddressFamily(SocketH.AF_INET);

  /** IPv6: ipv6(7). */
  AddressFamily AF_INET6 = new AddressFamily(SocketH.AF_INET6);

  /** Novell IPX. */
  AddressFamily AF_IPX = new AddressFamily(SocketH.AF_IPX);

  /** Infrared. */
  AddressFamily AF_IRDA = new AddressFamily(SocketH.AF_IRDA);

  /** ISDN. */
  AddressFamily AF_ISDN = new AddressFamily(SocketH.AF_ISDN);

  /** z/VM IUCV. */
  AddressFamily AF_IUCV = new AddressFamily(SocketH.AF_IUCV);

  /** Kernel connection multiplexer. */
  AddressFamily AF_KCM = new AddressFamily(SocketH.AF_KCM);

  /** Key management: PF_KEY. */
  AddressFamily AF_KEY = new AddressFamily(SocketH.AF_KEY);

  /** IEEE 802.2 LLC. */
  AddressFamily AF_LLC = new AddressFamily(SocketH.AF_LLC);

  /** {@code AF_UNIX} by its name in POSIX drafts. */
  AddressFamily AF_LOCAL = new AddressFamily(SocketH.AF_LOCAL);

  /** One more than the largest family these headers know. */
  AddressFamily AF_MAX = new AddressFamily(SocketH.AF_MAX);

  /** Management component transport protocol. */
  AddressFamily AF_MCTP = new AddressFamily(SocketH.AF_MCTP);

  /** MPLS. */
  AddressFamily AF_MPLS = new AddressFamily(SocketH.AF_MPLS);

  /** 802.2LLC, reserved. */
  AddressFamily AF_NETBEUI = new AddressFamily(SocketH.AF_NETBEUI);

  /** The kernel: netlink(7). */
  AddressFamily AF_NETLINK = new AddressFamily(SocketH.AF_NETLINK);

  /** Amateur radio NET/ROM. */
  AddressFamily AF_NETROM = new AddressFamily(SocketH.AF_NETROM);

  /** Near field communication. */
  AddressFamily AF_NFC = new AddressFamily(SocketH.AF_NFC);

  /** Frames of a device: packet(7). */
  AddressFamily AF_PACKET = new AddressFamily(SocketH.AF_PACKET);

  /** Phonet. */
  AddressFamily AF_PHONET = new AddressFamily(SocketH.AF_PHONET);

  /** PPP over something. */
  AddressFamily AF_PPPOX = new AddressFamily(SocketH.AF_PPPOX);

  /** Qualcomm IPC router. */
  AddressFamily AF_QIPCRTR = new AddressFamily(SocketH.AF_QIPCRTR);

  /** Reliable datagram sockets. */
  AddressFamily AF_RDS = new AddressFamily(SocketH.AF_RDS);

  /** Amateur radio X.25 PLP. */
  AddressFamily AF_ROSE = new AddressFamily(SocketH.AF_ROSE);

  /** {@code AF_NETLINK} by its name in BSD. */
  AddressFamily AF_ROUTE = new AddressFamily(SocketH.AF_ROUTE);

  /** RxRPC. */
  AddressFamily AF_RXRPC = new AddressFamily(SocketH.AF_RXRPC);

  /** Security callback, not a family of sockets. */
  AddressFamily AF_SECURITY = new AddressFamily(SocketH.AF_SECURITY);

  /** Shared memory communications. */
  AddressFamily AF_SMC = new AddressFamily(SocketH.AF_SMC);

  /** Linux SNA. */
  AddressFamily AF_SNA = new AddressFamily(SocketH.AF_SNA);

  /** TIPC. */
  AddressFamily AF_TIPC = new AddressFamily(SocketH.AF_TIPC);

  /** This machine, by path or abstract name: unix(7). */
  AddressFamily AF_UNIX = new AddressFamily(SocketH.AF_UNIX);

  /** No family: dissolves the association of a datagram socket in {@code connect}. */
  AddressFamily AF_UNSPEC = new AddressFamily(SocketH.AF_UNSPEC);

  /** Virtual machine and host: vsock(7). */
  AddressFamily AF_VSOCK = new AddressFamily(SocketH.AF_VSOCK);

  /** Wanpipe. */
  AddressFamily AF_WANPIPE = new AddressFamily(SocketH.AF_WANPIPE);

  /** X.25: x25(7). */
  AddressFamily AF_X25 = new AddressFamily(SocketH.AF_X25);

  /** Express data path. */
  AddressFamily AF_XDP = new AddressFamily(SocketH.AF_XDP);
}
