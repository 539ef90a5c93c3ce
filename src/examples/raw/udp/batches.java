// Sends many datagrams by one system call, and receives several by each call.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int MOST = 32; // datagrams sent by a call
final int BATCH = 4; // datagrams received by a call
final int ROOM = 32; // bytes for each

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

// Sends datagrams to the connected peer; one call may take fewer than it is given.
void send_batch(int fd, int count) {
  // Closed at the end: what the structs point to has to be there until then.
  try (var stack = Arena.ofConfined()) {
    MemorySegment vectors = iovec.allocateArray(MOST, stack);
    MemorySegment messages = mmsghdr.allocateArray(MOST, stack);
    for (int i = 0; i < count; i++) {
      byte[] bytes = ("datagram " + (i + 1)).getBytes(UTF_8);
      MemorySegment text = stack.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      MemorySegment vector = iovec.asSlice(vectors, i);
      iovec.iov_base(vector, text);
      iovec.iov_len(vector, text.byteSize());
      MemorySegment message = mmsghdr.msg_hdr(mmsghdr.asSlice(messages, i));
      msghdr.msg_iov(message, vector);
      msghdr.msg_iovlen(message, 1);
    }
    for (int sent = 0; sent < count; ) {
      int more = sendmmsg(fd, mmsghdr.asSlice(messages, sent), count - sent, 0);
      if (more == -1 && errno() == EINTR) {
        continue;
      }
      check(more, "sendmmsg");
      for (int i = sent; i < sent + more; i++) {
        IO.println("sent " + mmsghdr.msg_len(mmsghdr.asSlice(messages, i)) + " bytes");
      }
      sent += more;
    }
  }
}

// Receives as many datagrams as are there, up to a batch; how many.
int receive_batch(int fd) {
  try (var stack = Arena.ofConfined()) {
    MemorySegment texts = stack.allocate(BATCH * ROOM);
    MemorySegment vectors = iovec.allocateArray(BATCH, stack);
    MemorySegment messages = mmsghdr.allocateArray(BATCH, stack);
    for (int i = 0; i < BATCH; i++) {
      MemorySegment vector = iovec.asSlice(vectors, i);
      iovec.iov_base(vector, texts.asSlice(i * ROOM));
      iovec.iov_len(vector, ROOM);
      MemorySegment message = mmsghdr.msg_hdr(mmsghdr.asSlice(messages, i));
      msghdr.msg_iov(message, vector);
      msghdr.msg_iovlen(message, 1);
    }
    int received;
    do {
      // Without MSG_WAITFORONE it blocks until the whole batch is full.
      received = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
    } while (received == -1 && errno() == EINTR);
    check(received, "recvmmsg");
    IO.println("received " + received + " at once");
    for (int i = 0; i < received; i++) {
      int length = mmsghdr.msg_len(mmsghdr.asSlice(messages, i));
      byte[] bytes = texts.asSlice(i * ROOM, length).toArray(ValueLayout.JAVA_BYTE);
      IO.println(length + " bytes: " + new String(bytes, UTF_8));
    }
    return received;
  }
}

int run(String[] args) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment address = sockaddr_in.allocate(stack);
  sockaddr_in.sin_family(address, (short) AF_INET);
  int count = args.length > 1 ? parse_number(args[1], 1, MOST) : -1;
  if (args.length != 2
      || inet_pton(AF_INET, args[0], sockaddr_in.sin_addr(address)) != 1
      || count == -1) {
    System.err.println("usage: batches address count");
    return 1;
  }

  // The receiver
  int receiver = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  check(bind(receiver, address, (int) address.byteSize()), "bind");
  MemorySegment length = stack.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
  check(getsockname(receiver, address, length), "getsockname");

  // The sender, connected, so that no message needs an address
  int sender = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  check(connect(sender, address, (int) address.byteSize()), "connect");

  // All are in the receiver's buffer before the first is read
  send_batch(sender, count);
  int received = 0;
  while (received < count) {
    received += receive_batch(receiver);
  }
  check(close(sender), "close");
  check(close(receiver), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
