/**
 * Berkeley sockets for Java, straight from libc: {@link posix.sockets} with types, {@link
 * posix.sockets.raw} as C has them.
 */
module posix.sockets {
  requires transitive posix.sockets.bindings;

  exports posix.sockets;
  exports posix.sockets.raw;
  exports posix.sockets.raw.constants;
}
