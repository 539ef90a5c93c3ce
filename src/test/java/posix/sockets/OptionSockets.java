package posix.sockets;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_INET6;
import static posix.sockets.Constants.AF_NETLINK;
import static posix.sockets.Constants.AF_PACKET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.AF_VSOCK;
import static posix.sockets.Constants.IPPROTO_ICMP;
import static posix.sockets.Constants.IPPROTO_ICMPV6;
import static posix.sockets.Constants.IPPROTO_IP;
import static posix.sockets.Constants.IPPROTO_MPTCP;
import static posix.sockets.Constants.IPPROTO_RAW;
import static posix.sockets.Constants.IPPROTO_UDPLITE;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SOCK_RAW;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.TCP_REPAIR;
import static posix.sockets.Constants.TCP_SAVE_SYN;

import java.io.IOException;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.raw.constants.IfH;

/** The sockets that options are tried on, by the names that the C probe has for them. */
final class OptionSockets implements AutoCloseable {
  private final List<PosixSocket> all = new ArrayList<>();

  PosixSocket make(String kind) throws IOException {
    return switch (kind) {
      case "tcp4" -> open(AF_INET, SOCK_STREAM, IPPROTO_IP);
      case "tcp4-accepted" -> connected(AF_INET, IPPROTO_IP, true);
      case "tcp4-connected" -> connected(AF_INET, IPPROTO_IP, false);
      case "tcp4-listening" -> open(AF_INET, SOCK_STREAM, IPPROTO_IP).listen(1);
      case "tcp4-repair" -> inRepair();
      case "tcp6" -> open(AF_INET6, SOCK_STREAM, IPPROTO_IP);
      case "tcp6-connected" -> connected(AF_INET6, IPPROTO_IP, false);
      case "tcp6-mapped" -> mapped();
      case "udp4" -> open(AF_INET, SOCK_DGRAM, IPPROTO_IP);
      case "udp4-connected" -> connectedToSelf(AF_INET);
      case "udp6" -> open(AF_INET6, SOCK_DGRAM, IPPROTO_IP);
      case "udp6-connected" -> connectedToSelf(AF_INET6);
      case "udplite4" -> open(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE);
      case "icmp4" -> open(AF_INET, SOCK_RAW, IPPROTO_ICMP);
      case "icmp6" -> open(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
      case "raw6" -> open(AF_INET6, SOCK_RAW, Protocol.of(100));
      case "raw6-raw" -> open(AF_INET6, SOCK_RAW, IPPROTO_RAW);
      case "mptcp" -> open(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
      case "mptcp-connected" -> connected(AF_INET, IPPROTO_MPTCP, false);
      case "unix-stream" -> open(AF_UNIX, SOCK_STREAM, IPPROTO_IP);
      case "unix-dgram" -> open(AF_UNIX, SOCK_DGRAM, IPPROTO_IP);
      case "unix-pair" -> unixPair();
      case "netlink" -> open(AF_NETLINK, SOCK_RAW, IPPROTO_IP);
      case "packet" -> open(AF_PACKET, SOCK_RAW, IPPROTO_IP);
      case "packet-lo" -> packetOnLoopback();
      case "vsock" -> open(AF_VSOCK, SOCK_STREAM, IPPROTO_IP);
      default -> throw new AssertionError("no socket " + kind);
    };
  }

  private PosixSocket open(AddressFamily domain, SocketType type, Protocol protocol)
      throws IOException {
    return kept(PosixSocket.open(domain, type, protocol));
  }

  private PosixSocket kept(PosixSocket socket) {
    all.add(socket);
    return socket;
  }

  private static SockAddr loopback(AddressFamily family) {
    return family.equals(AF_INET) ? Inet4.loopback(0) : Inet6.loopback(0);
  }

  private PosixSocket connected(AddressFamily family, Protocol protocol, boolean accepted)
      throws IOException {
    try (var listener = PosixSocket.open(family, SOCK_STREAM, protocol)) {
      if (accepted) {
        listener.setsockopt(TCP_SAVE_SYN, 1);
      }
      listener.bind(loopback(family)).listen(1);
      var client = open(family, SOCK_STREAM, protocol).connect(listener.getsockname());
      var server = kept(listener.accept().socket());
      return accepted ? server : client;
    }
  }

  private PosixSocket connectedToSelf(AddressFamily family) throws IOException {
    var socket = open(family, SOCK_DGRAM, IPPROTO_IP).bind(loopback(family));
    return socket.connect(socket.getsockname());
  }

  private PosixSocket mapped() throws IOException {
    var listener = open(AF_INET, SOCK_STREAM, IPPROTO_IP).bind(Inet4.loopback(0)).listen(1);
    int port = ((Inet4) listener.getsockname()).port();
    return open(AF_INET6, SOCK_STREAM, IPPROTO_IP).connect(Inet6.of("::ffff:127.0.0.1", port));
  }

  private PosixSocket inRepair() throws IOException {
    var socket = open(AF_INET, SOCK_STREAM, IPPROTO_IP);
    try {
      socket.setsockopt(TCP_REPAIR, 1);
    } catch (ErrnoException _) {
      // refused without privilege, as what follows then
    }
    return socket;
  }

  private PosixSocket unixPair() throws IOException {
    var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
    kept(pair.second());
    return kept(pair.first());
  }

  private PosixSocket packetOnLoopback() throws IOException {
    int network = Short.toUnsignedInt(Short.reverseBytes((short) IfH.ETH_P_ALL));
    int ifindex = NetworkInterface.getByName("lo").getIndex();
    return open(AF_PACKET, SOCK_RAW, Protocol.of(network)).bind(Packet.of(IfH.ETH_P_ALL, ifindex));
  }

  @Override
  public void close() throws IOException {
    for (PosixSocket socket : all) {
      socket.close();
    }
  }
}
