// A TCP client that prints what a server has to say, over IPv4 or IPv6.
import static posix.sockets.Constants.*;

import module posix.sockets;

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

void main(String[] args) {
  System.exit(run(args));
}

int run(String[] args) {
  if (args.length != 2) {
    System.err.println("usage: stream_client host port");
    return 1;
  }
  try (var socket = connect_first(args[0], args[1])) {
    IO.println("connected to " + socket.getpeername());
    Transfer.inputStream(socket).transferTo(stdout);
    return 0;
  } catch (AddrInfoException e) {
    System.err.println(e.call() + ": " + e.gai_strerror());
  } catch (ErrnoException e) {
    e.perror();
  } catch (IOException e) { // of standard output
    System.err.println("stdout: " + e.getMessage());
  }
  return 1;
}

// Tries one address after the other until a connection stands; each needs a socket of its own.
PosixSocket connect_first(String host, String port) throws IOException {
  ErrnoException last = null;
  for (AddrInfo entry :
      AddrInfo.getaddrinfo(
          host, port, AddrInfo.hints(AddrInfoFlags.NONE, AF_UNSPEC, SOCK_STREAM))) {
    var socket = PosixSocket.open(entry.family(), entry.socktype(), entry.protocol());
    try {
      return socket.connect(entry.addr());
    } catch (ErrnoException e) {
      socket.close();
      if (last != null) {
        last.perror();
      }
      last = e;
    }
  }
  throw last; // there was at least one address
}
