package posix.sockets.conformance;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import posix.sockets.Constants;
import posix.sockets.PosixSocket;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Fds;
import posix.sockets.testing.Signals;
import posix.sockets.testing.SystemCalls;
import posix.sockets.testing.Tasks;

/**
 * Calls that block, and what wakes them: on the raw layer the kernel alone. What the typed facade
 * promises instead, for every call and for virtual threads as well, is in BlockingTableTest.
 */
final class BlockedRows {
  private static final String INTERRUPTED = "EINTR, then EALREADY, then writable, then 0";

  static final List<Row> ROWS =
      Stream.of(
              blocked("BLK1", "recv", "TCP", "0", Site::recvTcp, Site::recvTcp),
              blocked("BLK2", "accept", "TCP", "EINVAL", Site::accept, Site::accept),
              blocked("BLK3", "send", "TCP, no room", "EPIPE", Site::send, Site::send),
              blocked("BLK4", "poll", "TCP", "1, 8209", Site::poll, Site::poll),
              blocked("BLK5", "connect", "SYN sent", "ECONNRESET", Site::connect, Site::connect),
              blocked("BLK6", "recv", "AF_UNIX", "0", Site::recvUnix, Site::recvUnix),
              List.of(
                  row("connect", "BLK7", "a signal comes", INTERRUPTED, BlockedRows::signal, null)
                      .typed("0", BlockedRows::signal)))
          .flatMap(List::stream)
          .toList();

  private BlockedRows() {}

  private interface RawSite {
    Site.Raw in(Fds f) throws Exception;
  }

  private interface TypedSite {
    Site.Typed in(Sockets s) throws Exception;
  }

  /** What a close, a shutdown and an interrupt by another thread do. */
  private static List<Row> blocked(
      String id, String call, String what, String shutdown, RawSite raw, TypedSite typed) {
    String closed = call.equals("poll") ? "1, 32" : "ClosedChannelException"; // POLLNVAL
    return List.of(
        row(
                call,
                id + "a",
                what + ", closed",
                "stays blocked",
                f -> close(call, f, raw.in(f)),
                null)
            .typed(closed, s -> close(call, typed.in(s))),
        row(
            call,
            id + "b",
            what + ", shut down",
            shutdown,
            f -> shutdown(call, raw.in(f)),
            s -> shutdown(call, typed.in(s))),
        row(
                call,
                id + "c",
                what + ", interrupted",
                "stays blocked",
                f -> interrupt(call, raw.in(f)),
                null)
            .typed("InterruptedIOException", s -> interrupt(call, typed.in(s))));
  }

  private static Tasks.Blocked<String> begin(String call, Site.Raw site) throws Exception {
    return Tasks.blocked(
        SystemCalls.numbers(call),
        () -> {
          Posix.errno(Answer.UNTOUCHED);
          Object result = site.call().call();
          return result instanceof Number n ? Answer.of(n.longValue()) : result.toString();
        });
  }

  private static Tasks.Blocked<String> begin(String call, Site.Typed site) throws Exception {
    return Tasks.blocked(SystemCalls.numbers(call), () -> Answer.of(call, site.call()::call));
  }

  private static String end(Tasks.Blocked<String> task) throws Exception {
    return task.get(Fds.HANG_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Whether it does not come back for a while; then it is made to. */
  private static String stays(Tasks.Blocked<String> task, Site.Free free) throws Exception {
    Thread.sleep(50);
    String said = task.isDone() ? "returns " + task.get() : "stays blocked";
    free.run();
    end(task);
    return said;
  }

  private static String close(String call, Fds f, Site.Raw site) throws Exception {
    Tasks.Blocked<String> task = begin(call, site);
    f.closeNow(site.fd());
    return stays(task, site.free());
  }

  private static String close(String call, Site.Typed site) throws Exception {
    Tasks.Blocked<String> task = begin(call, site);
    site.socket().close();
    return end(task);
  }

  private static String shutdown(String call, Site.Raw site) throws Exception {
    Tasks.Blocked<String> task = begin(call, site);
    Fds.done(Posix.shutdown(site.fd(), SHUT_RDWR));
    return end(task);
  }

  private static String shutdown(String call, Site.Typed site) throws Exception {
    Tasks.Blocked<String> task = begin(call, site);
    site.socket().shutdown(Constants.SHUT_RDWR);
    return end(task);
  }

  private static String interrupt(String call, Site.Raw site) throws Exception {
    Tasks.Blocked<String> task = begin(call, site);
    task.interrupt();
    return stays(task, () -> Fds.done(Posix.shutdown(site.fd(), SHUT_RDWR)));
  }

  private static String interrupt(String call, Site.Typed site) throws Exception {
    Tasks.Blocked<String> task = begin(call, site);
    task.interrupt();
    return end(task);
  }

  /**
   * With a time limit the kernel does not begin the call anew by itself. The second call would wait
   * for that long before it says EALREADY, if it might block.
   */
  private static String signal(Fds f) throws Exception {
    Site.Raw site = Site.connect(f);
    int fd = site.fd();
    Fds.done(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, f.timeval(540, 0), 16));
    Tasks.Blocked<String> task = begin("connect", site);
    Signals.interrupt(task);
    String first = end(task);
    Fds.done(fcntl(fd, F_SETFL, O_NONBLOCK));
    String second = Answer.of(((Number) site.call().call()).longValue());
    site.free().run();
    f.awaitReady(fd, POLLOUT);
    MemorySegment error = f.integer(-1);
    Fds.done(getsockopt(fd, SOL_SOCKET, SO_ERROR, error, f.integer(4)));
    return first + ", then " + second + ", then writable, then " + error.get(JAVA_INT, 0);
  }

  private static String signal(Sockets s) throws Exception {
    PosixSocket listener = s.bound(s.tcp()).listen(0);
    Site.Typed site = Site.connect(s, listener);
    site.socket().setsockopt(Constants.SO_SNDTIMEO, Duration.ofMinutes(9));
    Tasks.Blocked<String> task = begin("connect", site);
    Signals.interrupt(task);
    s.own(listener.accept().socket());
    return end(task);
  }
}
