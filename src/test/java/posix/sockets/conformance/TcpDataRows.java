package posix.sockets.conformance;

import static posix.sockets.conformance.Answer.of;
import static posix.sockets.conformance.Motion.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.done;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import posix.sockets.Constants;
import posix.sockets.Linger;
import posix.sockets.MsgFlags;
import posix.sockets.Poll;
import posix.sockets.PollEvents;
import posix.sockets.PosixSocket;
import posix.sockets.SockOpt;
import posix.sockets.Transfer;
import posix.sockets.bindings.pollfd;
import posix.sockets.testing.Fds;
import posix.sockets.testing.Pair;

/** What TCP does with data, and with what is left of it when somebody goes. */
final class TcpDataRows {
  static final List<Row> ROWS =
      Stream.of(closing(), sending(), receiving()).flatMap(List::stream).toList();

  private static final int LARGE = 8 << 20;

  private TcpDataRows() {}

  private static List<Row> closing() {
    return List.of(
        row(
                "recv",
                "TCP20",
                "of a descriptor that is closed meanwhile: it ends by its SO_RCVTIMEO of 0.3 s",
                "EAGAIN",
                f -> {
                  int fd = f.tcpPair()[0];
                  done(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, f.timeval(0, 300_000), 16));
                  MemorySegment buf = anyThreads(1);
                  return meanwhile(
                      fd, () -> notBefore(300, () -> recv(fd, buf, 1, 0)), () -> f.closeNow(fd));
                },
                null)
            .typed(
                "ClosedChannelException",
                s -> {
                  PosixSocket socket = s.tcpPair().client();
                  socket.setsockopt(Constants.SO_RCVTIMEO, Duration.ofMinutes(9));
                  MemorySegment buf = anyThreads(1);
                  return meanwhile(socket.fd(), () -> of(() -> socket.recv(buf)), socket::close);
                }),
        row(
                "send",
                "TCP21",
                "of a descriptor that is closed meanwhile: it ends by its SO_SNDTIMEO of 0.3 s",
                "EAGAIN",
                f -> {
                  int fd = narrow(f)[0];
                  fill(fd);
                  done(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, f.timeval(0, 300_000), 16));
                  MemorySegment buf = anyThreads(1 << 16);
                  return meanwhile(
                      fd,
                      () -> notBefore(300, () -> send(fd, buf, buf.byteSize(), 0)),
                      () -> f.closeNow(fd));
                },
                null)
            .typed(
                "ClosedChannelException",
                s -> {
                  PosixSocket socket = narrow(s).client();
                  fill(socket);
                  socket.setsockopt(Constants.SO_SNDTIMEO, Duration.ofMinutes(9));
                  MemorySegment buf = anyThreads(1 << 16);
                  return meanwhile(socket.fd(), () -> of(() -> socket.send(buf)), socket::close);
                }),
        row(
            "send",
            "TCP22",
            "to a peer that has closed; recv; send again",
            "1, then 0, then EPIPE",
            f -> {
              int[] pair = f.tcpPair();
              f.closeNow(pair[1]);
              await(f, pair[0], POLLRDHUP);
              String first = of(send(pair[0], f.bytes(1), 1, 0));
              await(f, pair[0], POLLHUP); // the answer was a reset
              return then(
                  first,
                  of(recv(pair[0], f.bytes(1), 1, 0)),
                  of(send(pair[0], f.bytes(1), 1, MSG_NOSIGNAL)));
            },
            s -> {
              Pair pair = s.tcpPair();
              PosixSocket socket = pair.client();
              pair.server().close();
              await(socket, Constants.POLLRDHUP);
              String first = of(() -> socket.send(s.bytes(1)));
              await(socket, Constants.POLLHUP);
              return then(
                  first, of(() -> socket.recv(s.bytes(1))), of(() -> socket.send(s.bytes(1))));
            }),
        row(
            "recv",
            "TCP23",
            "of 4 bytes from a peer that closed without reading ours; again; again",
            "4, then ECONNRESET, then 0",
            f -> {
              int fd = resetBehindData(f);
              MemorySegment buf = f.bytes(9);
              return then(
                  of(recv(fd, buf, 9, 0)), of(recv(fd, buf, 9, 0)), of(recv(fd, buf, 9, 0)));
            },
            s -> {
              PosixSocket socket = resetBehindData(s);
              MemorySegment buf = s.bytes(9);
              return then(
                  of(() -> socket.recv(buf)),
                  of(() -> socket.recv(buf)),
                  of(() -> socket.recv(buf)));
            }),
        row(
            "poll",
            "TCP24",
            "for nothing, of a connection that was reset",
            PollEvents.of(POLLERR | POLLHUP),
            f -> {
              MemorySegment entry = f.pollfd(resetBehindData(f), 0);
              done(poll(entry, 1, Fds.HANG_MILLIS), 1);
              return PollEvents.of(pollfd.revents(entry)).toString();
            },
            s -> {
              try (Poll<Void> poll = Poll.open()) {
                int entry = poll.add(resetBehindData(s), PollEvents.NONE);
                done(poll.poll(Fds.HANG_MILLIS), 1);
                return poll.revents(entry);
              }
            }),
        row(
            "recv",
            "TCP25",
            "after SHUT_RD, of 4 bytes that came before; again",
            "4, then 0",
            f -> {
              int fd = f.received("data");
              done(shutdown(fd, SHUT_RD));
              MemorySegment buf = f.bytes(9);
              return then(of(recv(fd, buf, 9, 0)), of(recv(fd, buf, 9, 0)));
            },
            s -> {
              Pair pair = s.tcpPair();
              pair.server().send(s.bytes(4));
              await(pair.client(), Constants.POLLIN);
              pair.client().shutdown(Constants.SHUT_RD);
              MemorySegment buf = s.bytes(9);
              return then(of(() -> pair.client().recv(buf)), of(() -> pair.client().recv(buf)));
            }),
        row(
                "write",
                "TCP26",
                "to a descriptor that was closed with SO_LINGER set, and to its closed duplicate",
                "EBADF, then EBADF",
                f -> {
                  // Numbers that nobody else gets by chance.
                  int high = Fds.notOpen() - 1;
                  int higher = Fds.notOpen();
                  int fd = f.own(dup2(f.tcpPair()[0], high));
                  int copy = f.own(dup2(fd, higher));
                  done(setsockopt(fd, SOL_SOCKET, SO_LINGER, f.linger(1, 5), 8));
                  f.closeNow(fd);
                  f.closeNow(copy);
                  return then(of(write(fd, f.bytes(1), 1)), of(write(copy, f.bytes(1), 1)));
                },
                null)
            .typed(
                "ClosedChannelException, then ClosedChannelException",
                s -> {
                  PosixSocket socket = s.tcpPair().client();
                  socket.setsockopt(Constants.SO_LINGER, Linger.of(Duration.ofSeconds(5)));
                  PosixSocket copy = s.own(socket.dup());
                  socket.close();
                  copy.close();
                  return then(of(() -> socket.send(s.bytes(1))), of(() -> copy.send(s.bytes(1))));
                }));
  }

  private interface Call {
    long make();
  }

  /** What a call answers, and a word more if that is sooner than it may be. */
  private static String notBefore(long millis, Call call) {
    long begin = System.nanoTime();
    String answer = of(call.make());
    // The kernel counts in ticks, of 10 ms at most.
    return System.nanoTime() - begin < (millis - 10) * 1_000_000 ? answer + " too early" : answer;
  }

  /** A socket at which 4 bytes wait, of a peer that did not read what it was sent. */
  private static int resetBehindData(Fds f) {
    int[] pair = f.tcpPair();
    done(send(pair[0], f.bytes(1), 1, 0), 1);
    await(f, pair[1], POLLIN);
    done(send(pair[1], f.data("data"), 4, 0), 4);
    f.closeNow(pair[1]);
    await(f, pair[0], POLLHUP);
    return pair[0];
  }

  private static PosixSocket resetBehindData(Sockets s) throws Exception {
    Pair pair = s.tcpPair();
    pair.client().send(s.bytes(1));
    await(pair.server(), Constants.POLLIN);
    pair.server().send(s.bytes(4));
    pair.server().close();
    await(pair.client(), Constants.POLLHUP);
    return pair.client();
  }

  private static List<Row> sending() {
    return List.of(
        row(
            "send",
            "TCP27",
            "8 MiB that somebody receives",
            LARGE,
            f -> {
              int[] pair = narrow(f);
              MemorySegment buf = anyThreads(LARGE);
              return meanwhile(
                  pair[0],
                  () -> of(send(pair[0], buf, LARGE, 0)),
                  () -> {
                    MemorySegment in = f.bytes(LARGE);
                    done(recv(pair[1], in, LARGE, MSG_WAITALL), LARGE);
                  });
            },
            s -> {
              Pair pair = narrow(s);
              MemorySegment buf = anyThreads(LARGE);
              return meanwhile(
                  pair.client().fd(),
                  () -> of(() -> pair.client().send(buf)),
                  () -> Transfer.recvExactly(pair.server(), s.bytes(LARGE)));
            }),
        row(
            "send",
            "TCP28",
            "8 MiB without waiting",
            "a part",
            f -> {
              int fd = narrow(f)[0];
              return part(send(fd, f.bytes(LARGE), LARGE, MSG_DONTWAIT));
            },
            s -> {
              PosixSocket socket = narrow(s).client();
              return part(socket.send(s.bytes(LARGE), Constants.MSG_DONTWAIT));
            }),
        row(
            "send",
            "TCP29",
            "that waits, and meanwhile SO_SNDBUF grows",
            1000,
            f -> {
              int fd = narrow(f)[0];
              fill(fd);
              MemorySegment buf = anyThreads(1000);
              return meanwhile(
                  fd,
                  () -> of(send(fd, buf, 1000, 0)),
                  () -> set(fd, SOL_SOCKET, SO_SNDBUF, 200_000));
            },
            s -> {
              PosixSocket socket = narrow(s).client();
              fill(socket);
              MemorySegment buf = anyThreads(1000);
              return meanwhile(
                  socket.fd(),
                  () -> of(() -> socket.send(buf)),
                  () -> socket.setsockopt(Constants.SO_SNDBUF, 200_000));
            }));
  }

  private static String part(long sent) {
    return sent > 0 && sent < LARGE ? "a part" : Long.toString(sent);
  }

  private static List<Row> receiving() {
    return List.of(
        row(
            "getsockopt",
            "TCP30",
            "an int, into 0, 1, 2, 3, 4 and 5 bytes: how many of them it takes",
            "0, then 1, then 2, then 3, then 4, then 4",
            f -> {
              int fd = f.tcp();
              StringJoiner taken = new StringJoiner(", then ");
              for (int room = 0; room <= 5; room++) {
                MemorySegment value = f.bytes(8).fill((byte) 0x55);
                MemorySegment length = f.integer(room);
                done(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, value, length));
                int given = length.get(ValueLayout.JAVA_INT, 0);
                long zeros = f.bytes(8).mismatch(value);
                taken.add(zeros == given ? "" + given : given + ", wrote " + zeros);
              }
              return taken.toString();
            },
            s -> {
              PosixSocket socket = s.tcp();
              StringJoiner taken = new StringJoiner(", then ");
              for (int room = 0; room <= 5; room++) {
                SockOpt.ReadWrite<byte[]> option =
                    SockOpt.of(IPPROTO_TCP, TCP_NODELAY, SockOpt.Codec.bytes(0, room));
                taken.add("" + socket.getsockopt(option).length);
              }
              return taken.toString();
            }),
        truncated("TCP31", "discards what it counts", 3, Constants.MSG_TRUNC, "3, then 2"),
        truncated("TCP32", "counts what there is", 9, Constants.MSG_TRUNC, "5, then EAGAIN"),
        truncated(
            "TCP33",
            "and with MSG_PEEK discards nothing",
            3,
            Constants.MSG_TRUNC.or(Constants.MSG_PEEK),
            "3, then 5"),
        row(
                "recv",
                "TCP34",
                "with MSG_TRUNC of 3 of 5 bytes, to nowhere; the rest",
                "3, then 2",
                f -> {
                  int fd = f.received("data!");
                  String first = of(recv(fd, MemorySegment.ofAddress(1), 3, MSG_TRUNC));
                  return then(first, of(recv(fd, f.bytes(9), 9, MSG_DONTWAIT)));
                },
                null)
            .rawOnly("a buffer is memory"));
  }

  /** A receive with MSG_TRUNC of 5 bytes, whose buffer nothing is copied to; then one without. */
  private static Row truncated(String id, String what, int room, MsgFlags flags, String answer) {
    return row(
        "recv",
        id,
        "with MSG_TRUNC " + what + ", into " + room + " bytes, of 5; the rest",
        answer,
        f -> {
          int fd = f.received("data!");
          MemorySegment buf = f.bytes(room);
          String first = of(recv(fd, buf, room, flags.value()));
          return then(untouched(buf, first), of(recv(fd, f.bytes(9), 9, MSG_DONTWAIT)));
        },
        s -> {
          Pair pair = s.tcpPair();
          pair.server().send(s.arena.allocateFrom("data"));
          await(pair.client(), Constants.POLLIN);
          MemorySegment buf = s.bytes(room);
          String first = of(() -> pair.client().recv(buf, flags));
          return then(
              untouched(buf, first),
              of(() -> pair.client().recv(s.bytes(9), Constants.MSG_DONTWAIT)));
        });
  }

  private static String untouched(MemorySegment buf, String answer) {
    boolean zero = buf.mismatch(anyThreads(buf.byteSize())) == -1;
    return zero ? answer : answer + " into the buffer";
  }
}
