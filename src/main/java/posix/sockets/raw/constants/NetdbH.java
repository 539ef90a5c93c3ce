// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.raw.constants;

/**
 * The constants of name resolution:
 * {@code <netdb.h>}, {@code <ifaddrs.h>}.
 */
public interface NetdbH {
  int AI_ADDRCONFIG = 32;
  int AI_ALL = 16;
  int AI_CANONIDN = 128;
  int AI_CANONNAME = 2;
  int AI_IDN = 64;
  int AI_NUMERICHOST = 4;
  int AI_NUMERICSERV = 1024;
  int AI_PASSIVE = 1;
  int AI_V4MAPPED = 8;
  int EAI_ADDRFAMILY = -9;
  int EAI_AGAIN = -3;
  int EAI_ALLDONE = -103;
  int EAI_BADFLAGS = -1;
  int EAI_CANCELED = -101;
  int EAI_FAIL = -4;
  int EAI_FAMILY = -6;
  int EAI_IDN_ENCODE = -105;
  int EAI_INPROGRESS = -100;
  int EAI_INTR = -104;
  int EAI_MEMORY = -10;
  int EAI_NODATA = -5;
  int EAI_NONAME = -2;
  int EAI_NOTCANCELED = -102;
  int EAI_OVERFLOW = -12;
  int EAI_SERVICE = -8;
  int EAI_SOCKTYPE = -7;
  int EAI_SYSTEM = -11;
  int HOST_NOT_FOUND = 1;
  int IPPORT_RESERVED = 1024;
  int NETDB_INTERNAL = -1;
  int NETDB_SUCCESS = 0;
  int NI_DGRAM = 16;
  int NI_IDN = 32;
  int NI_MAXHOST = 1025;
  int NI_MAXSERV = 32;
  int NI_NAMEREQD = 8;
  int NI_NOFQDN = 4;
  int NI_NUMERICHOST = 1;
  int NI_NUMERICSERV = 2;
  int NO_ADDRESS = 4;
  int NO_DATA = 4;
  int NO_RECOVERY = 3;
  int TRY_AGAIN = 2;
}
