package posix.sockets.bench.work.stream;

/**
 * A buffer with what is sent: a number, in its first and its last eight bytes (or as much of it as
 * there is room for), and between them bytes that are known. Both ends look at the number each
 * time, and at all of it after each turn.
 */
abstract class Message {
  private static final int WORD = Long.BYTES;

  /** Its bytes. */
  final int size;

  Message(int size) {
    this.size = size;
  }

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

  /** What lies between the stamps is written once. */
  final void fill() {
    write(pattern(size));
  }

  /** Overwrites the buffer, so that what is found in it later has come. */
  final void clear() {
    write(new byte[size]);
  }

  private void write(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      octet(i, bytes[i]);
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
