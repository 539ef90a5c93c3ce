/**
 * The pages of the examples: each program in C and in Java side by side, what its runs print, and
 * the calls that it makes. {@code make gallery}.
 *
 * <p>{@link posix.sockets.gallery.Gallery} reads the sources and the scripts that {@code
 * posix.sockets.parity} plays; there is one page for each script.
 */
package posix.sockets.gallery;
