package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
  @Test
  void leavesOutTheStartOfTheJvmAndOtherDescriptors() {
    assertThat(
            calls(
                """
                7 socket(AF_UNIX, SOCK_STREAM, 0) = 3
                7 connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT
                7 close(3)                          = 0
                8 openat(AT_FDCWD, "/tmp/program.class", O_RDONLY) = 4
                8 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 5
                8 read(4, "5", 8192) = 1
                8 bind(5, {sa_family=AF_INET, sin_port=htons(0)}, 16) = 0
                8 write(1, "5", 1) = 1
                8 close(5) = 0
                8 openat(AT_FDCWD, "/usr/lib/libjimage.so", O_RDONLY) = 5
                8 read(5, "now a file", 8192) = 10
                8 dup(2) = 5
                8 fcntl(5, F_GETFL) = 0x1 (flags O_WRONLY)
                """))
        .containsExactly(
            "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = fd1",
            "bind(fd1, {sa_family=AF_INET, sin_port=htons(0)}, 16) = 0",
            "close(fd1) = 0");
  }

  @Test
  void namesWhatTheKernelChooses() {
    assertThat(
            calls(
                """
                8 openat(AT_FDCWD, "/tmp/program.class", O_RDONLY) = 4
                8 socket(AF_INET, SOCK_STREAM, IPPROTO_IP <unfinished ...>
                9 mmap(NULL, 16, PROT_READ, MAP_PRIVATE, -1, 0) = 0x7f8544510000
                8 <... socket resumed>)             = 5
                8 connect(5, {sin_port=htons(4711)}, 16) = -1 EINTR (Interrupted system call)
                8 poll([{fd=5, events=POLLOUT}], 1, -1) = 1 ([{fd=5, revents=POLLOUT}])
                8 accept(5,  <unfinished ...>
                9 read(3, "x", 1) = 1
                8 <... accept resumed>{sin_port=htons(4712)}, [16]) = 6
                8 getsockname(5, {sin_port=htons(4711)}, [16]) = 0
                8 recvfrom(6, "5) = 5", 1024, 0, NULL, NULL) = 6
                8 recvfrom(6, "fd=5", 1024, 0, NULL, NULL) = 5
                8 epoll_ctl(9, EPOLL_CTL_ADD, 6, {events=EPOLLIN, data={u32=6, u64=6}}) = 0
                8 pselect6(7, [0 6 5], NULL, NULL, NULL, NULL) = 1 (in [6])
                8 getsockopt(6, SOL_SOCKET, SO_PEERCRED, {pid=77, uid=0, gid=0}, [12]) = 0
                8 ioctl(6, FIONREAD, 0x7ffc7d) = 0
                """))
        .containsExactly(
            "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = fd1",
            "connect(fd1, {sin_port=htons(<port1>)}, 16) = -1 EINTR (Interrupted system call)",
            "poll([{fd=fd1, events=POLLOUT}], 1, -1) = 1 ([{fd=fd1, revents=POLLOUT}])",
            "accept(fd1, {sin_port=htons(<port2>)}, [16]) = fd2",
            "getsockname(fd1, {sin_port=htons(<port1>)}, [16]) = 0",
            "recvfrom(fd2, \"5) = 5\", 1024, 0, NULL, NULL) = 6",
            "recvfrom(fd2, \"fd=5\", 1024, 0, NULL, NULL) = 5",
            "epoll_ctl(9, EPOLL_CTL_ADD, fd2, {events=EPOLLIN, data={u32=fd2, u64=fd2}}) = 0",
            "pselect6(fd2+1, [0 fd1 fd2], NULL, NULL, NULL, NULL) = 1 (in [fd2])",
            "getsockopt(fd2, SOL_SOCKET, SO_PEERCRED, {pid=<pid>, uid=0, gid=0}, [12]) = 0",
            "ioctl(fd2, FIONREAD, <pointer>) = 0");
  }

  @Test
  void knowsWhoMakesDescriptors() {
    assertThat(
            calls(
                """
                8 openat(AT_FDCWD, "/tmp/program.class", O_RDONLY) = 4
                8 openat(AT_FDCWD, "LICENSE", O_RDONLY) = 7
                8 openat(AT_FDCWD, "LICENSES", O_RDONLY) = 17
                8 socketpair(AF_UNIX, SOCK_STREAM, 0, [8, 9]) = 0
                8 dup(8) = 10
                8 dup(17) = 18
                8 fcntl(8, F_DUPFD, 20) = 20
                8 sendfile(20, 7, [0] => [5], 5) = 5
                8 sendmsg(8, {msg_control=[{cmsg_type=SCM_RIGHTS, cmsg_data=[7, 10]}]}, 0) = 1
                8 recvmsg(9, {msg_control=[{cmsg_type=SCM_RIGHTS, cmsg_data=[11, 12]}]}, 0) = 1
                8 read(12, "x", 1) = 1
                """))
        .containsExactly(
            "openat(AT_FDCWD, \"LICENSE\", O_RDONLY) = fd1",
            "socketpair(AF_UNIX, SOCK_STREAM, 0, [fd2, fd3]) = 0",
            "dup(fd2) = fd4",
            "fcntl(fd2, F_DUPFD, 20) = fd5",
            "sendfile(fd5, fd1, [0] => [5], 5) = 5",
            "sendmsg(fd2, {msg_control=[{cmsg_type=SCM_RIGHTS, cmsg_data=[fd1, fd4]}]}, 0) = 1",
            "recvmsg(fd3, {msg_control=[{cmsg_type=SCM_RIGHTS, cmsg_data=[fd6, fd7]}]}, 0) = 1",
            "read(fd7, \"x\", 1) = 1");
  }

  @Test
  void tellsOfEachDescriptorByItself() {
    var call = new SystemCall("8", "close", "fd1", "0");
    var another = new SystemCall("9", "read", "fd2, \"fd1\", 3", "3");
    var both = new SystemCall("8", "splice", "fd1, NULL, fd2, NULL, 9, 0", "9");
    assertThat(Trace.text(List.of(call, another, both), true))
        .isEqualTo("fd1:\n%s\n%s\nfd2:\n%s\n%s\n".formatted(call, both, another, both));
    assertThat(Trace.text(List.of(another, call), false))
        .isEqualTo("%s\n%s\n".formatted(another, call));
  }

  private static List<String> calls(String lines) {
    return new Trace(lines.lines().toList(), "/program.class", List.of("LICENSE"), text -> text)
        .calls().stream().map(SystemCall::toString).toList();
  }
}
