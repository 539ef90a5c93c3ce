package posix.sockets.faults;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.SHUT_WR;
import static posix.sockets.Constants.SOCK_CLOEXEC;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_KEEPALIVE;
import static posix.sockets.Constants.SO_TYPE;
import static posix.sockets.faults.Operation.ALL;
import static posix.sockets.faults.Operation.PLATFORM;
import static posix.sockets.faults.Operation.THREADS;
import static posix.sockets.faults.Site.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import posix.sockets.AddressBuffer;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.Unix;
import posix.sockets.faults.Operation.Delivery;
import posix.sockets.raw.constants.FcntlH;
import posix.sockets.raw.constants.IoctlH;
import posix.sockets.testing.Pair;

/** What is done to sockets but for what they carry. */
final class SocketOperations {
  static final List<Operation> ALL_OF_THEM =
      List.of(
          Operation.of("socket", PLATFORM, _ -> Sites.renewed(SocketOperations::tcp, _ -> {})),
          Operation.of(
              "socketpair", PLATFORM, _ -> Sites.renewed(Streams::unix, SocketOperations::isPair)),
          Operation.of(
              "bind",
              PLATFORM,
              _ -> Sites.renewed(SocketOperations::tcp, SocketOperations::bindAnywhere)),
          Operation.of(
              "listen", PLATFORM, _ -> Sites.renewed(SocketOperations::bound, s -> s.listen(1))),
          Operation.of("accept4", ALL, way -> new Accepting(way, false)).saying("accept"),
          Operation.of("accept4/buffer", ALL, way -> new Accepting(way, true)).saying("accept"),
          Operation.of("connect/tcp", ALL, way -> new Connecting(way, Inet4.loopback(0))),
          Operation.of("connect/unix", ALL, way -> new Connecting(way, Unix.unnamed())),
          Operation.of("connect/done", ALL, way -> new Connecting(way, Inet4.loopback(0)))
              .by(Delivery.AFTERWARDS)
              .alone(),
          Operation.of("getsockname", PLATFORM, _ -> beside(PosixSocket::getsockname)),
          Operation.of("getpeername", PLATFORM, _ -> beside(PosixSocket::getpeername)),
          Operation.of("getsockopt", PLATFORM, _ -> beside(s -> s.getsockopt(SO_TYPE))),
          Operation.of("setsockopt", PLATFORM, _ -> beside(s -> s.setsockopt(SO_KEEPALIVE, true))),
          Operation.of("shutdown", PLATFORM, _ -> Sites.renewed(Pair::tcp, SocketOperations::shut)),
          Operation.of("sockatmark", PLATFORM, _ -> beside(PosixSocket::sockatmark)),
          Operation.of("ioctl", PLATFORM, _ -> beside(s -> s.ioctl(IoctlH.FIONREAD, 0))),
          Operation.of("fcntl/dup", PLATFORM, _ -> beside(SocketOperations::duplicate))
              .saying("dup"),
          Operation.of("fcntl/isNonBlocking", PLATFORM, _ -> beside(PosixSocket::isNonBlocking)),
          Operation.of("fcntl/isCloseOnExec", PLATFORM, _ -> beside(PosixSocket::isCloseOnExec)),
          Operation.of(
              "fcntl/setNonBlocking",
              PLATFORM,
              _ -> Sites.renewed(SocketOperations::tcp, SocketOperations::makeNonBlocking)),
          // with a deadline or on a virtual thread, it is not to block
          Operation.of(
              "fcntl/accept",
              EnumSet.of(Way.DEADLINE, Way.VIRTUAL),
              way -> Sites.renewed(() -> new Accepting(way, false), Accepting::makeInSecret)),
          Operation.of("close", THREADS, _ -> Sites.simple(SocketOperations::openAndClose))
              .by(Delivery.AFTERWARDS));

  private SocketOperations() {}

  private interface Asking {
    Object of(PosixSocket socket) throws Exception;
  }

  /** Something is asked of a socket, which carries what it is given as before. */
  private static Site beside(Asking asking) throws IOException {
    Pair pair = Pair.tcp();
    return Streams.beside(
        pair,
        () -> {
          Object answer = asking.of(pair.client());
          require(answer != null && answer.equals(asking.of(pair.client())), "%s", answer);
          return answer;
        });
  }

  private static PosixSocket tcp() throws IOException {
    return PosixSocket.open(AF_INET, SOCK_STREAM);
  }

  private static PosixSocket bound() throws IOException {
    return tcp().bind(Inet4.loopback(0));
  }

  private static void bindAnywhere(PosixSocket socket) throws IOException {
    socket.bind(Inet4.loopback(0));
    require(((Inet4) socket.getsockname()).port() != 0, "not bound");
  }

  private static void isPair(Pair pair) throws IOException {
    pair.client().send(new byte[1], 0, 1);
    require(pair.server().recv(new byte[2], 0, 2) == 1, "not connected");
  }

  private static void shut(Pair pair) throws IOException {
    pair.client().shutdown(SHUT_WR);
    require(pair.server().recv(new byte[1], 0, 1) == 0, "not shut");
  }

  private static Boolean duplicate(PosixSocket socket) throws IOException {
    try (var twin = socket.dup()) {
      return twin.getsockname().equals(socket.getsockname());
    }
  }

  private static void makeNonBlocking(PosixSocket socket) throws IOException {
    socket.setNonBlocking(true);
    require(socket.isNonBlocking(), "it was not set");
  }

  private static Void openAndClose() throws IOException {
    PosixSocket socket = tcp();
    socket.close();
    return null;
  }

  /** A listener, and one who waits to be accepted. */
  private static final class Accepting implements Site {
    private final PosixSocket listener = bound().listen(8);
    private final Way way;
    private final boolean buffer;
    private PosixSocket client;

    Accepting(Way way, boolean buffer) throws IOException {
      this.way = way;
      this.buffer = buffer;
    }

    @Override
    public void make() throws Exception {
      if (client == null) {
        client = tcp();
        Way.PLATFORM.run(() -> client.connect(listener.getsockname())); // there it only connects
      }
      SockAddr peer;
      PosixSocket accepted;
      if (buffer) {
        var address = new AddressBuffer();
        accepted = way.of(listener).accept4(SOCK_CLOEXEC, address);
        peer = address.address();
      } else {
        var both = way.of(listener).accept();
        accepted = both.socket();
        peer = both.peer();
      }
      try (var _ = accepted) {
        require(peer.equals(client.getsockname()), "accepted %s", peer);
        isPair(new Pair(client, accepted));
      }
      client.close();
      client = null;
    }

    /** After which the kernel knows that the listener does not block. */
    void makeInSecret() throws Exception {
      make();
      String fd = listener.toString().replaceAll("\\D", "");
      String flags =
          Files.readString(Path.of("/proc/self/fdinfo", fd))
              .replaceAll("(?s).*flags:\\s*(\\d+).*", "$1");
      require((Integer.parseInt(flags, 8) & FcntlH.O_NONBLOCK) != 0, "it blocks: %s", flags);
    }

    @Override
    public void close() throws IOException {
      if (client != null) {
        client.close();
      }
      listener.close();
    }
  }

  /** A listener, and one who is to be connected to it. */
  private static final class Connecting implements Site {
    private final Way way;
    private final PosixSocket listener;
    private final SockAddr address;
    private PosixSocket client;

    Connecting(Way way, SockAddr address) throws IOException {
      this.way = way;
      listener = PosixSocket.open(address.family(), SOCK_STREAM).bind(address).listen(8);
      this.address = listener.getsockname();
    }

    @Override
    public void make() throws IOException {
      if (client == null) {
        client = PosixSocket.open(address instanceof Unix ? AF_UNIX : AF_INET, SOCK_STREAM);
      }
      way.of(client).connect(address);
      try (var accepted = listener.accept().socket()) {
        isPair(new Pair(client, accepted));
      }
      client.close();
      client = null;
    }

    @Override
    public void check() throws IOException {
      // one more is not there: the next that is accepted is this one
      try (var last = PosixSocket.open(address.family(), SOCK_STREAM).connect(address);
          var accepted = listener.accept().socket()) {
        isPair(new Pair(last, accepted));
      }
    }

    @Override
    public void close() throws IOException {
      if (client != null) {
        client.close();
      }
      listener.close();
    }
  }
}
