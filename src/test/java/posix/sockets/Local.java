package posix.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import posix.sockets.raw.Posix;
import posix.sockets.raw.constants.SocketH;

/** Sockets of this machine, their options and what they carry. */
public final class Local {
  private Local() {}

  /** A datagram socket on 127.0.0.1. */
  public static PosixSocket udp() throws IOException {
    return bound(AF_INET, SOCK_DGRAM, Inet4.loopback(0));
  }

  /** A datagram socket on ::1. */
  public static PosixSocket udp6() throws IOException {
    return bound(AF_INET6, SOCK_DGRAM, Inet6.loopback(0));
  }

  /**
   * A datagram socket on 127.0.0.1 that has itself as its peer: what others send it is refused, as
   * if nobody had the port; and nobody can have it as long as it is open.
   */
  public static PosixSocket refusing() throws IOException {
    PosixSocket socket = udp();
    return socket.connect(socket.getsockname());
  }

  /** The same on ::1. */
  public static PosixSocket refusing6() throws IOException {
    PosixSocket socket = udp6();
    return socket.connect(socket.getsockname());
  }

  /** A socket with an address, whose receiving ends with EAGAIN after 30 seconds. */
  public static PosixSocket bound(AddressFamily family, SocketType type, SockAddr address)
      throws IOException {
    PosixSocket socket = PosixSocket.open(family, type);
    try {
      return impatient(socket.bind(address));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** The TTL of IPv4 packets whose sender has none of its own. */
  public static Cmsg.Ttl ttl() throws IOException {
    return new Cmsg.Ttl(sysctl("net/ipv4/ip_default_ttl"));
  }

  /** The hop limit of IPv6 packets over loopback whose sender has none of its own. */
  public static Cmsg.HopLimit hopLimit() throws IOException {
    return new Cmsg.HopLimit(sysctl("net/ipv6/conf/lo/hop_limit"));
  }

  /** A number of the kernel's settings, which it gives to one read only. */
  public static int sysctl(String name) throws IOException {
    return Integer.parseInt(Files.readAllLines(Path.of("/proc/sys", name)).getFirst());
  }

  /** What 127.0.0.1 is called in {@code /etc/hosts}. */
  public static String loopbackName() throws IOException {
    return Files.readAllLines(Path.of("/etc/hosts")).stream()
        .map(line -> line.split("\\s+"))
        .filter(line -> line.length > 1 && line[0].equals("127.0.0.1"))
        .map(line -> line[1])
        .findFirst()
        .orElseThrow();
  }

  /** An abstract name that no other process uses. */
  public static Unix ownName(String name) {
    return Unix.abstractName(name + "-" + ProcessHandle.current().pid());
  }

  /** Two sockets connected to one another, whose receiving ends with EAGAIN after 30 seconds. */
  public static SocketPair pair(SocketType type) throws IOException {
    SocketPair pair = PosixSocket.socketpair(AF_UNIX, type);
    impatient(pair.first());
    impatient(pair.second());
    return pair;
  }

  /** A TCP connection over 127.0.0.1. */
  public static SocketPair tcp() throws IOException {
    try (var listener = bound(AF_INET, SOCK_STREAM, Inet4.loopback(0)).listen(1)) {
      PosixSocket client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
      return new SocketPair(impatient(client), impatient(listener.accept().socket()));
    }
  }

  /** A receive that waits in vain ends, so that a test fails instead of hanging. */
  public static PosixSocket impatient(PosixSocket socket) throws IOException {
    long[] timeval = {30, 0};
    byte[] value = MemorySegment.ofArray(timeval).asSlice(0, 16).toArray(ValueLayout.JAVA_BYTE);
    set(socket, SocketH.SOL_SOCKET, SocketH.SO_RCVTIMEO, value);
    return socket;
  }

  /** Sets an option that is an int. */
  public static void set(PosixSocket socket, int level, int option, int value) throws IOException {
    socket.setsockopt(SockOpt.of(level, option, SockOpt.Codec.INT), value);
  }

  /** Sets an option of any form. */
  public static void set(PosixSocket socket, int level, int option, byte[] value)
      throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, value);
      int result = Posix.setsockopt(socket.fd(), level, option, memory, value.length);
      assertThat(result).as("setsockopt %d, %d: %s", level, option, Posix.errno()).isZero();
    }
  }

  /** What an option that is an int is. */
  public static int get(PosixSocket socket, int level, int option) throws IOException {
    return socket.getsockopt(SockOpt.of(level, option, SockOpt.Codec.INT));
  }

  /** Text as UTF-8, in memory that frees itself. */
  public static MemorySegment utf8(String text) {
    return bytes(text.getBytes(UTF_8));
  }

  /** Bytes in memory that frees itself. */
  public static MemorySegment bytes(byte[] bytes) {
    return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  /** So many different bytes in memory that frees itself. */
  public static MemorySegment pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7 + i / 251);
    }
    return bytes(bytes);
  }

  /** Empty memory that frees itself. */
  public static MemorySegment room(long length) {
    return Arena.ofAuto().allocate(length);
  }

  /** The first bytes of a segment as text. */
  public static String text(MemorySegment segment, long length) {
    return new String(content(segment, length), UTF_8);
  }

  /** The first bytes of a segment. */
  public static byte[] content(MemorySegment segment, long length) {
    return segment.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** One receive, as text. */
  public static String recv(PosixSocket socket) throws IOException {
    byte[] bytes = new byte[65536];
    int n = socket.recv(bytes, 0, bytes.length);
    return new String(Arrays.copyOf(bytes, n), UTF_8);
  }

  /** Whether a socket has nothing to give. */
  public static boolean isEmpty(PosixSocket socket) throws IOException {
    MemorySegment buf = room(1);
    try {
      socket.recv(buf, MSG_DONTWAIT.or(MSG_PEEK));
      return false;
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EAGAIN) {
        return true;
      }
      throw e;
    }
  }
}
