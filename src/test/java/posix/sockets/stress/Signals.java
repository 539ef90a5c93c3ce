package posix.sockets.stress;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;
import posix.sockets.PosixSocket;
import posix.sockets.Transfer;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Pair;

/**
 * Signals whose handler has no SA_RESTART change nothing: calls go on, transfers are whole,
 * deadlines hold.
 */
final class Signals {
  private static final long MIB = 1 << 20;
  private static final int PIECE = 1 << 16;
  private static final int ENOUGH = 20; // signals to a blocked call
  private static final Duration LONG = Duration.ofMinutes(2);

  private Signals() {}

  static void run(int mebibytes, Report report) throws Exception {
    eintrOccurs(report);
    for (var of : Situation.Of.values()) {
      for (Kind kind : Kind.values()) {
        blocked(of, kind, report);
      }
    }
    report.say("every call went on after %d signals each", ENOUGH);
    report.say("%n%-20s %8s %8s %10s %10s", "transfer", "MiB", "time", "signals", "CRC32C");
    transfer("platform", Kind.PLATFORM, false, mebibytes, report);
    transfer("platform, deadline", Kind.PLATFORM, true, mebibytes, report);
    transfer("virtual", Kind.VIRTUAL, false, mebibytes, report);
    deadlines(Math.min(mebibytes, 100), report);
  }

  /** Were it not so, the others could not fail. */
  private static void eintrOccurs(Report report) throws Exception {
    try (Pair pair = Pair.tcp();
        var storm = new Storm()) {
      int fd = pair.client().fd();
      int calls = 100;
      Caller<Integer> recv =
          Caller.start(
              Kind.PLATFORM,
              () -> {
                storm.enter();
                int interrupted = 0;
                try (var arena = Arena.ofConfined()) {
                  MemorySegment buf = arena.allocate(1);
                  for (int i = 0; i < calls; i++) {
                    if (Posix.recv(fd, buf, 1, 0) == -1 && Posix.errno() == Posix.EINTR) {
                      interrupted++;
                    }
                  }
                }
                return interrupted;
              });
      report.say("the raw layer's recv, %d times: %d EINTR", calls, recv.result());
      report.check(recv.result() == calls, "%d EINTR of %d", recv.result(), calls);
    }
  }

  /** A call that is blocked stays so, and succeeds when it can. */
  private static void blocked(Situation.Of of, Kind kind, Report report) throws Exception {
    try (Situation situation = of.open();
        var storm = new Storm()) {
      Caller<?> caller =
          Caller.start(
                  kind,
                  () -> {
                    if (kind == Kind.PLATFORM) {
                      storm.enter();
                    }
                    return situation.call().call();
                  })
              .awaitBegun();
      if (kind == Kind.VIRTUAL) {
        storm.enterVirtual();
      }
      storm.await(ENOUGH);
      report.check(!caller.isDone(), "%s on a %s thread did not go on: %s", of, kind, caller);
      situation.goOn().call();
      caller.result();
    }
  }

  private interface Receiving {
    long into(MemorySegment buf) throws IOException;
  }

  private static void transfer(String name, Kind kind, boolean deadline, int size, Report report)
      throws Exception {
    long begin = System.nanoTime();
    try (Pair pair = Pair.tcp();
        var storm = new Storm()) {
      PosixSocket from = deadline ? pair.client().within(LONG) : pair.client();
      PosixSocket to = deadline ? pair.server().within(LONG) : pair.server();
      Caller<Long> sender = Caller.start(kind, inStorm(storm, kind, () -> send(from, size * MIB)));
      Caller<Long> receiver = Caller.start(kind, inStorm(storm, kind, () -> receive(to)));
      long sent = sender.result(LONG);
      long received = receiver.result(LONG);
      double seconds = (System.nanoTime() - begin) / 1e9;
      report.say("%-20s %8d %6.1f s %10d   %08x", name, size, seconds, storm.sent(), received);
      report.check(sent == received, "%s: sent %08x, received %08x", name, sent, received);
      report.check(storm.sent() > 0, "%s: no signal was sent", name);
    }
  }

  private static <T> Callable<T> inStorm(Storm storm, Kind kind, Callable<T> call) {
    return () -> {
      if (kind == Kind.PLATFORM) {
        storm.enter();
      } else {
        storm.enterVirtual();
      }
      storm.await(1); // else a small transfer may be over before the first one
      return call.call();
    };
  }

  /** Sends random bytes in pieces, in turn by one call and the other; their checksum. */
  private static long send(PosixSocket socket, long size) throws IOException {
    var random = new Random(size);
    var bytes = new byte[PIECE];
    var crc = new CRC32C();
    try (var arena = Arena.ofConfined()) {
      MemorySegment buf = arena.allocate(PIECE);
      boolean vector = false;
      for (long sent = 0; sent < size; ) {
        if (sent % (16 * PIECE) == 0) {
          random.nextBytes(bytes);
        }
        MemorySegment.copy(bytes, 0, buf, ValueLayout.JAVA_BYTE, 0, PIECE);
        if (vector) {
          long n = socket.writev(buf.asSlice(0, 100), buf.asSlice(100));
          Transfer.sendAll(socket, buf.asSlice(n));
        } else {
          Transfer.sendAll(socket, buf);
        }
        vector = !vector;
        crc.update(bytes);
        sent += PIECE;
      }
    }
    socket.shutdown(posix.sockets.Constants.SHUT_WR);
    return crc.getValue();
  }

  private static long receive(PosixSocket socket) throws IOException {
    var crc = new CRC32C();
    try (var arena = Arena.ofConfined()) {
      MemorySegment buf = arena.allocate(PIECE);
      Receiving recv = socket::recv;
      Receiving readv = into -> socket.readv(into.asSlice(0, 100), into.asSlice(100));
      for (boolean vector = false; ; vector = !vector) {
        long n = (vector ? readv : recv).into(buf);
        if (n == 0) {
          return crc.getValue();
        }
        crc.update(buf.asSlice(0, n).asByteBuffer());
      }
    }
  }

  private static void deadlines(int each, Report report) throws Exception {
    report.say("%n%-20s %8s %s", "deadlines", "waits", Times.COLUMNS);
    for (Kind kind : Kind.values()) {
      try (var storm = new Storm()) {
        Runnable enter = kind == Kind.PLATFORM ? storm::enter : () -> {};
        Times late =
            Deadlines.waits(
                kind,
                8,
                each,
                report,
                enter,
                () -> {
                  if (kind == Kind.VIRTUAL) {
                    storm.enterVirtual();
                  }
                });
        report.say("%-20s %8d %s", kind, late.count(), late);
        report.check(storm.sent() > 0, "no signal was sent");
      }
    }
  }
}
