package posix.sockets.stress;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_DGRAM;
import static posix.sockets.Constants.SO_RCVBUF;
import static posix.sockets.Constants.SO_SNDBUF;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import posix.sockets.Inet4;
import posix.sockets.MessageBatch;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.Transfer;
import posix.sockets.raw.Posix;

/**
 * The program of {@link OneCarrier}: so many connections at once, each with a thread on either side
 * that sends and receives by every call there is, and one more thread whose sleeps tell how long it
 * had to wait for its turn.
 */
final class Exchange {
  private static final int SMALL = 64;
  private static final int LARGE = 1 << 17; // more than there is room for: to send it blocks
  private static final int PIECE = 1 << 13;
  private static final int ROOM = 1 << 14; // so that nobody's turn is long
  private static final int BATCH = 4;
  private static final int AT_ONCE = 10; // begin
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final Kind KIND = Kind.VIRTUAL;
  private static final MemorySegment PATTERN = pattern();

  private final int connections;
  private final PosixSocket listener = little(Situation.tcp()).bind(Inet4.loopback(0)).listen(4096);
  private final SockAddr address = listener.getsockname();
  private final int file; // with the pattern in it
  private final CountDownLatch accepted;
  private final Semaphore go = new Semaphore(0);
  private final Times gaps = new Times();
  private volatile boolean over;

  private Exchange(int connections, int file) throws IOException {
    this.connections = connections;
    this.file = file;
    accepted = new CountDownLatch(connections);
  }

  private static MemorySegment pattern() {
    MemorySegment pattern = Arena.global().allocate(LARGE);
    for (int i = 0; i < LARGE; i++) {
      pattern.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 7 + i / 251));
    }
    return pattern.asReadOnly();
  }

  private static PosixSocket little(PosixSocket socket) throws IOException {
    return socket.setsockopt(SO_SNDBUF, ROOM).setsockopt(SO_RCVBUF, ROOM);
  }

  /** Takes how many connections there shall be, and how often before; prints the longest gap. */
  public static void main(String[] arguments) throws Exception {
    Path path = Files.createTempFile("pattern", ".bin");
    try (var arena = Arena.ofConfined()) {
      Files.write(path, PATTERN.toArray(ValueLayout.JAVA_BYTE));
      int file = Posix.open(arena.allocateFrom(path.toString()), Posix.O_RDONLY);
      for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
        new Exchange(50, file).run();
      }
      var exchange = new Exchange(Integer.parseInt(arguments[0]), file);
      long begin = System.nanoTime();
      exchange.run();
      System.out.printf(
          "%d connections at once, each %d bytes there and back by every call: %.1f s%n",
          exchange.connections, LARGE, (System.nanoTime() - begin) / 1e9);
      System.out.printf("%-24s %8s %s%n", "between sleeps of 1 ms", "sleeps", Times.COLUMNS);
      System.out.printf("%-24s %8d %s%n", "(goal: 50 ms)", exchange.gaps.count(), exchange.gaps);
      System.out.println(exchange.gaps.longest());
    } finally {
      Files.delete(path);
    }
  }

  private void run() throws Exception {
    Caller<Void> ticker = Caller.start(KIND, this::tick);
    List<Caller<Void>> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      all.add(Caller.start(KIND, this::serve));
      all.add(Caller.start(KIND, this::use));
      if (i % AT_ONCE == 0) {
        Thread.sleep(1);
      }
    }
    accepted.await(); // all are open at once
    for (int i = 0; i < connections; i += AT_ONCE) {
      go.release(AT_ONCE);
      Thread.sleep(1);
    }
    for (Caller<Void> each : all) {
      each.result(LONG);
    }
    over = true;
    ticker.result();
    listener.close();
  }

  private Void tick() throws InterruptedException {
    long last = System.nanoTime();
    while (!over) {
      Thread.sleep(1);
      long now = System.nanoTime();
      gaps.add(now - last);
      last = now;
    }
    return null;
  }

  private Void serve() throws Exception {
    try (var socket = listener.accept().socket();
        var udp = PosixSocket.open(AF_INET, SOCK_DGRAM).bind(Inet4.loopback(0));
        var arena = Arena.ofConfined()) {
      accepted.countDown();
      go.acquireUninterruptibly();
      var end = new End(socket, udp, arena);
      socket.send(arena.allocateFrom(ValueLayout.JAVA_INT, ((Inet4) udp.getsockname()).port()));
      end.receiveAll();
      end.sendAll();
      end.datagrams(null);
    }
    return null;
  }

  private Void use() throws Exception {
    try (var socket = little(Situation.tcp()).connect(address);
        var udp = PosixSocket.open(AF_INET, SOCK_DGRAM).bind(Inet4.loopback(0));
        var arena = Arena.ofConfined()) {
      var end = new End(socket, udp, arena);
      MemorySegment port = arena.allocate(ValueLayout.JAVA_INT);
      Transfer.recvExactly(socket, port);
      end.sendAll();
      end.receiveAll();
      end.datagrams(Inet4.loopback(port.get(ValueLayout.JAVA_INT, 0)));
    }
    return null;
  }

  /** One side of a connection. */
  private final class End {
    private final PosixSocket tcp;
    private final PosixSocket udp;
    private final MemorySegment buf;

    End(PosixSocket tcp, PosixSocket udp, Arena arena) {
      this.tcp = tcp;
      this.udp = udp;
      buf = arena.allocate(PIECE);
    }

    /** The pattern, by each call that sends on a stream. */
    void sendAll() throws IOException {
      Transfer.sendAll(tcp, PATTERN);
      for (long n = 0; n < LARGE; ) {
        MemorySegment rest = PATTERN.asSlice(n);
        long half = rest.byteSize() / 2;
        n += tcp.writev(rest.asSlice(0, half), rest.asSlice(half));
      }
      for (long n = 0; n < LARGE; ) {
        n += tcp.sendmsg(PATTERN.asSlice(n));
      }
      for (long n = 0; n < LARGE; ) {
        n += tcp.sendfile(file, n, LARGE - n);
      }
    }

    /** The same, by each call that receives. */
    void receiveAll() throws IOException {
      receive(tcp::recv);
      receive(into -> tcp.readv(into.asSlice(0, 1), into.asSlice(1)));
      receive(into -> tcp.recvmsg(MsgFlags.NONE, 0, into).length());
      receive(tcp::recv);
    }

    private interface Receiving {
      long into(MemorySegment buf) throws IOException;
    }

    private void receive(Receiving call) throws IOException {
      for (long got = 0; got < LARGE; ) {
        long n = call.into(buf.asSlice(0, Math.min(PIECE, LARGE - got)));
        check(PATTERN.asSlice(got, n), buf.asSlice(0, n));
        got += n;
      }
    }

    /** Back and forth; {@code to} is null for the one who answers. */
    void datagrams(SockAddr to) throws IOException {
      MemorySegment message = PATTERN.asSlice(0, SMALL);
      if (to != null) {
        udp.sendto(message, MsgFlags.NONE, to);
      }
      var got = udp.recvfrom(buf, MsgFlags.NONE);
      check(message, buf.asSlice(0, got.length()));
      if (to == null) {
        udp.sendto(message, MsgFlags.NONE, got.from());
      }
      var batch = new MessageBatch(BATCH, SMALL);
      if (to != null) {
        send(batch, to);
      }
      receive(batch);
      if (to == null) {
        send(batch, got.from());
      }
    }

    private void send(MessageBatch batch, SockAddr to) throws IOException {
      for (int i = 0; i < BATCH; i++) {
        batch.buffer(i).copyFrom(PATTERN.asSlice(i, SMALL));
        batch.length(i, SMALL);
        batch.address(i, to);
      }
      check(udp.sendmmsg(batch, 0, BATCH, MsgFlags.NONE) == BATCH);
    }

    private void receive(MessageBatch batch) throws IOException {
      check(udp.recvmmsg(batch, BATCH, MsgFlags.NONE) == BATCH);
      for (int i = 0; i < BATCH; i++) {
        check(PATTERN.asSlice(i, SMALL), batch.buffer(i).asSlice(0, batch.length(i)));
      }
    }
  }

  private static void check(MemorySegment expected, MemorySegment got) {
    check(expected.mismatch(got) == -1);
  }

  private static void check(boolean right) {
    if (!right) {
      throw new AssertionError("something else arrived");
    }
  }
}
