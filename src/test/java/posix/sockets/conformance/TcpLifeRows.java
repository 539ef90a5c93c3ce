package posix.sockets.conformance;

import static posix.sockets.conformance.Answer.of;
import static posix.sockets.conformance.Motion.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.SIN;
import static posix.sockets.testing.Fds.SIN6;
import static posix.sockets.testing.Fds.done;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import posix.sockets.Constants;
import posix.sockets.Inet4;
import posix.sockets.Inet6;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.Shutdown;
import posix.sockets.SockAddr;
import posix.sockets.Transfer;
import posix.sockets.testing.Fds;

/** How TCP sockets get their ports, connect, are refused, and are shut down on the way. */
final class TcpLifeRows {
  static final List<Row> ROWS =
      Stream.of(ports(), refusals(), endings()).flatMap(List::stream).toList();

  private TcpLifeRows() {}

  private static List<Row> ports() {
    return List.of(
        row(
            "shutdown",
            "TCP1",
            "of a listener: accept; its port, for another; connect; listen again; connect",
            "EINVAL, then EADDRINUSE, then ECONNREFUSED, then 0, then 0",
            f -> shutDown(f, keepingPort(f, f::tcp)),
            s -> shutDown(s, keepingPort(s, s::tcp))),
        // A port that the kernel chose goes with the shutdown.
        row(
            "shutdown",
            "TCP18",
            "of a listener whose port the kernel chose; the same",
            "EINVAL, then 0, then ECONNREFUSED, then 0, then ECONNREFUSED",
            f -> shutDown(f, f.bound(f.tcp())),
            s -> shutDown(s, s.bound(s.tcp()))),
        row(
            "bind",
            "TCP2",
            "IPv6's any reserves the port of: IPv4's any, its loopback, that one mapped, ::1",
            "EADDRINUSE, then EADDRINUSE, then EADDRINUSE, then EADDRINUSE",
            f -> {
              int six = f.tcp6();
              done(bind(six, inet6(f, "::", 0), SIN6));
              done(listen(six, 1));
              int port = f.port(six);
              return then(
                  of(bind(f.tcp(), f.inet(INADDR_ANY, port), SIN)),
                  of(bind(f.tcp(), f.loopback(port), SIN)),
                  of(bind(f.tcp6(), inet6(f, "::ffff:127.0.0.1", port), SIN6)),
                  of(bind(f.tcp6(), inet6(f, "::1", port), SIN6)));
            },
            s -> {
              PosixSocket six = s.tcp6().bind(Inet6.any(0)).listen(1);
              int port = ((Inet6) six.getsockname()).port();
              return then(
                  of(() -> s.tcp().bind(Inet4.any(port))),
                  of(() -> s.tcp().bind(Inet4.loopback(port))),
                  of(() -> s.tcp6().bind(Inet6.of("::ffff:127.0.0.1", port))),
                  of(() -> s.tcp6().bind(Inet6.loopback(port))));
            }),
        row(
            "bind",
            "TCP3",
            "IPv6's any with IPV6_V6ONLY leaves the port to IPv4's any, and not to ::1",
            "0, then EADDRINUSE",
            f -> {
              int six = f.tcp6();
              set(six, IPPROTO_IPV6, IPV6_V6ONLY, 1);
              int four = sharePort(f, six);
              return then(
                  of(listen(four, 1)), of(bind(f.tcp6(), inet6(f, "::1", f.port(four)), SIN6)));
            },
            s -> {
              PosixSocket six = s.tcp6().setsockopt(Constants.IPV6_V6ONLY, true);
              PosixSocket four = sharePort(s, six);
              int port = ((Inet4) four.getsockname()).port();
              return then(of(() -> four.listen(1)), of(() -> s.tcp6().bind(Inet6.loopback(port))));
            }),
        reusePort("TCP4", "both", true, true, "0"),
        reusePort("TCP5", "the first only", true, false, "EADDRINUSE"),
        reusePort("TCP6", "the second only", false, true, "EADDRINUSE"),
        reusePort("TCP7", "neither", false, false, "EADDRINUSE"),
        row(
            "connect",
            "TCP8",
            "to its own address; what it sends then",
            "0, then the same",
            f -> {
              int fd = f.bound(f.tcp());
              String connected = of(connect(fd, f.name(fd), SIN));
              MemorySegment sent = pattern();
              MemorySegment got = anyThreads(sent.byteSize());
              var sending =
                  Thread.startVirtualThread(() -> {
                    for (long at = 0; at < sent.byteSize(); ) {
                      at += send(fd, sent.asSlice(at), sent.byteSize() - at, 0);
                    }
                  });
              done(recv(fd, got, got.byteSize(), MSG_WAITALL), got.byteSize());
              sending.join();
              return then(connected, got.mismatch(sent) == -1 ? "the same" : "something else");
            },
            s -> {
              PosixSocket socket = s.bound(s.tcp());
              String connected = of(() -> socket.connect(socket.getsockname()));
              MemorySegment sent = pattern();
              MemorySegment got = anyThreads(sent.byteSize());
              var sending =
                  new FutureTask<Void>(() -> {
                    Transfer.sendAll(socket, sent);
                    return null;
                  });
              Thread.startVirtualThread(sending);
              Transfer.recvExactly(socket, got);
              sending.get();
              return then(connected, got.mismatch(sent) == -1 ? "the same" : "something else");
            }));
  }

  private static String shutDown(Fds f, int listener) {
    done(listen(listener, 1));
    MemorySegment name = f.name(listener);
    done(shutdown(listener, SHUT_RDWR));
    return then(
        of(accept(listener, NULL, NULL)),
        of(bind(f.tcp(), name, SIN)),
        of(connect(f.tcp(), name, SIN)),
        of(listen(listener, 1)),
        of(connect(f.tcp(), name, SIN)));
  }

  private static String shutDown(Sockets s, PosixSocket listener) throws Exception {
    SockAddr name = listener.listen(1).getsockname();
    listener.shutdown(Constants.SHUT_RDWR);
    return then(
        of(listener::accept),
        of(() -> s.tcp().bind(name)),
        of(() -> s.tcp().connect(name)),
        of(() -> listener.listen(1)),
        of(() -> s.tcp().connect(name)));
  }

  private static MemorySegment pattern() {
    MemorySegment bytes = anyThreads(1 << 20);
    for (long i = 0; i < bytes.byteSize() / Long.BYTES; i++) {
      bytes.setAtIndex(ValueLayout.JAVA_LONG, i, i * 0x9e3779b97f4a7c15L);
    }
    return bytes;
  }

  /** Binds an IPv6 socket, and one of IPv4 to the same port, of those that both have free. */
  private static int sharePort(Fds f, int six) throws Exception {
    return attempted(() -> {
      int four = f.tcp();
      done(bind(four, f.inet(INADDR_ANY, 0), SIN));
      done(bind(six, inet6(f, "::", f.port(four)), SIN6));
      return four;
    });
  }

  private static PosixSocket sharePort(Sockets s, PosixSocket six) throws Exception {
    return attempted(() -> {
      PosixSocket four = s.tcp().bind(Inet4.any(0));
      six.bind(Inet6.any(((Inet4) four.getsockname()).port()));
      return four;
    });
  }

  private static Row reusePort(
      String id, String who, boolean first, boolean second, String answer) {
    return row(
        "bind",
        id,
        "a second socket to the same port, SO_REUSEPORT set on: " + who,
        answer,
        f -> {
          int one = f.tcp();
          int other = f.tcp();
          set(one, SOL_SOCKET, SO_REUSEPORT, first ? 1 : 0);
          set(other, SOL_SOCKET, SO_REUSEPORT, second ? 1 : 0);
          MemorySegment name = f.name(f.bound(one));
          done(listen(one, 1));
          return bind(other, name, SIN);
        },
        s -> {
          PosixSocket one = s.bound(s.tcp().setsockopt(Constants.SO_REUSEPORT, first)).listen(1);
          return s.tcp().setsockopt(Constants.SO_REUSEPORT, second).bind(one.getsockname());
        });
  }

  private static List<Row> refusals() {
    return List.of(
        row(
            "connect",
            "TCP9",
            "refused without waiting, again, and again when somebody listens",
            "EINPROGRESS, then ECONNREFUSED, then EINPROGRESS, then 0, then EISCONN",
            f -> {
              int listener = f.bound(f.tcp());
              MemorySegment name = f.name(listener);
              int fd = nonBlocking(f);
              String first = of(connect(fd, name, SIN));
              await(f, fd, POLLOUT);
              String second = of(connect(fd, name, SIN));
              done(listen(listener, 1));
              String third = of(connect(fd, name, SIN));
              await(f, fd, POLLOUT);
              return then(
                  first, second, third, of(connect(fd, name, SIN)), of(connect(fd, name, SIN)));
            },
            s -> {
              PosixSocket listener = s.bound(s.tcp());
              SockAddr name = listener.getsockname();
              PosixSocket socket = nonBlocking(s);
              String first = of(() -> socket.connect(name));
              await(socket, Constants.POLLOUT);
              String second = of(() -> socket.connect(name));
              listener.listen(1);
              String third = of(() -> socket.connect(name));
              await(socket, Constants.POLLOUT);
              return then(
                  first,
                  second,
                  third,
                  of(() -> socket.connect(name)),
                  of(() -> socket.connect(name)));
            }),
        refusedThenReceives("TCP10", "recv", MsgFlags.NONE),
        refusedThenReceives("TCP11", "recv with MSG_PEEK", Constants.MSG_PEEK),
        row(
            "connect",
            "TCP12",
            "without waiting, to a peer that closes before it is asked again",
            "EINPROGRESS, then 0, then EISCONN",
            f -> {
              int listener = f.listener();
              MemorySegment name = f.name(listener);
              int fd = nonBlocking(f);
              String first = of(connect(fd, name, SIN));
              f.closeNow(f.own(accept(listener, NULL, NULL)));
              await(f, fd, POLLRDHUP);
              return then(first, of(connect(fd, name, SIN)), of(connect(fd, name, SIN)));
            },
            s -> {
              PosixSocket listener = s.listener();
              SockAddr name = listener.getsockname();
              PosixSocket socket = nonBlocking(s);
              String first = of(() -> socket.connect(name));
              listener.accept().socket().close();
              await(socket, Constants.POLLRDHUP);
              return then(first, of(() -> socket.connect(name)), of(() -> socket.connect(name)));
            }),
        row(
            "connect",
            "TCP13",
            "refused three times, then accepted",
            "ECONNREFUSED, then ECONNREFUSED, then ECONNREFUSED, then 0",
            f -> {
              int listener = f.bound(f.tcp());
              MemorySegment name = f.name(listener);
              int fd = f.tcp();
              String one = of(connect(fd, name, SIN));
              String two = of(connect(fd, name, SIN));
              String three = of(connect(fd, name, SIN));
              done(listen(listener, 1));
              return then(one, two, three, of(connect(fd, name, SIN)));
            },
            s -> {
              PosixSocket listener = s.bound(s.tcp());
              SockAddr name = listener.getsockname();
              PosixSocket socket = s.tcp();
              String one = of(() -> socket.connect(name));
              String two = of(() -> socket.connect(name));
              String three = of(() -> socket.connect(name));
              listener.listen(1);
              return then(one, two, three, of(() -> socket.connect(name)));
            }));
  }

  /** The refusal goes to whoever asks first, and the next connect has lost it. */
  private static Row refusedThenReceives(String id, String call, MsgFlags flags) {
    return row(
        "connect",
        id,
        "refused without waiting; " + call + " twice; connect twice",
        "EINPROGRESS, then ECONNREFUSED, then 0, then ECONNABORTED, then EINPROGRESS",
        f -> {
          MemorySegment name = f.name(f.bound(f.tcp()));
          int fd = nonBlocking(f);
          MemorySegment buf = f.bytes(1);
          String first = of(connect(fd, name, SIN));
          await(f, fd, POLLOUT);
          return then(
              first,
              of(recv(fd, buf, 1, flags.value())),
              of(recv(fd, buf, 1, flags.value())),
              of(connect(fd, name, SIN)),
              of(connect(fd, name, SIN)));
        },
        s -> {
          SockAddr name = s.bound(s.tcp()).getsockname();
          PosixSocket socket = nonBlocking(s);
          MemorySegment buf = s.bytes(1);
          String first = of(() -> socket.connect(name));
          await(socket, Constants.POLLOUT);
          return then(
              first,
              of(() -> socket.recv(buf, flags)),
              of(() -> socket.recv(buf, flags)),
              of(() -> socket.connect(name)),
              of(() -> socket.connect(name)));
        });
  }

  private static List<Row> endings() {
    return List.of(
        row(
            "shutdown",
            "TCP14",
            "SHUT_WR at both ends, and again at the one that began",
            "ENOTCONN",
            f -> {
              int[] pair = f.tcpPair();
              done(shutdown(pair[0], SHUT_WR));
              done(shutdown(pair[1], SHUT_WR));
              await(f, pair[0], POLLHUP);
              return shutdown(pair[0], SHUT_WR);
            },
            s -> {
              var pair = s.tcpPair();
              pair.client().shutdown(Constants.SHUT_WR);
              pair.server().shutdown(Constants.SHUT_WR);
              await(pair.client(), Constants.POLLHUP);
              return pair.client().shutdown(Constants.SHUT_WR);
            }),
        shutdownOnTheWay("TCP15", Constants.SHUT_RD),
        shutdownOnTheWay("TCP16", Constants.SHUT_WR),
        shutdownOnTheWay("TCP17", Constants.SHUT_RDWR));
  }

  private static Row shutdownOnTheWay(String id, Shutdown how) {
    return row(
        "connect",
        id,
        "that waits, and meanwhile " + how,
        "ECONNRESET",
        f -> {
          int listener = f.bound(f.tcp());
          done(listen(listener, 0));
          MemorySegment name = f.name(listener);
          done(connect(f.tcp(), name, SIN));
          await(f, listener, POLLIN); // now it takes no more
          MemorySegment to = anyThreads(SIN).copyFrom(name);
          int fd = f.tcp();
          return meanwhile(
              fd, () -> of(connect(fd, to, SIN)), () -> done(shutdown(fd, how.value())));
        },
        s -> {
          PosixSocket listener = s.bound(s.tcp()).listen(0);
          SockAddr name = listener.getsockname();
          s.tcp().connect(name);
          await(listener, Constants.POLLIN);
          PosixSocket socket = s.tcp();
          return meanwhile(
              socket.fd(), () -> of(() -> socket.connect(name)), () -> socket.shutdown(how));
        });
  }
}
