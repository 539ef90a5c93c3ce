package posix.sockets.bench.work.fds;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.raw.Posix.AF_UNIX;
import static posix.sockets.raw.Posix.CMSG_DATA;
import static posix.sockets.raw.Posix.CMSG_FIRSTHDR;
import static posix.sockets.raw.Posix.CMSG_LEN;
import static posix.sockets.raw.Posix.CMSG_SPACE;
import static posix.sockets.raw.Posix.MSG_CMSG_CLOEXEC;
import static posix.sockets.raw.Posix.MSG_NOSIGNAL;
import static posix.sockets.raw.Posix.SCM_RIGHTS;
import static posix.sockets.raw.Posix.SOCK_STREAM;
import static posix.sockets.raw.Posix.SOL_SOCKET;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.bench.work.Arguments;
import posix.sockets.bindings.cmsghdr;
import posix.sockets.bindings.iovec;
import posix.sockets.bindings.msghdr;
import posix.sockets.raw.Posix;

/** The raw layer. */
public final class RawFds extends Passing {
  private final MemorySegment pair = Arena.global().allocate(JAVA_INT, 2);
  private final MemorySegment control =
      Arena.global().allocate(CMSG_SPACE(Integer.BYTES), Long.BYTES);
  private final MemorySegment msg = msghdr.allocate(Arena.global());
  private final int passed = fd();

  /** No arguments. */
  public RawFds(Arguments arguments) throws IOException {
    check(Posix.socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    var vector = iovec.allocate(Arena.global());
    iovec.iov_base(vector, Arena.global().allocate(1));
    iovec.iov_len(vector, 1);
    msghdr.msg_iov(msg, vector);
    msghdr.msg_iovlen(msg, 1);
    msghdr.msg_control(msg, control);
  }

  @Override
  void pass(boolean look) throws IOException {
    msghdr.msg_controllen(msg, control.byteSize());
    cmsghdr.cmsg_level(control, SOL_SOCKET);
    cmsghdr.cmsg_type(control, SCM_RIGHTS);
    cmsghdr.cmsg_len(control, CMSG_LEN(Integer.BYTES));
    CMSG_DATA(control).set(JAVA_INT, 0, passed);
    check(Posix.sendmsg(pair.get(JAVA_INT, 0), msg, MSG_NOSIGNAL), 1);
    control.fill((byte) 0);
    check(Posix.recvmsg(pair.getAtIndex(JAVA_INT, 1), msg, MSG_CMSG_CLOEXEC), 1);
    var header = CMSG_FIRSTHDR(msg);
    check(cmsghdr.cmsg_type(header), SCM_RIGHTS);
    int fd = CMSG_DATA(header).get(JAVA_INT, 0);
    if (look) {
      look(fd);
    }
    check(Posix.close(fd), 0);
  }

  private static void check(long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException(result + ", not " + expected);
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    check(Posix.close(pair.get(JAVA_INT, 0)), 0);
    check(Posix.close(pair.getAtIndex(JAVA_INT, 1)), 0);
  }
}
