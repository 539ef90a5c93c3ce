// Sends messages over a byte stream, each behind its length, and prints their checksums.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws IOException {
  Inet4 receiver = null;
  var lengths = new ArrayList<Integer>();
  try {
    if (args.length < 3) {
      throw new IllegalArgumentException("no lengths");
    }
    receiver = Inet4.of(args[0], parse_number(args[1], 1, 65535));
    for (String arg : List.of(args).subList(2, args.length)) {
      lengths.add(parse_number(arg, 0, 100_000_000));
    }
  } catch (IllegalArgumentException _) {
    System.err.println("usage: framing_sender address port length...");
    System.exit(1);
  }
  try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM).connect(receiver)) {
    for (int length : lengths) {
      send_message(socket, length);
    }
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  }
}

int parse_number(String text, int min, int max) {
  if (text.matches("0*[0-9]{1,9}")
      && Integer.parseInt(text) >= min
      && Integer.parseInt(text) <= max) {
    return Integer.parseInt(text);
  }
  throw new IllegalArgumentException(text);
}

// Sends a message of so many bytes. Where it ends, a stream does not tell: the length goes first,
// in network byte order, as a ByteBuffer has it by itself.
void send_message(PosixSocket socket, int length) throws IOException {
  var message = ByteBuffer.allocate(Integer.BYTES + length).putInt(length);
  int sum = 0x811c9dc5;
  for (int i = 0; i < length; i++) {
    message.put((byte) (i % 251)); // all sorts of bytes, NUL among them
    sum = (sum ^ i % 251) * 16777619; // FNV-1a
  }
  Transfer.sendAll(socket, message.array(), 0, message.capacity());
  IO.println("sent %d bytes, checksum %08x".formatted(length, sum));
}
