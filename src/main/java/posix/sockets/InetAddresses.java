package posix.sockets;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Optional;
import posix.sockets.internal.Errors;
import posix.sockets.internal.Pointed;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcNames;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.SocketH;

/**
 * Internet addresses between text and bytes, as libc does it. {@link Inet4} and {@link Inet6} read
 * and write the same text by themselves.
 */
public final class InetAddresses {
  private static final int IN6_SIZE = 16; // no family has more

  private InetAddresses() {}

  /**
   * {@code int inet_pton(int af, const char *src, void *dst)}.
   *
   * @param af {@code AF_INET} or {@code AF_INET6}
   * @param src the text
   * @return the address's bytes, in network order; empty if the text is no address of the family
   * @throws ErrnoException EAFNOSUPPORT
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_pton.3.html">inet_pton(3)</a>
   */
  public static Optional<byte[]> inet_pton(AddressFamily af, String src) throws ErrnoException {
    Objects.requireNonNull(src);
    try (var arena = Arena.ofConfined()) {
      MemorySegment text = Pointed.text(arena, src);
      MemorySegment dst = arena.allocate(IN6_SIZE);
      int result = LibcNames.inet_pton(arena.allocate(Call.ERRNO), af.value(), text, dst);
      return Errors.check("inet_pton", result, af) == 0
          ? Optional.empty()
          : Optional.of(dst.asSlice(0, size(af)).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /**
   * {@code const char *inet_ntop(int af, const void *src, char *dst, socklen_t size)}.
   *
   * @param af {@code AF_INET} or {@code AF_INET6}
   * @param src the address's bytes, in network order
   * @return the text
   * @throws ErrnoException EAFNOSUPPORT
   * @throws IllegalArgumentException if there are too few or too many bytes for the family
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_ntop.3.html">inet_ntop(3)</a>
   */
  public static String inet_ntop(AddressFamily af, byte[] src) throws ErrnoException {
    int size = size(af);
    if (size != 0 && src.length != size) {
      throw new IllegalArgumentException(
          "an address of " + af + " has " + size + " bytes, not " + src.length);
    }
    try (var arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(InH.INET6_ADDRSTRLEN);
      MemorySegment bytes = arena.allocate(IN6_SIZE);
      MemorySegment.copy(src, 0, bytes, ValueLayout.JAVA_BYTE, 0, size);
      int result =
          LibcNames.inet_ntop(
              arena.allocate(Call.ERRNO), af.value(), bytes, text, InH.INET6_ADDRSTRLEN);
      Errors.check("inet_ntop", result, af);
      return text.getString(0);
    }
  }

  /** An address's size; 0 for a family that libc refuses. */
  private static int size(AddressFamily af) {
    return switch (af.value()) {
      case SocketH.AF_INET -> 4;
      case SocketH.AF_INET6 -> IN6_SIZE;
      default -> 0;
    };
  }
}
