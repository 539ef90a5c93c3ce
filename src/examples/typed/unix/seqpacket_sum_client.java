// Sends numbers, one a packet, and prints their sum as the server tells it; DOWN ends the server.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  System.exit(run(args));
}

int run(String[] args) throws IOException {
  Unix address;
  try {
    address = Unix.path(args.length >= 2 ? args[0] : "");
  } catch (IllegalArgumentException _) { // empty, or too long
    System.err.println("usage: seqpacket_sum_client path {number|DOWN}...");
    return 1;
  }
  try (var socket = PosixSocket.open(AF_UNIX, SOCK_SEQPACKET)) {
    socket.connect(address);
    for (int i = 1; i < args.length; i++) {
      send_packet(socket, args[i]);
    }
    send_packet(socket, "END");
    var buffer = new byte[32];
    int received = socket.recv(buffer, 0, buffer.length);
    if (received == 0) {
      System.err.println("recv: connection closed by the server");
      return 1;
    }
    IO.println("the sum is " + new String(buffer, 0, received, StandardCharsets.UTF_8));
    return 0;
  } catch (ErrnoException e) {
    e.perror();
  }
  return 1;
}

// Sends a text as one packet: whole or not at all.
void send_packet(PosixSocket socket, String text) throws IOException {
  byte[] packet = text.getBytes(StandardCharsets.UTF_8);
  socket.send(packet, 0, packet.length);
}
