package posix.sockets.bench.work.connect;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.raw.Posix.AF_INET;
import static posix.sockets.raw.Posix.INADDR_LOOPBACK;
import static posix.sockets.raw.Posix.SOCK_CLOEXEC;
import static posix.sockets.raw.Posix.SOCK_STREAM;
import static posix.sockets.raw.Posix.SOL_SOCKET;
import static posix.sockets.raw.Posix.SO_LINGER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bindings.linger;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.raw.Posix;

/** The raw layer. */
public final class RawConnect extends Connecting {
  private static final int ADDRESS_SIZE = (int) sockaddr_in.sizeof();

  private final MemorySegment server = sockaddr_in.allocate(Arena.global());
  private final MemorySegment peer = sockaddr_in.allocate(Arena.global());
  private final MemorySegment name = sockaddr_in.allocate(Arena.global());
  private final MemorySegment length = Arena.global().allocate(JAVA_INT);
  private final MemorySegment reset = linger.allocate(Arena.global());
  private final int listener;

  /** No arguments. */
  public RawConnect(Arguments arguments) {
    linger.l_onoff(reset, 1);
    sockaddr_in.sin_family(server, (short) AF_INET);
    address(server, Posix.htonl(INADDR_LOOPBACK));
    listener = check(Posix.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    check(Posix.bind(listener, server, ADDRESS_SIZE));
    check(Posix.listen(listener, BACKLOG));
    length.set(JAVA_INT, 0, ADDRESS_SIZE);
    check(Posix.getsockname(listener, server, length));
  }

  @Override
  void connect(boolean look) {
    int client = check(Posix.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    check(Posix.setsockopt(client, SOL_SOCKET, SO_LINGER, reset, (int) linger.sizeof()));
    check(Posix.connect(client, server, ADDRESS_SIZE));
    length.set(JAVA_INT, 0, ADDRESS_SIZE);
    int accepted = check(Posix.accept4(listener, peer, length, SOCK_CLOEXEC));
    expect(address(peer) == address(server));
    if (look) {
      length.set(JAVA_INT, 0, ADDRESS_SIZE);
      check(Posix.getsockname(client, name, length));
      expectSame(sockaddr_in.sin_port(name), sockaddr_in.sin_port(peer));
    }
    check(Posix.close(client));
    check(Posix.close(accepted));
  }

  private static int address(MemorySegment of) {
    return of.get(JAVA_INT, sockaddr_in.sin_addr$offset());
  }

  private static void address(MemorySegment of, int value) {
    of.set(JAVA_INT, sockaddr_in.sin_addr$offset(), value);
  }

  private static int check(int result) {
    if (result == -1) {
      throw new IllegalStateException(Posix.strerror(Posix.errno()));
    }
    return result;
  }

  @Override
  public void close() {
    check(Posix.close(listener));
  }
}
