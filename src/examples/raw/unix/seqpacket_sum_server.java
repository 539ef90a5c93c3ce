// Adds up the numbers of each client, one a packet, until it says END; DOWN ends the server too.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int PACKET = 12;

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

boolean has_nul(MemorySegment text, long length) {
  for (long i = 0; i < length; i++) {
    if (text.get(ValueLayout.JAVA_BYTE, i) == 0) {
      return true;
    }
  }
  return false;
}

// Receives one packet as text; 0 at the end, -1 for an error.
int receive(int client, MemorySegment packet) {
  while (true) {
    // MSG_TRUNC tells a packet's full length, also where the buffer is too short for it.
    long received = recv(client, packet, PACKET, MSG_TRUNC);
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    if (received == -1) {
      perror("recv");
      return -1;
    }
    if (received == 0) { // the end; an empty packet looks the same
      return 0;
    }
    if (received >= PACKET || has_nul(packet, received)) {
      received = 0; // no number can be as long, or have a NUL: an empty text is none either
    }
    packet.set(ValueLayout.JAVA_BYTE, received, (byte) 0);
    return 1;
  }
}

// Adds up what one client sends; 1 if it was told to go down, -1 for an error.
int serve(int client) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment packet = stack.allocate(PACKET);
  long sum = 0; // more numbers than it has room for take longer than anybody waits
  long count = 0;
  boolean down = false;
  int received;
  while ((received = receive(client, packet)) == 1 && !packet.getString(0).equals("END")) {
    String text = packet.getString(0);
    if (text.equals("DOWN")) {
      down = true;
    } else if (is_number(text)) {
      sum += Long.parseLong(text);
      count++;
    } else {
      IO.println("not a number");
    }
  }
  if (received == -1) {
    return -1;
  }
  if (received == 0) {
    IO.println("a client went without an END");
    return down ? 1 : 0;
  }
  IO.println(count + " numbers, their sum is " + sum);
  MemorySegment answer = stack.allocateFrom("" + sum);
  long length = answer.byteSize() - 1; // without the NUL at its end
  // No loop for the rest: a packet is sent whole or not at all.
  while (send(client, answer, length, 0) == -1) {
    if (errno() == EPIPE) {
      IO.println("a client went without its sum");
      return down ? 1 : 0;
    }
    if (errno() != EINTR) {
      perror("send");
      return -1;
    }
  }
  return down ? 1 : 0;
}

// Serves clients until one says DOWN.
int serve_clients(int server) {
  int down = 0;
  while (down == 0) {
    int client;
    while ((client = accept(server, NULL, NULL)) == -1) {
      if (errno() != EINTR) {
        perror("accept");
        return -1;
      }
    }
    down = serve(client);
    if (close(client) == -1) {
      perror("close");
      return -1;
    }
  }
  return down == -1 ? -1 : 0;
}

int run(String[] args) {
  var stack = Arena.ofAuto();
  MemorySegment address = sockaddr_un.allocate(stack);
  if (args.length != 1 || !unix_address(args[0], address)) {
    System.err.println("usage: seqpacket_sum_server path");
    return 1;
  }

  int server = socket(AF_UNIX, SOCK_SEQPACKET, 0);
  if (server == -1) {
    perror("socket");
    return 1;
  }
  if (bind(server, address, (int) address.byteSize()) == -1) {
    perror("bind");
    return 1;
  }
  int status = 0;
  if (listen(server, 20) == -1) {
    perror("listen");
    status = 1;
  } else {
    IO.println("waiting for clients");
    if (serve_clients(server) == -1) {
      status = 1;
    }
  }

  // close leaves the path where it is.
  if (close(server) == -1) {
    perror("close");
    status = 1;
  }
  if (unlink(sockaddr_un.sun_path(address)) == -1) {
    perror("unlink");
    status = 1;
  }
  return status;
}

void main(String[] args) {
  System.exit(run(args));
}
