package posix.sockets.soak;

import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import posix.sockets.AddressFamily;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;
import posix.sockets.SockAddr;
import posix.sockets.SocketType;

/**
 * The process that connects: a virtual thread for each connection that lives, and a few threads of
 * either kind that open and close others all the time.
 */
final class Client {
  private static final int AT_ONCE = 10;
  private static final int SHORTS = 8; // threads
  private static final int SLOW = 16; // one of so many connections ...
  private static final int SLOWER = 5; // ... says something so many times more rarely
  private static final int WARM_UPS = 20;
  private static final Duration HANG = Duration.ofMinutes(5);

  private final Ledger ledger = new Ledger();
  private final int connections;
  private final int pauseMillis;
  private final int shortPauseMillis;
  private final List<SockAddr> servers;
  private final SockAddr datagrams;
  private final AtomicLong numbers = new AtomicLong();
  private final PosixSocket nobody = tcp().bind(Inet4.loopback(0));
  private final SockAddr refusing = nobody.getsockname();
  private final PosixSocket listener = tcp().bind(Inet4.loopback(0)).listen(0);
  private final SockAddr full = listener.getsockname();
  private final PosixSocket first = tcp().connect(full);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  private Client(int connections, int pauseMillis, int shortPauseMillis, List<String> servers)
      throws IOException {
    this.connections = connections;
    this.pauseMillis = pauseMillis;
    this.shortPauseMillis = shortPauseMillis;
    this.servers = servers.subList(0, 3).stream().map(SockAddr::parse).toList();
    datagrams = SockAddr.parse(servers.get(3));
  }

  private static PosixSocket tcp() throws IOException {
    return PosixSocket.open(AF_INET, SOCK_STREAM);
  }

  /**
   * Takes how many connections there shall be, how long each pauses between two exchanges, and a
   * thread between two short connections, in milliseconds, and what {@link Server} printed.
   */
  public static void main(String[] arguments) throws Exception {
    var client =
        new Client(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            List.of(arguments).subList(3, arguments.length));
    Station.serve(
        client.ledger,
        Map.of("warm", client::warmUp, "open", client::openAll, "stop", client::stop));
  }

  Ledger ledger() {
    return ledger;
  }

  /** An address where nobody listens. */
  SockAddr refusing() {
    return refusing;
  }

  /** An address where nobody accepts. */
  SockAddr full() {
    return full;
  }

  /** Where datagrams are answered. */
  SockAddr datagrams() {
    return datagrams;
  }

  /** A connection to any of the servers. */
  Connection connect(long number) throws IOException {
    return new Connection(ledger, number, servers.get((int) (number % servers.size())));
  }

  /** A connection that can be reset. */
  Connection connectTcp(long number) throws IOException {
    return new Connection(ledger, number, servers.get((int) (number % 2)));
  }

  /** A socket that is counted. */
  record Counted(PosixSocket socket, Ledger ledger) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      socket.close();
      ledger.count(Ledger.Of.CLOSED);
    }
  }

  Counted open(AddressFamily family, SocketType type) throws IOException {
    PosixSocket socket = PosixSocket.open(family, type);
    ledger.count(Ledger.Of.OPENED);
    return new Counted(socket, ledger);
  }

  /** Everything once and again on either kind of thread, so that all is open that stays so. */
  private void warmUp() throws InterruptedException {
    Thread virtual = Thread.startVirtualThread(this::eachShort);
    eachShort();
    virtual.join();
  }

  private void eachShort() {
    for (int i = 0; i < WARM_UPS; i++) {
      for (Short each : Short.values()) {
        run(each);
      }
    }
  }

  private void run(Short each) {
    long number = numbers.getAndIncrement();
    try {
      each.run(this, number);
    } catch (Exception | AssertionError e) {
      ledger.failed("client: " + each + " " + number, e);
    }
  }

  private void openAll() throws InterruptedException {
    var connected = new CountDownLatch(connections);
    for (int i = 0; i < connections; i++) {
      threads.add(Thread.startVirtualThread(() -> live(numbers.getAndIncrement(), connected)));
      if (i % AT_ONCE == 0) {
        Thread.sleep(1);
      }
    }
    connected.await();
    for (int i = 0; i < SHORTS; i++) {
      int begin = i;
      threads.add(
          i % 2 == 0
              ? Thread.startVirtualThread(() -> shorts(begin))
              : Thread.ofPlatform().start(() -> shorts(begin)));
    }
  }

  private void live(long number, CountDownLatch connected) {
    try (var connection = new Connection(ledger, number, server(number))) {
      connected.countDown();
      int mean = number % SLOW == 0 ? SLOWER * pauseMillis : pauseMillis;
      while (!over) {
        connection.exchange();
        pause(ThreadLocalRandom.current().nextInt(mean / 2, 2 * mean - mean / 2));
      }
      connection.end();
    } catch (Exception | AssertionError e) {
      connected.countDown();
      ledger.failed("client: connection " + number, e);
    }
  }

  /** Half of them are with the epoll, every tenth is AF_UNIX. */
  private SockAddr server(long number) {
    return servers.get(number % 2 == 1 ? 1 : number % 10 == 0 ? 2 : 0);
  }

  private void shorts(int begin) {
    var kinds = Short.values();
    for (int i = begin; !over; i++) {
      run(kinds[i % kinds.length]);
      pause(shortPauseMillis);
    }
  }

  /** Waits so long, or until it is over. */
  private void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = end - System.nanoTime();
    while (left > 0 && !over) {
      LockSupport.parkNanos(left);
      left = end - System.nanoTime();
    }
  }

  private void stop() throws InterruptedException {
    over = true;
    threads.forEach(LockSupport::unpark);
    for (Thread thread : threads) {
      if (!thread.join(HANG)) {
        throw new AssertionError("hangs: " + thread);
      }
    }
    threads.clear();
  }
}
