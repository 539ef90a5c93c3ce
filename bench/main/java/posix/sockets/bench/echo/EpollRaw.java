package posix.sockets.bench.echo;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.raw.Posix.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.posix_epoll_event;
import posix.sockets.bindings.sockaddr_in;

/** A single thread over raw epoll, line by line what {@code epoll_echo.c} does. */
public final class EpollRaw {
  private static final Arena STACK = Arena.global();
  private static final MemorySegment ON = STACK.allocateFrom(JAVA_INT, 1);

  private final int listener = check("socket", socket(AF_INET, SOCK_STREAM, 0));
  private final int epoll = check("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
  private final MemorySegment event = posix_epoll_event.allocate(STACK);
  private final MemorySegment buffer = STACK.allocate(Echo.BUFFER, Echo.ALIGNED);

  /** What send did not take, by descriptor: until it is out, nothing more is received. */
  private final Map<Integer, MemorySegment> rests = new HashMap<>();

  private EpollRaw() throws IOException {}

  /** No arguments. */
  public static void main(String[] args) throws IOException {
    var server = new EpollRaw();
    Echo.serve(server.listen(), Thread.ofPlatform(), server::serve);
  }

  private static int check(String call, int result) throws IOException {
    if (result == -1) {
      throw new IOException(call + ": " + strerror(errno()));
    }
    return result;
  }

  private int listen() throws IOException {
    MemorySegment address = sockaddr_in.allocate(STACK);
    sockaddr_in.sin_family(address, (short) AF_INET);
    in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
    int length = (int) address.byteSize();
    check("bind", bind(listener, address, length));
    check("listen", posix.sockets.raw.Posix.listen(listener, Echo.BACKLOG));
    check("getsockname", getsockname(listener, address, STACK.allocateFrom(JAVA_INT, length)));
    return ntohs(sockaddr_in.sin_port(address));
  }

  private void serve() throws IOException {
    MemorySegment events = posix_epoll_event.allocateArray(Echo.EVENTS, STACK);
    control(EPOLL_CTL_ADD, listener, EPOLLIN);
    while (true) {
      int n = epoll_wait(epoll, events, Echo.EVENTS, -1);
      if (n == -1 && errno() != EINTR) {
        check("epoll_wait", n);
      }
      for (int i = 0; i < n; i++) {
        int fd = (int) posix_epoll_event.data(posix_epoll_event.asSlice(events, i));
        if (fd == listener) {
          accept();
        } else if (!rests.isEmpty() && rests.containsKey(fd)) {
          sendRest(fd);
        } else {
          echo(fd);
        }
      }
    }
  }

  private void control(int op, int fd, int events) throws IOException {
    posix_epoll_event.events(event, events);
    posix_epoll_event.data(event, fd);
    check("epoll_ctl", epoll_ctl(epoll, op, fd, event));
  }

  private void accept() throws IOException {
    int fd = check("accept", posix.sockets.raw.Posix.accept(listener, NULL, NULL));
    int length = (int) ON.byteSize();
    check("setsockopt", setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, ON, length));
    control(EPOLL_CTL_ADD, fd, EPOLLIN);
  }

  private void echo(int fd) throws IOException {
    long received = recv(fd, buffer, buffer.byteSize(), MSG_DONTWAIT);
    if (received == -1) {
      if (errno() == EAGAIN) {
        return;
      }
      check("recv", -1); // the load resets no connection
    }
    if (received == 0) {
      check("close", close(fd));
      return;
    }
    long sent = trySend(fd, buffer, received);
    if (sent < received) {
      MemorySegment rest = buffer.asSlice(sent, received - sent);
      rests.put(fd, Arena.ofAuto().allocate(rest.byteSize()).copyFrom(rest));
      control(EPOLL_CTL_MOD, fd, EPOLLOUT);
    }
  }

  private void sendRest(int fd) throws IOException {
    MemorySegment rest = rests.get(fd);
    long sent = trySend(fd, rest, rest.byteSize());
    if (sent == rest.byteSize()) {
      rests.remove(fd);
      control(EPOLL_CTL_MOD, fd, EPOLLIN);
    } else {
      rests.put(fd, rest.asSlice(sent));
    }
  }

  private static long trySend(int fd, MemorySegment bytes, long length) throws IOException {
    long sent = send(fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent == -1) {
      if (errno() == EAGAIN) {
        return 0;
      }
      check("send", -1);
    }
    return sent;
  }
}
