package posix.sockets.bench;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.raw.Posix.EAGAIN;
import static posix.sockets.raw.Posix.MSG_DONTWAIT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.bindings.posix_h;
import posix.sockets.libc.Call;
import posix.sockets.libc.Libc;
import posix.sockets.raw.Posix;

/**
 * A {@code recv} on an idle TCP connection, which answers EAGAIN at once: nearly nothing but the
 * cost of a call, and what each layer adds to it. native/bench/recv_would_block.c is its twin.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecvWouldBlockBenchmark {
  private static final int SIZE = 64;

  private PosixSocket client;
  private PosixSocket server;
  private int fd;
  private MemorySegment buf;
  private MemorySegment errno;

  /** Connects a socket to which nobody sends. */
  @Setup
  public void connect() throws IOException {
    try (var listener = PosixSocket.open(AF_INET, SOCK_STREAM)) {
      listener.bind(Inet4.loopback(0)).listen(1);
      client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
      server = listener.accept().socket();
    }
    fd = client.fd();
    buf = Arena.global().allocate(SIZE, 64);
    errno = Arena.global().allocate(Call.ERRNO);
  }

  /** Closes both ends. */
  @TearDown
  public void close() throws IOException {
    client.close();
    server.close();
  }

  /** What jextract generates, which cannot tell errno. */
  @Benchmark
  public void bindings() {
    expect(posix_h.recv(fd, buf, SIZE, MSG_DONTWAIT), -1);
  }

  /** The call with errno. */
  @Benchmark
  public void libc() {
    expect(Libc.recv(errno, fd, buf, SIZE, MSG_DONTWAIT), -EAGAIN);
  }

  /** The raw layer. */
  @Benchmark
  public void raw() {
    expect(Posix.recv(fd, buf, SIZE, MSG_DONTWAIT), -1);
    expect(Posix.errno(), EAGAIN);
  }

  /** The typed layer. */
  @Benchmark
  public void typed() throws IOException {
    expect(client.tryRecv(buf), PosixSocket.WOULD_BLOCK);
  }

  private static void expect(long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException("recv answered " + result + ", not " + expected);
    }
  }
}
