/**
 * The constants of the socket headers, as constant expressions, one interface per group of headers. {@link
 * posix.sockets.raw.Posix} inherits them all.
 */
package posix.sockets.raw.constants;
