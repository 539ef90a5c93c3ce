// Adds up the numbers of each client, one a packet, until it says END; DOWN ends the server too.
import static posix.sockets.Constants.*;

import module posix.sockets;

final int PACKET = 12;

void main(String[] args) {
  System.exit(run(args));
}

int run(String[] args) {
  Unix address;
  try {
    address = Unix.path(args.length == 1 ? args[0] : "");
  } catch (IllegalArgumentException _) { // empty, or too long
    System.err.println("usage: seqpacket_sum_server path");
    return 1;
  }
  try (var server = PosixSocket.open(AF_UNIX, SOCK_SEQPACKET)) {
    server.bind(address);
    try {
      server.listen(20);
      IO.println("waiting for clients");
      boolean down = false;
      while (!down) {
        try (var client = server.accept().socket()) {
          down = serve(client);
        }
      }
    } finally {
      Files.delete(Path.of(args[0])); // close leaves the path where it is
    }
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  } catch (IOException e) {
    System.err.println("unlink: " + e.getMessage());
  }
  return 1;
}

// Adds up what one client sends; answers whether it was told to go down.
boolean serve(PosixSocket client) throws IOException {
  long sum = 0; // more numbers than it has room for take longer than anybody waits
  long count = 0;
  boolean down = false;
  String packet;
  while ((packet = receive(client)) != null && !packet.equals("END")) {
    if (packet.equals("DOWN")) {
      down = true;
    } else if (packet.matches("-?[0-9]{1,9}")) {
      sum += Long.parseLong(packet);
      count++;
    } else {
      IO.println("not a number");
    }
  }
  if (packet == null) {
    IO.println("a client went without an END");
    return down;
  }
  IO.println(count + " numbers, their sum is " + sum);
  byte[] answer = Long.toString(sum).getBytes(StandardCharsets.US_ASCII);
  try {
    client.send(answer, 0, answer.length); // a packet is sent whole or not at all
  } catch (ErrnoException e) {
    if (e.errno() != Errno.EPIPE) {
      throw e;
    }
    IO.println("a client went without its sum");
  }
  return down;
}

// Receives one packet as text; null at the end.
String receive(PosixSocket client) throws IOException {
  var packet = new byte[PACKET];
  // MSG_TRUNC tells a packet's full length, also where the buffer is too short for it.
  int received = client.recv(packet, 0, packet.length, MSG_TRUNC);
  if (received == 0) { // the end; an empty packet looks the same
    return null;
  }
  return received < PACKET ? new String(packet, 0, received, StandardCharsets.ISO_8859_1) : "";
}
