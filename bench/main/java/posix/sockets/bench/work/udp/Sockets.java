package posix.sockets.bench.work.udp;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_DGRAM;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;

/** Sockets that are connected to the peer's, and buffers. */
final class Sockets {
  private static final int PAGE = 4096;

  private Sockets() {}

  static PosixSocket posix(Windows windows) throws IOException {
    return PosixSocket.open(AF_INET, SOCK_DGRAM).connect(Inet4.loopback(windows.peer()));
  }

  static int port(PosixSocket socket) throws IOException {
    return ((Inet4) socket.getsockname()).port();
  }

  static InetSocketAddress peer(Windows windows) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), windows.peer());
  }

  static DatagramChannel nio(Windows windows) throws IOException {
    return DatagramChannel.open().connect(peer(windows));
  }

  /** As many packets, on a page's boundary. */
  static MemorySegment segment(Windows windows, int packets) {
    var all = Arena.global().allocate((long) windows.size() * packets, PAGE);
    for (int i = 0; i < packets; i++) {
      MemorySegment.copy(
          MemorySegment.ofArray(windows.sample()),
          0,
          all,
          (long) i * windows.size(),
          windows.size());
    }
    return all;
  }

  /** A packet, off the heap unless {@code heap} is among the arguments. */
  static ByteBuffer buffer(Windows windows, Arguments arguments) {
    var buffer =
        arguments.values().containsKey("heap")
            ? ByteBuffer.wrap(windows.sample())
            : segment(windows, 1).asByteBuffer();
    return buffer.order(ByteOrder.nativeOrder());
  }
}
