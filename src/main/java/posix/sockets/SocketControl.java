package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import posix.sockets.internal.BlockingCall;
import posix.sockets.internal.CallFrame;
import posix.sockets.internal.Descriptor;
import posix.sockets.internal.Errors;
import posix.sockets.libc.Libc;
import posix.sockets.libc.LibcFiles;
import posix.sockets.raw.constants.FcntlH;
import posix.sockets.raw.constants.IoctlH;

/**
 * The calls of a {@link PosixSocket} that any descriptor has: flags, duplicates, ioctl, sendfile.
 */
abstract sealed class SocketControl extends SocketMessages permits PosixSocket {
  SocketControl(Descriptor descriptor, long deadline) {
    super(descriptor, deadline);
  }

  /**
   * {@code int fcntl(int fd, F_DUPFD_CLOEXEC, 0)}: a second descriptor of the same socket. What is
   * changed through one, for example by {@code shutdown}, is changed for both; each is closed on
   * its own.
   *
   * @return a socket that owns the new descriptor
   * @throws ErrnoException EMFILE
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/dup.2.html">dup(2)</a>
   */
  public PosixSocket dup() throws IOException {
    descriptor.file.hold(); // at once: this descriptor may be closed meanwhile
    try {
      return PosixSocket.duplicate(fcntl("dup", FcntlH.F_DUPFD_CLOEXEC, 0), (PosixSocket) this);
    } finally {
      descriptor.file.unhold();
    }
  }

  /**
   * {@code fcntl(fd, F_GETFL) & O_NONBLOCK}.
   *
   * @return whether calls answer EAGAIN instead of blocking
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2)</a>
   */
  public boolean isNonBlocking() throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      return descriptor.file.isNonBlocking(frame.errno, descriptor.fd);
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code fcntl(fd, F_SETFL, …)} with or without {@code O_NONBLOCK}. The flag belongs to the
   * socket, not to the descriptor: duplicates have it too, here and in other processes.
   *
   * @param nonBlocking whether calls shall answer EAGAIN instead of blocking
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2)</a>
   */
  public void setNonBlocking(boolean nonBlocking) throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      descriptor.file.setNonBlocking(frame.errno, descriptor.fd, nonBlocking);
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code fcntl(fd, F_GETFD) & FD_CLOEXEC}.
   *
   * @return whether exec closes the descriptor
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2)</a>
   */
  public boolean isCloseOnExec() throws IOException {
    return (fcntl("fcntl", FcntlH.F_GETFD, 0) & FcntlH.FD_CLOEXEC) != 0;
  }

  /**
   * {@code fcntl(fd, F_SETFD, …)}: whether programs that this process starts inherit the
   * descriptor.
   *
   * @param closeOnExec whether exec shall close it, as it does unless told otherwise here
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2)</a>
   */
  public void setCloseOnExec(boolean closeOnExec) throws IOException {
    if (!closeOnExec) {
      descriptor.file.share();
    }
    fcntl("fcntl", FcntlH.F_SETFD, closeOnExec ? FcntlH.FD_CLOEXEC : 0);
  }

  private int fcntl(String call, int command, long argument) throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      return Errors.check(
          call, LibcFiles.fcntl(frame.errno, descriptor.fd, command, argument), null);
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int ioctl(int fd, unsigned long request, int *argument)}: a request that gives or takes
   * a number.
   *
   * @param request {@code FIONREAD}, {@code SIOCINQ}, {@code SIOCOUTQ}, {@code SIOCATMARK} and the
   *     like, as {@code posix.sockets.raw.Posix} has them
   * @param argument the number to give; 0 for a request that gives one
   * @return the number that stands there afterwards
   * @throws IllegalArgumentException if the request takes a struct
   * @throws ErrnoException EINVAL, ENOTTY, EOPNOTSUPP
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/ioctl.2.html">ioctl(2)</a>
   */
  public int ioctl(long request, int argument) throws IOException {
    long size = Ioctls.sizeOf(request);
    if (size != Integer.BYTES) {
      throw new IllegalArgumentException(
          "request 0x" + Long.toHexString(request) + " takes " + size + " bytes, and no number");
    }
    if ((int) request == IoctlH.FIONBIO) {
      setNonBlocking(argument != 0);
      return argument;
    }
    CallFrame frame = descriptor.out.enter();
    try {
      frame.length.set(JAVA_INT, 0, argument);
      int result = LibcFiles.ioctl(frame.errno, descriptor.fd, request, frame.length);
      Errors.check("ioctl", result, "request 0x" + Long.toHexString(request));
      return frame.length.get(JAVA_INT, 0);
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int ioctl(int fd, unsigned long request, void *argument)}: a request that gives or takes
   * a struct, for example {@code SIOCGIFMTU} and a {@code struct ifreq}.
   *
   * @param request the request
   * @param argument the struct; the request says how long it has to be
   * @return what ioctl returned
   * @throws IllegalArgumentException if the struct is shorter than the request's number says, or
   *     than an ifreq for the requests of netdevice(7), whose numbers say nothing; that an old
   *     request of something else than a socket has room enough, is for the caller to see to
   * @throws ErrnoException EINVAL, ENODEV, ENOTTY, EPERM
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
   */
  public int ioctl(long request, MemorySegment argument) throws IOException {
    long size = Ioctls.sizeOf(request);
    if (argument.byteSize() < size || argument.isReadOnly()) {
      throw new IllegalArgumentException(
          "request 0x"
              + Long.toHexString(request)
              + " needs "
              + size
              + " writable bytes, not "
              + argument);
    }
    if ((int) request == IoctlH.FIONBIO) {
      setNonBlocking(argument.get(JAVA_INT_UNALIGNED, 0) != 0);
      return 0;
    }
    CallFrame frame = descriptor.out.enter();
    try {
      int result = LibcFiles.ioctl(frame.errno, descriptor.fd, request, argument);
      return Errors.check("ioctl", result, "request 0x" + Long.toHexString(request));
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code int sockatmark(int fd)}.
   *
   * @return whether the next byte to be read is the one after the urgent one
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man3/sockatmark.3.html">sockatmark(3)</a>
   */
  public boolean sockatmark() throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      return Errors.check("sockatmark", Libc.sockatmark(frame.errno, descriptor.fd), null) == 1;
    } finally {
      descriptor.out.exit(frame);
    }
  }

  /**
   * {@code ssize_t sendfile(int out, int in, off_t *offset, size_t n)}, to this socket. Blocks
   * until there is room.
   *
   * @param in the descriptor of a file that can be mapped
   * @param offset where in the file to begin, and its own position stays; -1 for its position,
   *     which moves on
   * @param n how many bytes; at most 2147479552 are sent at once
   * @return how many bytes were sent, possibly fewer; 0 at the file's end
   * @throws ErrnoException EAGAIN, EBADF, ECONNRESET, EINVAL, EIO, ENOMEM, EOVERFLOW, EPIPE
   * @throws IOException if this socket is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
   */
  public long sendfile(int in, long offset, long n) throws IOException {
    if (n < 0 || offset < -1) {
      throw new IllegalArgumentException(n + " bytes from " + offset);
    }
    BlockingCall call = descriptor.out.begin(deadline, false);
    try {
      MemorySegment from = MemorySegment.NULL;
      if (offset >= 0) {
        from = call.address;
        from.set(JAVA_LONG, 0, offset);
      }
      int kept = descriptor.takeError();
      if (kept != 0) {
        throw Errors.exception("sendfile", -kept, "descriptor " + in);
      }
      long sent = 0;
      long result;
      do {
        call.withoutFlags();
        result = LibcFiles.sendfile(call.errno, descriptor.fd, in, from, n - sent);
        sent += Math.max(result, 0);
        // where it waits, it goes on until everything is sent, as the kernel's own does
      } while (result > 0
          ? call.waits() && sent < n
          : result < 0 && call.goesOn(descriptor.out, result, sent));
      if (result < 0 && sent == 0) {
        throw Errors.exception("sendfile", result, "descriptor " + in);
      }
      return sent;
    } finally {
      descriptor.out.end(call);
    }
  }
}
