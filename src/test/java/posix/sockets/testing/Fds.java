package posix.sockets.testing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.raw.Posix.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.bindings.cmsghdr;
import posix.sockets.bindings.in6_addr;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.iovec;
import posix.sockets.bindings.linger;
import posix.sockets.bindings.msghdr;
import posix.sockets.bindings.pollfd;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.bindings.sockaddr_in6;
import posix.sockets.bindings.sockaddr_un;
import posix.sockets.raw.Posix;

/** Descriptors, addresses and memory for one test of the raw layer; all of it goes at its end. */
public final class Fds implements AutoCloseable {
  /** A pointer to nowhere. */
  public static final MemorySegment NOWHERE = MemorySegment.ofAddress(1);

  public static final int SIN = (int) sockaddr_in.sizeof();
  public static final int SIN6 = (int) sockaddr_in6.sizeof();
  public static final int SUN = (int) sockaddr_un.sizeof();

  /** When what hangs is given up: later than a busy machine is slow. */
  public static final int HANG_MILLIS = 60_000;

  public final Arena arena = Arena.ofConfined();
  private final List<Integer> open = new ArrayList<>();
  private final Folder folder = new Folder();

  /** Takes over a descriptor that a call returned. */
  public int own(int fd) {
    done(fd < 0 ? fd : 0);
    open.add(fd);
    return fd;
  }

  /** A step on the way to what is tested: it has to succeed. */
  public static void done(long result) {
    if (result != 0) {
      throw new AssertionError("not prepared: result " + result + ", " + strerror(errno()));
    }
  }

  /** The same for a step that says how much it did. */
  public static void done(long result, long expected) {
    done(result == expected ? 0 : result);
  }

  /** Closes a descriptor before the end. */
  public void closeNow(int fd) {
    open.remove((Integer) fd);
    done(Posix.close(fd));
  }

  // Descriptors.

  /** A number that no descriptor has: the highest that may be, which nobody gets by chance. */
  public static int notOpen() {
    return (int) sysconf(_SC_OPEN_MAX) - 1;
  }

  public int tcp() {
    return own(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  }

  public int tcp6() {
    return own(socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  }

  public int udp() {
    return own(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  }

  public int unix(int type) {
    return own(socket(AF_UNIX, type | SOCK_CLOEXEC, 0));
  }

  public int devNull() {
    return own(Posix.open("/dev/null", O_RDWR | O_CLOEXEC));
  }

  /** Gives an IPv4 socket an address of its own. */
  public int bound(int fd) {
    done(bind(fd, loopback(0), SIN));
    return fd;
  }

  public int boundUdp() {
    return bound(udp());
  }

  public int listener() {
    int fd = bound(tcp());
    done(listen(fd, 8));
    return fd;
  }

  /** A UDP socket that is connected to itself: what it sends, it receives. */
  public int udpLoop() {
    int fd = boundUdp();
    done(connect(fd, name(fd), SIN));
    return fd;
  }

  /** A listener at which a connection waits. */
  public int waiting(int client) {
    int listener = listener();
    done(connect(client, name(listener), SIN));
    return listener;
  }

  /** Both ends of a TCP connection. */
  public int[] tcpPair() {
    int client = tcp();
    return new int[] {client, own(accept4(waiting(client), NULL, NULL, SOCK_CLOEXEC))};
  }

  /** Two AF_UNIX sockets that are connected to each other. */
  public int[] unixPair(int type) {
    MemorySegment sv = arena.allocate(JAVA_INT, 2);
    done(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, sv));
    return new int[] {own(sv.getAtIndex(JAVA_INT, 0)), own(sv.getAtIndex(JAVA_INT, 1))};
  }

  /** The end to read from and the end to write to. */
  public int[] pipe(int flags) {
    MemorySegment fds = arena.allocate(JAVA_INT, 2);
    done(pipe2(fds, flags | O_CLOEXEC));
    return new int[] {own(fds.getAtIndex(JAVA_INT, 0)), own(fds.getAtIndex(JAVA_INT, 1))};
  }

  /** A TCP socket at which a text waits. */
  public int received(String text) {
    int[] pair = tcpPair();
    done(send(pair[1], data(text), text.length(), 0), text.length());
    awaitReady(pair[0], POLLIN);
    return pair[0];
  }

  /** A TCP socket whose peer broke off the connection. */
  public int reset() {
    int[] pair = tcpPair();
    done(setsockopt(pair[1], SOL_SOCKET, SO_LINGER, linger(1, 0), 8));
    closeNow(pair[1]);
    return pair[0];
  }

  /** Waits until a descriptor is ready, as it has to be before somebody gives up. */
  public void awaitReady(int fd, int events) {
    done(poll(pollfd(fd, events), 1, HANG_MILLIS), 1);
  }

  // Addresses.

  public MemorySegment inet(int address, int port) {
    MemorySegment sin = arena.allocate(sockaddr_in.layout());
    sockaddr_in.sin_family(sin, (short) AF_INET);
    sockaddr_in.sin_port(sin, htons(port));
    in_addr.s_addr(sockaddr_in.sin_addr(sin), htonl(address));
    return sin;
  }

  public MemorySegment loopback(int port) {
    return inet(INADDR_LOOPBACK, port);
  }

  public MemorySegment inet6Loopback(int port) {
    MemorySegment sin6 = arena.allocate(sockaddr_in6.layout());
    sockaddr_in6.sin6_family(sin6, (short) AF_INET6);
    sockaddr_in6.sin6_port(sin6, htons(port));
    in6_addr.__in6_u.__u6_addr8(in6_addr.__in6_u(sockaddr_in6.sin6_addr(sin6)), 15, (byte) 1);
    return sin6;
  }

  public MemorySegment unixPath(String path) {
    MemorySegment sun = arena.allocate(sockaddr_un.layout());
    sockaddr_un.sun_family(sun, (short) AF_UNIX);
    MemorySegment bytes = MemorySegment.ofArray(path.getBytes(StandardCharsets.UTF_8));
    sockaddr_un.sun_path(sun).copyFrom(bytes);
    return sun;
  }

  /** A path that nothing has yet. */
  public Path path(String name) throws IOException {
    return folder.path(name);
  }

  /** An IPv4 socket's own address. */
  public MemorySegment name(int fd) {
    MemorySegment addr = arena.allocate(sockaddr_in.layout());
    done(getsockname(fd, addr, integer(SIN)));
    return addr;
  }

  public int port(int fd) {
    return ntohs(sockaddr_in.sin_port(name(fd)));
  }

  // Memory.

  /** Bytes, all zero. */
  public MemorySegment bytes(long n) {
    return arena.allocate(n, Long.BYTES);
  }

  public MemorySegment integer(int value) {
    return arena.allocateFrom(JAVA_INT, value);
  }

  /** The text as C has it, with a NUL. */
  public MemorySegment text(String text) {
    return arena.allocateFrom(text);
  }

  /** The text's bytes, without a NUL. */
  public MemorySegment data(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  /** The first bytes of a segment as text. */
  public static String text(MemorySegment bytes, long n) {
    byte[] start = bytes.asSlice(0, n).toArray(JAVA_BYTE);
    return new String(start, StandardCharsets.UTF_8);
  }

  public MemorySegment pollfd(int fd, int events) {
    MemorySegment entry = arena.allocate(pollfd.layout());
    pollfd.fd(entry, fd);
    pollfd.events(entry, (short) events);
    return entry;
  }

  public MemorySegment linger(int on, int seconds) {
    MemorySegment value = arena.allocate(linger.layout());
    linger.l_onoff(value, on);
    linger.l_linger(value, seconds);
    return value;
  }

  public MemorySegment timeval(long seconds, long micros) {
    MemorySegment value = arena.allocate(posix.sockets.bindings.timeval.layout());
    posix.sockets.bindings.timeval.tv_sec(value, seconds);
    posix.sockets.bindings.timeval.tv_usec(value, micros);
    return value;
  }

  /** A struct iovec for each buffer. */
  public MemorySegment iov(MemorySegment... buffers) {
    MemorySegment array = arena.allocate(iovec.layout(), buffers.length);
    for (int i = 0; i < buffers.length; i++) {
      MemorySegment entry = iovec.asSlice(array, i);
      iovec.iov_base(entry, buffers[i]);
      iovec.iov_len(entry, buffers[i].byteSize());
    }
    return array;
  }

  /** A struct msghdr with these buffers, and without an address and control messages. */
  public MemorySegment message(MemorySegment... buffers) {
    MemorySegment msg = arena.allocate(msghdr.layout());
    msghdr.msg_iov(msg, iov(buffers));
    msghdr.msg_iovlen(msg, buffers.length);
    return msg;
  }

  /** One byte, and one control message that passes a descriptor. */
  public MemorySegment rights(int fd) {
    MemorySegment msg = message(data("x"));
    msghdr.msg_control(msg, bytes(CMSG_SPACE(4)));
    msghdr.msg_controllen(msg, CMSG_SPACE(4));
    MemorySegment cmsg = CMSG_FIRSTHDR(msg);
    cmsghdr.cmsg_level(cmsg, SOL_SOCKET);
    cmsghdr.cmsg_type(cmsg, SCM_RIGHTS);
    cmsghdr.cmsg_len(cmsg, CMSG_LEN(4));
    CMSG_DATA(cmsg).set(JAVA_INT, 0, fd);
    return msg;
  }

  @Override
  public void close() {
    open.forEach(Posix::close);
    arena.close();
    folder.close();
  }
}
