package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import posix.sockets.libc.Libc;
import posix.sockets.libc.Structs.cmsghdr;
import posix.sockets.libc.Structs.mmsghdr;
import posix.sockets.libc.Structs.msghdr;
import posix.sockets.libc.Structs.timespec;

/** {@code <sys/socket.h>}: what takes a {@code struct msghdr}, and control messages. */
abstract class MessageCalls extends SocketCalls {
  private static final int ALIGNMENT = Long.BYTES; // sizeof(size_t)

  MessageCalls() {}

  /**
   * {@code ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)}. Blocks until there is
   * room.
   *
   * <p>Only the size of {@code msg} itself is checked, not what it points to; and nothing keeps
   * that alive but the program: hold the segments whose addresses are in the struct until the call
   * returns.
   *
   * @param fd a socket
   * @param msg a {@code struct msghdr}: address, buffers and control messages
   * @param flags {@code MSG_} constants
   * @return how many bytes were taken, or -1 (as {@link #send send} and {@link #sendto sendto};
   *     EMSGSIZE for more than {@code IOV_MAX} buffers, EINVAL for a bad control message, ENOBUFS
   *     for too many of them, EBADF for a bad descriptor to pass, EPERM for credentials that are
   *     not one's own, ETOOMANYREFS)
   * @see <a href="https://man7.org/linux/man-pages/man2/sendmsg.2.html">sendmsg(2)</a>
   */
  public static long sendmsg(int fd, MemorySegment msg, int flags) {
    Pointers.checkLength(msg, msghdr.SIZE);
    var thread = PerThread.get();
    return thread.result(Libc.sendmsg(thread.capture, fd, msg, flags));
  }

  /**
   * {@code int sendmmsg(int fd, struct mmsghdr *msgs, unsigned int vlen, int flags)}. Blocks until
   * there is room.
   *
   * <p>Only the size of the array is checked, not what it points to; and nothing keeps that alive
   * but the program: hold the segments whose addresses are in the structs until the call returns.
   *
   * @param fd a socket
   * @param msgs {@code vlen} structs, whose {@code msg_len} the call sets
   * @param vlen how many; the kernel takes 1024 at most
   * @param flags {@code MSG_} constants
   * @return how many messages were sent, possibly fewer than {@code vlen}, or -1 if not even the
   *     first was (as {@link #sendmsg sendmsg})
   * @see <a href="https://man7.org/linux/man-pages/man2/sendmmsg.2.html">sendmmsg(2)</a>
   */
  public static int sendmmsg(int fd, MemorySegment msgs, int vlen, int flags) {
    Pointers.checkArray(msgs, Integer.toUnsignedLong(vlen), mmsghdr.SIZE);
    Pointers.checkWritable(msgs, 0);
    var thread = PerThread.get();
    return thread.result(Libc.sendmmsg(thread.capture, fd, msgs, vlen, flags));
  }

  /**
   * {@code ssize_t recvmsg(int fd, struct msghdr *msg, int flags)}. Blocks until there is
   * something.
   *
   * <p>Only the size of {@code msg} itself is checked, not what it points to: the kernel writes
   * wherever the struct says. And nothing keeps that alive but the program: hold the segments whose
   * addresses are in the struct until the call returns.
   *
   * @param fd a socket
   * @param msg a {@code struct msghdr}: where everything goes, with the room there is; takes the
   *     lengths and {@code msg_flags}, where {@code MSG_TRUNC} and {@code MSG_CTRUNC} say what was
   *     cut
   * @param flags {@code MSG_} constants
   * @return how many bytes arrived; 0 at end of file or for an empty datagram; or -1 (as {@link
   *     #recv recv}; EMSGSIZE for more than {@code IOV_MAX} buffers)
   * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
   */
  public static long recvmsg(int fd, MemorySegment msg, int flags) {
    Pointers.checkWritable(msg, msghdr.SIZE);
    var thread = PerThread.get();
    return thread.result(Libc.recvmsg(thread.capture, fd, msg, flags));
  }

  /**
   * {@code int recvmmsg(int fd, struct mmsghdr *msgs, unsigned int vlen, int flags, struct timespec
   * *timeout)}. Blocks until {@code vlen} messages are there, or one with {@code MSG_WAITFORONE}.
   *
   * <p>Only the size of the array is checked, not what it points to: the kernel writes wherever the
   * structs say. And nothing keeps that alive but the program: hold the segments whose addresses
   * are in the structs until the call returns.
   *
   * @param fd a socket
   * @param msgs {@code vlen} structs, whose {@code msg_len} the call sets
   * @param vlen how many; the kernel takes 1024 at most
   * @param flags {@code MSG_} constants
   * @param timeout seconds and nanoseconds, or {@link #NULL}; looked at only after each message, so
   *     the call may block beyond it; takes what is left of it
   * @return how many messages arrived, or -1 if none did (as {@link #recvmsg recvmsg})
   * @see <a href="https://man7.org/linux/man-pages/man2/recvmmsg.2.html">recvmmsg(2)</a>
   */
  public static int recvmmsg(
      int fd, MemorySegment msgs, int vlen, int flags, MemorySegment timeout) {
    Pointers.checkArray(msgs, Integer.toUnsignedLong(vlen), mmsghdr.SIZE);
    Pointers.checkWritable(msgs, 0);
    Pointers.checkWritable(timeout, timespec.SIZE);
    var thread = PerThread.get();
    return thread.result(Libc.recvmmsg(thread.capture, fd, msgs, vlen, flags, timeout));
  }

  /**
   * {@code size_t CMSG_ALIGN(size_t length)}.
   *
   * @param length a length in bytes
   * @return the length rounded up to where the next control message may start
   * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
   */
  public static long CMSG_ALIGN(long length) {
    return length + ALIGNMENT - 1 & -ALIGNMENT;
  }

  /**
   * {@code size_t CMSG_SPACE(size_t length)}.
   *
   * @param length how many bytes of data a control message has
   * @return how many bytes of a control buffer it takes
   * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
   */
  public static long CMSG_SPACE(long length) {
    return CMSG_ALIGN(length) + CMSG_ALIGN(cmsghdr.SIZE);
  }

  /**
   * {@code size_t CMSG_LEN(size_t length)}.
   *
   * @param length how many bytes of data a control message has
   * @return its {@code cmsg_len}
   * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
   */
  public static long CMSG_LEN(long length) {
    return CMSG_ALIGN(cmsghdr.SIZE) + length;
  }

  /**
   * {@code struct cmsghdr *CMSG_FIRSTHDR(struct msghdr *msg)}.
   *
   * @param msg a {@code struct msghdr}, whose {@code msg_control} and {@code msg_controllen} are
   *     believed
   * @return the first control message, as memory from there to the end of the control buffer, which
   *     must outlive it; {@link #NULL} where there is no room for one
   * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
   */
  public static MemorySegment CMSG_FIRSTHDR(MemorySegment msg) {
    long length = controlLength(msg);
    return Long.compareUnsigned(length, cmsghdr.SIZE) < 0 ? NULL : header(control(msg), length);
  }

  /**
   * {@code struct cmsghdr *CMSG_NXTHDR(struct msghdr *msg, struct cmsghdr *cmsg)}. There has to be
   * room for the next one's header, and its {@code cmsg_len} may say that it goes on behind the end
   * of the control buffer: then it was cut. A {@code cmsg_len} that is less than a header is long
   * ends the walk.
   *
   * @param msg the {@code struct msghdr} that {@link #CMSG_FIRSTHDR CMSG_FIRSTHDR} was given
   * @param cmsg one of its control messages
   * @return the one behind it, as memory from there to the end of the control buffer, which must
   *     outlive it; {@link #NULL} where there is none
   * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
   */
  public static MemorySegment CMSG_NXTHDR(MemorySegment msg, MemorySegment cmsg) {
    long length = Pointers.struct(cmsg, cmsghdr.SIZE).get(JAVA_LONG_UNALIGNED, cmsghdr.cmsg_len);
    long room = control(msg) + controlLength(msg) - cmsg.address();
    long padding = -length & ALIGNMENT - 1;
    // As glibc has it: no sum with a length that may be anything.
    if (Long.compareUnsigned(length, cmsghdr.SIZE) < 0
        || Long.compareUnsigned(room, cmsghdr.SIZE + padding) < 0
        || Long.compareUnsigned(room - cmsghdr.SIZE - padding, length) < 0) {
      return NULL;
    }
    return header(cmsg.address() + length + padding, room - length - padding);
  }

  private static MemorySegment header(long address, long room) {
    return Pointers.at(address, room < 0 ? Long.MAX_VALUE : room);
  }

  /**
   * {@code unsigned char *CMSG_DATA(struct cmsghdr *cmsg)}.
   *
   * @param cmsg a control message
   * @return where its data starts, as memory from there to the end of {@code cmsg}; aligned for
   *     nothing larger than a {@code size_t}
   * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
   */
  public static MemorySegment CMSG_DATA(MemorySegment cmsg) {
    return Pointers.plus(cmsg, cmsghdr.SIZE);
  }

  private static long control(MemorySegment msg) {
    return Pointers.struct(msg, msghdr.SIZE).get(JAVA_LONG_UNALIGNED, msghdr.msg_control);
  }

  private static long controlLength(MemorySegment msg) {
    return Pointers.struct(msg, msghdr.SIZE).get(JAVA_LONG_UNALIGNED, msghdr.msg_controllen);
  }
}
