package posix.sockets.conformance;

import static posix.sockets.conformance.Answer.of;
import static posix.sockets.conformance.Motion.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.done;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import posix.sockets.Cmsg;
import posix.sockets.Constants;
import posix.sockets.MsgFlags;
import posix.sockets.PassedFd;
import posix.sockets.PosixSocket;
import posix.sockets.Received;
import posix.sockets.SocketPair;
import posix.sockets.bindings.cmsghdr;
import posix.sockets.bindings.ucred;
import posix.sockets.libc.LibcFiles;
import posix.sockets.testing.Fds;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.OwnThread;
import posix.sockets.testing.RawMessage;

/** Descriptors and credentials that are passed through AF_UNIX sockets. */
final class PassingRows {
  /** Room for a few descriptors. */
  private static final int ROOM = 64;

  static final List<Row> ROWS = Stream.of(fds(), creds()).flatMap(List::stream).toList();

  private PassingRows() {}

  private static List<Row> fds() {
    return List.of(
        row(
            "recv",
            "FDS1",
            "of a socket whose peer was in flight to a socket that is closed: it is closed, too",
            0,
            f -> {
              int[] passed = f.unixPair(SOCK_STREAM);
              int[] pair = f.unixPair(SOCK_STREAM);
              send(f, pair[0], "x", passed[1]);
              f.closeNow(passed[1]);
              f.closeNow(pair[1]);
              return recv(passed[0], f.bytes(1), 1, 0);
            },
            s -> {
              SocketPair passed = s.unixPair();
              SocketPair pair = s.unixPair();
              pair.first().sendmsg(s.bytes(1), Cmsg.Rights.of(passed.second()));
              passed.second().close();
              pair.second().close();
              return passed.first().recv(s.bytes(1));
            }),
        stream(
            "FDS2",
            "a and b, each with a descriptor, with room for both",
            "a and 1, then b and 1",
            "a1",
            "b1"),
        // What comes without one is read together with what follows.
        stream(
            "FDS3",
            "a; b with a descriptor; c; d with a descriptor",
            "ab and 1, then cd and 1",
            "a0",
            "b1",
            "c0",
            "d1"),
        row(
            "recvmsg",
            "FDS4",
            "with MSG_PEEK twice, then without: how many descriptors, of how many files",
            "3 of 1",
            f -> {
              int[] pair = f.unixPair(SOCK_STREAM);
              send(f, pair[0], "x", f.devNull());
              var numbers = new TreeSet<Integer>();
              var files = new TreeSet<String>();
              for (int flags : new int[] {MSG_PEEK, MSG_PEEK, 0}) {
                for (int fd : receive(f, pair[1], 1, ROOM, flags).rights()) {
                  numbers.add(f.own(fd));
                  files.add(OpenFiles.at(fd));
                }
              }
              return numbers.size() + " of " + files.size();
            },
            s -> {
              SocketPair pair = s.unixPair();
              pair.first().sendmsg(s.bytes(1), Cmsg.Rights.of(s.devNull()));
              var numbers = new TreeSet<Integer>();
              var files = new TreeSet<String>();
              for (MsgFlags flags :
                  List.of(Constants.MSG_PEEK, Constants.MSG_PEEK, MsgFlags.NONE)) {
                for (PassedFd fd : rights(s, pair.second().recvmsg(flags, ROOM, s.bytes(1)))) {
                  numbers.add(fd.fd());
                  files.add(OpenFiles.at(fd.fd()));
                }
              }
              return numbers.size() + " of " + files.size();
            }),
        closedByExec("FDS5", "with MSG_CMSG_CLOEXEC, FD_CLOEXEC of what arrives", true, 1)
            .typed(1, s -> closedByExec(s, false)),
        // The descriptor is a new one: nothing of the sender's is kept.
        closedByExec("FDS6", "without MSG_CMSG_CLOEXEC, of a descriptor with FD_CLOEXEC", false, 0)
            .typed(1, s -> closedByExec(s, true)),
        row(
            "recvmsg",
            "FDS7",
            "with room for the header only: no descriptor, and MSG_CTRUNC",
            "0 and MSG_CTRUNC",
            f -> {
              int[] pair = f.unixPair(SOCK_STREAM);
              send(f, pair[0], "x", f.devNull());
              RawMessage in = receive(f, pair[1], 1, (int) CMSG_LEN(0), 0);
              boolean cut = (in.flags() & MSG_CTRUNC) != 0;
              return in.rights().length + (cut ? " and MSG_CTRUNC" : "");
            },
            s -> {
              SocketPair pair = s.unixPair();
              pair.first().sendmsg(s.bytes(1), Cmsg.Rights.of(s.devNull()));
              int header = (int) CMSG_LEN(0);
              Received in = pair.second().recvmsg(MsgFlags.NONE, header, s.bytes(1));
              return rights(s, in).size() + (in.isControlTruncated() ? " and MSG_CTRUNC" : "");
            }));
  }

  private static void send(Fds f, int socket, String text, int... fds) {
    var message = RawMessage.rights(f.arena, text, fds);
    if (fds.length == 0) {
      done(posix.sockets.raw.Posix.send(socket, f.data(text), text.length(), 0), text.length());
    } else {
      done(sendmsg(socket, message.msg(), 0), text.length());
    }
  }

  private static RawMessage receive(Fds f, int socket, int size, int room, int flags) {
    var message = new RawMessage(f.arena, size, room);
    done(recvmsg(socket, message.msg(), flags), 1);
    return message;
  }

  private static List<PassedFd> rights(Sockets s, Received received) {
    s.atEnd(received::close);
    return received.first(Cmsg.Rights.class).map(Cmsg.Rights::fds).orElse(List.of());
  }

  /** What reads of a stream get of letters that were sent with so many descriptors each. */
  private static Row stream(String id, String what, String answer, String... sent) {
    return row(
        "recvmsg",
        id,
        "of a stream: " + what,
        answer,
        f -> {
          int[] pair = f.unixPair(SOCK_STREAM);
          for (String letter : sent) {
            int[] fds = letter.endsWith("1") ? new int[] {f.devNull()} : new int[0];
            send(f, pair[0], letter.substring(0, 1), fds);
          }
          done(shutdown(pair[0], SHUT_WR));
          var reads = new ArrayList<String>();
          while (true) {
            var in = new RawMessage(f.arena, 9, ROOM);
            long n = recvmsg(pair[1], in.msg(), 0);
            if (n <= 0) {
              return then(reads.toArray());
            }
            int[] fds = in.rights();
            for (int fd : fds) {
              f.own(fd);
            }
            reads.add(in.text(n) + " and " + fds.length);
          }
        },
        s -> {
          SocketPair pair = s.unixPair();
          for (String letter : sent) {
            Cmsg[] fds =
                letter.endsWith("1") ? new Cmsg[] {Cmsg.Rights.of(s.devNull())} : new Cmsg[0];
            pair.first().sendmsg(s.arena.allocateFrom(letter).asSlice(0, 1), fds);
          }
          pair.first().shutdown(Constants.SHUT_WR);
          var reads = new ArrayList<String>();
          while (true) {
            MemorySegment buf = s.bytes(9);
            Received in = pair.second().recvmsg(MsgFlags.NONE, ROOM, buf);
            if (in.length() == 0) {
              return then(reads.toArray());
            }
            reads.add(Fds.text(buf, in.length()) + " and " + rights(s, in).size());
          }
        });
  }

  private static Row closedByExec(String id, String what, boolean asked, int flags) {
    return row(
        "recvmsg",
        id,
        what,
        flags,
        f -> {
          int[] pair = f.unixPair(SOCK_STREAM);
          int fd = f.devNull();
          done(fcntl(fd, F_SETFD, asked ? 0 : FD_CLOEXEC));
          send(f, pair[0], "x", fd);
          RawMessage in = receive(f, pair[1], 1, ROOM, asked ? MSG_CMSG_CLOEXEC : 0);
          return fcntl(f.own(in.rights()[0]), F_GETFD);
        },
        null);
  }

  /** The facade always asks for it. */
  private static int closedByExec(Sockets s, boolean sender) throws IOException {
    SocketPair pair = s.unixPair();
    PosixSocket socket = s.devNull();
    socket.setCloseOnExec(sender);
    pair.first().sendmsg(s.bytes(1), Cmsg.Rights.of(socket));
    Received in = pair.second().recvmsg(MsgFlags.NONE, ROOM, s.bytes(1));
    return fcntl(rights(s, in).getFirst().fd(), F_GETFD);
  }

  /** A number above pid_max's limit, which no process has. */
  private static final int NO_PROCESS = 0x3fffffff;

  private static List<Row> creds() {
    // Who may say that it is another may not say that it is nobody.
    String ofNoProcess = OwnThread.isRoot() ? "ESRCH" : "EPERM";
    return List.of(
        credentials("FDS10", "of a process that does not exist", ofNoProcess, NO_PROCESS, false),
        credentials("FDS11", "of init, without the privilege", "EPERM", 1, true),
        credentials("FDS12", "of no process, without the privilege", "EPERM", NO_PROCESS, true));
  }

  private interface Sender {
    String send() throws Exception;
  }

  private static Row credentials(
      String id, String what, String answer, int pid, boolean unprivileged) {
    return row(
        "sendmsg",
        id,
        "with the credentials " + what,
        answer,
        f -> {
          int socket = f.unixPair(SOCK_STREAM)[0];
          return as(
              unprivileged,
              () -> {
                try (var arena = Arena.ofConfined()) {
                  var message = new RawMessage(arena, 1, (int) CMSG_SPACE(ucred.sizeof()));
                  MemorySegment cmsg = CMSG_FIRSTHDR(message.msg());
                  cmsghdr.cmsg_level(cmsg, SOL_SOCKET);
                  cmsghdr.cmsg_type(cmsg, SCM_CREDENTIALS);
                  cmsghdr.cmsg_len(cmsg, CMSG_LEN(ucred.sizeof()));
                  MemorySegment data = CMSG_DATA(cmsg);
                  ucred.pid(data, pid);
                  ucred.uid(data, LibcFiles.geteuid());
                  ucred.gid(data, LibcFiles.getgid());
                  return of(sendmsg(socket, message.msg(), 0));
                }
              });
        },
        s -> {
          PosixSocket socket = s.unixPair().first();
          MemorySegment buf = anyThreads(1);
          return as(
              unprivileged,
              () ->
                  of(() ->
                      socket.sendmsg(
                          buf,
                          new Cmsg.Credentials(pid, LibcFiles.geteuid(), LibcFiles.getgid()))));
        });
  }

  private static String as(boolean nobody, Sender sender) throws Exception {
    return nobody ? OwnThread.asNobody(sender::send) : sender.send();
  }
}
