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
public interface Constants
    extends AddressFamilies,
        SocketTypes,
        Protocols,
        ShutdownDirections,
        MessageFlags,
        PollConstants,
        ResolverConstants,
        InterfaceConstants {
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
