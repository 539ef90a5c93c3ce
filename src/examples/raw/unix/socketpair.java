// Two connected sockets, one for the parent and one for its child, who answers in capital letters.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int CHUNK = 1024;

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
void send_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long sent = send(fd, buffer, length, 0);
    if (sent == -1 && errno() == EINTR) {
      continue;
    }
    check((int) sent, "send");
    buffer = buffer.asSlice(sent);
    length -= sent;
  }
}

// Receives exactly length bytes: one recv may bring fewer.
void recv_all(int fd, MemorySegment buffer, long length) {
  while (length > 0) {
    long received = recv(fd, buffer, length, 0);
    if (received == 0) {
      System.err.println("recv: the other end has gone");
      System.exit(1);
    }
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    check((int) received, "recv");
    buffer = buffer.asSlice(received);
    length -= received;
  }
}

// C's toupper: Character.toUpperCase would also change letters that are not ASCII.
byte upper_case(byte b) {
  return b >= 'a' && b <= 'z' ? (byte) (b - 'a' + 'A') : b;
}

// The child: answers until the parent has closed its end.
void answer(int fd) {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  MemorySegment buffer = stack.allocate(CHUNK);
  long answered = 0;
  while (true) {
    long received = recv(fd, buffer, buffer.byteSize(), 0);
    if (received == -1 && errno() == EINTR) {
      continue;
    }
    if (check((int) received, "recv") == 0) { // end of file
      break;
    }
    for (long i = 0; i < received; i++) {
      buffer.set(ValueLayout.JAVA_BYTE, i, upper_case(buffer.get(ValueLayout.JAVA_BYTE, i)));
    }
    send_all(fd, buffer, received);
    answered += received;
  }
  IO.println("the child answered " + answered + " bytes");
  check(close(fd), "close");
}

// The parent: sends a word and prints the answer, in chunks that fit into the sockets' buffers, or
// each end could wait for the other to read.
void ask(int fd, String text) throws IOException {
  MemorySegment word = Arena.ofAuto().allocateFrom(text); // with a NUL at its end, as C's
  MemorySegment buffer = Arena.ofAuto().allocate(CHUNK);
  for (long left = word.byteSize() - 1; left > 0; ) {
    long chunk = Math.min(left, CHUNK);
    send_all(fd, word, chunk);
    recv_all(fd, buffer, chunk);
    stdout.write(buffer.asSlice(0, chunk).toArray(ValueLayout.JAVA_BYTE));
    word = word.asSlice(chunk);
    left -= chunk;
  }
  stdout.write('\n');
}

int run(String[] args) throws Exception {
  if (args.length < 1) {
    System.err.println("usage: socketpair word...");
    return 1;
  }

  var stack = Arena.ofAuto();
  MemorySegment sv = stack.allocate(ValueLayout.JAVA_INT, 2);
  check(socketpair(AF_UNIX, SOCK_STREAM, 0, sv), "socketpair");
  int parents = sv.getAtIndex(ValueLayout.JAVA_INT, 0);
  int childs = sv.getAtIndex(ValueLayout.JAVA_INT, 1);
  // A JVM cannot fork: the child is a thread. It shares both ends, so nobody closes the other's.
  var child = new Thread(() -> answer(childs));
  child.start();

  for (int i = 0; i < args.length; i++) {
    ask(parents, args[i]);
  }
  // This is how the child learns that there is no more.
  check(close(parents), "close");
  child.join();
  IO.println("the child has ended");
  return 0;
}

void main(String[] args) throws Exception {
  System.exit(run(args));
}
