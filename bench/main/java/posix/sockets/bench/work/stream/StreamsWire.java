package posix.sockets.bench.work.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.newsclub.net.unix.AFUNIXSocket;

/** A socket with streams, and an array. */
final class StreamsWire extends HeapWire {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private StreamsWire(Socket socket, int size) throws IOException {
    super(size);
    this.socket = socket;
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  static Wire javaNet(String peer, int size) throws IOException {
    var socket = new Socket();
    socket.setSendBufferSize(Peers.TCP_BUFFER);
    socket.setReceiveBufferSize(Peers.TCP_BUFFER);
    socket.setTcpNoDelay(true);
    socket.connect(Peers.jdk(peer));
    return new StreamsWire(socket, size);
  }

  static Wire junixsocket(String peer, int size) throws IOException {
    return new StreamsWire(AFUNIXSocket.connectTo(Peers.junixsocket(peer)), size);
  }

  @Override
  void send() throws IOException {
    out.write(buffer);
  }

  @Override
  void receive() throws IOException {
    int received = 0;
    while (received < size) {
      int n = in.read(buffer, received, size - received);
      if (n == -1) {
        throw new EOFException();
      }
      received += n;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
