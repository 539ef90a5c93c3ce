/**
 * Programs that are started, echo one byte and end: the first argument's only character goes from a
 * client to a server and back over loopback, and is printed. Nothing else is on their path, so each
 * is its library's first use.
 */
package posix.sockets.bench.first;
