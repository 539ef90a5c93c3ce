// What the flags of recv do, on a stream and on datagrams.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int ROOM = 256;

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

// Sends a text, which fits into the socket's buffer.
void say(int fd, String text) {
  byte[] bytes = text.getBytes(UTF_8);
  MemorySegment message = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  long sent;
  do {
    sent = send(fd, message, message.byteSize(), 0);
  } while (sent == -1 && errno() == EINTR);
  check((int) sent, "send");
}

// Prints how many bytes wait; of datagrams, those of the first alone.
void print_waiting(int fd) {
  MemorySegment waiting = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
  check(ioctl(fd, FIONREAD, waiting), "ioctl");
  IO.println("FIONREAD: " + waiting.get(ValueLayout.JAVA_INT, 0) + " bytes");
}

// Receives with flags, and prints what comes. It may return more than there was room for.
void take(int fd, String name, long size, int flags) {
  MemorySegment buffer = Arena.ofAuto().allocate(ROOM);
  long received;
  do {
    received = recv(fd, buffer, size, flags);
  } while (received == -1 && errno() == EINTR);
  if (received == -1) {
    IO.println(name + ": " + strerror(errno()));
    return;
  }
  IO.print(name + ": " + received + " bytes: ");
  long kept = Math.min(received, size);
  System.out.writeBytes(buffer.asSlice(0, kept).toArray(ValueLayout.JAVA_BYTE));
  IO.println();
}

void set_peek_offset(int fd, int offset) {
  MemorySegment memory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, offset);
  check(setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, memory, (int) memory.byteSize()), "setsockopt");
}

void show_stream(String text) {
  // Native memory, as C's local variables are: gone when unused.
  MemorySegment pair = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, 2);
  check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
  int sender = pair.getAtIndex(ValueLayout.JAVA_INT, 0);
  int receiver = pair.getAtIndex(ValueLayout.JAVA_INT, 1);
  say(sender, text);

  // Look, and leave everything in the queue
  take(receiver, "MSG_PEEK", 4, MSG_PEEK);
  take(receiver, "MSG_PEEK", 4, MSG_PEEK);
  print_waiting(receiver);

  // With an offset, each look begins where the last one ended
  set_peek_offset(receiver, 0);
  take(receiver, "MSG_PEEK and SO_PEEK_OFF", 4, MSG_PEEK);
  take(receiver, "MSG_PEEK and SO_PEEK_OFF", 4, MSG_PEEK);
  set_peek_offset(receiver, -1);

  // Two messages become one, as a stream knows no bounds; without the flag it may be a part
  say(sender, text);
  take(receiver, "MSG_WAITALL", 2 * text.getBytes(UTF_8).length, MSG_WAITALL);

  // Nothing there: do not wait
  take(receiver, "MSG_DONTWAIT", 4, MSG_DONTWAIT);

  // Everything taken, and the end of file
  check(close(sender), "close");
  take(receiver, "MSG_WAITALL", 4, MSG_WAITALL);
  check(close(receiver), "close");
}

void show_datagrams(String text) {
  MemorySegment pair = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, 2);
  check(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair), "socketpair");
  int sender = pair.getAtIndex(ValueLayout.JAVA_INT, 0);
  int receiver = pair.getAtIndex(ValueLayout.JAVA_INT, 1);
  say(sender, text);
  say(sender, "next");
  print_waiting(receiver);

  // The length of the first, so that room can be made for it
  take(receiver, "MSG_PEEK and MSG_TRUNC", 4, MSG_PEEK | MSG_TRUNC);
  take(receiver, "no flag", 4, 0);

  // The rest of the first is lost
  take(receiver, "no flag", ROOM, 0);
  take(receiver, "MSG_DONTWAIT", 4, MSG_DONTWAIT);
  check(close(sender), "close");
  check(close(receiver), "close");
}

int run(String[] args) {
  int length = args.length == 1 ? args[0].getBytes(UTF_8).length : -1;
  if (length < 8 || length > ROOM / 2) {
    System.err.println("usage: recv_flags text (of 8 to " + ROOM / 2 + " bytes)");
    return 1;
  }
  IO.println("a stream");
  show_stream(args[0]);
  IO.println("datagrams");
  show_datagrams(args[0]);
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
