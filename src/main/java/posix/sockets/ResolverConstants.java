package posix.sockets;

import posix.sockets.raw.constants.NetdbH;

/** The constants of {@link AddrInfo}, a part of {@link Constants}. */
public interface ResolverConstants {
  // Flags of getaddrinfo.

  /** No addresses of a family that this machine has none of, loopback aside. */
  AddrInfoFlags AI_ADDRCONFIG = new AddrInfoFlags(NetdbH.AI_ADDRCONFIG);

  /** With {@code AI_V4MAPPED}: the mapped IPv4 addresses beside the IPv6 ones. */
  AddrInfoFlags AI_ALL = new AddrInfoFlags(NetdbH.AI_ALL);

  /** The canonical name in its international form. */
  AddrInfoFlags AI_CANONIDN = new AddrInfoFlags(NetdbH.AI_CANONIDN);

  /** The canonical name, in the first entry. */
  AddrInfoFlags AI_CANONNAME = new AddrInfoFlags(NetdbH.AI_CANONNAME);

  /** An international name is encoded before it is looked up. */
  AddrInfoFlags AI_IDN = new AddrInfoFlags(NetdbH.AI_IDN);

  /** The host is a numeric address: nothing is looked up. */
  AddrInfoFlags AI_NUMERICHOST = new AddrInfoFlags(NetdbH.AI_NUMERICHOST);

  /** The service is a port number: nothing is looked up. */
  AddrInfoFlags AI_NUMERICSERV = new AddrInfoFlags(NetdbH.AI_NUMERICSERV);

  /** Without a host: an address to bind to, instead of the loopback address. */
  AddrInfoFlags AI_PASSIVE = new AddrInfoFlags(NetdbH.AI_PASSIVE);

  /** Mapped IPv4 addresses where {@code AF_INET6} was asked for and none were found. */
  AddrInfoFlags AI_V4MAPPED = new AddrInfoFlags(NetdbH.AI_V4MAPPED);

  // Flags of getnameinfo.

  /** The service is one of datagrams. */
  NameInfoFlags NI_DGRAM = new NameInfoFlags(NetdbH.NI_DGRAM);

  /** An encoded international name is decoded. */
  NameInfoFlags NI_IDN = new NameInfoFlags(NetdbH.NI_IDN);

  /** No name is an error, {@code EAI_NONAME}. */
  NameInfoFlags NI_NAMEREQD = new NameInfoFlags(NetdbH.NI_NAMEREQD);

  /** Of a local host only the first part of its name. */
  NameInfoFlags NI_NOFQDN = new NameInfoFlags(NetdbH.NI_NOFQDN);

  /** The host as a numeric address: nothing is looked up. */
  NameInfoFlags NI_NUMERICHOST = new NameInfoFlags(NetdbH.NI_NUMERICHOST);

  /** The service as a port number: nothing is looked up. */
  NameInfoFlags NI_NUMERICSERV = new NameInfoFlags(NetdbH.NI_NUMERICSERV);

  // Codes of both, for AddrInfoException.code().

  /** The host has no address of this family. */
  int EAI_ADDRFAMILY = NetdbH.EAI_ADDRFAMILY;

  /** The name server could not say; later it may. */
  int EAI_AGAIN = NetdbH.EAI_AGAIN;

  /** All requests are done. */
  int EAI_ALLDONE = NetdbH.EAI_ALLDONE;

  /** Flags that do not exist, or not together. */
  int EAI_BADFLAGS = NetdbH.EAI_BADFLAGS;

  /** The request was cancelled. */
  int EAI_CANCELED = NetdbH.EAI_CANCELED;

  /** The name server cannot say. */
  int EAI_FAIL = NetdbH.EAI_FAIL;

  /** No such family here. */
  int EAI_FAMILY = NetdbH.EAI_FAMILY;

  /** The international name cannot be encoded. */
  int EAI_IDN_ENCODE = NetdbH.EAI_IDN_ENCODE;

  /** The request goes on. */
  int EAI_INPROGRESS = NetdbH.EAI_INPROGRESS;

  /** Interrupted by a signal. */
  int EAI_INTR = NetdbH.EAI_INTR;

  /** Out of memory. */
  int EAI_MEMORY = NetdbH.EAI_MEMORY;

  /** The host exists, without any address. */
  int EAI_NODATA = NetdbH.EAI_NODATA;

  /** No such host or service, or neither was given. */
  int EAI_NONAME = NetdbH.EAI_NONAME;

  /** The request was not cancelled. */
  int EAI_NOTCANCELED = NetdbH.EAI_NOTCANCELED;

  /** A name is longer than the buffer. */
  int EAI_OVERFLOW = NetdbH.EAI_OVERFLOW;

  /** The type has no such service. */
  int EAI_SERVICE = NetdbH.EAI_SERVICE;

  /** No such type, or not with this protocol. */
  int EAI_SOCKTYPE = NetdbH.EAI_SOCKTYPE;

  /** Another error: {@link AddrInfoException#errno} has it. */
  int EAI_SYSTEM = NetdbH.EAI_SYSTEM;
}
