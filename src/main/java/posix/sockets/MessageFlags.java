package posix.sockets;

import posix.sockets.raw.constants.SocketH;

/**
 * The flags of {@code send}, {@code recv} and their kin, by their C names.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
 */
public interface MessageFlags {
  /** More messages follow; of {@code sendmmsg}, by the kernel. */
  MsgFlags MSG_BATCH = new MsgFlags(SocketH.MSG_BATCH);

  /** Descriptors received are closed by exec; the typed calls always add it. */
  MsgFlags MSG_CMSG_CLOEXEC = new MsgFlags(SocketH.MSG_CMSG_CLOEXEC);

  /** The peer is reachable: no ARP probe is needed. */
  MsgFlags MSG_CONFIRM = new MsgFlags(SocketH.MSG_CONFIRM);

  /** Control messages did not fit. */
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

  /** Of the kernel's own. */
  MsgFlags MSG_FIN = new MsgFlags(SocketH.MSG_FIN);

  /** More is to come: hold it back. */
  MsgFlags MSG_MORE = new MsgFlags(SocketH.MSG_MORE);

  /** No SIGPIPE; the typed calls always add it. */
  MsgFlags MSG_NOSIGNAL = new MsgFlags(SocketH.MSG_NOSIGNAL);

  /** Urgent data. */
  MsgFlags MSG_OOB = new MsgFlags(SocketH.MSG_OOB);

  /** Leave what was received in the queue. */
  MsgFlags MSG_PEEK = new MsgFlags(SocketH.MSG_PEEK);

  /** The address stands before the data. */
  MsgFlags MSG_PROXY = new MsgFlags(SocketH.MSG_PROXY);

  /** Of the kernel's own. */
  MsgFlags MSG_RST = new MsgFlags(SocketH.MSG_RST);

  /** Data in device memory, since Linux 6.12. */
  MsgFlags MSG_SOCK_DEVMEM = new MsgFlags(SocketH.MSG_SOCK_DEVMEM);

  /** Of the kernel's own. */
  MsgFlags MSG_SYN = new MsgFlags(SocketH.MSG_SYN);

  /** The datagram's real length; on a TCP socket, discard. */
  MsgFlags MSG_TRUNC = new MsgFlags(SocketH.MSG_TRUNC);

  /** {@code MSG_DONTROUTE} by its name in DECnet. */
  MsgFlags MSG_TRYHARD = new MsgFlags(SocketH.MSG_TRYHARD);

  /** Wait until the buffer is full. */
  MsgFlags MSG_WAITALL = new MsgFlags(SocketH.MSG_WAITALL);

  /** {@code MSG_DONTWAIT} after the first message of {@code recvmmsg}. */
  MsgFlags MSG_WAITFORONE = new MsgFlags(SocketH.MSG_WAITFORONE);

  /** Send from the buffer itself; the error queue tells when it is free. */
  MsgFlags MSG_ZEROCOPY = new MsgFlags(SocketH.MSG_ZEROCOPY);
}
