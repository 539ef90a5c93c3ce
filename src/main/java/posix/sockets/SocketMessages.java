package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.internal.Bytes;
import posix.sockets.internal.CallMemory;
import posix.sockets.internal.Descriptor;
import posix.sockets.internal.Errors;
import posix.sockets.internal.IoVector;
import posix.sockets.internal.MessageCall;
import posix.sockets.internal.SockAddrs;
import posix.sockets.libc.Structs.msghdr;
import posix.sockets.libc.Structs.sockaddr_storage;
import posix.sockets.raw.constants.SocketH;

/** The calls of a {@link PosixSocket} that take several buffers, and control messages. */
abstract sealed class SocketMessages extends SocketBytes permits SocketControl {
  SocketMessages(Descriptor descriptor, long deadline) {
    super(descriptor, deadline);
  }

  /**
   * {@code ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)}. Blocks until there is
   * room.
   *
   * @param flags {@code MSG_} constants; {@code MSG_ZEROCOPY} reads the buffers after the call, so
   *     these have to be native, and of at most three arenas
   * @param to {@code msg_name}, where to; null for where the socket is connected to
   * @param control {@code msg_control}
   * @param bufs {@code msg_iov}, sent one behind the other; at most 1024
   * @return how many bytes were taken: on a stream, possibly fewer than there are, and control
   *     messages with the first
   * @throws ErrnoException as {@code send} and {@code sendto}; EBADF for a descriptor that is not
   *     open, EPERM and ESRCH for credentials that are not the sender's, ETOOMANYREFS for too many
   *     descriptors in flight
   * @throws IOException if this socket, or one that is to be passed, is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/sendmsg.2.html">sendmsg(2)</a>
   */
  public long sendmsg(MsgFlags flags, SockAddr to, List<Cmsg> control, MemorySegment... bufs)
      throws IOException {
    CmsgCodec.check(control);
    List<Descriptor> passed = new ArrayList<>();
    try (var memory = CallMemory.take()) {
      var vector = new IoVector(memory, bufs, true, false);
      if ((flags.value() & SocketH.MSG_ZEROCOPY) != 0 && vector.copies()) {
        throw new IllegalArgumentException(
            "MSG_ZEROCOPY is read after the call: native memory of at most three arenas only");
      }
      MemorySegment msg = header(memory, vector);
      if (to != null) {
        MemorySegment name = memory.allocate(sockaddr_storage.SIZE, Long.BYTES);
        msg.set(JAVA_INT, msghdr.msg_namelen, SockAddrs.encode(to, name));
        msg.set(JAVA_LONG, msghdr.msg_name, name.address());
      }
      if (!control.isEmpty()) {
        MemorySegment messages = memory.allocate(CmsgCodec.space(control), Long.BYTES);
        hold(control, passed);
        CmsgCodec.encode(control, messages);
        msg.set(JAVA_LONG, msghdr.msg_control, messages.address());
        msg.set(JAVA_LONG, msghdr.msg_controllen, messages.byteSize());
      }
      long n = MessageCall.send(descriptor, deadline, msg, flags.value(), vector);
      if (n < 0) {
        throw Errors.exception("sendmsg", n, to);
      }
      return n;
    } finally {
      passed.forEach(d -> d.held.exit());
    }
  }

  /** Descriptors that are passed stay open, and theirs, until the call is over. */
  private static void hold(List<Cmsg> control, List<Descriptor> held) throws IOException {
    for (Cmsg message : control) {
      if (message instanceof Cmsg.Rights rights) {
        for (PassedFd fd : rights.fds()) {
          fd.descriptor().held.hold();
          held.add(fd.descriptor());
        }
      }
    }
  }

  /**
   * {@code ssize_t sendmsg(int fd, const struct msghdr *msg, 0)}, where the socket is connected to;
   * as {@link #sendmsg(MsgFlags, SockAddr, List, MemorySegment...)}.
   *
   * @param buf what to send
   * @param control the control messages
   * @return how many bytes were taken
   * @throws IOException as {@link #sendmsg(MsgFlags, SockAddr, List, MemorySegment...)}
   */
  public long sendmsg(MemorySegment buf, Cmsg... control) throws IOException {
    return sendmsg(MsgFlags.NONE, null, List.of(control), buf);
  }

  /**
   * {@code ssize_t recvmsg(int fd, struct msghdr *msg, int flags)}. Blocks until there is
   * something. {@code MSG_CMSG_CLOEXEC} is added.
   *
   * @param flags {@code MSG_} constants
   * @param controlRoom {@code msg_controllen}, the room for control messages in bytes: the sum of
   *     {@code CMSG_SPACE}; what does not fit is lost, and {@code MSG_CTRUNC} says so
   * @param bufs {@code msg_iov}, filled one behind the other; at most 1024
   * @return what arrived; to be closed if descriptors may be among it
   * @throws ErrnoException as {@code recv}; EMSGSIZE for more than 1024 buffers
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
   */
  public Received recvmsg(MsgFlags flags, int controlRoom, MemorySegment... bufs)
      throws IOException {
    if (controlRoom < 0) {
      throw new IllegalArgumentException("room is not negative: " + controlRoom);
    }
    try (var memory = CallMemory.take()) {
      MemorySegment name = memory.allocate(sockaddr_storage.SIZE, Long.BYTES);
      boolean mayStay = (flags.value() & SocketH.MSG_TRUNC) != 0;
      var vector = new IoVector(memory, bufs, false, mayStay);
      MemorySegment msg = header(memory, vector);
      MemorySegment control = memory.allocate(Math.max(controlRoom, 1), Long.BYTES);
      msg.set(JAVA_LONG, msghdr.msg_name, name.address());
      msg.set(JAVA_INT, msghdr.msg_namelen, sockaddr_storage.SIZE);
      msg.set(JAVA_LONG, msghdr.msg_control, controlRoom == 0 ? 0 : control.address());
      msg.set(JAVA_LONG, msghdr.msg_controllen, controlRoom);
      int all = flags.value() | SocketH.MSG_CMSG_CLOEXEC;
      long n = MessageCall.receive(descriptor, deadline, msg, all, vector);
      if (n < 0) {
        throw Errors.exception("recvmsg", n, null);
      }
      // First of all, so that nothing can go wrong before each descriptor has an owner.
      List<Cmsg> messages = CmsgCodec.decode(control, msg.get(JAVA_LONG, msghdr.msg_controllen));
      SockAddr from = SockAddrs.decode(name, msg.get(JAVA_INT, msghdr.msg_namelen));
      // The kernel repeats the flag that was added here.
      int answered = msg.get(JAVA_INT, msghdr.msg_flags) & ~SocketH.MSG_CMSG_CLOEXEC;
      var received = new Received(n, from, MsgFlags.of(answered), messages);
      try {
        vector.received(n);
      } catch (IllegalStateException e) { // a fourth arena was closed during the call
        received.close();
        throw e;
      }
      return received;
    }
  }

  private static MemorySegment header(CallMemory memory, IoVector vector) {
    MemorySegment msg = memory.allocate(msghdr.SIZE, Long.BYTES);
    MessageCall.setVector(msg, vector);
    return msg;
  }

  /**
   * {@code ssize_t writev(int fd, const struct iovec *iov, int count)}, as {@code sendmsg} with
   * {@code MSG_NOSIGNAL}, which {@code writev} itself cannot be told.
   *
   * @param bufs what to send, one behind the other; at most 1024
   * @return how many bytes were taken
   * @throws IOException as {@link #send(MemorySegment)}; EMSGSIZE for more than 1024 buffers
   * @see <a href="https://man7.org/linux/man-pages/man2/writev.2.html">writev(2)</a>
   */
  public long writev(MemorySegment... bufs) throws IOException {
    return sendmsg(MsgFlags.NONE, null, List.of(), bufs);
  }

  /**
   * {@code ssize_t readv(int fd, const struct iovec *iov, int count)}. Blocks until there is
   * something.
   *
   * @param bufs filled one behind the other; at most 1024
   * @return how many bytes arrived; 0 at end of file
   * @throws IOException as {@link #recv(MemorySegment)}; EINVAL for more than 1024 buffers
   * @see <a href="https://man7.org/linux/man-pages/man2/readv.2.html">readv(2)</a>
   */
  public long readv(MemorySegment... bufs) throws IOException {
    try (var memory = CallMemory.take()) {
      var vector = new IoVector(memory, bufs, false, false);
      long n = MessageCall.readv(descriptor, deadline, header(memory, vector), vector);
      if (n < 0) {
        throw Errors.exception("readv", n, null);
      }
      vector.received(n);
      return n;
    }
  }

  /**
   * {@code int sendmmsg(int fd, struct mmsghdr *msgs, unsigned int vlen, int flags)}. Blocks until
   * there is room.
   *
   * @param batch the messages
   * @param from the first to send
   * @param count how many; the kernel takes at most 1024
   * @param flags {@code MSG_} constants
   * @return how many were sent; of the last one on a stream, {@link MessageBatch#length} tells how
   *     much
   * @throws IOException as {@link #sendto(MemorySegment, MsgFlags, SockAddr)}
   * @see <a href="https://man7.org/linux/man-pages/man2/sendmmsg.2.html">sendmmsg(2)</a>
   */
  public int sendmmsg(MessageBatch batch, int from, int count, MsgFlags flags) throws IOException {
    int sent = 0;
    do {
      MemorySegment msgs = batch.toSend(from + sent, count - sent);
      MemorySegment iovecs = batch.iovecs(from + sent);
      int all = flags.value();
      int n = MessageCall.sendBatch(descriptor, deadline, msgs, iovecs, count - sent, all);
      if (n < 0 && sent == 0) {
        throw Errors.exception("sendmmsg", n, null);
      }
      sent += Math.max(n, 0);
      if (n <= 0 || MessageCall.unsent(msgs, iovecs, n - 1) == 0) {
        return sent;
      }
    } while (sendRest(batch, from + sent - 1, flags) && sent < count);
    return sent;
  }

  /**
   * The kernel's own call sends all of a message to a stream, if it may block; whether that
   * succeeded. What the batch says of it is true in any case.
   */
  private boolean sendRest(MessageBatch batch, int i, MsgFlags flags) {
    if ((flags.value() & (SocketH.MSG_DONTWAIT | SocketH.MSG_ZEROCOPY)) != 0) {
      return false;
    }
    MemorySegment rest = batch.unsent(i);
    try {
      long n = Bytes.send(descriptor, deadline, rest, flags.value());
      batch.sent(i, Math.max(n, 0));
      return n == rest.byteSize();
    } catch (IOException _) { // the next call meets it again
      return false;
    }
  }

  /**
   * {@code int recvmmsg(int fd, struct mmsghdr *msgs, unsigned int vlen, int flags, NULL)}. Blocks
   * until as many have arrived, or with {@code MSG_WAITFORONE} until one has. The kernel's timeout
   * is not offered: it is looked at only when a message arrives. {@code MSG_CMSG_CLOEXEC} is added,
   * and {@code MSG_WAITFORONE}, with which the call is made again for the rest: a signal in the
   * middle would else become an error of the socket's.
   *
   * @param batch takes the messages, from its first on
   * @param count how many at most; the kernel takes at most 1024
   * @param flags {@code MSG_} constants
   * @return how many arrived; an error that comes after the first ends the call, and is told by the
   *     next one if the socket still has it
   * @throws IOException as {@link #recv(MemorySegment)}
   * @see <a href="https://man7.org/linux/man-pages/man2/recvmmsg.2.html">recvmmsg(2)</a>
   */
  public int recvmmsg(MessageBatch batch, int count, MsgFlags flags) throws IOException {
    int all = flags.value() | SocketH.MSG_CMSG_CLOEXEC;
    MemorySegment msgs = batch.toReceive(count);
    int n = MessageCall.receiveBatch(descriptor, deadline, msgs, count, all);
    Errors.check("recvmmsg", n, null);
    batch.received(n);
    return n;
  }
}
