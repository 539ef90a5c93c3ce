// Prints the addresses of this machine's network interfaces, or of one of them.
import static posix.sockets.Constants.*;

import module posix.sockets;

final List<InterfaceFlags> FLAGS =
    List.of(IFF_UP, IFF_BROADCAST, IFF_LOOPBACK, IFF_POINTOPOINT, IFF_RUNNING, IFF_MULTICAST);

void main(String[] args) throws IOException {
  String name = args.length > 0 ? args[0] : null;
  if (args.length > 1) {
    System.err.println("usage: interfaces [name]");
    System.exit(1);
  }
  try {
    if (name != null) {
      NetInterfaces.if_nametoindex(name); // throws if there is none
    }
    for (IfAddrs entry : NetInterfaces.getifaddrs()) {
      if (name == null || entry.name().equals(name)) {
        print_entry(entry);
      }
    }
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  }
}

void print_entry(IfAddrs entry) throws IOException {
  switch (entry.addr()) {
    case Packet hardware -> // the interface itself
        IO.println(entry.name() + bytes(hardware.address()) + names(entry.flags()));
    case Inet4 _, Inet6 _ -> {
      String netmask = entry.netmask() == null ? "" : " netmask " + text(entry.netmask());
      IO.println(entry.name() + " " + text(entry.addr()) + netmask);
    }
    case null, default -> {} // an interface may have no address
  }
}

String bytes(byte[] address) {
  return address.length == 0 ? "" : " " + HexFormat.ofDelimiter(":").formatHex(address);
}

String names(InterfaceFlags flags) {
  return FLAGS.stream().filter(flags::has).map(flag -> " " + flag).collect(Collectors.joining());
}

// An address as numbers, with the name of the interface where it has a scope.
String text(SockAddr address) throws IOException {
  return AddrInfo.getnameinfo(address, NI_NUMERICHOST.or(NI_NUMERICSERV)).host();
}
