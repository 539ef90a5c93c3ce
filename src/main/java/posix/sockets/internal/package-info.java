/**
 * Where typed values and libc's calls meet: who owns a descriptor, what goes into which memory,
 * which error it was.
 */
package posix.sockets.internal;
