// Adds up the numbers of each client, one a packet, until it says END; DOWN ends the server too.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int PACKET = 12;

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

// Whether it is a number of at most nine digits, perhaps with a minus.
boolean is_number(String text) {
  return text.matches("-?[0-9]{1,9}");
}

// Receives one packet as text; null at the end.
String receive(int client, MemorySegment packet) {
  long received;
  do { // MSG_TRUNC tells a packet's full length, also where the buffer is too short for it
    received = recv(client, packet, PACKET, MSG_TRUNC);
  } while (received == -1 && errno() == EINTR);
  check((int) received, "recv");
  if (received == 0) { // an empty packet looks the same
    return null;
  }
  if (received >= PACKET) {
    received = 0; // no number can be as long: an empty text is none either
  }
  // As Latin-1, where each byte is a character, NUL and all.
  byte[] bytes = packet.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE);
  return new String(bytes, StandardCharsets.ISO_8859_1);
}

// Adds up what one client sends; whether it was told to go down.
boolean serve(int client) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment packet = stack.allocate(PACKET);
  long sum = 0; // more numbers than it has room for take longer than anybody waits
  long count = 0;
  boolean down = false;
  String text;
  while ((text = receive(client, packet)) != null && !text.equals("END")) {
    if (text.equals("DOWN")) {
      down = true;
    } else if (is_number(text)) {
      sum += Long.parseLong(text);
      count++;
    } else {
      IO.println("not a number");
    }
  }
  if (text == null) {
    IO.println("a client went without an END");
    return down;
  }
  IO.println(count + " numbers, their sum is " + sum);
  MemorySegment answer = stack.allocateFrom("" + sum);
  long length = answer.byteSize() - 1; // without the NUL at its end
  long sent;
  do { // and no loop for the rest: a packet is sent whole or not at all
    sent = send(client, answer, length, 0);
  } while (sent == -1 && errno() == EINTR);
  if (sent == -1 && errno() == EPIPE) {
    IO.println("a client went without its sum");
  } else {
    check((int) sent, "send");
  }
  return down;
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_un.allocate(stack);
  if (args.length != 1 || !unix_address(args[0], address)) {
    System.err.println("usage: seqpacket_sum_server path");
    return 1;
  }

  int server = check(socket(AF_UNIX, SOCK_SEQPACKET, 0), "socket");
  check(bind(server, address, (int) address.byteSize()), "bind");
  bound = args[0];
  check(listen(server, 20), "listen");
  IO.println("waiting for clients");
  boolean down = false;
  while (!down) {
    int client;
    do {
      client = accept(server, NULL, NULL);
    } while (client == -1 && errno() == EINTR);
    check(client, "accept");
    down = serve(client);
    check(close(client), "close");
  }

  // close leaves the path where it is.
  check(close(server), "close");
  check(unlink(bound), "unlink");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
