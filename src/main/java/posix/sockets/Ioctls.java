package posix.sockets;

import posix.sockets.libc.Structs.ifreq;
import posix.sockets.raw.constants.IoctlH;

/**
 * How long the argument of an ioctl has to be, so that the kernel does not write past it. Of a
 * request, the kernel looks at the lower 32 bits only.
 */
final class Ioctls {
  /** The requests of sockets, 0x89xx, are older than the numbers that say a size. */
  private static final long SOCKET_TYPE = 0x89;

  private Ioctls() {}

  /**
   * The size that {@code _IOC_SIZE} finds in a request; for numbers of old what its man page says.
   */
  static long sizeOf(long request) {
    long size = request >>> 16 & 0x3fff;
    if (size > 0) {
      return size;
    }
    if ((request >>> 8 & 0xff) != SOCKET_TYPE) {
      return Integer.BYTES; // FIONREAD, FIONBIO and their kin
    }
    return switch ((int) request) {
      case IoctlH.FIOSETOWN,
          IoctlH.SIOCSPGRP,
          IoctlH.FIOGETOWN,
          IoctlH.SIOCGPGRP,
          IoctlH.SIOCATMARK,
          IoctlH.SIOCOUTQNSD ->
          Integer.BYTES;
      case IoctlH.SIOCGIFCONF -> 16; // struct ifconf
      case IoctlH.SIOCADDRT, IoctlH.SIOCDELRT -> 120; // struct rtentry
      case IoctlH.SIOCDARP, IoctlH.SIOCGARP, IoctlH.SIOCSARP -> 68; // struct arpreq
      default -> ifreq.SIZE;
    };
  }
}
