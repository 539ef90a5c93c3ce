package posix.sockets.bench.work.fds;

import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import posix.sockets.Cmsg;
import posix.sockets.MsgFlags;
import posix.sockets.PassedFd;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;
import posix.sockets.bench.work.Arguments;

/** The typed layer. */
public final class TypedFds extends Passing {
  private static final int ROOM = 24; // CMSG_SPACE of an int

  private final SocketPair pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
  private final MemorySegment buf = Arena.global().allocate(1);
  private final PassedFd passed = PassedFd.of(fd());

  /** No arguments. */
  public TypedFds(Arguments arguments) throws IOException {}

  @Override
  void pass(boolean look) throws IOException {
    pair.first().sendmsg(buf, new Cmsg.Rights(List.of(passed)));
    try (var received = pair.second().recvmsg(MsgFlags.NONE, ROOM, buf)) {
      var rights = (Cmsg.Rights) received.control().getFirst();
      int fd = rights.fds().getFirst().fd();
      if (look) {
        look(fd);
      }
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    pair.first().close();
    pair.second().close();
  }
}
