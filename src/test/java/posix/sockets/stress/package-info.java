/** What the library promises, over and over and at its worst: {@code make stress}. */
package posix.sockets.stress;
