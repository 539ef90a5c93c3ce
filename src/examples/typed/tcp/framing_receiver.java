// Receives messages from a byte stream, each behind its length, and prints their checksums.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  int port = args.length == 2 ? parse_number(args[0], 0, 65535) : -1;
  long clients = args.length == 2 ? parse_number(args[1], 1, Integer.MAX_VALUE) : -1;
  if (port == -1 || clients == -1) {
    System.err.println("usage: framing_receiver port clients");
    System.exit(1);
  }
  try (var server = PosixSocket.open(AF_INET, SOCK_STREAM)) {
    server.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
    server.bind(Inet4.loopback(port)).listen(128);
    IO.println("bound to " + server.getsockname());
    for (long served = 0; served < clients; served++) {
      try (var client = server.accept().socket()) {
        serve(client);
      }
      IO.println("client disconnected");
    }
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  }
}

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

// Receives messages until the peer has no more, or breaks off inside of one.
void serve(PosixSocket client) throws IOException {
  var header = new byte[4];
  String inside = "header";
  try {
    for (long number = 1; ; number++) {
      int got = client.recv(header, 0, header.length, MSG_WAITALL);
      if (got == 0) {
        return;
      }
      inside = "header";
      Transfer.recvExactly(client, header, got, header.length - got);
      inside = "message";
      recv_message(client, number, ByteBuffer.wrap(header).getInt());
    }
  } catch (EOFException _) {
    System.err.println("end of file inside a " + inside);
  } catch (ErrnoException e) {
    e.perror(); // only this client has gone
  }
}

void recv_message(PosixSocket client, long number, int length) throws IOException {
  // The length comes from the network: never allocate what it says. It has no sign, an int has.
  long left = Integer.toUnsignedLong(length);
  int sum = 0x811c9dc5;
  var buffer = new byte[16384];
  while (left > 0) {
    int part = (int) Math.min(left, buffer.length);
    Transfer.recvExactly(client, buffer, 0, part);
    for (int i = 0; i < part; i++) { // FNV-1a
      sum = (sum ^ Byte.toUnsignedInt(buffer[i])) * 16777619;
    }
    left -= part;
  }
  IO.println(
      "message %d: %s bytes, checksum %08x"
          .formatted(number, Integer.toUnsignedString(length), sum));
}
