/** What comes from outside and means no good: bytes for decoders, arguments for calls. */
package posix.sockets.hostile;
