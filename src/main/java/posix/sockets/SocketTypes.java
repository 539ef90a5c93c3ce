package posix.sockets;

import posix.sockets.raw.constants.SocketH;

/**
 * The types of sockets and their flags, {@code type} of {@code socket}, by their C names.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
 */
public interface SocketTypes {
  /** Closed by exec; the typed calls always add it. */
  SocketType SOCK_CLOEXEC = new SocketType(SocketH.SOCK_CLOEXEC);

  /** Datagrams with congestion control. */
  SocketType SOCK_DCCP = new SocketType(SocketH.SOCK_DCCP);

  /** Datagrams. */
  SocketType SOCK_DGRAM = new SocketType(SocketH.SOCK_DGRAM);

  /** Calls that would block answer EAGAIN instead. */
  SocketType SOCK_NONBLOCK = new SocketType(SocketH.SOCK_NONBLOCK);

  /** Obsolete: {@code AF_PACKET} does it. */
  SocketType SOCK_PACKET = new SocketType(SocketH.SOCK_PACKET);

  /** Packets of a protocol below: raw(7). */
  SocketType SOCK_RAW = new SocketType(SocketH.SOCK_RAW);

  /** Datagrams that arrive, in any order. */
  SocketType SOCK_RDM = new SocketType(SocketH.SOCK_RDM);

  /** Records, in order, over a connection. */
  SocketType SOCK_SEQPACKET = new SocketType(SocketH.SOCK_SEQPACKET);

  /** A stream of bytes, both ways, over a connection. */
  SocketType SOCK_STREAM = new SocketType(SocketH.SOCK_STREAM);
}
