// Sends records, each a header and a body, from several buffers by one call, and receives them into
// several.
import static java.nio.charset.StandardCharsets.UTF_8;
import static posix.sockets.Constants.*;

import module posix.sockets;

final int KIND = 4; // bytes that a header begins with
final int MOST = 1000; // bytes of a body

void main(String[] args) throws IOException {
  if (args.length == 0 || Arrays.stream(args).anyMatch(a -> a.getBytes(UTF_8).length > MOST)) {
    System.err.println("usage: scatter_gather message... (of " + MOST + " bytes at most)");
    System.exit(1);
  }
  try (var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
    // writev and sendmsg by turns: what arrives is the same
    for (int i = 0; i < args.length; i++) {
      write_record(pair.first(), i % 2 == 0, args[i]);
      read_record(pair.second());
    }
    // The end of file comes between two records, where it is no error
    pair.first().close();
    IO.println(read_record(pair.second()) ? "more than was sent" : "end of file");
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  } catch (EOFException _) {
    System.err.println("readv: no record");
    System.exit(1);
  }
}

// Sends a record: nothing is copied into one buffer first, and no packet has the header alone.
void write_record(PosixSocket socket, boolean by_writev, String text) throws IOException {
  byte[] body = text.getBytes(UTF_8);
  byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(body.length).array();
  MemorySegment[] bufs = {
    MemorySegment.ofArray("TEXT".getBytes(UTF_8)),
    MemorySegment.ofArray(length),
    MemorySegment.ofArray(body)
  };
  long written =
      by_writev ? socket.writev(bufs) : socket.sendmsg(MsgFlags.NONE, null, List.of(), bufs);
  // One call may end anywhere: in the middle of a buffer, too
  for (MemorySegment rest : rests(written, bufs)) {
    Transfer.sendAll(socket, rest);
    written += rest.byteSize();
  }
  IO.println((by_writev ? "writev: " : "sendmsg: ") + written + " bytes");
}

// Receives a record; false at the end.
boolean read_record(PosixSocket socket) throws IOException {
  var kind = new byte[KIND];
  var network_length = new byte[Integer.BYTES];
  if (!read_all(socket, MemorySegment.ofArray(kind), MemorySegment.ofArray(network_length))) {
    return false;
  }
  int length = ByteBuffer.wrap(network_length).getInt();
  if (length < 0 || length > MOST) { // never believe what the other side says
    throw new EOFException();
  }
  var body = new byte[length];
  Transfer.recvExactly(socket, body, 0, length);
  IO.print("readv: " + new String(kind, UTF_8) + ", " + length + " bytes: ");
  System.out.writeBytes(body);
  IO.println();
  return true;
}

// Fills all of the buffers; false if the end of file comes first.
boolean read_all(PosixSocket socket, MemorySegment... bufs) throws IOException {
  long received = socket.readv(bufs);
  if (received == 0) {
    return false;
  }
  for (MemorySegment rest : rests(received, bufs)) {
    Transfer.recvExactly(socket, rest);
  }
  return true;
}

// What a call that has transferred some bytes has left of the buffers.
List<MemorySegment> rests(long transferred, MemorySegment... bufs) {
  var rests = new ArrayList<MemorySegment>();
  for (MemorySegment buf : bufs) {
    long part = Math.min(transferred, buf.byteSize());
    transferred -= part;
    if (part < buf.byteSize()) {
      rests.add(buf.asSlice(part));
    }
  }
  return rests;
}
