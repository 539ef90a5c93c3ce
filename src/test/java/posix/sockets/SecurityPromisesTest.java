package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.internal.SockAddrs;
import posix.sockets.libc.LibcFiles;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Child;
import posix.sockets.testing.OpenFiles;
import posix.sockets.testing.OwnThread;
import posix.sockets.testing.Promise;

/** What SECURITY.md promises and no other test had shown. */
class SecurityPromisesTest {
  private static final int ROOM = 64;

  /** A child says which it has of those that may be ours; the JDK does not mark all of its own. */
  private static final String PROGRAM =
      """
      def kind(fd):
          try:
              return os.readlink('/proc/self/fd/' + fd)
          except OSError:
              return ''
      kinds = [kind(fd) for fd in os.listdir('/proc/self/fd')]
      ours = [k for k in kinds if k.startswith('socket:') or 'eventpoll' in k or 'pidfd' in k]
      socket.socket(fileno=int(sys.argv[1])).send(' '.join(sorted(ours)).encode())
      """;

  private static String inherited(SocketPair told) throws Exception {
    told.second().setCloseOnExec(false);
    Child child = Child.python(PROGRAM, told.second().fd());
    String inherited = Local.recv(told.first());
    assertThat(child.status()).isZero();
    return inherited;
  }

  @Test
  @Promise("cloexec")
  void aChildInheritsNothing() throws Exception {
    try (var told = Local.pair(SOCK_DGRAM);
        var pair = Local.pair(SOCK_STREAM);
        var listener = Local.bound(AF_UNIX, SOCK_STREAM, Unix.unnamed());
        var epoll = Epoll.<Void>open();
        var poll = Poll.<Void>open()) {
      SockAddr address = listener.listen(1).getsockname();
      String before = inherited(told);
      assertThat(before).contains(OpenFiles.at(told.second().fd()));
      poll.add(pair.first(), POLLIN);
      epoll.add(pair.first(), EPOLLIN);
      try (var client = PosixSocket.open(AF_UNIX, SOCK_STREAM).connect(address);
          var accepted = listener.accept().socket();
          var dup = accepted.dup()) {
        var parked = new BlockedThread<>(true, () -> dup.recv(Local.room(9))).awaitBlocked();
        pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(pair.first(), listener));
        try (var received = pair.second().recvmsg(MsgFlags.NONE, ROOM, Local.room(9))) {
          assertThat(received.first(Cmsg.Rights.class).orElseThrow().fds()).hasSize(2);
          AddrInfo.getaddrinfo("127.0.0.1", "80");
          NetInterfaces.getifaddrs();
          assertThat(inherited(told)).isEqualTo(before);
        }
        client.send(Local.utf8("on"));
        assertThat(parked.result()).isEqualTo(2);
      }
    }
  }

  /** Each passes another thing than the socket that is hoped for. */
  @Test
  @Promise("received-any-kind")
  void whateverArrivesIsHarmless(@TempDir Path folder) throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM);
        var listener = Local.bound(AF_UNIX, SOCK_STREAM, Unix.unnamed()).listen(1);
        var netlink = PosixSocket.open(AF_NETLINK, SOCK_RAW)) {
      OpenFds before = OpenFds.now();
      Map<Integer, Errno> sent = new LinkedHashMap<>();
      sent.put(OpenFds.openMarker(), Errno.ENOTSOCK);
      sent.put(OpenFds.open(folder), Errno.ENOTSOCK);
      sent.put(OpenFds.open(Path.of("/dev/null")), Errno.ENOTSOCK);
      sent.put(OpenFds.open(Path.of("/proc/self/ns/net")), Errno.ENOTSOCK);
      sent.put(Posix.epoll_create1(0), Errno.ENOTSOCK);
      sent.put(Posix.eventfd(0, 0), Errno.ENOTSOCK);
      int[] own = sent.keySet().stream().mapToInt(fd -> fd).toArray();
      sent.put(listener.fd(), Errno.EINVAL);
      sent.put(netlink.fd(), Errno.EAGAIN);
      sent.put(pair.second().fd(), Errno.EAGAIN); // the socket that it arrives at
      for (var each : sent.entrySet()) {
        pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(each.getKey()));
        try (var received = pair.second().recvmsg(MsgFlags.NONE, ROOM, Local.room(1));
            var socket = received.first(Cmsg.Rights.class).orElseThrow().fds().get(0).socket()) {
          var limited = socket.within(Duration.ofSeconds(10));
          errno(each.getValue(), () -> socket.recv(Local.room(9), MSG_DONTWAIT));
          if (each.getValue() != Errno.EAGAIN) {
            errno(each.getValue(), () -> limited.recv(Local.room(9)));
            assertThat(new BlockedThread<>(true, () -> limited.recv(Local.room(9))).thrown())
                .isInstanceOf(ErrnoException.class);
          }
          if (each.getValue() == Errno.ENOTSOCK) {
            errno(Errno.ENOTSOCK, socket::getsockname);
            errno(Errno.ENOTSOCK, () -> socket.getsockopt(SO_TYPE));
          }
        }
      }
      OpenFds.close(own);
      assertThat(OpenFds.now()).isEqualTo(before);
    }
  }

  @Test
  @Promise("paths-left-alone")
  void pathsThatAreThereStayAsTheyAre(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");
    Path target = folder.resolve("target");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    Path bound = folder.resolve("bound");
    try (var socket = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
      errno(Errno.EADDRINUSE, () -> socket.bind(Unix.path(file.toString())));
      errno(Errno.EADDRINUSE, () -> socket.bind(Unix.path(link.toString())));
      assertThat(Files.readString(file)).isEqualTo("content");
      assertThat(target).doesNotExist();
      socket.bind(Unix.path(bound.toString())).listen(1);
      errno(
          Errno.EADDRINUSE,
          () -> Local.bound(AF_UNIX, SOCK_STREAM, Unix.path(bound.toString())).close());
    }
    assertThat(bound).exists(); // who made the socket takes the name away, or not
    try (var socket = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
      errno(Errno.ECONNREFUSED, () -> socket.connect(Unix.path(bound.toString())));
    }
  }

  private static boolean connects(SockAddr address) throws Exception {
    try (var socket = PosixSocket.open(AF_UNIX, SOCK_STREAM)) {
      socket.connect(address);
      return true;
    } catch (ErrnoException e) {
      assertThat(e.errno()).isEqualTo(Errno.EACCES);
      return false;
    }
  }

  /** A path lets in who may write to it; an abstract name lets in everybody. */
  @Test
  @Promise("permissions")
  void whoMayConnect(@TempDir Path folder) throws Exception {
    assumeTrue(OwnThread.isRootOrSays("who may connect, which takes a second user"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path path = folder.resolve("socket");
    SockAddr name = Unix.path(path.toString());
    try (var byPath = Local.bound(AF_UNIX, SOCK_STREAM, name).listen(9);
        var byName = Local.bound(AF_UNIX, SOCK_STREAM, Unix.unnamed()).listen(9)) {
      SockAddr abstractName = byName.getsockname();
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      assertThat(connects(name)).isTrue();
      assertThat(OwnThread.<Boolean>asNobody(() -> connects(name))).isFalse();
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xrwx"));
      assertThat(OwnThread.<Boolean>asNobody(() -> connects(name))).isTrue();
      assertThat(OwnThread.<Boolean>asNobody(() -> connects(abstractName))).isTrue();
      assertThat(byPath.isClosed()).isFalse();
    }
  }

  /** Who connected, whoever uses the connection by then. */
  @Test
  @Promise("peer-credentials")
  void credentialsAreThoseOfTheConnect() throws Exception {
    int pid = LibcFiles.getpid();
    var here = new Ucred(pid, LibcFiles.geteuid(), LibcFiles.getgid());
    var nobody = OwnThread.isRoot() ? new Ucred(pid, OwnThread.NOBODY, OwnThread.NOBODY) : here;
    try (var listener = Local.bound(AF_UNIX, SOCK_STREAM, Unix.unnamed()).listen(9)) {
      SockAddr address = listener.getsockname();
      connects(address); // loads the classes
      listener.accept().socket().close();
      try (PosixSocket client =
              OwnThread.asNobody(() -> PosixSocket.open(AF_UNIX, SOCK_STREAM).connect(address));
          var server = listener.accept().socket()) {
        client.send(Local.utf8("by the other user"));
        assertThat(Local.recv(server)).isEqualTo("by the other user");
        assertThat(server.getsockopt(SO_PEERCRED)).isEqualTo(nobody);
        assertThat(client.getsockopt(SO_PEERCRED)).isEqualTo(here);
      }
    }
  }

  /** Whatever stood in the memory before. */
  @Test
  @Promise("nothing-beside")
  void addressesHaveNothingBesideThemselves() {
    MemorySegment clean = Local.room(128);
    MemorySegment dirty = Local.room(128);
    SockAddrExamples.all()
        .forEach(address -> {
          clean.fill((byte) 0);
          dirty.fill((byte) 0xa5);
          int length = SockAddrs.encode(address, clean);
          assertThat(SockAddrs.encode(address, dirty)).isEqualTo(length);
          assertThat(Local.content(dirty, length))
              .as("%s", address)
              .isEqualTo(Local.content(clean, length));
        });
  }

  @Test
  @Promise("printable")
  void addressesArePrintable() {
    SockAddrExamples.all().forEach(address -> assertThat(address.toString()).matches("[!-~]+"));
  }
}
