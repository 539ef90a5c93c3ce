/** The downcalls into libc. They know no typed value, and nothing above them. */
package posix.sockets.libc;
