// Sends many datagrams by one system call, and receives several by each call.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.Constants.*;

import module posix.sockets;

final int MOST = 32; // datagrams sent by a call
final int BATCH = 4; // datagrams received by a call
final int ROOM = 32; // bytes for each

void main(String[] args) throws IOException {
  Inet4 address;
  int count = args.length > 1 ? parse_number(args[1], 1, MOST) : -1;
  try {
    address = Inet4.of(args.length > 0 ? args[0] : "", 0);
  } catch (IllegalArgumentException _) {
    address = null;
  }
  if (args.length != 2 || address == null || count == -1) {
    System.err.println("usage: batches address count");
    System.exit(1);
  }
  try (var receiver = PosixSocket.open(AF_INET, SOCK_DGRAM);
      var sender = PosixSocket.open(AF_INET, SOCK_DGRAM)) {
    // The receiver
    receiver.bind(address);
    // The sender, connected, so that no message needs an address
    sender.connect(receiver.getsockname());
    // All are in the receiver's buffer before the first is read
    send_batch(sender, count);
    var batch = new MessageBatch(BATCH, ROOM); // used again and again
    for (int received = 0; received < count; ) {
      received += receive_batch(receiver, batch);
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

// Sends datagrams to the connected peer; one call may take fewer than it is given.
void send_batch(PosixSocket sender, int count) throws IOException {
  var batch = new MessageBatch(count, ROOM);
  for (int i = 0; i < count; i++) {
    byte[] bytes = ("datagram " + (i + 1)).getBytes(UTF_8);
    MemorySegment.copy(bytes, 0, batch.buffer(i), ValueLayout.JAVA_BYTE, 0, bytes.length);
    batch.length(i, bytes.length);
  }
  for (int sent = 0; sent < count; ) {
    int more = sender.sendmmsg(batch, sent, count - sent, MsgFlags.NONE);
    for (int i = sent; i < sent + more; i++) {
      IO.println("sent " + batch.length(i) + " bytes");
    }
    sent += more;
  }
}

// Receives as many datagrams as are there, up to a batch; how many.
int receive_batch(PosixSocket receiver, MessageBatch batch) throws IOException {
  // Without MSG_WAITFORONE it blocks until the whole batch is full.
  int received = receiver.recvmmsg(batch, batch.capacity(), MSG_WAITFORONE);
  IO.println("received " + received + " at once");
  for (int i = 0; i < received; i++) {
    int length = batch.length(i);
    byte[] bytes = batch.buffer(i).asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    IO.println(length + " bytes: " + new String(bytes, UTF_8));
  }
  return received;
}
