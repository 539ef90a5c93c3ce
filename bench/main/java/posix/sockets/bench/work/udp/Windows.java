package posix.sockets.bench.work.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SO_RCVTIMEO;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.bench.work.Arguments;
import posix.sockets.raw.Posix;

/**
 * Packets come and go in windows that fit a socket's buffer, so that none is lost: {@code udp_peer}
 * is asked for each on a socket of its own, in the same way for all who are compared. A packet has
 * its number in the first 8 bytes, and a pattern in the rest.
 */
final class Windows {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PosixSocket requests;
  private final MemorySegment request = Arena.global().allocate(JAVA_LONG, 2);
  private final MemorySegment answer = Arena.global().allocate(JAVA_LONG, 2);
  private final int packets;
  private final int size;
  private final int window;
  private long first;

  Windows(Arguments arguments) throws IOException {
    String[] ports = arguments.get("peer").split(",");
    requests =
        PosixSocket.open(AF_INET, SOCK_DGRAM).connect(Inet4.loopback(Integer.parseInt(ports[0])));
    requests.setsockopt(SO_RCVTIMEO, PATIENCE); // a peer that fails says so, and does not answer
    packets = Integer.parseInt(ports[1]);
    size = arguments.size();
    window = arguments.number("window");
  }

  /** How many packets. */
  int window() {
    return window;
  }

  /** Of a packet, in bytes. */
  int size() {
    return size;
  }

  /** The peer's port for packets. */
  int peer() {
    return packets;
  }

  /** The first number of the window. */
  long first() {
    return first;
  }

  /**
   * Asks for packets to this port, or for whether they have come; returns when they have. By the
   * same calls as C's.
   */
  void ask(int port) throws IOException {
    request.setAtIndex(JAVA_LONG, 0, first);
    request.setAtIndex(JAVA_LONG, 1, port);
    int fd = requests.fd();
    Sending.expect(Posix.send(fd, request, request.byteSize(), 0), request.byteSize());
    Sending.expect(Posix.recv(fd, answer, answer.byteSize(), 0), answer.byteSize());
    if (answer.get(JAVA_LONG, 0) != first) {
      throw new IllegalStateException("this is the answer to another request");
    }
  }

  /** A packet has come. */
  void received(long length, long number) {
    if (length != size || Long.compareUnsigned(number - first, window) >= 0) {
      throw new IllegalStateException("this is none of the packets that were to come");
    }
  }

  /** The next window. */
  void next() {
    first += window;
  }

  /** A packet, whose number is still missing. */
  byte[] sample() {
    var bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 7);
    }
    return bytes;
  }

  /** A packet's pattern. */
  void check(MemorySegment packet) {
    long from = Long.BYTES;
    if (MemorySegment.mismatch(
            packet, from, packet.byteSize(), MemorySegment.ofArray(sample()), from, size)
        != -1) {
      throw new IllegalStateException("a packet has other bytes than were sent");
    }
  }

  void close() throws IOException {
    requests.close();
  }
}
