package posix.sockets.bench.work.allocation;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.bench.work.Arguments;

/** Typed sockets, off-heap segments. */
public final class TypedSendRecv extends TypedConnection {
  private final MemorySegment out = Arena.global().allocate(SIZE, 4096);
  private final MemorySegment in = Arena.global().allocate(SIZE, 4096);

  /** No arguments. */
  public TypedSendRecv(Arguments arguments) throws IOException {}

  @Override
  public void run() throws IOException {
    out.set(JAVA_LONG, 0, ++stamp);
    expect(client.send(out), SIZE);
    expect(server.recv(in), SIZE);
    expect(in.get(JAVA_LONG, 0), stamp);
  }
}
