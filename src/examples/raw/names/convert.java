// Converts addresses between text and bytes, and numbers between byte orders.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final String[] TEXTS = {
  "127.0.0.1", "255.255.255.255", "127.1",
  "0x7f.1", "010.0.0.1", "2130706433",
  "256.0.0.1", "1.2.3.4.5", "1.2.3.",
  " 127.0.0.1", "127.0.0.1 ", "",
  "localhost", "::", "::1",
  "2001:DB8::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1",
  "1::2::3", "12345::", "fe80::1%lo",
};

// Prints what inet_pton makes of a text, written back by inet_ntop; whether it took it.
boolean show_pton(int family, String text) {
  MemorySegment address = in6_addr.allocate(Arena.ofAuto());
  if (inet_pton(family, text, address) != 1) {
    IO.print(" %-20s".formatted("-"));
    return false;
  }
  String result = inet_ntop(family, address);
  IO.print(" %-20s".formatted(result == null ? strerror(errno()) : result));
  return true;
}

// Prints what the older functions make of a text: they take shortened, octal and hexadecimal ones.
boolean show_aton(String text) {
  MemorySegment address = in_addr.allocate(Arena.ofAuto());
  if (inet_aton(text, address) == 0) {
    IO.print(" %-16s".formatted("-"));
    return false;
  }
  IO.print(" %-16s".formatted(inet_ntoa(address)));
  return true;
}

// One line for a text; false if nobody takes it.
boolean show_text(String text) {
  IO.print("%-20s".formatted(text));
  boolean taken = show_pton(AF_INET, text);
  taken |= show_pton(AF_INET6, text);
  taken |= show_aton(text);
  // INADDR_NONE says that the text is no address, and is 255.255.255.255 as well.
  int address = inet_addr(text);
  if (address == INADDR_NONE) {
    IO.println(" INADDR_NONE");
  } else {
    IO.println(" 0x%08x".formatted(ntohl(address)));
  }
  return taken;
}

void print_bytes(String what, MemorySegment number) {
  IO.print("%-28s".formatted(what));
  for (byte b : number.toArray(ValueLayout.JAVA_BYTE)) {
    IO.print(" %02x".formatted(b));
  }
  IO.println();
}

// In memory, network order begins with the high byte, whatever this machine's own order is.
void show_orders() {
  var stack = Arena.ofAuto();
  short port = htons(0x1234);
  print_bytes("htons(0x1234)", stack.allocateFrom(ValueLayout.JAVA_SHORT, port));
  int address = htonl(0x12345678);
  print_bytes("htonl(0x12345678)", stack.allocateFrom(ValueLayout.JAVA_INT, address));
  long large = htobe64(0x123456789abcdef0L);
  print_bytes("htobe64(0x123456789abcdef0)", stack.allocateFrom(ValueLayout.JAVA_LONG, large));
  IO.println("and back: 0x%x 0x%x 0x%x".formatted(ntohs(port), ntohl(address), be64toh(large)));
  IO.println("ntohs(htons(65534)) = " + ntohs(htons(65534))); // above a short's largest number
}

void show_errors() {
  var stack = Arena.ofAuto();
  MemorySegment address = in6_addr.allocate(stack);
  address.copyFrom(MemorySegment.ofArray(new byte[] {127, 0, 0, 1}));
  MemorySegment text = stack.allocate(8);
  if (inet_pton(AF_UNIX, "127.0.0.1", address) == -1) {
    IO.println("inet_pton(AF_UNIX): " + strerror(errno()));
  }
  if (inet_ntop(AF_INET, address, text, (int) text.byteSize()).equals(NULL)) {
    IO.println("inet_ntop into 8 bytes: " + strerror(errno()));
  }
}

int run(String[] args) {
  IO.println(
      "%-20s %-20s %-20s %-16s %s"
          .formatted("text", "inet_pton AF_INET", "inet_pton AF_INET6", "inet_aton", "inet_addr"));
  if (args.length > 0) {
    int status = 0; // 1 if one of the texts is no address to anybody
    for (String text : args) {
      if (!show_text(text)) {
        status = 1;
      }
    }
    return status;
  }
  for (String text : TEXTS) {
    show_text(text);
  }

  show_orders();

  show_errors();
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
