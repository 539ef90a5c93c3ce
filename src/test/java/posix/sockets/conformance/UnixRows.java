package posix.sockets.conformance;

import static posix.sockets.conformance.Answer.of;
import static posix.sockets.conformance.Motion.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.SUN;
import static posix.sockets.testing.Fds.done;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import posix.sockets.Constants;
import posix.sockets.Opaque;
import posix.sockets.Poll;
import posix.sockets.PollEvents;
import posix.sockets.PosixSocket;
import posix.sockets.Shutdown;
import posix.sockets.SockAddr;
import posix.sockets.Unix;
import posix.sockets.bindings.pollfd;
import posix.sockets.testing.Fds;
import posix.sockets.testing.SystemCalls;

/** AF_UNIX listeners, hang-ups and names. */
final class UnixRows {
  private static final Set<String> POLL = SystemCalls.numbers("poll");
  private static final int SUN_PATH = 2;

  static final List<Row> ROWS =
      List.of(
          row(
              "recv",
              "UNI1",
              "of a connection whose listener closed before it accepted; again",
              "ECONNRESET, then 0",
              f -> {
                int fd = leftInTheQueue(f);
                MemorySegment buf = f.bytes(1);
                return then(of(recv(fd, buf, 1, 0)), of(recv(fd, buf, 1, 0)));
              },
              s -> {
                PosixSocket socket = leftInTheQueue(s);
                MemorySegment buf = s.bytes(1);
                return then(of(() -> socket.recv(buf)), of(() -> socket.recv(buf)));
              }),
          row(
              "getsockopt",
              "UNI2",
              "SO_ERROR of a connection whose listener closed before it accepted; again",
              "ECONNRESET, then 0",
              f -> {
                int fd = leftInTheQueue(f);
                return then(error(f, fd), error(f, fd));
              },
              s -> {
                PosixSocket socket = leftInTheQueue(s);
                return then(error(socket), error(socket));
              }),
          hangUp("UNI3", "its own shutdown", true),
          hangUp("UNI4", "its peer's shutdown", false),
          row(
              "connect",
              "UNI5",
              "without waiting, to a listener with a backlog of 0: the first, the second",
              "0, then EAGAIN",
              f -> {
                int listener = f.unix(SOCK_STREAM);
                done(bind(listener, f.unixPath(""), Short.BYTES)); // chooses an abstract name
                done(listen(listener, 0));
                MemorySegment name = f.bytes(SUN);
                MemorySegment length = f.integer(SUN);
                done(getsockname(listener, name, length));
                int n = length.get(ValueLayout.JAVA_INT, 0);
                return then(
                    of(connect(f.unix(SOCK_STREAM | SOCK_NONBLOCK), name, n)),
                    of(connect(f.unix(SOCK_STREAM | SOCK_NONBLOCK), name, n)));
              },
              s -> {
                PosixSocket listener = s.unix(Constants.SOCK_STREAM);
                SockAddr name = listener.bind(Unix.unnamed()).listen(0).getsockname();
                var type = Constants.SOCK_STREAM.or(Constants.SOCK_NONBLOCK);
                return then(
                    of(() -> s.unix(type).connect(name)), of(() -> s.unix(type).connect(name)));
              }),
          row(
              "bind",
              "UNI6",
              "to a path that is taken, with bytes behind its NUL: they do not count",
              "EADDRINUSE",
              f -> {
                String path = f.path("s").toString();
                done(bind(f.unix(SOCK_STREAM), f.unixPath(path), SUN));
                return bind(f.unix(SOCK_STREAM), f.unixPath(path + "\0more"), SUN);
              },
              s -> {
                String path = s.path("s").toString();
                s.unix(Constants.SOCK_STREAM).bind(Unix.path(path));
                byte[] bytes = (path + "\0more").getBytes(StandardCharsets.UTF_8);
                return s.unix(Constants.SOCK_STREAM).bind(new Opaque(Constants.AF_UNIX, bytes));
              }),
          row(
              "bind",
              "UNI7",
              "to no name, twice: abstract ones of five hexadecimal digits, not the same",
              "NUL and 5, then NUL and 5, then different",
              f -> {
                byte[] one = chosen(f);
                byte[] other = chosen(f);
                return then(form(one), form(other), difference(one, other));
              },
              s -> {
                byte[] one = chosen(s);
                byte[] other = chosen(s);
                return then(form(one), form(other), difference(one, other));
              }),
          row(
              "bind",
              "UNI8",
              "to an abstract name of 107 bytes; the same again; one that differs in the last byte",
              "0, then EADDRINUSE, then 0",
              f -> {
                byte[] name = longest();
                String first = of(bind(f.unix(SOCK_DGRAM), abstractName(f, name), SUN));
                String again = of(bind(f.unix(SOCK_DGRAM), abstractName(f, name), SUN));
                name[106]++;
                return then(first, again, of(bind(f.unix(SOCK_DGRAM), abstractName(f, name), SUN)));
              },
              s -> {
                byte[] name = longest();
                String first = of(() -> abstractBound(s, name));
                String again = of(() -> abstractBound(s, name));
                name[106]++;
                return then(first, again, of(() -> abstractBound(s, name)));
              }),
          row(
                  "bind",
                  "UNI9",
                  "to an abstract name of 108 bytes",
                  "EINVAL",
                  f -> bind(f.unix(SOCK_DGRAM), f.bytes(SUN + 1).fill((byte) 1), SUN + 1),
                  null)
              .typed("IllegalArgumentException", s -> abstractBound(s, new byte[108])));

  private UnixRows() {}

  private static int leftInTheQueue(Fds f) throws Exception {
    int listener = f.unix(SOCK_STREAM);
    MemorySegment path = f.unixPath(f.path("s").toString());
    done(bind(listener, path, SUN));
    done(listen(listener, 1));
    int fd = f.unix(SOCK_STREAM);
    done(connect(fd, path, SUN));
    f.closeNow(listener);
    return fd;
  }

  private static PosixSocket leftInTheQueue(Sockets s) throws Exception {
    PosixSocket listener = s.unix(Constants.SOCK_STREAM);
    SockAddr name = listener.bind(Unix.unnamed()).listen(1).getsockname();
    PosixSocket socket = s.unix(Constants.SOCK_STREAM).connect(name);
    listener.close();
    return socket;
  }

  private static String error(Fds f, int fd) {
    MemorySegment error = f.integer(-1);
    done(getsockopt(fd, SOL_SOCKET, SO_ERROR, error, f.integer(Integer.BYTES)));
    int number = error.get(ValueLayout.JAVA_INT, 0);
    return number == ECONNRESET ? "ECONNRESET" : Integer.toString(number);
  }

  private static String error(PosixSocket socket) throws Exception {
    int number = socket.getsockopt(Constants.SO_ERROR);
    return number == ECONNRESET ? "ECONNRESET" : Integer.toString(number);
  }

  /** A poll that asks for nothing, and meanwhile a shutdown of both directions. */
  private static Row hangUp(String id, String who, boolean own) {
    Shutdown both = Constants.SHUT_RDWR;
    return row(
        "poll",
        id,
        "for nothing, and meanwhile " + who,
        "1 with " + PollEvents.of(POLLHUP),
        f -> {
          int[] pair = f.unixPair(SOCK_STREAM);
          MemorySegment entry = anyThreads(pollfd.sizeof());
          pollfd.fd(entry, pair[0]);
          return meanwhile(
              POLL,
              () -> of(poll(entry, 1, -1)) + " with " + PollEvents.of(pollfd.revents(entry)),
              () -> done(shutdown(pair[own ? 0 : 1], SHUT_RDWR)));
        },
        s -> {
          var pair = s.unixPair();
          try (Poll<Void> poll = Poll.open()) {
            int entry = poll.add(pair.first(), PollEvents.NONE);
            return meanwhile(
                POLL,
                () -> of(poll::poll) + " with " + poll.revents(entry),
                () -> (own ? pair.first() : pair.second()).shutdown(both));
          }
        });
  }

  private static byte[] chosen(Fds f) {
    int fd = f.unix(SOCK_DGRAM);
    done(bind(fd, f.unixPath(""), Short.BYTES));
    MemorySegment name = f.bytes(SUN);
    MemorySegment length = f.integer(SUN);
    done(getsockname(fd, name, length));
    return name.asSlice(SUN_PATH, length.get(ValueLayout.JAVA_INT, 0) - SUN_PATH)
        .toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] chosen(Sockets s) throws Exception {
    Unix name = (Unix) s.unix(Constants.SOCK_DGRAM).bind(Unix.unnamed()).getsockname();
    byte[] digits = name.name();
    byte[] all = new byte[digits.length + 1];
    all[0] = (byte) (name.isAbstract() ? 0 : '/');
    System.arraycopy(digits, 0, all, 1, digits.length);
    return all;
  }

  private static String form(byte[] name) {
    String digits = new String(name, 1, name.length - 1, StandardCharsets.US_ASCII);
    return name[0] == 0 && digits.matches("[0-9a-f]{5}") ? "NUL and 5" : digits;
  }

  private static String difference(byte[] one, byte[] other) {
    return Arrays.equals(one, other) ? "the same" : "different";
  }

  /** The longest name, this process's own. */
  private static byte[] longest() {
    byte[] name = new byte[107];
    byte[] own = ("posix-sockets " + ProcessHandle.current().pid()).getBytes();
    System.arraycopy(own, 0, name, 0, own.length);
    return name;
  }

  private static MemorySegment abstractName(Fds f, byte[] name) {
    MemorySegment sun = f.unixPath("");
    MemorySegment.copy(name, 0, sun, ValueLayout.JAVA_BYTE, SUN_PATH + 1, name.length);
    return sun;
  }

  private static PosixSocket abstractBound(Sockets s, byte[] name) throws Exception {
    return s.unix(Constants.SOCK_DGRAM).bind(Unix.abstractName(name));
  }
}
