// Receives a file and writes it down, and checks that it is what the server has.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) {
  System.exit(run(args));
}

int run(String[] args) {
  Inet4 server;
  try {
    if (args.length != 3 || !args[1].matches("0*[0-9]{1,5}") || Integer.parseInt(args[1]) == 0) {
      throw new IllegalArgumentException("no port");
    }
    server = Inet4.of(args[0], Integer.parseInt(args[1]));
  } catch (IllegalArgumentException _) {
    System.err.println("usage: file_client address port file");
    return 1;
  }
  // First, lest the server sends in vain. A new file: what is there already is not overwritten.
  try (var file =
          Files.newOutputStream(
              Path.of(args[2]), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
    socket.connect(server);
    return receive_file(socket, file);
  } catch (ErrnoException e) {
    e.perror();
  } catch (EOFException _) {
    System.err.println("recv: connection closed by the server");
  } catch (FileSystemException e) {
    System.err.println("open: " + reason(e));
  } catch (IOException e) { // of the file
    System.err.println("write: " + e.getMessage());
  }
  return 1;
}

// Three exceptions mean an errno each, and do not say it.
String reason(FileSystemException e) {
  return switch (e) {
    case FileAlreadyExistsException _ -> "File exists";
    case NoSuchFileException _ -> "No such file or directory";
    case AccessDeniedException _ -> "Permission denied";
    default -> e.getReason();
  };
}

int receive_file(PosixSocket socket, OutputStream file) throws IOException {
  var header = ByteBuffer.allocate(Long.BYTES + Integer.BYTES); // in network byte order by itself
  Transfer.recvExactly(socket, header.array(), 0, header.capacity());
  long length = header.getLong(0);
  int expected = header.getInt(Long.BYTES);
  int sum = 0x811c9dc5;
  var buffer = new byte[16384];
  for (long left = length; left > 0; ) {
    int part = (int) Math.min(left, buffer.length);
    Transfer.recvExactly(socket, buffer, 0, part);
    file.write(buffer, 0, part);
    for (int i = 0; i < part; i++) { // FNV-1a
      sum = (sum ^ Byte.toUnsignedInt(buffer[i])) * 16777619;
    }
    left -= part;
  }
  if (sum != expected) {
    System.err.println("checksum %08x, and the server has %08x".formatted(sum, expected));
    return 1;
  }
  IO.println("received %d bytes, checksum %08x".formatted(length, sum));
  return 0;
}
