package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;
import static posix.sockets.Expect.errno;
import static posix.sockets.raw.constants.SocketH.SOL_SOCKET;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.libc.LibcFiles;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.testing.OwnThread;
import posix.sockets.testing.Promise;

/** Who sends: credentials, processes and security contexts over AF_UNIX. */
class UnixMessagesTest {
  private static final int ROOM = 512;

  static List<SocketType> types() {
    return List.of(SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET);
  }

  private static Cmsg.Credentials own() {
    return new Cmsg.Credentials(LibcFiles.getpid(), LibcFiles.getuid(), LibcFiles.getgid());
  }

  private static List<Cmsg> passed(SocketPair pair, Cmsg... control) throws IOException {
    pair.first().sendmsg(Local.utf8("x"), control);
    try (var received = pair.second().recvmsg(MsgFlags.NONE, ROOM, Local.room(9))) {
      assertThat(received.length()).isEqualTo(1);
      assertThat(received.flags()).isIn(MsgFlags.NONE, MSG_EOR);
      return received.control();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void credentials(SocketType type) throws Exception {
    try (var pair = Local.pair(type)) {
      assertThat(passed(pair)).isEmpty();
      assertThat(passed(pair, own())).isEmpty(); // nobody asked
      pair.second().setsockopt(passCred(), true);
      assertThat(passed(pair)).containsExactly(own());
      assertThat(passed(pair, own())).containsExactly(own());
    }
  }

  private static SockOpt.ReadWrite<Boolean> passCred() {
    return SockOpt.of(SOL_SOCKET, SocketH.SO_PASSCRED, SockOpt.Codec.BOOLEAN);
  }

  /** With the privilege, other ids are believed, but never a process that does not exist. */
  @Test
  void credentialsOfOthers() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      pair.second().setsockopt(passCred(), true);
      var own = own();
      var forged = new Cmsg.Credentials(own.pid(), 12345, 54321);
      if (OwnThread.isRootOrSays("no credentials of others were sent")) {
        assertThat(passed(pair, forged)).containsExactly(forged);
        var init = new Cmsg.Credentials(1, 0, 0);
        assertThat(passed(pair, init)).containsExactly(init);
        errno(Errno.ESRCH, () -> passed(pair, new Cmsg.Credentials(0x3fffffff, 0, 0)));
      } else {
        errno(Errno.EPERM, () -> passed(pair, forged));
      }
      errno(Errno.EINVAL, () -> passed(pair, new Cmsg.Credentials(own.pid(), -1, own.gid())));
    }
  }

  @Test
  @Promise("message-credentials")
  void forgedCredentialsAreRefused() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      pair.second().setsockopt(passCred(), true);
      int pid = LibcFiles.getpid();
      int root = OwnThread.isRoot() ? OwnThread.NOBODY : LibcFiles.getuid();
      int group = OwnThread.isRoot() ? OwnThread.NOBODY : LibcFiles.getgid();
      var truth = new Cmsg.Credentials(pid, root, group);
      List<Cmsg.Credentials> lies =
          List.of(
              new Cmsg.Credentials(1, root, group),
              new Cmsg.Credentials(pid, 0, group),
              new Cmsg.Credentials(pid, root, 0),
              new Cmsg.Credentials(0x3fffffff, root, group));
      passed(pair, own()); // loads the classes
      List<Cmsg> believed = OwnThread.asNobody(() -> passed(pair, truth));
      assertThat(believed).containsExactly(truth);
      List<Cmsg> unasked = OwnThread.asNobody(() -> passed(pair));
      assertThat(unasked).containsExactly(truth);
      for (Cmsg.Credentials lie : lies) {
        Errno answer =
            OwnThread.asNobody(() -> {
              try {
                pair.first().sendmsg(Local.utf8("x"), lie);
                return null;
              } catch (ErrnoException e) {
                return e.errno();
              }
            });
        assertThat(answer).as("%s", lie).isEqualTo(Errno.EPERM);
      }
      assertThat(Local.isEmpty(pair.second())).isTrue();
    }
  }

  /** Between two users' bytes in a stream, a read that asked for credentials ends. */
  @Test
  @Promise("message-credentials")
  void readsDoNotMixUsers() throws Exception {
    try (var pair = Local.pair(SOCK_STREAM)) {
      pair.second().setsockopt(passCred(), true);
      pair.first().sendmsg(Local.utf8("mine"));
      OwnThread.asNobody(() -> pair.first().sendmsg(Local.utf8("nobody's")));
      int bytes = OwnThread.isRoot() ? 4 : 12;
      try (var received = pair.second().recvmsg(MsgFlags.NONE, ROOM, Local.room(20))) {
        assertThat(received.length()).isEqualTo(bytes);
        assertThat(received.control()).containsExactly(own());
      }
    }
  }

  @Test
  @Promise("pidfd")
  void pidFd() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      try {
        Local.set(pair.second(), SOL_SOCKET, SocketH.SO_PASSPIDFD, 1);
      } catch (ErrnoException e) {
        assertThat(e.errno()).isEqualTo(Errno.ENOPROTOOPT);
        System.err.println("*** this kernel has no SO_PASSPIDFD: PidFd was not tried ***");
        return;
      }
      OpenFds before = OpenFds.now();
      pair.first().send(Local.utf8("x"));
      try (var received = pair.second().recvmsg(MsgFlags.NONE, ROOM, Local.room(9))) {
        assertThat(received.control()).hasSize(1);
        int fd = received.first(Cmsg.PidFd.class).orElseThrow().fd().fd();
        assertThat(OpenFds.now().open()).containsKey(fd).hasSize(before.open().size() + 1);
        assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + fd)))
            .contains("Pid:\t" + LibcFiles.getpid());
        assertThat(OpenFds.flags(fd)).isEqualTo(1); // FD_CLOEXEC
      }
      assertThat(OpenFds.now()).isEqualTo(before);
    }
  }

  /** With the credentials, and cut to any room. */
  @Test
  void pidFdAndCredentialsAtEveryRoom() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      pair.second().setsockopt(passCred(), true);
      try {
        Local.set(pair.second(), SOL_SOCKET, SocketH.SO_PASSPIDFD, 1);
      } catch (ErrnoException e) {
        assertThat(e.errno()).isEqualTo(Errno.ENOPROTOOPT);
        return; // pidFd() has said so
      }
      OpenFds before = OpenFds.now();
      for (int room = 0; room <= 56; room++) {
        pair.first().send(Local.utf8("x"));
        try (var received = pair.second().recvmsg(MsgFlags.NONE, room, Local.room(9))) {
          boolean both = received.first(Cmsg.PidFd.class).isPresent();
          assertThat(received.isControlTruncated()).as("room for %d", room).isEqualTo(!both);
          assertThat(both).as("room for %d", room).isEqualTo(room >= 32 + 20);
          if (room >= 28) {
            assertThat(received.control()).startsWith(own());
          }
        }
        assertThat(OpenFds.now()).as("room for %d", room).isEqualTo(before);
      }
    }
  }

  /** There is a context only where a security module gives one. */
  @Test
  void security() throws Exception {
    try (var pair = Local.pair(SOCK_DGRAM)) {
      Local.set(pair.second(), SOL_SOCKET, SocketH.SO_PASSSEC, 1);
      List<Cmsg> control = passed(pair);
      if (control.isEmpty()) {
        Path modules = Path.of("/sys/kernel/security/lsm");
        String active = Files.exists(modules) ? Files.readString(modules) : "";
        assertThat(active).doesNotContain("selinux").doesNotContain("smack");
        System.err.println("*** this kernel gives no SCM_SECURITY: Security was only decoded ***");
      } else {
        assertThat(control).hasSize(1);
        assertThat(((Cmsg.Security) control.getFirst()).context()).isNotEmpty();
      }
    }
  }

  /** Descriptors and credentials in one message, in the order of the kernel. */
  @Test
  void severalInOneMessage() throws Exception {
    OpenFds before = OpenFds.now();
    try (var pair = Local.pair(SOCK_DGRAM)) {
      pair.second().setsockopt(passCred(), true);
      int fd = OpenFds.openMarker();
      pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(fd), own());
      OpenFds.close(fd);
      try (var received = pair.second().recvmsg(MsgFlags.NONE, ROOM, Local.room(9))) {
        assertThat(received.control()).hasSize(2);
        assertThat(received.first(Cmsg.Credentials.class)).contains(own());
        List<PassedFd> fds = received.first(Cmsg.Rights.class).orElseThrow().fds();
        assertThat(OpenFds.isMarker(fds.getFirst().fd())).isTrue();
      }
      // two messages of descriptors go as one
      int[] two = OpenFds.openMarkers(2);
      pair.first().sendmsg(Local.utf8("x"), Cmsg.Rights.of(two[0]), Cmsg.Rights.of(two[1]));
      OpenFds.close(two);
      try (var received = pair.second().recvmsg(MsgFlags.NONE, ROOM, Local.room(9))) {
        assertThat(received.first(Cmsg.Rights.class).orElseThrow().fds()).hasSize(2);
      }
    }
    assertThat(OpenFds.now()).isEqualTo(before);
  }
}
