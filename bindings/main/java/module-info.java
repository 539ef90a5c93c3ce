/**
 * What jextract generated from the socket headers: structs, constants and function descriptors, with no promise of
 * compatibility between versions. Programs use {@code posix.sockets}, which stands on this.
 */
module posix.sockets.bindings {
  exports posix.sockets.bindings;
}
