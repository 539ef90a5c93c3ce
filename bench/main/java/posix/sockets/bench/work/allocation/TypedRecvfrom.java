package posix.sockets.bench.work.allocation;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.AddressBuffer;
import posix.sockets.MsgFlags;
import posix.sockets.bench.work.Arguments;

/** send and recvfrom, the sender's address in a buffer. */
public final class TypedRecvfrom extends DatagramPair {
  private final MemorySegment out = Arena.global().allocate(SIZE, Long.BYTES);
  private final MemorySegment in = Arena.global().allocate(SIZE, Long.BYTES);
  private final AddressBuffer from = new AddressBuffer();

  /** No arguments. */
  public TypedRecvfrom(Arguments arguments) throws IOException {}

  @Override
  public void run() throws IOException {
    out.set(JAVA_LONG, 0, ++stamp);
    expect(pair.first().send(out), SIZE);
    expect(pair.second().recvfrom(in, MsgFlags.NONE, from), SIZE);
    expect(in.get(JAVA_LONG, 0), stamp);
  }
}
