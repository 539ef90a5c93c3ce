package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.raw.Posix.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import posix.sockets.Errno;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.iovec;
import posix.sockets.bindings.msghdr;
import posix.sockets.bindings.sockaddr_in;

/** Descriptors and memory for one test of the raw layer; all of them go at its end. */
final class Kit implements AutoCloseable {
  /** A pointer to nowhere: only for calls that leave it to the kernel. */
  static final MemorySegment NOWHERE = MemorySegment.ofAddress(1);

  /** errno before each call of a table: no error has this number. */
  private static final int UNTOUCHED = 12345;

  interface Call {
    long run(Kit kit) throws Exception;
  }

  final Arena arena = Arena.ofConfined();
  private final List<Integer> open = new ArrayList<>();

  /** A call that returns -1. */
  static DynamicTest fails(String what, int errno, Call call) {
    return test(what + ": " + Errno.of(errno).name(), -1, errno, call);
  }

  /** A call that succeeds, and leaves errno alone. */
  static DynamicTest gives(String what, long result, Call call) {
    return test(what + ": " + result, result, UNTOUCHED, call);
  }

  private static DynamicTest test(String name, long result, int errno, Call call) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try (var kit = new Kit()) {
            errno(UNTOUCHED);
            long answer = call.run(kit);
            int after = errno();
            assertThat(answer).as("errno is %s", Errno.of(after)).isEqualTo(result);
            assertThat(after).as("errno is %s", Errno.of(after)).isEqualTo(errno);
          }
        });
  }

  int own(int fd) {
    assertThat(fd).as("a descriptor; errno is %s", strerror(errno())).isNotNegative();
    open.add(fd);
    return fd;
  }

  void closeNow(int fd) {
    assertThat(open.remove((Integer) fd)).isTrue();
    assertThat(Posix.close(fd)).isZero();
  }

  /** A number that no descriptor has: the highest that may be, which nobody gets by chance. */
  int notOpen() {
    return (int) sysconf(_SC_OPEN_MAX) - 1;
  }

  int tcp() {
    return own(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  }

  int udp() {
    return own(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  }

  /** A UDP socket with an address of its own. */
  int boundUdp() {
    int fd = udp();
    assertThat(bind(fd, loopback(0), (int) sockaddr_in.sizeof())).isZero();
    return fd;
  }

  int devNull() {
    return own(open("/dev/null", O_RDWR | O_CLOEXEC));
  }

  /** Two AF_UNIX sockets that are connected to each other. */
  int[] pair(int type) {
    MemorySegment sv = arena.allocate(JAVA_INT, 2);
    assertThat(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, sv)).isZero();
    return new int[] {own(sv.getAtIndex(JAVA_INT, 0)), own(sv.getAtIndex(JAVA_INT, 1))};
  }

  /** Both ends of a TCP connection. */
  int[] tcpPair() {
    int listener = tcp();
    assertThat(bind(listener, loopback(0), (int) sockaddr_in.sizeof())).isZero();
    assertThat(listen(listener, 1)).isZero();
    int client = tcp();
    assertThat(connect(client, name(listener), (int) sockaddr_in.sizeof())).isZero();
    return new int[] {client, own(accept4(listener, NULL, NULL, SOCK_CLOEXEC))};
  }

  /** The end to read from and the end to write to. */
  int[] pipe(int flags) {
    MemorySegment fds = arena.allocate(JAVA_INT, 2);
    assertThat(pipe2(fds, flags | O_CLOEXEC)).isZero();
    return new int[] {own(fds.getAtIndex(JAVA_INT, 0)), own(fds.getAtIndex(JAVA_INT, 1))};
  }

  /** An IPv4 socket's own address. */
  MemorySegment name(int fd) {
    MemorySegment addr = arena.allocate(sockaddr_in.layout());
    assertThat(getsockname(fd, addr, integer((int) sockaddr_in.sizeof()))).isZero();
    return addr;
  }

  MemorySegment loopback(int port) {
    MemorySegment addr = arena.allocate(sockaddr_in.layout());
    sockaddr_in.sin_family(addr, (short) AF_INET);
    sockaddr_in.sin_port(addr, htons(port));
    in_addr.s_addr(sockaddr_in.sin_addr(addr), htonl(INADDR_LOOPBACK));
    return addr;
  }

  MemorySegment bytes(long n) {
    return arena.allocate(n, Long.BYTES);
  }

  MemorySegment integer(int value) {
    return arena.allocateFrom(JAVA_INT, value);
  }

  /** The text's bytes, without a NUL. */
  MemorySegment data(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  static String text(MemorySegment bytes, long n) {
    byte[] start = bytes.asSlice(0, n).toArray(JAVA_BYTE);
    return new String(start, StandardCharsets.UTF_8);
  }

  MemorySegment iov(MemorySegment... buffers) {
    MemorySegment array = arena.allocate(iovec.layout(), buffers.length);
    for (int i = 0; i < buffers.length; i++) {
      MemorySegment entry = iovec.asSlice(array, i);
      iovec.iov_base(entry, buffers[i]);
      iovec.iov_len(entry, buffers[i].byteSize());
    }
    return array;
  }

  /** A struct msghdr with these buffers, and without an address and control messages. */
  MemorySegment message(MemorySegment... buffers) {
    MemorySegment msg = arena.allocate(msghdr.layout());
    msghdr.msg_iov(msg, iov(buffers));
    msghdr.msg_iovlen(msg, buffers.length);
    return msg;
  }

  @Override
  public void close() {
    open.forEach(Posix::close);
    arena.close();
  }
}
