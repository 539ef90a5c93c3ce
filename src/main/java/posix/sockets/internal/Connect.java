package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.raw.constants.ErrnoH.EAGAIN;
import static posix.sockets.raw.constants.ErrnoH.EALREADY;
import static posix.sockets.raw.constants.ErrnoH.EINPROGRESS;
import static posix.sockets.raw.constants.ErrnoH.EINTR;
import static posix.sockets.raw.constants.ErrnoH.EISCONN;
import static posix.sockets.raw.constants.ErrnoH.ENOTCONN;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import posix.sockets.SockAddr;
import posix.sockets.Unix;
import posix.sockets.libc.Libc;
import posix.sockets.raw.constants.SocketH;

/** {@code connect}, which is not made again when it is interrupted, but waited for. */
public final class Connect {
  /** A connect that does not go on in the kernel. */
  private static final int AGAIN = 1;

  private Connect() {}

  /** Connects; the result is libc's, 0 or minus an errno. */
  public static int connect(Descriptor descriptor, long deadline, SockAddr address)
      throws IOException {
    BlockingCall call = descriptor.out.begin(deadline, false);
    try {
      boolean begun = false;
      while (true) {
        call.withoutFlags();
        int length = SockAddrs.encode(address, call.address);
        int result = Libc.connect(call.errno, descriptor.fd, call.address, length);
        switch (-result) {
          case EAGAIN -> { // the listener's queue is full: nothing has begun
            if (!(address instanceof Unix) || !call.waits(descriptor.out) || !call.pause()) {
              return result;
            }
          }
          case EINTR, EINPROGRESS, EALREADY -> {
            boolean goesOn = result == -EINTR || call.waits(descriptor.out);
            if (!goesOn || !call.awaitConnection(descriptor.out)) {
              return result == -EINTR ? -EINPROGRESS : result;
            }
            begun = true;
            result = outcome(call, descriptor.fd);
            if (result != AGAIN) {
              return result;
            }
          }
          case EISCONN -> {
            return begun ? 0 : result;
          }
          default -> {
            return result;
          }
        }
      }
    } finally {
      descriptor.out.end(call);
    }
  }

  /**
   * What became of a connect that goes on in the kernel, as that of TCP does: to make it again
   * would answer EALREADY. One of AF_UNIX does not go on when it was interrupted, and has to be
   * made again.
   */
  private static int outcome(BlockingCall call, int fd) {
    MemorySegment error = call.address;
    call.length.set(JAVA_INT, 0, Integer.BYTES);
    int level = SocketH.SOL_SOCKET;
    int result = Libc.getsockopt(call.errno, fd, level, SocketH.SO_ERROR, error, call.length);
    if (result < 0 || error.get(JAVA_INT, 0) != 0) {
      return result < 0 ? result : -error.get(JAVA_INT, 0);
    }
    call.roomForAddress();
    result = Libc.getpeername(call.errno, fd, call.address, call.length);
    return result == -ENOTCONN ? AGAIN : result;
  }
}
