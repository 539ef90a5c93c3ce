/** The socket API as C has it: {@link posix.sockets.raw.Posix}. */
package posix.sockets.raw;
