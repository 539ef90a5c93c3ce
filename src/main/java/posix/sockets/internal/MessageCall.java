package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posix.sockets.raw.constants.ErrnoH.EAGAIN;
import static posix.sockets.raw.constants.ErrnoH.EINPROGRESS;
import static posix.sockets.raw.constants.ErrnoH.EINTR;
import static posix.sockets.raw.constants.SocketH.MSG_CTRUNC;
import static posix.sockets.raw.constants.SocketH.MSG_DONTWAIT;
import static posix.sockets.raw.constants.SocketH.MSG_ERRQUEUE;
import static posix.sockets.raw.constants.SocketH.MSG_FASTOPEN;
import static posix.sockets.raw.constants.SocketH.MSG_NOSIGNAL;
import static posix.sockets.raw.constants.SocketH.MSG_OOB;
import static posix.sockets.raw.constants.SocketH.MSG_PEEK;
import static posix.sockets.raw.constants.SocketH.MSG_WAITALL;
import static posix.sockets.raw.constants.SocketH.MSG_WAITFORONE;
import static posix.sockets.raw.constants.SocketH.MSG_ZEROCOPY;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import posix.sockets.libc.Libc;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.Structs.iovec;
import posix.sockets.libc.Structs.mmsghdr;
import posix.sockets.libc.Structs.msghdr;

/**
 * {@code sendmsg}, {@code recvmsg}, {@code readv}, {@code sendmmsg} and {@code recvmmsg}. Results
 * are libc's: bytes or messages, or minus an errno. Where a call is tried and waited for, it goes
 * on after a part as the kernel's own does where it blocks.
 */
public final class MessageCall {
  /** With one of these, a receive answers EAGAIN where there is nothing. */
  static final int ANSWERS = MSG_DONTWAIT | MSG_OOB | MSG_ERRQUEUE;

  private MessageCall() {}

  /** Puts the buffers that are not done with into a msghdr. */
  public static void setVector(MemorySegment msg, IoVector vector) {
    msg.set(JAVA_LONG, msghdr.msg_iov, vector.memory().address());
    msg.set(JAVA_LONG, msghdr.msg_iovlen, vector.count());
  }

  /** {@code sendmsg}, with MSG_NOSIGNAL. */
  public static long send(
      Descriptor descriptor, long deadline, MemorySegment msg, int flags, IoVector vector)
      throws IOException {
    BlockingCall call = descriptor.out.begin(deadline, (flags & MSG_DONTWAIT) != 0);
    try {
      int kept = descriptor.takeError();
      if (kept != 0) {
        return -kept;
      }
      int all = flags | MSG_NOSIGNAL;
      long done = 0;
      long n;
      do {
        n = sendmsg(call, descriptor.fd, msg, all, vector);
        if (n > 0 && call.waits()) {
          advance(msg, vector, n);
          msg.set(JAVA_LONG, msghdr.msg_controllen, 0); // it went with the first bytes
        }
        if (n == -EINPROGRESS && (all & MSG_FASTOPEN) != 0 && call.waits()) {
          // It connects without the data, for which there was no cookie; then it is sent.
          all &= ~MSG_FASTOPEN;
          msg.set(JAVA_LONG, msghdr.msg_name, 0);
          msg.set(JAVA_INT, msghdr.msg_namelen, 0);
          n = -EAGAIN;
        }
        done += Math.max(n, 0);
      } while (n > 0
          ? call.waits() && vector.count() > 0 && (flags & MSG_ZEROCOPY) == 0
          : n < 0 && call.goesOn(descriptor.out, n, done));
      return done > 0 ? done : n;
    } finally {
      descriptor.out.end(call);
    }
  }

  private static void advance(MemorySegment msg, IoVector vector, long n) {
    vector.advance(n);
    setVector(msg, vector);
  }

  private static long sendmsg(
      BlockingCall call, int fd, MemorySegment msg, int flags, IoVector vector) {
    int all = flags | call.flags();
    return Libc.sendmsg(call.errno, fd, msg, all, vector.keep(0), vector.keep(1), vector.keep(2));
  }

  /** {@code recvmsg}. */
  public static long receive(
      Descriptor descriptor, long deadline, MemorySegment msg, int flags, IoVector vector)
      throws IOException {
    BlockingCall call = descriptor.in.begin(deadline, (flags & ANSWERS) != 0);
    try {
      int kept = descriptor.takeError();
      if (kept != 0) {
        return -kept;
      }
      long room = msg.get(JAVA_LONG, msghdr.msg_controllen);
      long n;
      do {
        n = recvmsg(call, descriptor.fd, msg, flags, vector);
      } while (n < 0 && call.again(descriptor.in, n));
      boolean goesOn = n > 0 && (flags & MSG_WAITALL) != 0 && call.waits() && call.isStream();
      return goesOn ? receiveAll(call, descriptor, msg, flags, vector, n, room) : n;
    } finally {
      descriptor.in.end(call);
    }
  }

  /** With MSG_WAITALL, the kernel's own receive goes on; here, until a control message has come. */
  private static long receiveAll(
      BlockingCall call,
      Descriptor descriptor,
      MemorySegment msg,
      int flags,
      IoVector vector,
      long first,
      long room) {
    boolean peek = (flags & MSG_PEEK) != 0;
    long wanted = vector.length();
    long done = 0;
    long n = first;
    while (true) {
      if (n > 0) {
        done = peek ? Math.max(done, n) : done + n;
        if (!peek) {
          advance(msg, vector, n);
        }
      }
      if (n == 0 || hadControl(msg) || done >= wanted || peek && !call.awaitMoreAfterSome()) {
        return done;
      }
      msg.set(JAVA_LONG, msghdr.msg_controllen, room);
      n = recvmsg(call, descriptor.fd, msg, flags, vector);
      if (n < 0) {
        msg.set(JAVA_LONG, msghdr.msg_controllen, 0); // a call that fails leaves it as it is
        if (!call.againAfterSome(descriptor.in, n)) {
          return done;
        }
      }
    }
  }

  /** Whether a control message has come, or was lost for want of room. */
  private static boolean hadControl(MemorySegment msg) {
    return msg.get(JAVA_LONG, msghdr.msg_controllen) > 0
        || (msg.get(JAVA_INT, msghdr.msg_flags) & MSG_CTRUNC) != 0;
  }

  private static long recvmsg(
      BlockingCall call, int fd, MemorySegment msg, int flags, IoVector vector) {
    int all = flags | call.flags();
    return Libc.recvmsg(call.errno, fd, msg, all, vector.keep(0), vector.keep(1), vector.keep(2));
  }

  /**
   * {@code readv}; where it waits, {@code recvmsg} with the same buffers, which can be told not to
   * block.
   *
   * @param msg a msghdr with the buffers, and nothing else
   */
  public static long readv(Descriptor descriptor, long deadline, MemorySegment msg, IoVector vector)
      throws IOException {
    BlockingCall call = descriptor.in.begin(deadline, false);
    try {
      int kept = descriptor.takeError();
      if (kept != 0) {
        return -kept;
      }
      long n;
      do {
        n =
            call.waits()
                ? recvmsg(call, descriptor.fd, msg, 0, vector)
                : readv(call, descriptor.fd, vector);
      } while (n < 0 && call.again(descriptor.in, n));
      return n;
    } finally {
      descriptor.in.end(call);
    }
  }

  private static long readv(BlockingCall call, int fd, IoVector vector) {
    int count = (int) vector.count();
    return LibcFiles.readv(
        call.errno, fd, vector.memory(), count, vector.keep(0), vector.keep(1), vector.keep(2));
  }

  /**
   * {@code sendmmsg}, with MSG_NOSIGNAL. On a stream, the last one that is counted may have been
   * sent in part.
   *
   * @param iovecs the one buffer of each message
   */
  public static int sendBatch(
      Descriptor descriptor,
      long deadline,
      MemorySegment msgs,
      MemorySegment iovecs,
      int count,
      int flags)
      throws IOException {
    BlockingCall call = descriptor.out.begin(deadline, (flags & MSG_DONTWAIT) != 0);
    try {
      int kept = descriptor.takeError();
      if (kept != 0) {
        return -kept;
      }
      boolean goesOn = (flags & MSG_ZEROCOPY) == 0;
      int done = 0;
      int n;
      do {
        int all = flags | MSG_NOSIGNAL | call.flags();
        n = Libc.sendmmsg(call.errno, descriptor.fd, rest(msgs, done), count - done, all);
        done += Math.max(n, 0);
      } while (n > 0
          ? goesOn && call.waits() && done < count && unsent(msgs, iovecs, done - 1) == 0
          : n < 0
              && (done == 0 || !isOfItsAddress(msgs, done, n))
              && call.goesOn(descriptor.out, n, done));
      return done > 0 ? done : n;
    } finally {
      descriptor.out.end(call);
    }
  }

  /**
   * Whether what a message met is to be said of where it goes, and not of the socket: then the next
   * call has not met it.
   */
  private static boolean isOfItsAddress(MemorySegment msgs, int i, int result) {
    return result != -EAGAIN
        && result != -EINTR
        && rest(msgs, i).get(JAVA_LONG, mmsghdr.msg_hdr + msghdr.msg_name) != 0;
  }

  /** How much of a message that was sent has not been sent. */
  public static long unsent(MemorySegment msgs, MemorySegment iovecs, int i) {
    return iovecs.get(JAVA_LONG, (long) i * iovec.SIZE + iovec.iov_len)
        - Integer.toUnsignedLong(msgs.get(JAVA_INT, (long) i * mmsghdr.SIZE + mmsghdr.msg_len));
  }

  /**
   * {@code recvmmsg}. With MSG_WAITFORONE the kernel waits only while it has nothing, and this loop
   * does the rest: a signal that comes when it has something would become an error of the socket's.
   */
  public static int receiveBatch(
      Descriptor descriptor, long deadline, MemorySegment msgs, int count, int flags)
      throws IOException {
    boolean answers = (flags & ANSWERS) != 0;
    BlockingCall call = descriptor.in.begin(deadline, answers);
    try {
      int kept = descriptor.takeError();
      if (kept != 0) {
        return -kept;
      }
      boolean goesOn = (flags & MSG_WAITFORONE) == 0 && !answers;
      MemorySegment forever = MemorySegment.NULL;
      int done = 0;
      int n;
      do {
        int all = flags | MSG_WAITFORONE | call.flags();
        n = Libc.recvmmsg(call.errno, descriptor.fd, rest(msgs, done), count - done, all, forever);
        done += Math.max(n, 0);
      } while (n > 0 ? goesOn && done < count : n < 0 && call.goesOn(descriptor.in, n, done));
      return done > 0 ? done : n;
    } finally {
      descriptor.in.end(call);
    }
  }

  private static MemorySegment rest(MemorySegment msgs, int done) {
    return done == 0 ? msgs : msgs.asSlice((long) done * mmsghdr.SIZE);
  }
}
