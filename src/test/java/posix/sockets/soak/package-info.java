/**
 * Very many connections for a long time: nothing grows, nothing is lost. {@code make soak}.
 *
 * <p>{@link posix.sockets.soak.Soak} starts a {@link posix.sockets.soak.Server} and a {@link
 * posix.sockets.soak.Client}, looks at both from outside, asks each what it has counted in its
 * {@link posix.sockets.soak.Ledger}, and judges.
 */
package posix.sockets.soak;
