// Prints the addresses of this machine's network interfaces, or of one of them.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

record Flag(String name, int value) {}

final Flag[] FLAGS = {
  new Flag("IFF_UP", IFF_UP),
  new Flag("IFF_BROADCAST", IFF_BROADCAST),
  new Flag("IFF_LOOPBACK", IFF_LOOPBACK),
  new Flag("IFF_POINTOPOINT", IFF_POINTOPOINT),
  new Flag("IFF_RUNNING", IFF_RUNNING),
  new Flag("IFF_MULTICAST", IFF_MULTICAST),
};

void print_flags(int flags) {
  for (Flag flag : FLAGS) {
    if ((flags & flag.value) != 0) {
      IO.print(" " + flag.name);
    }
  }
}

// Prints an address as numbers; getnameinfo knows those of both families.
void print_address(MemorySegment address) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment text = stack.allocate(NI_MAXHOST);
  long size = sockaddr.sa_family(address) == AF_INET ? sockaddr_in.sizeof() : sockaddr_in6.sizeof();
  int code = getnameinfo(address, (int) size, text, NI_MAXHOST, NULL, 0, NI_NUMERICHOST);
  if (code != 0) {
    System.err.println("getnameinfo: " + gai_strerror(code));
    System.exit(1);
  }
  IO.print(" " + text.getString(0));
}

void print_hardware_address(MemorySegment address) {
  int length = Byte.toUnsignedInt(sockaddr_ll.sll_halen(address));
  for (int i = 0; i < length && i < 8; i++) { // InfiniBand's is longer
    IO.print("%c%02x".formatted(i == 0 ? ' ' : ':', sockaddr_ll.sll_addr(address, i)));
  }
}

void print_entry(MemorySegment entry) {
  int family = sockaddr.sa_family(ifaddrs.ifa_addr(entry));
  if (family != AF_PACKET && family != AF_INET && family != AF_INET6) {
    return;
  }
  IO.print(ifaddrs.ifa_name(entry).getString(0));
  if (family == AF_PACKET) { // the interface itself
    print_hardware_address(ifaddrs.ifa_addr(entry));
    print_flags(ifaddrs.ifa_flags(entry));
  } else {
    print_address(ifaddrs.ifa_addr(entry));
    if (ifaddrs.ifa_netmask(entry).address() != 0) {
      IO.print(" netmask");
      print_address(ifaddrs.ifa_netmask(entry));
    }
  }
  IO.println();
}

int run(String[] args) {
  String name = args.length > 0 ? args[0] : null;
  if (args.length > 1) {
    System.err.println("usage: interfaces [name]");
    return 1;
  }

  if (name != null && if_nametoindex(name) == 0) {
    perror("if_nametoindex");
    return 1;
  }

  MemorySegment list = Arena.ofAuto().allocate(posix_h.C_POINTER);
  if (getifaddrs(list) == -1) {
    perror("getifaddrs");
    return 1;
  }
  MemorySegment first = list.get(posix_h.C_POINTER, 0);
  for (MemorySegment entry = first; entry.address() != 0; entry = ifaddrs.ifa_next(entry)) {
    if (ifaddrs.ifa_addr(entry).address() == 0 // an interface may have none
        || (name != null && !ifaddrs.ifa_name(entry).getString(0).equals(name))) {
      continue;
    }
    print_entry(entry);
  }
  freeifaddrs(first);
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
