package posix.sockets.bench.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sends windows of packets, as {@code udp_peer} does, of which each has a wrong byte. */
final class PacketLiar implements AutoCloseable {
  private final DatagramSocket requests = socket();
  private final DatagramSocket packets = socket();
  private final int size;
  private final int window;
  private final int place;

  PacketLiar(int size, int window, int place) throws IOException {
    this.size = size;
    this.window = window;
    this.place = place;
    Thread.ofVirtual().start(this::serve);
  }

  private static DatagramSocket socket() throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
  }

  /** The ports, as {@code udp_peer} prints them. */
  String peer() {
    return requests.getLocalPort() + "," + packets.getLocalPort();
  }

  private void serve() {
    var request = new DatagramPacket(new byte[2 * Long.BYTES], 2 * Long.BYTES);
    try {
      while (true) {
        requests.receive(request);
        var asked = ByteBuffer.wrap(request.getData()).order(ByteOrder.nativeOrder());
        var to = new InetSocketAddress(request.getAddress(), (int) asked.getLong(Long.BYTES));
        for (int i = 0; i < window; i++) {
          packets.send(new DatagramPacket(packet(asked.getLong(0) + i), size, to));
        }
        requests.send(request);
      }
    } catch (IOException e) {
      if (!requests.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private byte[] packet(long number) {
    var bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 7);
    }
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putLong(0, number);
    bytes[place] ^= 1;
    return bytes;
  }

  @Override
  public void close() {
    requests.close();
    packets.close();
  }
}
