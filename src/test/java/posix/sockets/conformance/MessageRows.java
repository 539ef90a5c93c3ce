package posix.sockets.conformance;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.NOWHERE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import posix.sockets.Cmsg;
import posix.sockets.MsgFlags;
import posix.sockets.bindings.cmsghdr;
import posix.sockets.bindings.msghdr;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Fds;

/** sendmsg, recvmsg. */
final class MessageRows {
  private static final String POINTER = "a bad pointer";
  private static final String LENGTHS = "lengths are those of what is passed";
  private static final long TWO_GIB = 1L << 31;
  private static final Cmsg TYPE_99 = new Cmsg.Unknown(SOL_SOCKET, 99, new byte[4]);

  static final List<Row> ROWS =
      List.of(
          row("sendmsg", "MSG1", "NULL", "EFAULT", f -> sendmsg(f, NULL), null).rawOnly(POINTER),
          sendmsg("MSG2", "buffers at 1", "EFAULT", POINTER, m -> msghdr.msg_iov(m, NOWHERE)),
          recvmsg("MSG3", "1025 buffers", "EMSGSIZE", 1025),
          recvmsg("MSG4", "2^31 buffers", "EMSGSIZE", m -> msghdr.msg_iovlen(m, TWO_GIB)),
          sendmsg("MSG5", "passes -1", "EBADF", MessageRows::noFd, MessageRows::noFd).illegal(),
          sendmsg("MSG7", "cmsg_len is too much", "EINVAL", LENGTHS, MessageRows::longCmsg),
          sendmsg("MSG8", "no such type", "EINVAL", MessageRows::type99, s -> send(s, TYPE_99)),
          recvmsg("MSG10", "a name of -1 bytes", "EINVAL", m -> msghdr.msg_namelen(m, -1)),
          recvmsg("MSG11", "nothing there", "EAGAIN", 1),
          sendmsg("MSG12", "2 GiB", "ENOBUFS", LENGTHS, m -> msghdr.msg_controllen(m, TWO_GIB)),
          sendmsg("MSG13", "control at 1", "EFAULT", POINTER, m -> msghdr.msg_control(m, NOWHERE)));

  private MessageRows() {}

  private interface Change {
    void of(MemorySegment msg);
  }

  /** A message that passes a descriptor, with something changed. */
  private static Row sendmsg(
      String id, String what, String answer, Change change, Row.Typed typed) {
    return row(
        "sendmsg",
        id,
        what,
        answer,
        f -> {
          MemorySegment msg = f.rights(0);
          change.of(msg);
          return sendmsg(f, msg);
        },
        typed);
  }

  private static Row sendmsg(String id, String what, String answer, String why, Change change) {
    return sendmsg(id, what, answer, change, null).rawOnly(why);
  }

  private static long send(Sockets s, Cmsg control) throws IOException {
    return s.unixPair().first().sendmsg(s.bytes(1), control);
  }

  private static long sendmsg(Fds f, MemorySegment msg) {
    return Posix.sendmsg(f.unixPair(SOCK_DGRAM)[0], msg, 0);
  }

  private static void noFd(MemorySegment msg) {
    CMSG_DATA(CMSG_FIRSTHDR(msg)).set(JAVA_INT, 0, -1);
  }

  private static long noFd(Sockets s) throws IOException {
    return send(s, Cmsg.Rights.of(-1));
  }

  private static void longCmsg(MemorySegment msg) {
    cmsghdr.cmsg_len(CMSG_FIRSTHDR(msg), 100);
  }

  private static void type99(MemorySegment msg) {
    cmsghdr.cmsg_type(CMSG_FIRSTHDR(msg), 99);
  }

  /** Receives into so many buffers of one byte, without waiting. */
  private static Row recvmsg(String id, String what, String answer, int bufs) {
    return row(
        "recvmsg",
        id,
        what,
        answer,
        f -> recvmsg(f, f.message(buffers(f.arena, bufs))),
        s -> s.unixPair().first().recvmsg(MsgFlags.of(MSG_DONTWAIT), 0, buffers(s.arena, bufs)));
  }

  private static Row recvmsg(String id, String what, String answer, Change change) {
    return recvmsg(id, what, answer, 1)
        .rawOnly(
            LENGTHS,
            f -> {
              MemorySegment msg = f.message(f.bytes(1));
              msghdr.msg_name(msg, f.bytes(128));
              change.of(msg);
              return recvmsg(f, msg);
            });
  }

  private static long recvmsg(Fds f, MemorySegment msg) {
    return Posix.recvmsg(f.unixPair(SOCK_DGRAM)[0], msg, MSG_DONTWAIT);
  }

  private static MemorySegment[] buffers(Arena arena, int count) {
    return Stream.generate(() -> arena.allocate(1)).limit(count).toArray(MemorySegment[]::new);
  }
}
