package posix.sockets.bench.work.allocation;

import static posix.sockets.Constants.EPOLLOUT;

import java.io.IOException;
import posix.sockets.Epoll;
import posix.sockets.EpollReady;
import posix.sockets.bench.work.Arguments;

/** epoll_wait with one socket ready. */
public final class TypedEpoll extends DatagramPair {
  private final Epoll<Object> epoll = Epoll.open();
  private final EpollReady<Object> ready = epoll.events(8);
  private final int fd = pair.second().fd();

  /** No arguments. */
  public TypedEpoll(Arguments arguments) throws IOException {
    epoll.add(pair.second(), EPOLLOUT);
  }

  @Override
  public void run() throws IOException {
    expect(epoll.epoll_wait(ready, 0), 1);
    while (ready.next()) {
      expect(ready.fd(), fd);
    }
  }

  @Override
  public void close() throws IOException {
    epoll.close();
    super.close();
  }
}
