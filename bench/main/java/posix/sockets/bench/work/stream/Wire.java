package posix.sockets.bench.work.stream;

import java.io.Closeable;
import java.io.IOException;
import posix.sockets.bench.work.Arguments;

/**
 * One end of a connected stream socket, and the buffer that it sends from and receives into, in one
 * implementation. A JVM has one of them only, so the calls here cost nothing.
 *
 * <p>What is sent is a message: its number, in its first and its last eight bytes (or as much of it
 * as there is room for), and between them bytes that are known. Both ends look at the number each
 * time, and at all of it after each turn.
 */
public abstract class Wire implements Closeable {
  /** Buffers are aligned to this where one can say so: it makes the kernel's copying faster. */
  static final int ALIGNED = 4096;

  private static final int WORD = Long.BYTES;

  /** The size of a message. */
  final int size;

  Wire(int size) {
    this.size = size;
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
    wire.fill(0, pattern(size));
    return wire;
  }

  /** Sends the whole buffer, by as many calls as it takes. */
  abstract void send() throws IOException;

  /** Receives the whole buffer, by as many calls as it takes. */
  abstract void receive() throws IOException;

  /** Eight bytes of the buffer, in the machine's order. */
  abstract long word(int offset);

  /** Sets eight bytes of the buffer. */
  abstract void word(int offset, long word);

  /** A byte of the buffer. */
  abstract byte octet(int offset);

  /** Sets a byte of the buffer. */
  abstract void octet(int offset, byte octet);

  /** Makes the buffer message number so and so. */
  final void stamp(long number) {
    if (size < WORD) {
      octet(0, (byte) number);
    } else {
      word(0, number);
      word(size - WORD, number);
    }
  }

  /** Throws unless the buffer is that message, as far as its stamps tell. */
  final void verify(long number) {
    boolean right =
        size < WORD ? octet(0) == (byte) number : word(0) == number && word(size - WORD) == number;
    if (!right) {
      throw new IllegalStateException("what came is not message " + number);
    }
  }

  /** Throws unless all of the buffer is that message. */
  final void verifyAll(long number) {
    verify(number);
    byte[] expected = pattern(size);
    for (int i = WORD; i < size - WORD; i++) {
      if (octet(i) != expected[i]) {
        throw new IllegalStateException("byte " + i + " of message " + number + " is wrong");
      }
    }
  }

  /** Overwrites the buffer, so that what is found in it later has come. */
  final void clear() {
    fill(0, new byte[size]);
  }

  private void fill(int offset, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      octet(offset + i, bytes[i]);
    }
  }

  /** What lies between the stamps; bench/message.h has the same. */
  static byte[] pattern(int size) {
    byte[] pattern = new byte[size];
    for (int i = 0; i < size; i++) {
      pattern[i] = (byte) (i * 31 + (i >> 8) * 7 + 1);
    }
    return pattern;
  }
}
