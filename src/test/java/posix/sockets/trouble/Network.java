package posix.sockets.trouble;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import posix.sockets.AddressFamily;
import posix.sockets.Constants;
import posix.sockets.Inet4;
import posix.sockets.OpenFds;
import posix.sockets.PosixSocket;
import posix.sockets.SocketType;
import posix.sockets.testing.OwnThread;
import posix.sockets.testing.Program;

/**
 * A network of the test's own, with nothing in it but a loopback interface: a namespace without a
 * name, which the kernel removes when the last socket of it and this are closed, also if the
 * process is killed. A socket stays in the network in which it was made, whichever thread uses it.
 */
final class Network implements AutoCloseable {
  private final int fd;
  private final long tid;
  private final CountDownLatch closed;

  private Network(int fd, long tid, CountDownLatch closed) {
    this.fd = fd;
    this.tid = tid;
    this.closed = closed;
  }

  /** A new one, where this process may make one; else the test is skipped, and says so. */
  static Network open() throws Exception {
    if (Permission.DENIED != null) {
      String why = "LEFT OUT, no network namespace can be made: " + Permission.DENIED;
      System.err.println("*** " + why + " ***");
      assumeTrue(false, why);
    }
    Network network = make();
    try {
      network.ip("link set lo up");
      return network;
    } catch (Throwable t) {
      network.close();
      throw t;
    }
  }

  /** Asked once. */
  private static final class Permission {
    static final String DENIED = denied();

    private static String denied() {
      try (Network network = make()) {
        return network == null ? "no answer" : null;
      } catch (Exception e) {
        return e.getMessage();
      }
    }
  }

  /** A thread stays in it, so that it has a number by which {@code ip} knows it. */
  private static Network make() throws Exception {
    var closed = new CountDownLatch(1);
    var made = new java.util.concurrent.CompletableFuture<Network>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            OwnThread.unshareNetwork();
            int fd = OpenFds.open(Path.of("/proc/thread-self/ns/net"));
            made.complete(new Network(fd, OwnThread.tid(), closed));
            closed.await();
          } catch (Exception e) {
            made.completeExceptionally(e);
          }
        });
    try {
      return made.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  /** Does something in it, in a thread that ends with it. */
  <T> T in(Callable<T> task) throws Exception {
    return OwnThread.run(() -> {
      OwnThread.setNetwork(fd);
      return task.call();
    });
  }

  /** A socket in it. */
  PosixSocket socket(AddressFamily family, SocketType type) throws Exception {
    return in(() -> PosixSocket.open(family, type));
  }

  /** A TCP socket in it. */
  PosixSocket tcp() throws Exception {
    return socket(Constants.AF_INET, Constants.SOCK_STREAM);
  }

  /** A UDP socket in it. */
  PosixSocket udp() throws Exception {
    return socket(Constants.AF_INET, Constants.SOCK_DGRAM);
  }

  /** {@code ip} with arguments, which have to be right. */
  void ip(String arguments) throws Exception {
    run("ip " + arguments);
  }

  /** A program of iproute2's; what it said. A child of a thread is in the network of the thread. */
  String run(String command) throws Exception {
    Program.Result result = in(() -> tried(command));
    if (result.status() != 0) {
      throw new AssertionError(command + ": " + result);
    }
    return result.out();
  }

  private static Program.Result tried(String command) throws Exception {
    try {
      return Program.run(Path.of("/"), List.of(command.split(" ")));
    } catch (IOException e) {
      throw new AssertionError(
          command.split(" ")[0] + " is missing (apt install iproute2): " + e.getMessage(), e);
    }
  }

  /** Connects it with another one by a cable, whose two ends have these names and addresses. */
  void connect(String name, String address, Network other, String otherName, String otherAddress)
      throws Exception {
    ip("link add " + name + " type veth peer name " + otherName + " netns " + other.tid);
    attach(name, address);
    other.attach(otherName, otherAddress);
  }

  private void attach(String name, String address) throws Exception {
    ip("addr add " + address + "/24 dev " + name);
    ip("link set " + name + " up");
  }

  /** Sets what {@code /proc/sys/net} has. */
  void sysctl(String path, String value) throws Exception {
    in(() -> java.nio.file.Files.writeString(Path.of("/proc/sys/net").resolve(path), value + "\n"));
  }

  /** Ends a connection of it, or a listener, from outside, where the kernel can: {@code ss -K}. */
  void kill(PosixSocket socket) throws Exception {
    int port = ((Inet4) socket.getsockname()).port();
    String killed = run("ss -K -t -a -n -H sport = " + port);
    if (killed.isBlank()) {
      String why = "LEFT OUT, this kernel has no CONFIG_INET_DIAG_DESTROY: ss -K does nothing";
      System.err.println("*** " + why + " ***");
      assumeTrue(false, why);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    OpenFds.close(fd);
  }
}
