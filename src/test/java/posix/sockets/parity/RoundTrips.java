package posix.sockets.parity;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import posix.sockets.Constants;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.Transfer;
import posix.sockets.bindings.in_addr;
import posix.sockets.bindings.sockaddr_in;
import posix.sockets.raw.Posix;

/**
 * Round trips of a short message per second: C, the two layers and java.net.Socket, each with a C
 * echo server of its own, in turns, so that what disturbs one disturbs all. Both ends run on one
 * core: on two, the time that a core takes to wake up would be all there is to see.
 */
final class RoundTrips {
  private static final int SIZE = 64;
  private static final int BATCH = 1000;
  private static final long WARM_UP_NANOS = 500_000_000L;
  private static final long MEASURE_NANOS = 8_000_000_000L;

  /** Sends a message and waits for its echo, over and over. */
  private interface Client extends AutoCloseable {
    void roundTrips(int count) throws IOException;

    @Override
    void close() throws IOException;

    /** How long some round trips took. */
    default long nanos(int count) throws IOException {
      long start = System.nanoTime();
      roundTrips(count);
      return System.nanoTime() - start;
    }
  }

  private interface Connector {
    Client connect(int port) throws IOException;
  }

  /** One contender: its name, how it connects, and later how long its rounds took. */
  private record Contender(String name, Connector connector) {}

  private static final List<Contender> CONTENDERS =
      List.of(
          new Contender("C", CClient::new),
          new Contender("raw", RawClient::new),
          new Contender("typed", TypedClient::new),
          new Contender("java.net.Socket", JavaNetClient::new));

  private final List<Program> servers = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final List<double[]> rounds = new ArrayList<>(); // nanoseconds, for each contender
  private boolean pinned;

  private RoundTrips() {}

  /** Measures, and prints a table. */
  static void compare(PrintStream out) throws Exception {
    var comparison = new RoundTrips();
    try {
      comparison.measure();
    } finally {
      for (Client client : comparison.clients) {
        client.close();
      }
      comparison.servers.forEach(Program::close);
    }
    comparison.print(out);
  }

  private void measure() throws Exception {
    pinned = pinThisThread();
    for (Contender contender : CONTENDERS) {
      // Children inherit the core.
      var server = Program.start(List.of(Layer.program("tcp/echo_server"), "0"));
      servers.add(server);
      int port = Integer.parseInt(server.awaitLine("bound to 0.0.0.0:"));
      server.awaitLine("waiting for clients");
      clients.add(contender.connector.connect(port));
    }
    for (Client client : clients) {
      long end = System.nanoTime() + WARM_UP_NANOS;
      while (System.nanoTime() < end) {
        client.nanos(BATCH);
      }
    }
    long end = System.nanoTime() + MEASURE_NANOS;
    while (System.nanoTime() < end) {
      var round = new double[clients.size()];
      for (int i = 0; i < round.length; i++) {
        int turn = (i + rounds.size()) % round.length;
        round[turn] = clients.get(turn).nanos(BATCH);
      }
      rounds.add(round);
    }
  }

  /** Binds this thread, and with it the processes it starts, to one core, if taskset is there. */
  private static boolean pinThisThread() throws IOException, InterruptedException {
    try {
      String cores =
          Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
              .filter(line -> line.startsWith("Cpus_allowed_list:"))
              .findFirst()
              .orElseThrow();
      String last =
          cores.substring(
              Math.max(
                      cores.lastIndexOf('-'),
                      Math.max(cores.lastIndexOf(','), cores.lastIndexOf('\t')))
                  + 1);
      String thread = Path.of("/proc/thread-self").toRealPath().getFileName().toString();
      return Program.run(List.of("taskset", "-p", "-c", last, thread)).status() == 0;
    } catch (IOException _) { // no taskset
      return false;
    }
  }

  private void print(PrintStream out) {
    int baseline = CONTENDERS.size() - 1;
    out.printf(
        "Round trips of %d bytes to a C echo server, one at a time, %s:%n"
            + "%d rounds of %,d, in turns; ratios are medians over the rounds.%n%n"
            + "%-16s %12s %20s   %s%n",
        SIZE,
        pinned ? "both ends on one core" : "on any core (no taskset here, so expect noise)",
        rounds.size(),
        BATCH,
        "client",
        "per second",
        "to java.net.Socket",
        "middle half of the rounds");
    for (int i = 0; i <= baseline; i++) {
      int contender = i;
      double[] rates = sorted(rounds.stream().mapToDouble(r -> BATCH * 1e9 / r[contender]));
      double[] ratios = sorted(rounds.stream().mapToDouble(r -> r[baseline] / r[contender]));
      if (i == baseline) { // how much two rounds of the same differ: less than that means nothing
        ratios =
            sorted(
                IntStream.range(1, rounds.size())
                    .mapToDouble(r -> rounds.get(r - 1)[baseline] / rounds.get(r)[baseline]));
      }
      out.printf(
          "%-16s %,12.0f %20.3f   %.3f to %.3f%s%n",
          CONTENDERS.get(i).name,
          quantile(rates, 0.5),
          i == baseline ? 1 : quantile(ratios, 0.5),
          quantile(ratios, 0.25),
          quantile(ratios, 0.75),
          i == baseline ? " (against its own previous round: the noise)" : "");
    }
  }

  private static double[] sorted(java.util.stream.DoubleStream values) {
    return values.sorted().toArray();
  }

  private static double quantile(double[] sorted, double part) {
    return sorted[(int) Math.round((sorted.length - 1) * part)];
  }

  /** A process of its own, told by standard input how often. */
  private static final class CClient implements Client {
    private final Process process;
    private final java.io.BufferedReader reader;

    CClient(int port) throws IOException {
      process =
          new ProcessBuilder(Layer.program("bench/ping_pong"), String.valueOf(port))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      reader = process.inputReader();
    }

    @Override
    public void roundTrips(int count) throws IOException {
      nanos(count);
    }

    @Override
    public long nanos(int count) throws IOException {
      var writer = process.outputWriter();
      writer.write(count + "\n");
      writer.flush();
      return Long.parseLong(reader.readLine());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static final class RawClient implements Client {
    private final MemorySegment buffer = Arena.ofAuto().allocate(SIZE);
    private final int fd = Posix.socket(Posix.AF_INET, Posix.SOCK_STREAM, 0);

    RawClient(int port) {
      MemorySegment address = sockaddr_in.allocate(Arena.ofAuto());
      sockaddr_in.sin_family(address, (short) Posix.AF_INET);
      sockaddr_in.sin_port(address, Posix.htons(port));
      in_addr.s_addr(sockaddr_in.sin_addr(address), Posix.htonl(Posix.INADDR_LOOPBACK));
      check(Posix.connect(fd, address, (int) address.byteSize()) == 0);
    }

    @Override
    public void roundTrips(int count) {
      for (int i = 0; i < count; i++) {
        check(Posix.send(fd, buffer, SIZE, 0) == SIZE);
        long got = 0;
        while (got < SIZE) {
          long received = Posix.recv(fd, buffer, SIZE - got, 0);
          check(received > 0);
          got += received;
        }
      }
    }

    private static void check(boolean succeeded) {
      if (!succeeded) {
        throw new IllegalStateException(Posix.strerror(Posix.errno()));
      }
    }

    @Override
    public void close() {
      Posix.close(fd);
    }
  }

  private static final class TypedClient implements Client {
    private final MemorySegment buffer = Arena.ofAuto().allocate(SIZE);
    private final PosixSocket socket;

    TypedClient(int port) throws IOException {
      socket = PosixSocket.open(Constants.AF_INET, Constants.SOCK_STREAM);
      socket.connect(Inet4.loopback(port));
    }

    @Override
    public void roundTrips(int count) throws IOException {
      for (int i = 0; i < count; i++) {
        Transfer.sendAll(socket, buffer);
        Transfer.recvExactly(socket, buffer);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static final class JavaNetClient implements Client {
    private final byte[] buffer = new byte[SIZE];
    private final Socket socket;

    JavaNetClient(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void roundTrips(int count) throws IOException {
      var in = socket.getInputStream();
      var out = socket.getOutputStream();
      for (int i = 0; i < count; i++) {
        out.write(buffer);
        if (in.readNBytes(buffer, 0, SIZE) != SIZE) {
          throw new IOException("the server has gone");
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
