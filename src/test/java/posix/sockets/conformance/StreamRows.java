package posix.sockets.conformance;

import static posix.sockets.conformance.Answer.of;
import static posix.sockets.conformance.Motion.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.done;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import posix.sockets.Constants;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.Transfer;
import posix.sockets.testing.Fds;
import posix.sockets.testing.Pair;
import posix.sockets.testing.RawMessage;

/** What streams of both families do: TCP and AF_UNIX. */
final class StreamRows {
  private static final int LARGE = 8 << 20;

  private enum Family {
    TCP,
    AF_UNIX;

    int[] in(Fds f) {
      return this == TCP ? f.tcpPair() : f.unixPair(SOCK_STREAM);
    }

    Pair in(Sockets s) throws IOException {
      if (this == TCP) {
        return s.tcpPair();
      }
      var pair = s.unixPair();
      return new Pair(pair.first(), pair.second());
    }
  }

  static final List<Row> ROWS =
      Stream.of(rows(Family.TCP, 1), rows(Family.AF_UNIX, 11)).flatMap(List::stream).toList();

  private StreamRows() {}

  private static List<Row> rows(Family family, int id) {
    return List.of(
        row(
            "recvmsg",
            "STR" + id,
            family + ", 2 of 4 bytes, without and with MSG_TRUNC: msg_flags never has MSG_TRUNC",
            "2 and flags 0, then 2 and flags 0",
            f -> {
              int[] pair = family.in(f);
              done(send(pair[0], f.data("data"), 4, 0), 4);
              var first = new RawMessage(f.arena, 2, 0);
              String one = of(recvmsg(pair[1], first.msg(), MSG_PEEK));
              var second = new RawMessage(f.arena, 2, 0);
              String two = of(recvmsg(pair[1], second.msg(), MSG_TRUNC));
              return then(
                  one + " and flags " + first.flags(), two + " and flags " + second.flags());
            },
            s -> {
              Pair pair = family.in(s);
              pair.client().send(s.bytes(4));
              MemorySegment buf = s.bytes(2);
              var first = pair.server().recvmsg(Constants.MSG_PEEK, 0, buf);
              var second = pair.server().recvmsg(Constants.MSG_TRUNC, 0, buf);
              return then(
                  first.length() + " and flags " + first.flags().value(),
                  second.length() + " and flags " + second.flags().value());
            }),
        row(
            "send",
            "STR" + (id + 1),
            family + ", 8 MiB that wait, the peer receives some and closes; again; again",
            family == Family.TCP
                ? "a part, then ECONNRESET, then EPIPE"
                : "a part, then EPIPE, then EPIPE",
            f -> {
              int[] pair = family.in(f);
              MemorySegment buf = anyThreads(LARGE);
              String first =
                  meanwhile(
                      pair[0],
                      () -> part(send(pair[0], buf, LARGE, 0)),
                      () -> {
                        done(recv(pair[1], f.bytes(100_000), 100_000, MSG_WAITALL), 100_000);
                        f.closeNow(pair[1]);
                      });
              return then(
                  first, of(send(pair[0], buf, 1, 0)), of(send(pair[0], buf, 1, MSG_NOSIGNAL)));
            },
            s -> {
              Pair pair = family.in(s);
              MemorySegment buf = anyThreads(LARGE);
              String first =
                  meanwhile(
                      pair.client().fd(),
                      () -> part(pair.client().send(buf)),
                      () -> {
                        Transfer.recvExactly(pair.server(), s.bytes(100_000));
                        pair.server().close();
                      });
              return then(
                  first,
                  of(() -> pair.client().send(buf.asSlice(0, 1))),
                  of(() -> pair.client().send(buf.asSlice(0, 1))));
            }),
        row(
            "recv",
            "STR" + (id + 2),
            family + ", 8 bytes with MSG_WAITALL, which come as 4 and 4",
            8,
            f -> {
              int[] pair = family.in(f);
              MemorySegment buf = anyThreads(8);
              return meanwhile(
                  pair[1],
                  () -> of(recv(pair[1], buf, 8, MSG_WAITALL)),
                  () -> {
                    done(send(pair[0], f.bytes(4), 4, 0), 4);
                    awaitEmpty(f, pair[1]);
                    done(send(pair[0], f.bytes(4), 4, 0), 4);
                  });
            },
            s -> {
              Pair pair = family.in(s);
              MemorySegment buf = anyThreads(8);
              return meanwhile(
                  pair.server().fd(),
                  () -> of(() -> pair.server().recv(buf, Constants.MSG_WAITALL)),
                  () -> {
                    pair.client().send(s.bytes(4));
                    awaitEmpty(pair.server());
                    pair.client().send(s.bytes(4));
                  });
            }),
        row(
            "send",
            "STR" + (id + 3),
            family + ", 8 MiB with an SO_SNDTIMEO of 50 ms; 64 KiB more of it",
            "a part, then EAGAIN",
            f -> {
              int[] pair = family.in(f);
              set(pair[0], SOL_SOCKET, SO_SNDBUF, 20_000);
              set(pair[1], SOL_SOCKET, SO_RCVBUF, 20_000);
              done(setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, f.timeval(0, 50_000), 16));
              MemorySegment buf = f.bytes(LARGE);
              String first = part(send(pair[0], buf, LARGE, 0));
              fill(pair[0]);
              return then(first, of(send(pair[0], buf, 1 << 16, 0)));
            },
            s -> {
              Pair pair = family.in(s);
              pair.client().setsockopt(Constants.SO_SNDBUF, 20_000);
              pair.server().setsockopt(Constants.SO_RCVBUF, 20_000);
              pair.client().setsockopt(Constants.SO_SNDTIMEO, Duration.ofMillis(50));
              MemorySegment buf = s.bytes(LARGE);
              String first = part(pair.client().send(buf));
              fill(pair.client());
              return then(first, of(() -> pair.client().send(buf.asSlice(0, 1 << 16))));
            }),
        row(
            "recv",
            "STR" + (id + 4),
            family + ", of 0 bytes: with data there, the data; after it; at the end of the stream",
            "0, then 1, then EAGAIN, then 0",
            f -> {
              int[] pair = family.in(f);
              done(send(pair[0], f.bytes(1), 1, 0), 1);
              await(f, pair[1], POLLIN);
              String withData = of(recv(pair[1], f.bytes(1), 0, MSG_DONTWAIT));
              String data = of(recv(pair[1], f.bytes(1), 1, MSG_DONTWAIT));
              String without = of(recv(pair[1], f.bytes(1), 0, MSG_DONTWAIT));
              f.closeNow(pair[0]);
              await(f, pair[1], POLLRDHUP);
              return then(withData, data, without, of(recv(pair[1], f.bytes(1), 0, MSG_DONTWAIT)));
            },
            s -> {
              Pair pair = family.in(s);
              PosixSocket socket = pair.server();
              MsgFlags flags = Constants.MSG_DONTWAIT;
              pair.client().send(s.bytes(1));
              await(socket, Constants.POLLIN);
              String withData = of(() -> socket.recv(s.bytes(0), flags));
              String data = of(() -> socket.recv(s.bytes(1), flags));
              String without = of(() -> socket.recv(s.bytes(0), flags));
              pair.client().close();
              await(socket, Constants.POLLRDHUP);
              return then(withData, data, without, of(() -> socket.recv(s.bytes(0), flags)));
            }));
  }

  private static String part(long sent) {
    return sent > 0 && sent < LARGE ? "a part" : of(sent);
  }

  /** Waits until whoever receives has taken what there was. */
  private static void awaitEmpty(Fds f, int fd) throws InterruptedException {
    MemorySegment left = f.integer(1);
    do {
      Thread.sleep(1);
      done(ioctl(fd, FIONREAD, left));
    } while (left.get(ValueLayout.JAVA_INT, 0) > 0);
  }

  private static void awaitEmpty(PosixSocket socket) throws Exception {
    MemorySegment left = anyThreads(Integer.BYTES);
    do {
      Thread.sleep(1);
      socket.ioctl(FIONREAD, left);
    } while (left.get(ValueLayout.JAVA_INT, 0) > 0);
  }
}
