package posix.sockets.conformance;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static posix.sockets.conformance.Answer.of;
import static posix.sockets.conformance.Motion.*;
import static posix.sockets.conformance.Row.row;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.done;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import posix.sockets.MessageBatch;
import posix.sockets.PosixSocket;
import posix.sockets.SockOpt;
import posix.sockets.bindings.mmsghdr;
import posix.sockets.bindings.msghdr;
import posix.sockets.bindings.timespec;
import posix.sockets.testing.Fds;

/** What becomes of struct msghdr, of batches of it, and of times that cannot be. */
final class HeaderRows {
  private static final String HIDDEN = "the struct is the facade's own";

  static final List<Row> ROWS =
      List.of(
          row(
                  "recvmsg",
                  "HDR1",
                  "that fails: msg_flags are what they were",
                  "EAGAIN, then 0x7abc",
                  f -> {
                    MemorySegment msg = f.message(f.bytes(4));
                    msghdr.msg_flags(msg, 0x7abc);
                    String answer = of(recvmsg(f.udpLoop(), msg, MSG_DONTWAIT));
                    return then(answer, "0x" + Integer.toHexString(msghdr.msg_flags(msg)));
                  },
                  null)
              .rawOnly(HIDDEN),
          row(
                  "recvmsg",
                  "HDR2",
                  "of 3 bytes into 2 and 4, and sendmsg: the iovec array is what it was",
                  "3, then 6, then the same",
                  f -> {
                    int fd = f.udpLoop();
                    MemorySegment array = f.iov(f.bytes(2), f.bytes(4));
                    MemorySegment msg = f.message();
                    msghdr.msg_iov(msg, array);
                    msghdr.msg_iovlen(msg, 2);
                    byte[] before = array.toArray(JAVA_BYTE);
                    done(send(fd, f.bytes(3), 3, 0), 3);
                    String received = of(recvmsg(fd, msg, 0));
                    String sent = of(sendmsg(fd, msg, 0));
                    boolean same = Arrays.equals(before, array.toArray(JAVA_BYTE));
                    return then(received, sent, same ? "the same" : "something else");
                  },
                  null)
              .rawOnly(HIDDEN),
          row(
                  "sendmmsg",
                  "HDR3",
                  "1025 messages: no more than UIO_MAXIOV are sent",
                  1024,
                  f -> {
                    MemorySegment one = f.message(f.bytes(1));
                    MemorySegment all = f.arena.allocate(mmsghdr.layout(), 1025);
                    for (int i = 0; i < 1025; i++) {
                      mmsghdr.msg_hdr(mmsghdr.asSlice(all, i)).copyFrom(one);
                    }
                    return sendmmsg(f.udpLoop(), all, 1025, 0);
                  },
                  null)
              .typed("IllegalArgumentException", _ -> new MessageBatch(1025, 1)),
          timed("HDR4", "with a timeout of 10^9 nanoseconds", "EINVAL", 0, 1_000_000_000),
          timed("HDR5", "with a timeout of -1 seconds", "EINVAL", -1, 0),
          // The kernel looks at the timeout when a message has come, and not before: what ends the
          // wait is the socket's own SO_RCVTIMEO.
          timed("HDR6", "with a timeout of 0, nothing there", "EAGAIN", 0, 0),
          row(
                  "recvmmsg",
                  "HDR7",
                  "of 2 messages with a timeout of 0, one there",
                  1,
                  f -> {
                    int fd = patient(f);
                    done(send(fd, f.bytes(1), 1, 0), 1);
                    return recvmmsg(fd, pair(f), 2, 0, f.arena.allocate(timespec.layout()));
                  },
                  null)
              .rawOnly("the facade offers no timeout of recvmmsg"),
          row(
              "recv",
              "HDR8",
              "with an SO_RCVTIMEO of -1 seconds: it does not wait",
              "EAGAIN",
              f -> {
                int fd = f.udpLoop();
                done(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, f.timeval(-1, 0), 16));
                return recv(fd, f.bytes(1), 1, 0);
              },
              s -> negativeTimeout(s).recv(s.bytes(1))),
          row(
                  "recv",
                  "HDR9",
                  "with an SO_RCVTIMEO of -1 seconds, on a virtual thread",
                  "EAGAIN",
                  f -> {
                    int fd = f.udpLoop();
                    done(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, f.timeval(-1, 0), 16));
                    MemorySegment buf = anyThreads(1);
                    return virtually(() -> of(recv(fd, buf, 1, 0)));
                  },
                  null)
              // Read back it is none, and so it is waited for until the deadline.
              .typed(
                  "SocketTimeoutException",
                  s -> {
                    PosixSocket socket = negativeTimeout(s);
                    MemorySegment buf = anyThreads(1);
                    return virtually(
                        () -> of(() -> socket.within(Duration.ofMillis(50)).recv(buf)));
                  }));

  private HeaderRows() {}

  /** UDP that waits no longer than 50 ms. */
  private static int patient(Fds f) {
    int fd = f.udpLoop();
    done(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, f.timeval(0, 50_000), 16));
    return fd;
  }

  private static MemorySegment pair(Fds f) {
    MemorySegment two = f.arena.allocate(mmsghdr.layout(), 2);
    for (int i = 0; i < 2; i++) {
      mmsghdr.msg_hdr(mmsghdr.asSlice(two, i)).copyFrom(f.message(f.bytes(4)));
    }
    return two;
  }

  private static Row timed(String id, String what, String answer, long seconds, long nanos) {
    return row(
            "recvmmsg",
            id,
            what,
            answer,
            f -> {
              MemorySegment timeout = f.arena.allocate(timespec.layout());
              timespec.tv_sec(timeout, seconds);
              timespec.tv_nsec(timeout, nanos);
              return recvmmsg(patient(f), pair(f), 2, 0, timeout);
            },
            null)
        .rawOnly("the facade offers no timeout of recvmmsg");
  }

  /** The facade's own codec refuses such a time; bytes say it all the same. */
  private static PosixSocket negativeTimeout(Sockets s) throws Exception {
    MemorySegment value = anyThreads(16);
    value.set(ValueLayout.JAVA_LONG, 0, -1);
    SockOpt.ReadWrite<byte[]> option =
        SockOpt.of(SOL_SOCKET, SO_RCVTIMEO, SockOpt.Codec.bytes(16, 16));
    return s.udpLoop().setsockopt(option, value.toArray(JAVA_BYTE));
  }

  private static String virtually(Callable<String> call) throws Exception {
    var task =
        new FutureTask<>(() -> {
          errno(Answer.UNTOUCHED);
          return call.call();
        });
    Thread.startVirtualThread(task);
    return task.get(20, TimeUnit.SECONDS);
  }
}
