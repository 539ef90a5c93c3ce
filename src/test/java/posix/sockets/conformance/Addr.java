package posix.sockets.conformance;

import static posix.sockets.raw.Posix.*;
import static posix.sockets.testing.Fds.SIN;
import static posix.sockets.testing.Fds.SIN6;
import static posix.sockets.testing.Fds.SUN;
import static posix.sockets.testing.Fds.done;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import posix.sockets.AddressFamily;
import posix.sockets.Constants;
import posix.sockets.Inet4;
import posix.sockets.Inet6;
import posix.sockets.Opaque;
import posix.sockets.SockAddr;
import posix.sockets.Unix;
import posix.sockets.testing.Fds;

/**
 * An address that rows are about, on both layers.
 *
 * @param raw the struct
 * @param length its length as the raw layer says it
 * @param typed the value
 */
record Addr(Raw raw, int length, Typed typed) {
  static final Addr ANY = new Addr(f -> f.inet(INADDR_ANY, 0), SIN, _ -> Inet4.any(0));

  /** 127.255.255.255, port 9. */
  static final Addr BROADCAST = inet("127.255.255.255", 0x7fffffff);

  /** 255.255.255.255, port 9. */
  static final Addr EVERYBODY = inet("255.255.255.255", INADDR_BROADCAST);

  /** 192.0.2.1, which is kept for documentation. */
  static final Addr ELSEWHERE = inet("192.0.2.1", 0xc0000201);

  static final Addr INET6 = new Addr(f -> f.inet6Loopback(9), SIN6, _ -> Inet6.loopback(9));

  /** Where a TCP socket listens. */
  static final Addr LIVE =
      new Addr(f -> f.name(f.listener()), SIN, s -> s.listener().getsockname());

  /** A port of 127.0.0.1 that is bound and at which nobody listens. */
  static final Addr DEAF =
      new Addr(f -> f.name(f.bound(f.tcp())), SIN, s -> s.bound(s.tcp()).getsockname());

  /** 127.0.0.1, a port that needs a privilege. */
  static final Addr LOW_PORT =
      new Addr(f -> f.inet(INADDR_LOOPBACK, 463), SIN, _ -> Inet4.loopback(463));

  /** A path that nothing has yet, unless the socket is bound to it. */
  static final Addr PATH = path("s");

  static final Addr PATH_IN_NO_FOLDER = path("none/s");

  /** A path that a socket is bound to. */
  static final Addr PATH_TAKEN = new Addr(Addr::takePath, SUN, Addr::takePath);

  static final Addr PATH_OF_FILE =
      new Addr(
          f -> f.unixPath(Files.createFile(f.path("f")).toString()),
          SUN,
          s -> Unix.path(Files.createFile(s.path("f")).toString()));

  /** A pointer to nowhere. */
  static final Addr NOWHERE = new Addr(_ -> Fds.NOWHERE, SIN, null);

  interface Raw {
    MemorySegment in(Fds f) throws Exception;
  }

  interface Typed {
    SockAddr in(Sockets s) throws Exception;
  }

  MemorySegment in(Fds f) throws Exception {
    return raw.in(f);
  }

  SockAddr in(Sockets s) throws Exception {
    return typed.in(s);
  }

  /** A family and nothing but zeros behind it, so many bytes in all. */
  static Addr zeros(int family, int length) {
    return new Addr(
        f -> {
          MemorySegment address = f.bytes(length);
          address.set(ValueLayout.JAVA_SHORT, 0, (short) family);
          return address;
        },
        length,
        _ -> new Opaque(AddressFamily.of(family), new byte[length - 2]));
  }

  /** The same address with another length, which a typed one cannot have. */
  Addr length(int length) {
    return new Addr(raw, length, null);
  }

  /** A row with this address, which only the raw layer has if it is a pointer or a wrong length. */
  Row in(Row row) {
    return typed == null ? row.rawOnly("a bad pointer or length") : row;
  }

  private static Addr inet(String text, int address) {
    return new Addr(f -> f.inet(address, 9), SIN, _ -> Inet4.of(text, 9));
  }

  private static Addr path(String name) {
    return new Addr(
        f -> f.unixPath(f.path(name).toString()), SUN, s -> Unix.path(s.path(name).toString()));
  }

  private static MemorySegment takePath(Fds f) throws Exception {
    MemorySegment path = PATH.in(f);
    done(bind(f.unix(SOCK_STREAM), path, SUN));
    return path;
  }

  private static SockAddr takePath(Sockets s) throws Exception {
    return s.unix(Constants.SOCK_STREAM).bind(PATH.in(s)).getsockname();
  }
}
