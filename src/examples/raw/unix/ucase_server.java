// A datagram server on a path: answers each message in capital letters.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MESSAGE = 1024;

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

String bound; // the path that bind has made, once it has

// Ends the program if a call has failed; no path stays behind.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    if (bound != null) {
      unlink(bound);
    }
    System.exit(1);
  }
  return result;
}

// Fills in the address of a path; false if the path does not fit.
boolean unix_address(String path, MemorySegment address) {
  byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
  MemorySegment sun_path = sockaddr_un.sun_path(address);
  if (bytes.length == 0 || bytes.length >= sun_path.byteSize()) {
    return false;
  }
  address.fill((byte) 0);
  sockaddr_un.sun_family(address, (short) AF_UNIX);
  MemorySegment.copy(bytes, 0, sun_path, ValueLayout.JAVA_BYTE, 0, bytes.length);
  return true;
}

// C's toupper: Character.toUpperCase would also change letters that are not ASCII.
byte upper_case(byte b) {
  return b >= 'a' && b <= 'z' ? (byte) (b - 'a' + 'A') : b;
}

// Answers one message.
void answer(int server) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment buffer = stack.allocate(MESSAGE);
  MemorySegment peer = sockaddr_un.allocate(stack);
  MemorySegment length = stack.allocate(ValueLayout.JAVA_INT);
  long received;
  do {
    length.set(ValueLayout.JAVA_INT, 0, (int) peer.byteSize());
    // MSG_TRUNC tells a message's full length, also where the buffer is too short for it.
    received = recvfrom(server, buffer, buffer.byteSize(), MSG_TRUNC, peer, length);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recvfrom");
  IO.println(received + " bytes");
  if (received > MESSAGE) {
    IO.println("cut to " + MESSAGE + " bytes");
    received = MESSAGE;
  }
  for (long i = 0; i < received; i++) {
    buffer.set(ValueLayout.JAVA_BYTE, i, upper_case(buffer.get(ValueLayout.JAVA_BYTE, i)));
  }
  if (length.get(ValueLayout.JAVA_INT, 0) <= sockaddr_un.sun_path$offset()) {
    IO.println("no answer: the client has no path");
    return;
  }
  // Whole or not at all, and at once: a client that does not read what it gets, or has gone, is
  // not to keep us from the others.
  int size = length.get(ValueLayout.JAVA_INT, 0);
  if (sendto(server, buffer, received, MSG_DONTWAIT, peer, size) == -1) {
    perror("sendto");
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_un.allocate(stack);
  int messages = args.length > 1 ? parse_number(args[1], 1, Integer.MAX_VALUE) : 1;
  if (args.length < 1 || args.length > 2 || !unix_address(args[0], address) || messages == -1) {
    System.err.println("usage: ucase_server path [messages]");
    return 1;
  }

  int server = check(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");
  check(bind(server, address, (int) address.byteSize()), "bind");
  bound = args[0];
  IO.println("waiting for messages");

  for (int answered = 0; answered < messages; answered++) {
    answer(server);
  }

  // close leaves the path where it is.
  check(close(server), "close");
  check(unlink(bound), "unlink");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
