package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceTest {
  @Test
  void leavesOutTheStartOfTheJvmAndOtherDescriptors() {
    assertThat(
            Trace.calls(
                """
                7 socket(AF_UNIX, SOCK_STREAM, 0) = 3
                7 connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT
                7 close(3)                          = 0
                8 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 5
                8 close(5)                          = 0
                8 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 5
                8 read(4, "5", 8192) = 1
                8 bind(5, {sa_family=AF_INET, sin_port=htons(0)}, 16) = 0
                8 write(1, "5", 1) = 1
                8 close(5) = 0
                8 read(5, "now a file", 8192) = 10
                """
                    .lines()
                    .toList()))
        .containsExactly(
            "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = fd1",
            "bind(fd1, {sa_family=AF_INET, sin_port=htons(0)}, 16) = 0",
            "close(fd1) = 0");
  }

  @Test
  void namesWhatTheKernelChooses() {
    assertThat(
            Trace.calls(
                """
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
                8 epoll_ctl(9, EPOLL_CTL_ADD, 6, {events=EPOLLIN}) = 0
                8 ioctl(6, FIONREAD, 0x7ffc7d) = 0
                """
                    .lines()
                    .toList()))
        .containsExactly(
            "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = fd1",
            "connect(fd1, {sin_port=<port1>}, 16) = -1 EINTR (Interrupted system call)",
            "poll([{fd=fd1, events=POLLOUT}], 1, -1) = 1 ([{fd=fd1, revents=POLLOUT}])",
            "accept(fd1, {sin_port=<port2>}, [16]) = fd2",
            "getsockname(fd1, {sin_port=<port1>}, [16]) = 0",
            "recvfrom(fd2, \"5) = 5\", 1024, 0, NULL, NULL) = 6",
            "epoll_ctl(9, EPOLL_CTL_ADD, fd2, {events=EPOLLIN}) = 0",
            "ioctl(fd2, FIONREAD, <pointer>) = 0");
  }
}
