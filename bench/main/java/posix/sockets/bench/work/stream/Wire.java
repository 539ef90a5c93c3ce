package posix.sockets.bench.work.stream;

import java.io.Closeable;
import java.io.IOException;
import posix.sockets.bench.work.Arguments;

/**
 * One end of a connected stream socket, and the buffer that it sends from and receives into, in one
 * implementation. A JVM has one of them only, so the calls here cost nothing.
 */
public abstract class Wire extends Message implements Closeable {
  /** Buffers are aligned to this where one can say so: it makes the kernel's copying faster. */
  static final int ALIGNED = 4096;

  Wire(int size) {
    super(size);
  }

  /**
   * Connects one of {@code raw}, {@code typed}, … to the peer: a port of the loopback address, or a
   * path.
   */
  static Wire connect(Arguments arguments) throws IOException {
    String peer = arguments.get("peer");
    int size = arguments.size();
    Wire wire =
        switch (arguments.get("wire")) {
          case "raw" -> new RawWire(peer, size);
          case "typed" -> new TypedWire(peer, size);
          case "typed-bytes" -> new TypedBytesWire(peer, size);
          case "java.net" -> StreamsWire.javaNet(peer, size);
          case "nio" -> ChannelWire.nio(peer, size);
          case "nio-heap" -> ChannelWire.nioHeap(peer, size);
          case "junixsocket" -> ChannelWire.junixsocket(peer, size);
          case "junixsocket-streams" -> StreamsWire.junixsocket(peer, size);
          default -> throw new IllegalArgumentException("no wire " + arguments.get("wire"));
        };
    wire.fill();
    return wire;
  }

  /** Sends the whole buffer, by as many calls as it takes. */
  abstract void send() throws IOException;

  /** Receives the whole buffer, by as many calls as it takes. */
  abstract void receive() throws IOException;
}
