package posix.sockets.soak;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.zip.CRC32C;
import posix.sockets.PosixSocket;

/**
 * One direction of a connection, at either end: messages that follow from the connection's number,
 * the direction and their own number, so that who receives knows every byte that has to come.
 */
final class Flow {
  static final int HEADER = 16; // connection, message, length
  static final int LARGEST = 48 << 10; // more than there is room for: to send it may block
  private static final int USUAL = 1 << 10;
  private static final int LARGE_EVERY = 61; // never the first one, which may be a datagram
  private static final int UNKNOWN = -1;
  private static final MemorySegment TEXT = text();

  private final boolean reply;
  private final MemorySegment header = MemorySegment.ofArray(new byte[HEADER]);
  private final CRC32C crc = new CRC32C();
  private long connection;
  private long bytes;

  // The message under way.
  private int number = -1;
  private MemorySegment body = MemorySegment.NULL;
  private long at = HEADER; // so much of it has passed

  private Flow(long connection, boolean reply) {
    this.connection = connection;
    this.reply = reply;
  }

  private static MemorySegment text() {
    byte[] random = new byte[2 * LARGEST];
    new Random(1).nextBytes(random);
    MemorySegment text = Arena.global().allocate(random.length);
    return text.copyFrom(MemorySegment.ofArray(random)).asReadOnly();
  }

  /** What the client of a connection says. */
  static Flow request(long connection) {
    return new Flow(connection, false);
  }

  /** The same where it arrives: the first header tells which connection it is. */
  static Flow requestOfUnknown() {
    return new Flow(UNKNOWN, false);
  }

  /** What the server of a connection answers. */
  static Flow reply(long connection) {
    return new Flow(connection, true);
  }

  /** The connection's number; negative as long as nobody has told it. */
  long connection() {
    return connection;
  }

  /** Goes on to the next message. */
  Flow next() {
    number++;
    at = 0;
    int hash = Long.hashCode((connection * 2 + (reply ? 1 : 0)) * 0x9E3779B97F4A7C15L) + number;
    hash *= 0x85EBCA6B;
    boolean large = number % LARGE_EVERY == LARGE_EVERY - 1;
    int length = large ? LARGEST - HEADER : (hash >>> 8) % USUAL;
    body = TEXT.asSlice((hash >>> 4) % LARGEST, length);
    return this;
  }

  /** Begins the next message, to be sent. */
  Flow write() {
    next();
    header.set(JAVA_LONG_UNALIGNED, 0, connection);
    header.set(JAVA_INT_UNALIGNED, 8, number);
    header.set(JAVA_INT_UNALIGNED, 12, (int) body.byteSize());
    return this;
  }

  /** Whether the message under way has passed. */
  boolean isDone() {
    return at == HEADER + body.byteSize();
  }

  /** Sends the message under way. */
  void sendTo(PosixSocket socket) throws IOException {
    while (!isDone()) {
      sent(
          at < HEADER
              ? socket.writev(header.asSlice(at), body)
              : socket.send(body.asSlice(at - HEADER)));
    }
  }

  /** What is left to be sent, copied. */
  MemorySegment copyRest(MemorySegment into) {
    MemorySegment head = header.asSlice(Math.min(at, HEADER));
    MemorySegment rest = body.asSlice(Math.max(0, at - HEADER));
    into.asSlice(0, head.byteSize()).copyFrom(head);
    into.asSlice(head.byteSize(), rest.byteSize()).copyFrom(rest);
    return into.asSlice(0, head.byteSize() + rest.byteSize());
  }

  /** So much more was sent. */
  void sent(long n) {
    long inHeader = Math.clamp(HEADER - at, 0, n);
    if (inHeader > 0) {
      count(header.asSlice(at, inHeader));
    }
    count(body.asSlice(Math.max(0, at - HEADER), n - inHeader));
    at += n;
  }

  private void count(MemorySegment passed) {
    crc.update(passed.asByteBuffer());
    bytes += passed.byteSize();
  }

  /** Checks what has arrived, and answers how many messages it completed. */
  int received(MemorySegment got) {
    count(got);
    int completed = 0;
    for (long done = 0; done < got.byteSize(); ) {
      if (isDone()) {
        next();
      }
      done += at < HEADER ? head(got.asSlice(done)) : check(got.asSlice(done));
      completed += at >= HEADER && isDone() ? 1 : 0;
    }
    return completed;
  }

  private long head(MemorySegment got) {
    long n = Math.min(got.byteSize(), HEADER - at);
    MemorySegment.copy(got, 0, header, at, n);
    at += n;
    if (at == HEADER) {
      long told = header.get(JAVA_LONG_UNALIGNED, 0);
      if (connection == UNKNOWN) {
        connection = told;
        number--;
        next();
        at = HEADER;
      }
      int length = header.get(JAVA_INT_UNALIGNED, 12);
      if (told != connection
          || header.get(JAVA_INT_UNALIGNED, 8) != number
          || length != body.byteSize()) {
        throw new AssertionError(this + ": the header is another, of connection " + told);
      }
    }
    return n;
  }

  private long check(MemorySegment got) {
    long from = at - HEADER;
    long n = Math.min(got.byteSize(), body.byteSize() - from);
    long differs = MemorySegment.mismatch(got, 0, n, body, from, from + n);
    if (differs != -1) {
      throw new AssertionError(this + ": byte " + (from + differs) + " is another");
    }
    at += n;
    return n;
  }

  /** How many bytes have passed. */
  long bytes() {
    return bytes;
  }

  /** What tells this flow from all others, with every byte of it. */
  long fingerprint() {
    long mixed = (connection * 2 + (reply ? 1 : 0)) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ bytes) * 0xC2B2AE3D27D4EB4FL;
    mixed = (mixed ^ crc.getValue()) * 0x165667B19E3779F9L;
    return mixed ^ mixed >>> 32;
  }

  @Override
  public String toString() {
    String what = reply ? "the reply to message " : "message ";
    return what + number + " of connection " + connection;
  }
}
