package posix.sockets;

import posix.sockets.raw.constants.IfH;

/** The constants of {@link NetInterfaces}, a part of {@link Constants}. */
public interface InterfaceConstants {
  // Flags of an interface.

  /** It receives all multicast packets. */
  InterfaceFlags IFF_ALLMULTI = new InterfaceFlags(IfH.IFF_ALLMULTI);

  /** It chooses its medium by itself. */
  InterfaceFlags IFF_AUTOMEDIA = new InterfaceFlags(IfH.IFF_AUTOMEDIA);

  /** It has a broadcast address. */
  InterfaceFlags IFF_BROADCAST = new InterfaceFlags(IfH.IFF_BROADCAST);

  /** Its debugging is on. */
  InterfaceFlags IFF_DEBUG = new InterfaceFlags(IfH.IFF_DEBUG);

  /** Its driver says that it is dormant. */
  InterfaceFlags IFF_DORMANT = new InterfaceFlags(IfH.IFF_DORMANT);

  /** It loses its addresses when it goes down. */
  InterfaceFlags IFF_DYNAMIC = new InterfaceFlags(IfH.IFF_DYNAMIC);

  /** It echoes packets that were sent. */
  InterfaceFlags IFF_ECHO = new InterfaceFlags(IfH.IFF_ECHO);

  /** It leads to this machine itself. */
  InterfaceFlags IFF_LOOPBACK = new InterfaceFlags(IfH.IFF_LOOPBACK);

  /** Its driver says that the line below is up. */
  InterfaceFlags IFF_LOWER_UP = new InterfaceFlags(IfH.IFF_LOWER_UP);

  /** It is the master of several that share the load. */
  InterfaceFlags IFF_MASTER = new InterfaceFlags(IfH.IFF_MASTER);

  /** It knows multicast. */
  InterfaceFlags IFF_MULTICAST = new InterfaceFlags(IfH.IFF_MULTICAST);

  /** It has no ARP. */
  InterfaceFlags IFF_NOARP = new InterfaceFlags(IfH.IFF_NOARP);

  /** No trailers. */
  InterfaceFlags IFF_NOTRAILERS = new InterfaceFlags(IfH.IFF_NOTRAILERS);

  /** It has one peer. */
  InterfaceFlags IFF_POINTOPOINT = new InterfaceFlags(IfH.IFF_POINTOPOINT);

  /** Its medium can be chosen. */
  InterfaceFlags IFF_PORTSEL = new InterfaceFlags(IfH.IFF_PORTSEL);

  /** It receives all packets. */
  InterfaceFlags IFF_PROMISC = new InterfaceFlags(IfH.IFF_PROMISC);

  /** It is operational. */
  InterfaceFlags IFF_RUNNING = new InterfaceFlags(IfH.IFF_RUNNING);

  /** It is one of several that share the load. */
  InterfaceFlags IFF_SLAVE = new InterfaceFlags(IfH.IFF_SLAVE);

  /** It was brought up. */
  InterfaceFlags IFF_UP = new InterfaceFlags(IfH.IFF_UP);
}
