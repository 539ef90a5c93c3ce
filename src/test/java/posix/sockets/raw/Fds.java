package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.raw.Posix.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.bindings.in6_addr;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.linger;
import posix.sockets.bindings.pollfd;
import posix.sockets.bindings.posix_h;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.bindings.sockaddr_in6;
import posix.sockets.bindings.sockaddr_un;
import posix.sockets.testing.OpenFiles;

/** Descriptors, addresses and memory for one test of the raw layer; all of it goes at its end. */
final class Fds implements AutoCloseable {
  /** A pointer to nowhere. */
  static final MemorySegment NOWHERE = MemorySegment.ofAddress(1);

  static final int SIN = (int) sockaddr_in.sizeof();
  static final int SIN6 = (int) sockaddr_in6.sizeof();

  final Arena arena = Arena.ofConfined();
  private final List<Integer> open = new ArrayList<>();
  private Path folder;

  int own(int fd) {
    assertThat(fd).as("a descriptor; errno is %s", strerror(errno())).isNotNegative();
    open.add(fd);
    return fd;
  }

  int tcp() {
    return own(socket(AF_INET, SOCK_STREAM, 0));
  }

  int tcp6() {
    return own(socket(AF_INET6, SOCK_STREAM, 0));
  }

  int udp() {
    return own(socket(AF_INET, SOCK_DGRAM, 0));
  }

  int unix(int type) {
    return own(socket(AF_UNIX, type, 0));
  }

  int devNull() {
    return own(OpenFiles.devNull());
  }

  int bound(int fd) {
    assertThat(bind(fd, inet(INADDR_LOOPBACK, 0), SIN)).isZero();
    return fd;
  }

  int listener() {
    int fd = bound(tcp());
    assertThat(listen(fd, 8)).isZero();
    return fd;
  }

  /** A UDP socket that is connected to itself: what it sends, it receives. */
  int udpLoop() {
    int fd = bound(udp());
    assertThat(connect(fd, name(fd), SIN)).isZero();
    return fd;
  }

  /** Both ends of a TCP connection. */
  int[] tcpPair() {
    int listener = listener();
    int client = tcp();
    assertThat(connect(client, name(listener), SIN)).isZero();
    return new int[] {client, own(accept(listener, NULL, NULL))};
  }

  int[] unixPair(int type) {
    MemorySegment sv = arena.allocate(JAVA_INT, 2);
    assertThat(posix_h.socketpair(AF_UNIX, type, 0, sv)).isZero();
    return new int[] {own(sv.getAtIndex(JAVA_INT, 0)), own(sv.getAtIndex(JAVA_INT, 1))};
  }

  /** Bytes, all zero. */
  MemorySegment bytes(long n) {
    return arena.allocate(n, 8);
  }

  MemorySegment integer(int value) {
    return arena.allocateFrom(JAVA_INT, value);
  }

  MemorySegment text(String text) {
    return arena.allocateFrom(text);
  }

  MemorySegment inet(int address, int port) {
    MemorySegment sin = arena.allocate(sockaddr_in.layout());
    sockaddr_in.sin_family(sin, (short) AF_INET);
    sockaddr_in.sin_port(sin, htons(port));
    in_addr.s_addr(sockaddr_in.sin_addr(sin), htonl(address));
    return sin;
  }

  MemorySegment inet6Loopback(int port) {
    MemorySegment sin6 = arena.allocate(sockaddr_in6.layout());
    sockaddr_in6.sin6_family(sin6, (short) AF_INET6);
    sockaddr_in6.sin6_port(sin6, htons(port));
    in6_addr.__in6_u.__u6_addr8(in6_addr.__in6_u(sockaddr_in6.sin6_addr(sin6)), 15, (byte) 1);
    return sin6;
  }

  MemorySegment unixPath(String path) {
    MemorySegment sun = arena.allocate(sockaddr_un.layout());
    sockaddr_un.sun_family(sun, (short) AF_UNIX);
    MemorySegment bytes = MemorySegment.ofArray(path.getBytes(StandardCharsets.UTF_8));
    sockaddr_un.sun_path(sun).copyFrom(bytes);
    return sun;
  }

  /** A path that nothing has yet. */
  Path path(String name) throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("fds");
    }
    return folder.resolve(name);
  }

  /** An IPv4 socket's own address. */
  MemorySegment name(int fd) {
    MemorySegment addr = arena.allocate(sockaddr_in.layout());
    assertThat(getsockname(fd, addr, integer(SIN))).isZero();
    return addr;
  }

  int port(int fd) {
    return ntohs(sockaddr_in.sin_port(name(fd)));
  }

  MemorySegment pollfd(int fd, int events) {
    MemorySegment entry = arena.allocate(pollfd.layout());
    pollfd.fd(entry, fd);
    pollfd.events(entry, (short) events);
    return entry;
  }

  MemorySegment linger(int on, int seconds) {
    MemorySegment value = arena.allocate(linger.layout());
    linger.l_onoff(value, on);
    linger.l_linger(value, seconds);
    return value;
  }

  MemorySegment timeval(long seconds, long micros) {
    MemorySegment value = arena.allocate(posix.sockets.bindings.timeval.layout());
    posix.sockets.bindings.timeval.tv_sec(value, seconds);
    posix.sockets.bindings.timeval.tv_usec(value, micros);
    return value;
  }

  void closeNow(int fd) {
    assertThat(open.remove((Integer) fd)).isTrue();
    assertThat(Posix.close(fd)).isZero();
  }

  @Override
  public void close() throws IOException {
    open.forEach(Posix::close);
    arena.close();
    if (folder != null) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
