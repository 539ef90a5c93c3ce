package posix.sockets.parity;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SHUT_WR;
import static posix.sockets.Constants.SOCK_STREAM;
import static posix.sockets.Constants.SO_KEEPALIVE;
import static posix.sockets.Constants.SO_TYPE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import posix.sockets.ErrnoException;
import posix.sockets.Inet4;
import posix.sockets.MessageBatch;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Pair;

/**
 * The program of {@link InjectedErrorsIT}: makes each system call, in a thread of its own, and says
 * what came of it, and of the same call once more. Strace makes the first one of each thread fail.
 */
public final class Injected {
  private static final byte[] BYTES = {1, 2, 3, 4};
  private static final MsgFlags NONE = MsgFlags.NONE;

  private final Map<String, Callable<?>> calls = new LinkedHashMap<>(); // by system call
  private final Pair tcp = settle(Pair::tcp);
  private final Pair udp = settle(Pair::udp);
  private final PosixSocket listener = settle(Injected::bound);
  private final MemorySegment buf = Arena.global().allocate(2 * BYTES.length);

  private Injected() throws Exception {
    PosixSocket client = tcp.client();
    PosixSocket server = tcp.server();
    var fresh = new ArrayDeque<PosixSocket>();
    for (int i = 0; i < 8; i++) {
      fresh.add(settle(Injected::open));
    }
    PosixSocket listening = fresh.remove();
    PosixSocket waiting = fresh.remove();
    SockAddr address = settle(listener::getsockname);
    settle(() -> listener.listen(8));
    settle(() -> waiting.connect(address));
    for (int i = 0; i < 4; i++) { // for those who receive, if not all of it
      settle(() -> client.send(BYTES, 0, BYTES.length));
      settle(() -> udp.client().send(BYTES, 0, BYTES.length));
    }
    calls.put("socket", () -> close(open()));
    calls.put("bind", () -> fresh.remove().bind(Inet4.loopback(0)));
    calls.put("listen", () -> listening.listen(1));
    calls.put("connect", () -> fresh.remove().connect(address));
    calls.put("accept4", () -> close(listener.accept().socket()));
    calls.put("sendto", () -> client.send(BYTES, 0, BYTES.length));
    calls.put("recvfrom", () -> server.recv(buf.asSlice(0, 1)));
    calls.put("sendmsg", () -> client.sendmsg(buf));
    calls.put("recvmsg", () -> server.recvmsg(NONE, 0, buf.asSlice(0, 1)));
    calls.put("readv", () -> server.readv(buf.asSlice(0, 1), buf.asSlice(1, 1)));
    calls.put("sendmmsg", () -> udp.client().sendmmsg(new MessageBatch(1, 4), 0, 1, NONE));
    calls.put("recvmmsg", () -> udp.server().recvmmsg(new MessageBatch(1, 4), 1, NONE));
    calls.put("sendfile", () -> client.sendfile(file(), 0, 1));
    calls.put("getsockname", client::getsockname);
    calls.put("getpeername", client::getpeername);
    calls.put("getsockopt", () -> client.getsockopt(SO_TYPE));
    calls.put("setsockopt", () -> client.setsockopt(SO_KEEPALIVE, true));
    calls.put("shutdown", () -> client.shutdown(SHUT_WR));
  }

  private static PosixSocket open() throws IOException {
    return PosixSocket.open(AF_INET, SOCK_STREAM);
  }

  private static PosixSocket bound() throws IOException {
    return open().bind(Inet4.loopback(0));
  }

  private static int file;

  private static int file() {
    return file;
  }

  private static String close(PosixSocket socket) throws IOException {
    socket.close();
    return "";
  }

  /** Makes a call until it succeeds: this thread's own first ones fail as well. */
  private static <T> T settle(Callable<T> call) throws Exception {
    while (true) {
      try {
        return call.call();
      } catch (ErrnoException _) {
        continue;
      }
    }
  }

  private static String outcome(Callable<?> call) throws Exception {
    try {
      call.call();
      return "done";
    } catch (ErrnoException e) {
      return e.getMessage();
    }
  }

  /** Prints a line for each system call: its name, what came of it, and of the next one. */
  public static void main(String[] arguments) throws Exception {
    Path path = Files.writeString(Files.createTempFile("sent", ".bin"), "text");
    try (var arena = Arena.ofConfined()) {
      file = Posix.open(arena.allocateFrom(path.toString()), Posix.O_RDONLY);
    } finally {
      Files.delete(path);
    }
    for (var call : new Injected().calls.entrySet()) {
      var task = new FutureTask<>(() -> outcome(call.getValue()) + "\t" + outcome(call.getValue()));
      Thread.ofPlatform().start(task);
      System.out.println(call.getKey() + "\t" + task.get());
    }
  }
}
