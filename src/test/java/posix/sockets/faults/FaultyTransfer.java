package posix.sockets.faults;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static posix.sockets.Constants.SHUT_WR;
import static posix.sockets.faults.Site.require;
import static posix.sockets.raw.constants.ErrnoH.EAGAIN;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import posix.sockets.Errno;
import posix.sockets.ErrnoException;
import posix.sockets.MsgFlags;
import posix.sockets.OpenFds;
import posix.sockets.PosixSocket;
import posix.sockets.faults.Streams.Moving;
import posix.sockets.testing.Pair;

/**
 * A long transfer by every call in turn, of which one in a thousand meets a fault: it moves a part,
 * is interrupted, is told that it would block, or is late. All bytes arrive, and no descriptor is
 * left. {@code make stress} prints the figures.
 */
public final class FaultyTransfer {
  private static final int MOST = 8 << 10;
  private static final int ONE_OF = 1000;
  private static final long LONG_MINUTES = 10;
  private static final Duration LATE = Duration.ofMillis(1);

  private static final List<String> SENDING = List.of("send", "sendmsg");
  private static final List<String> RECEIVING = List.of("recv", "readv", "recvmsg");

  private static final List<Moving> SENDS =
      List.of(
          PosixSocket::send,
          (socket, buf) -> socket.send(buf.toArray(JAVA_BYTE), 0, (int) buf.byteSize()),
          PosixSocket::sendmsg,
          (socket, buf) -> socket.writev(buf.asSlice(0, 1), buf.asSlice(1)));

  private static final List<Moving> RECEIVES =
      List.of(
          PosixSocket::recv,
          (socket, buf) -> socket.readv(buf.asSlice(0, 1), buf.asSlice(1)),
          (socket, buf) -> socket.recvmsg(MsgFlags.NONE, 0, buf).length());

  private FaultyTransfer() {}

  /** What goes over what. */
  enum Over {
    TCP,
    UNIX;

    private Pair open() throws IOException {
      return this == TCP ? Pair.tcp() : Streams.unix();
    }
  }

  /** What became of a transfer. */
  record Figures(
      long sent, long received, long sentSum, long receivedSum, long calls, List<Long> faults) {
    /** Fails if something was lost, or a fault of some kind was not tried. */
    void check(long bytes, List<Boolean> injected) {
      require(sent == bytes && received == bytes, "%d sent, %d received", sent, received);
      require(sentSum == receivedSum, "sent %08x, received %08x", sentSum, receivedSum);
      List<Boolean> met = faults.stream().map(count -> count > 0).toList();
      require(met.equals(injected), "of the kinds of faults, these were met: %s", faults);
    }
  }

  private record Sum(long bytes, long crc) {}

  /** Sends so many bytes; one call of so many meets a fault. */
  static Figures run(Over over, Way way, long bytes, int oneOf) throws Exception {
    OpenFds before = OpenFds.withPollers();
    var faults = new ArrayList<List<Faults>>();
    Figures figures;
    try (Pair pair = over.open()) {
      long calls = calls();
      faults.addAll(inject(over, way, 4L * oneOf));
      var sender = start(way, () -> send(way.of(pair.client()), bytes));
      var receiver = start(way, () -> receive(way.of(pair.server())));
      Sum sent = sender.get(LONG_MINUTES, TimeUnit.MINUTES);
      Sum received = receiver.get(LONG_MINUTES, TimeUnit.MINUTES);
      List<Long> counts =
          faults.stream().map(kind -> kind.stream().mapToLong(Faults::count).sum()).toList();
      figures =
          new Figures(
              sent.bytes(), received.bytes(), sent.crc(), received.crc(), calls() - calls, counts);
    } finally {
      faults.forEach(kind -> kind.forEach(Faults::close));
    }
    OpenFds after = OpenFds.withPollers();
    require(after.equals(before), "%s, before %s", after, before);
    figures.check(bytes, faults.stream().map(kind -> !kind.isEmpty()).toList());
    return figures;
  }

  private static long calls() {
    long calls = 0;
    for (String function : functions()) {
      calls += Faults.calls(function);
    }
    return calls;
  }

  private static List<String> functions() {
    List<String> all = new ArrayList<>(SENDING);
    all.addAll(RECEIVING);
    return all;
  }

  /**
   * The faults, by kind. To a call that can wait for an edge, a kernel does not say that it would
   * block, and it gives TCP's receiver no less than it wants and there is, unless an edge is to
   * come: so neither is injected there. They meet EAGAIN often enough by themselves.
   */
  private static List<List<Faults>> inject(Over over, Way way, long oneOf) {
    List<String> parts = way.waits() && over == Over.TCP ? SENDING : functions();
    return List.of(
        each(parts, oneOf, 1, Faults.Where::movesAPart),
        each(functions(), oneOf, 2, Faults.Where::interrupted),
        each(way.waits() ? List.of() : functions(), oneOf, 3, where -> where.fails(EAGAIN)),
        each(functions(), oneOf, 4, where -> where.isLate(LATE)));
  }

  private interface Kind {
    Faults of(Faults.Where where);
  }

  private static List<Faults> each(List<String> functions, long oneOf, int seed, Kind kind) {
    return functions.stream()
        .map(
            function -> kind.of(Faults.on(function).oneOf(oneOf, 31L * function.hashCode() + seed)))
        .toList();
  }

  private static <T> FutureTask<T> start(Way way, Callable<T> call) {
    var task = new FutureTask<>(call);
    way.start(task);
    return task;
  }

  private static Sum send(PosixSocket socket, long bytes) throws Exception {
    var random = new Random(bytes);
    var crc = new CRC32C();
    byte[] array = new byte[MOST];
    long sent = 0;
    try (var arena = Arena.ofShared()) {
      MemorySegment buf = arena.allocate(MOST);
      for (int i = 0; sent < bytes; i++) {
        if (i % 16 == 0) {
          random.nextBytes(array);
          buf.copyFrom(MemorySegment.ofArray(array));
        }
        long length = Math.min(bytes - sent, 2 + random.nextInt(MOST - 2));
        MemorySegment piece = buf.asSlice(0, length);
        long n = again(SENDS.get(i % SENDS.size()), socket, piece);
        crc.update(array, 0, (int) n);
        sent += n;
      }
    }
    socket.shutdown(SHUT_WR);
    return new Sum(sent, crc.getValue());
  }

  private static Sum receive(PosixSocket socket) throws Exception {
    var random = new Random(1);
    var crc = new CRC32C();
    long received = 0;
    try (var arena = Arena.ofShared()) {
      MemorySegment buf = arena.allocate(MOST);
      for (int i = 0; ; i++) {
        MemorySegment room = buf.asSlice(0, 2 + random.nextInt(MOST - 2));
        long n = again(RECEIVES.get(i % RECEIVES.size()), socket, room);
        if (n == 0) {
          return new Sum(received, crc.getValue());
        }
        crc.update(buf.asSlice(0, n).asByteBuffer());
        received += n;
      }
    }
  }

  /** Where a call blocks in the kernel, EAGAIN is reported, as that of the socket's own timeout. */
  private static long again(Moving call, PosixSocket socket, MemorySegment buf) throws Exception {
    while (true) {
      try {
        return call.move(socket, buf);
      } catch (ErrnoException e) {
        if (e.errno() != Errno.EAGAIN) {
          throw e;
        }
      }
    }
  }

  /**
   * Transfers 1 GiB in each way, and prints the figures; fails if anything was lost.
   *
   * @param arguments how many MiB, if not 1024
   */
  public static void main(String[] arguments) throws Exception {
    Faults.prepare();
    WaitingOperations.startPoller();
    long mebibytes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1024;
    String columns = "%-16s %6s %8s %10s %8s %12s %8s %6s %10s%n";
    System.out.println("== FaultyTransfer: one call of " + ONE_OF + " meets a fault");
    System.out.printf(
        columns,
        "transfer",
        "MiB",
        "time",
        "calls",
        "parts",
        "interrupted",
        "EAGAIN",
        "late",
        "CRC32C");
    for (Over over : Over.values()) {
      for (Way way : Way.values()) {
        long begin = System.nanoTime();
        Figures figures = run(over, way, mebibytes << 20, ONE_OF);
        System.out.printf(
            columns,
            over + ", " + way.toString().toLowerCase(Locale.ROOT),
            mebibytes,
            String.format("%.1f s", (System.nanoTime() - begin) / 1e9),
            figures.calls(),
            figures.faults().get(0),
            figures.faults().get(1),
            figures.faults().get(2),
            figures.faults().get(3),
            String.format("%08x", figures.receivedSum()));
      }
    }
    System.out.println("every byte arrived, and no descriptor was left");
  }
}
