package posix.sockets.bench.first;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.raw.Posix.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.sockaddr_in;

/** Raw calls. */
public final class FirstRaw {
  private FirstRaw() {}

  /** The byte. */
  public static void main(String[] args) throws IOException {
    try (var stack = Arena.ofConfined()) {
      MemorySegment buf = stack.allocateFrom(JAVA_BYTE, (byte) args[0].charAt(0));
      MemorySegment address = sockaddr_in.allocate(stack);
      sockaddr_in.sin_family(address, (short) AF_INET);
      in_addr.s_addr(sockaddr_in.sin_addr(address), htonl(INADDR_LOOPBACK));
      int length = (int) address.byteSize();
      int listener = check("socket", socket(AF_INET, SOCK_STREAM, 0));
      check("bind", bind(listener, address, length));
      check("listen", listen(listener, 1));
      check("getsockname", getsockname(listener, address, stack.allocateFrom(JAVA_INT, length)));
      int client = check("socket", socket(AF_INET, SOCK_STREAM, 0));
      check("connect", connect(client, address, length));
      int server = check("accept", accept(listener, NULL, NULL));
      check("send", send(client, buf, 1, 0));
      check("recv", recv(server, buf, 1, 0));
      check("send", send(server, buf, 1, 0));
      buf.set(JAVA_BYTE, 0, (byte) 0);
      check("recv", recv(client, buf, 1, 0));
      check("close", close(server));
      check("close", close(client));
      check("close", close(listener));
      System.out.println((char) buf.get(JAVA_BYTE, 0));
    }
  }

  private static int check(String call, long result) throws IOException {
    if (result == -1) {
      throw new IOException(call + ": " + strerror(errno()));
    }
    return (int) result;
  }
}
