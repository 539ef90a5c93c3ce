package posix.sockets.conformance;

import static posix.sockets.conformance.Answer.of;
import static posix.sockets.conformance.Motion.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.SIN;
import static posix.sockets.testing.Fds.done;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import posix.sockets.AddressFamily;
import posix.sockets.Constants;
import posix.sockets.Inet4;
import posix.sockets.MsgFlags;
import posix.sockets.Opaque;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.SocketType;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.testing.Fds;
import posix.sockets.testing.OwnThread;

/** UDP, raw and packet sockets. */
final class DatagramRows {
  private static final Opaque NO_FAMILY = new Opaque(Constants.AF_UNSPEC, new byte[14]);

  static final List<Row> ROWS =
      Stream.of(associations(), contents(), raw()).flatMap(List::stream).toList();

  private DatagramRows() {}

  private static List<Row> associations() {
    return List.of(
        row(
            "connect",
            "UDP1",
            "to AF_UNSPEC: the peer; from another; to AF_UNSPEC again",
            "0, then ENOTCONN, then 1, then 0",
            f -> {
              int fd = keepingPort(f, f::udp);
              done(connect(fd, f.name(f.boundUdp()), SIN));
              String answer = of(connect(fd, f.bytes(SIN), SIN));
              String peer = of(getpeername(fd, f.bytes(SIN), f.integer(SIN)));
              done(sendto(f.udp(), f.bytes(1), 1, 0, f.name(fd), SIN), 1);
              return then(
                  answer, peer, of(recv(fd, f.bytes(1), 1, 0)), of(connect(fd, f.bytes(SIN), SIN)));
            },
            s -> {
              PosixSocket socket = keepingPort(s, s::udp);
              socket.connect(s.bound(s.udp()).getsockname());
              String answer = of(() -> socket.connect(NO_FAMILY));
              String peer = of(socket::getpeername);
              s.udp().sendto(s.bytes(1), MsgFlags.NONE, socket.getsockname());
              return then(
                  answer,
                  peer,
                  of(() -> socket.recv(s.bytes(1))),
                  of(() -> socket.connect(NO_FAMILY)));
            }),
        // What the kernel chose goes with the association.
        disconnected("UDP2", "without an address", Fds::udp, Sockets::udp, "0.0.0.0, no port"),
        disconnected(
            "UDP3",
            "with an address, and a port that the kernel chose",
            Fds::boundUdp,
            s -> s.bound(s.udp()),
            "127.0.0.1, no port"),
        disconnected(
            "UDP9",
            "with an address and a port",
            f -> keepingPort(f, f::udp),
            s -> keepingPort(s, s::udp),
            "127.0.0.1, its port"),
        wokenByShutdown("UDP4", "of a connected socket", true, "0 and 0"),
        // The shutdown itself is refused, and wakes all the same.
        wokenByShutdown("UDP5", "of a socket without a peer", false, "0 and ENOTCONN"),
        row(
            "send",
            "UDP6",
            "of eight threads that connect anew each time, to a port that nobody has",
            "1 or ECONNREFUSED",
            f -> {
              int closed = f.boundUdp();
              MemorySegment nobody = anyThreads(SIN).copyFrom(f.name(closed));
              f.closeNow(closed);
              int fd = f.udp();
              MemorySegment buf = anyThreads(1);
              return together(() -> {
                done(connect(fd, nobody, SIN));
                return of(send(fd, buf, 1, 0));
              });
            },
            s -> {
              PosixSocket closed = s.bound(s.udp());
              SockAddr nobody = closed.getsockname();
              closed.close();
              PosixSocket socket = s.udp();
              MemorySegment buf = anyThreads(1);
              return together(() -> {
                socket.connect(nobody);
                return of(() -> socket.send(buf));
              });
            }));
  }

  /** What a call answers that eight threads make a hundred times each. */
  private static String together(Callable<String> call) throws Exception {
    var answers = new TreeSet<String>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<List<String>>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(() -> {
              List<String> said = new ArrayList<>();
              errno(Answer.UNTOUCHED);
              for (int round = 0; round < 100; round++) {
                said.add(call.call());
              }
              return said;
            }));
      }
      for (Future<List<String>> one : all) {
        answers.addAll(one.get());
      }
    }
    return String.join(" or ", answers);
  }

  private interface Raw {
    int make(Fds f) throws Exception;
  }

  private interface Typed {
    PosixSocket make(Sockets s) throws Exception;
  }

  private static Row disconnected(String id, String which, Raw raw, Typed typed, String answer) {
    return row(
        "getsockname",
        id,
        "of a socket " + which + ", connected and then to AF_UNSPEC",
        answer,
        f -> {
          int fd = raw.make(f);
          int before = f.port(fd);
          done(connect(fd, f.name(f.boundUdp()), SIN));
          done(connect(fd, f.bytes(SIN), SIN));
          int address = in_addr.s_addr(sockaddr_in.sin_addr(f.name(fd)));
          return address(new Inet4(ntohl(address), f.port(fd)), before);
        },
        s -> {
          PosixSocket socket = typed.make(s);
          int before = ((Inet4) socket.getsockname()).port();
          socket.connect(s.bound(s.udp()).getsockname()).connect(NO_FAMILY);
          return address((Inet4) socket.getsockname(), before);
        });
  }

  private static String address(Inet4 address, int before) {
    String port = address.port() == 0 ? "no port" : "port " + address.port();
    return new Inet4(address.address(), 0).toString().replace(":0", "")
        + ", "
        + (before != 0 && address.port() == before ? "its port" : port);
  }

  private static Row wokenByShutdown(String id, String which, boolean connected, String answer) {
    return row(
        "recv",
        id,
        which + ", and meanwhile its shutdown",
        answer,
        f -> {
          int fd = connected ? f.udpLoop() : f.boundUdp();
          MemorySegment buf = anyThreads(1);
          StringJoiner shutdown = new StringJoiner("");
          String received =
              meanwhile(
                  fd,
                  () -> of(recv(fd, buf, 1, 0)),
                  () -> shutdown.add(of(posix.sockets.raw.Posix.shutdown(fd, SHUT_RD))));
          return received + " and " + shutdown;
        },
        s -> {
          PosixSocket socket = connected ? s.udpLoop() : s.bound(s.udp());
          MemorySegment buf = anyThreads(1);
          StringJoiner shutdown = new StringJoiner("");
          String received =
              meanwhile(
                  socket.fd(),
                  () -> of(() -> socket.recv(buf)),
                  () -> shutdown.add(of(() -> socket.shutdown(Constants.SHUT_RD))));
          return received + " and " + shutdown;
        });
  }

  private static List<Row> contents() {
    return List.of(
        row(
            "recv",
            "UDP7",
            "of datagrams of 0, 1 and 0 bytes, and of no more",
            "0, then 1, then 0, then EAGAIN",
            f -> {
              int fd = f.udpLoop();
              for (int length : new int[] {0, 1, 0}) {
                done(send(fd, f.bytes(1), length, 0), length);
              }
              List<String> lengths = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                lengths.add(of(recv(fd, f.bytes(9), 9, MSG_DONTWAIT)));
              }
              return then(lengths.toArray());
            },
            s -> {
              PosixSocket socket = s.udpLoop();
              for (int length : new int[] {0, 1, 0}) {
                socket.send(s.bytes(length));
              }
              List<String> lengths = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                lengths.add(of(() -> socket.recv(s.bytes(9), Constants.MSG_DONTWAIT)));
              }
              return then(lengths.toArray());
            }),
        row(
            "recv",
            "UDP8",
            "of what was sent by send, writev and sendmsg, of 3 and 4 bytes each time",
            "3, then 4, then 7, then 7, then EAGAIN",
            f -> {
              int fd = f.udpLoop();
              MemorySegment three = f.bytes(3);
              MemorySegment four = f.bytes(4);
              done(send(fd, three, 3, 0), 3);
              done(send(fd, four, 4, 0), 4);
              done(writev(fd, f.iov(three, four), 2), 7);
              done(sendmsg(fd, f.message(three, four), 0), 7);
              List<String> lengths = new ArrayList<>();
              for (int i = 0; i < 5; i++) {
                lengths.add(of(recv(fd, f.bytes(9), 9, MSG_DONTWAIT)));
              }
              return then(lengths.toArray());
            },
            s -> {
              PosixSocket socket = s.udpLoop();
              MemorySegment three = s.bytes(3);
              MemorySegment four = s.bytes(4);
              socket.send(three);
              socket.send(four);
              socket.writev(three, four);
              socket.sendmsg(MsgFlags.NONE, null, List.of(), three, four);
              List<String> lengths = new ArrayList<>();
              for (int i = 0; i < 5; i++) {
                lengths.add(of(() -> socket.recv(s.bytes(9), Constants.MSG_DONTWAIT)));
              }
              return then(lengths.toArray());
            }));
  }

  private static List<Row> raw() {
    List<Row> rows =
        new ArrayList<>(
            List.of(
                unprivileged("RAW1", Constants.AF_INET, Constants.SOCK_RAW, IPPROTO_ICMP),
                unprivileged("RAW2", Constants.AF_PACKET, Constants.SOCK_RAW, 0),
                unprivileged("RAW3", Constants.AF_PACKET, Constants.SOCK_DGRAM, 0)));
    if (!OwnThread.isRootOrSays("RAW4 to RAW7 were left out, of raw sockets")) {
      return rows;
    }
    rows.add(
        row(
            "listen",
            "RAW4",
            "a raw socket",
            "EOPNOTSUPP",
            f -> listen(icmp(f), 1),
            s -> icmp(s).listen(1)));
    rows.add(
        row(
            "accept",
            "RAW5",
            "a raw socket",
            "EOPNOTSUPP",
            f -> accept(icmp(f), NULL, NULL),
            s -> icmp(s).accept()));
    rows.add(
        row(
            "send",
            "RAW6",
            "a raw socket without a peer",
            "EDESTADDRREQ",
            f -> send(icmp(f), f.bytes(8), 8, 0),
            s -> icmp(s).send(s.bytes(8))));
    rows.add(
        row(
            "listen",
            "RAW7",
            "a packet socket",
            "EOPNOTSUPP",
            f -> listen(f.own(socket(AF_PACKET, SOCK_RAW, 0)), 1),
            s -> s.own(PosixSocket.open(Constants.AF_PACKET, Constants.SOCK_RAW)).listen(1)));
    return rows;
  }

  private static int icmp(Fds f) {
    return f.own(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
  }

  private static PosixSocket icmp(Sockets s) throws Exception {
    return s.own(PosixSocket.open(Constants.AF_INET, Constants.SOCK_RAW, Constants.IPPROTO_ICMP));
  }

  private static Row unprivileged(String id, AddressFamily family, SocketType type, int protocol) {
    return row(
        "socket",
        id,
        family + ", " + type + ", without the privilege",
        "EPERM",
        _ -> OwnThread.asNobody(() -> of(socket(family.value(), type.value(), protocol))),
        _ ->
            OwnThread.asNobody(() ->
                of(() -> PosixSocket.open(family, type, new posix.sockets.Protocol(protocol)))));
  }
}
