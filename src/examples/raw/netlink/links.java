// Asks the kernel for all network interfaces, by a dump of rtnetlink.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int ROOM = 32768; // the kernel sends no larger part of a dump at once

int found; // interfaces that were printed

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

void send_request(int fd) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment request = stack.allocate(NLMSG_LENGTH(ifinfomsg.sizeof()), NLMSG_ALIGNTO);
  nlmsghdr.nlmsg_len(request, NLMSG_LENGTH(ifinfomsg.sizeof()));
  nlmsghdr.nlmsg_type(request, (short) RTM_GETLINK);
  nlmsghdr.nlmsg_flags(request, (short) (NLM_F_REQUEST | NLM_F_DUMP));
  nlmsghdr.nlmsg_seq(request, 1);
  ifinfomsg.ifi_family(NLMSG_DATA(request), (byte) AF_UNSPEC);
  long sent;
  do {
    sent = send(fd, request, nlmsghdr.nlmsg_len(request), 0); // no address: to the kernel
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "send");
}

void print_flag(int flags, int flag, String name) {
  if ((flags & flag) != 0) {
    IO.print(" " + name);
  }
}

// Prints an interface, if it is the one that is asked for, or all are.
void print_link(MemorySegment message, String wanted) {
  MemorySegment link = NLMSG_DATA(message);
  String name = "?";
  int mtu = 0;
  int[] length = {IFLA_PAYLOAD(message)};
  for (MemorySegment attribute = IFLA_RTA(link);
      RTA_OK(attribute, length);
      attribute = RTA_NEXT(attribute, length)) {
    int type = Short.toUnsignedInt(rtattr.rta_type(attribute));
    int size = RTA_PAYLOAD(attribute);
    if (type == IFLA_IFNAME && size > 0 && size <= IF_NAMESIZE) {
      name = RTA_DATA(attribute).getString(0); // ends with a NUL
    } else if (type == IFLA_MTU && size == Integer.BYTES) {
      mtu = RTA_DATA(attribute).get(ValueLayout.JAVA_INT, 0);
    }
  }
  if (wanted != null && !name.equals(wanted)) {
    return;
  }
  int flags = ifinfomsg.ifi_flags(link);
  IO.print(ifinfomsg.ifi_index(link) + ": " + name + ", mtu " + mtu + ",");
  print_flag(flags, IFF_UP, "UP");
  print_flag(flags, IFF_LOOPBACK, "LOOPBACK");
  print_flag(flags, IFF_BROADCAST, "BROADCAST");
  print_flag(flags, IFF_POINTOPOINT, "POINTOPOINT");
  print_flag(flags, IFF_RUNNING, "RUNNING");
  print_flag(flags, IFF_NOARP, "NOARP");
  print_flag(flags, IFF_MULTICAST, "MULTICAST");
  IO.println();
  found++;
}

// Receives a part of the dump, which may have several messages; whether it was the last.
boolean receive_part(int fd, String wanted) {
  var stack = Arena.ofAuto();
  MemorySegment buffer = stack.allocate(ROOM, NLMSG_ALIGNTO);
  MemorySegment sender = sockaddr_nl.allocate(stack);
  MemorySegment sender_length = stack.allocate(ValueLayout.JAVA_INT);
  int[] length = new int[1]; // NLMSG_NEXT changes it
  do {
    sender_length.set(ValueLayout.JAVA_INT, 0, (int) sender.byteSize());
    length[0] = (int) recvfrom(fd, buffer, ROOM, MSG_TRUNC, sender, sender_length);
  } while (length[0] == -1 && errno() == EINTR);
  check(length[0], "recvfrom");
  if (length[0] > ROOM) {
    System.err.println("a message does not fit");
    System.exit(1);
  }
  if (sockaddr_nl.nl_pid(sender) != 0) { // any process may send to this one: believe the kernel
    return false;
  }
  for (MemorySegment message = buffer;
      NLMSG_OK(message, length);
      message = NLMSG_NEXT(message, length)) {
    if ((nlmsghdr.nlmsg_flags(message) & NLM_F_DUMP_INTR) != 0) {
      System.err.println("the interfaces have changed meanwhile");
      System.exit(1);
    }
    int type = Short.toUnsignedInt(nlmsghdr.nlmsg_type(message));
    if (type == NLMSG_DONE) {
      return true;
    }
    if (type == NLMSG_ERROR) {
      MemorySegment error = NLMSG_DATA(message);
      errno(-nlmsgerr.error(error));
      perror("RTM_GETLINK");
      System.exit(1);
    }
    if (type == RTM_NEWLINK) {
      print_link(message, wanted);
    }
  }
  return false;
}

int run(String[] args) {
  if (args.length > 1) {
    System.err.println("usage: links [name]");
    return 1;
  }

  int fd = check(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), "socket");
  // A port id is like a port: 0 lets the kernel choose
  MemorySegment address = sockaddr_nl.allocate(Arena.ofAuto());
  sockaddr_nl.nl_family(address, (short) AF_NETLINK);
  check(bind(fd, address, (int) address.byteSize()), "bind");
  send_request(fd);

  // The answer comes in parts, up to NLMSG_DONE
  String wanted = args.length > 0 ? args[0] : null;
  while (!receive_part(fd, wanted)) { // it prints what has come
  }
  check(close(fd), "close");
  if (found == 0) {
    errno(ENODEV);
    perror(wanted == null ? "links" : wanted);
    return 1;
  }
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
