package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.BlockingCalls.Row;
import posix.sockets.BlockingCalls.Site;
import posix.sockets.testing.Pair;

/** Virtual threads: many of them wait, and none of them in the way of another. */
class VirtualThreadsTest {
  /** More than there are threads to carry them. */
  private static final int MANY = 4 * Runtime.getRuntime().availableProcessors();

  private static <T> BlockedThread<T> virtual(Callable<T> call) {
    return new BlockedThread<>(true, call);
  }

  private static <T> BlockedThread<T> platform(Callable<T> call) {
    return new BlockedThread<>(false, call);
  }

  private static void assertOthersRun() throws Exception {
    assertThat(virtual(() -> "ran").result()).isEqualTo("ran");
  }

  // Carriers.

  @TestFactory
  Stream<DynamicTest> noCallBlocksACarrier() {
    return BlockingCalls.all().stream()
        .map(row -> DynamicTest.dynamicTest(row.name(), () -> block(row)));
  }

  private static void block(Row row) throws Exception {
    List<Site> sites = new ArrayList<>();
    try {
      List<BlockedThread<Long>> threads = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        Site site = row.open();
        sites.add(site);
        threads.add(virtual(() -> callUntilClosed(row, site)));
      }
      for (var thread : threads) {
        thread.awaitBlocked();
      }
      assertOthersRun();
      for (int i = 0; i < MANY; i++) {
        sites.get(i).socket.close();
        assertThat(threads.get(i).thrown()).isExactlyInstanceOf(ClosedChannelException.class);
      }
    } catch (ErrnoException e) {
      if (!e.call().equals("socket") || e.errno() != Errno.EPERM) {
        throw e;
      }
      System.err.println("*** not permitted here, and not tried: " + row.name() + " ***");
    } finally {
      for (Site site : sites) {
        site.close();
      }
    }
  }

  private static Long callUntilClosed(Row row, Site site) throws Exception {
    while (true) {
      assertThat(row.call(site.socket, site)).isPositive();
    }
  }

  @Test
  void neitherPollNorEpollBlocksACarrier() throws Exception {
    List<AutoCloseable> all = new ArrayList<>();
    List<BlockedThread<Integer>> threads = new ArrayList<>();
    try (var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM)) {
      for (int i = 0; i < MANY; i++) {
        Poll<Void> poll = Poll.open();
        Epoll<Void> epoll = Epoll.open();
        all.addAll(List.of(poll, epoll));
        poll.add(pair.first(), POLLIN);
        epoll.add(pair.first(), EPOLLIN);
        threads.add(virtual(poll::poll).awaitBlocked());
        threads.add(virtual(() -> epoll.epoll_wait(epoll.events(1))).awaitBlocked());
      }
      assertOthersRun();
      pair.second().send(Local.room(1));
      for (var thread : threads) {
        assertThat(thread.result()).isEqualTo(1);
      }
    } finally {
      for (AutoCloseable one : all) {
        one.close();
      }
    }
  }

  /** Nobody reads what was sent, and close waits for that. */
  @Test
  void closeThatLingersBlocksNoCarrier() throws Exception {
    List<Pair> pairs = new ArrayList<>();
    List<BlockedThread<Void>> closing = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        Pair pair = Pair.tcp();
        pairs.add(pair);
        pair.client().setsockopt(SO_SNDBUF, 1 << 14); // of many processors there are many pairs
        pair.server().setsockopt(SO_RCVBUF, 1 << 14);
        pair.client().setsockopt(SO_LINGER, Linger.of(Duration.ofHours(1)));
        while (pair.client().trySend(Local.room(1 << 16)) != PosixSocket.WOULD_BLOCK) {}
        closing.add(
            virtual(() -> {
              pair.client().close();
              return null;
            }));
      }
      assertOthersRun();
      assertThat(closing).noneMatch(BlockedThread::isDone);
      for (int i = 0; i < MANY; i++) {
        while (pairs.get(i).server().recv(Local.room(1 << 16)) > 0) {}
        closing.get(i).result();
      }
    } finally {
      for (Pair pair : pairs) {
        pair.server().close();
      }
    }
  }

  // Many waiters.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manyAccept(boolean withPlatformThreads) throws Exception {
    int count = 50;
    try (var listener = Local.bound(AF_INET, SOCK_STREAM, Inet4.loopback(0)).listen(count)) {
      List<BlockedThread<SockAddr>> threads = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        boolean virtual = !withPlatformThreads || i % 2 == 0;
        threads.add(new BlockedThread<>(virtual, () -> acceptOne(listener)));
      }
      for (var thread : threads) {
        thread.awaitBlocked("accept", "poll");
      }
      List<SockAddr> clients = new ArrayList<>();
      List<PosixSocket> open = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        var client = PosixSocket.open(AF_INET, SOCK_STREAM).connect(listener.getsockname());
        open.add(client);
        clients.add(client.getsockname());
      }
      assertThat(results(threads)).containsExactlyInAnyOrderElementsOf(clients);
      for (PosixSocket client : open) {
        client.close();
      }
    }
  }

  private static SockAddr acceptOne(PosixSocket listener) throws IOException {
    Accepted accepted = listener.accept();
    accepted.socket().close();
    return accepted.peer();
  }

  private static <T> List<T> results(List<BlockedThread<T>> threads) throws Exception {
    List<T> results = new ArrayList<>();
    for (var thread : threads) {
      results.add(thread.result());
    }
    return results;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manyReceiveDatagrams(boolean withPlatformThreads) throws Exception {
    int count = 50;
    try (var receiver = Local.udp();
        var sender = Local.udp().connect(receiver.getsockname())) {
      List<BlockedThread<String>> threads = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        boolean virtual = !withPlatformThreads || i % 2 == 0;
        threads.add(new BlockedThread<>(virtual, () -> Local.recv(receiver)));
      }
      for (var thread : threads) {
        thread.awaitBlocked("recv");
      }
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sender.send(Local.utf8("datagram " + i));
        sent.add("datagram " + i);
      }
      assertThat(results(threads)).containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  /** Half of those who wait are ended, and the wake-ups that they had are not lost. */
  @Test
  void thoseWhoAreInterruptedTakeNothingFromTheOthers() throws Exception {
    try (var receiver = Local.udp();
        var sender = Local.udp().connect(receiver.getsockname())) {
      for (int round = 0; round < 50; round++) {
        var leaving = virtual(() -> Local.recv(receiver)).awaitBlocked();
        var staying = virtual(() -> Local.recv(receiver)).awaitBlocked();
        sender.send(Local.utf8("one"));
        leaving.interrupt();
        boolean got = !isInterrupted(leaving);
        if (got) {
          sender.send(Local.utf8("one"));
        }
        assertThat(staying.result()).isEqualTo("one");
      }
    }
  }

  private static boolean isInterrupted(BlockedThread<String> thread) throws Exception {
    try {
      assertThat(thread.result()).isEqualTo("one");
      return false;
    } catch (AssertionError e) {
      assertThat(e.getCause()).isExactlyInstanceOf(InterruptedIOException.class);
      return true;
    }
  }

  // Both directions.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothDirectionsAtOnce(boolean withAPlatformThread) throws Exception {
    int length = 4 << 20;
    MemorySegment there = Local.pattern(length);
    MemorySegment back = Local.bytes(Local.content(there, length)).fill((byte) 5);
    try (Pair pair = Pair.tcp()) {
      var sending = virtual(() -> pair.client().send(there));
      var receiving = virtual(() -> received(pair.client(), length));
      var sendingBack = new BlockedThread<>(!withAPlatformThread, () -> pair.server().send(back));
      var receivingThere =
          new BlockedThread<>(!withAPlatformThread, () -> received(pair.server(), length));
      assertThat(receivingThere.result().mismatch(there)).isEqualTo(-1);
      assertThat(receiving.result().mismatch(back)).isEqualTo(-1);
      assertThat(sending.result()).isEqualTo(length);
      assertThat(sendingBack.result()).isEqualTo(length);
    }
  }

  private static MemorySegment received(PosixSocket socket, int length) throws IOException {
    MemorySegment buf = Local.room(length);
    Transfer.recvExactly(socket, buf);
    return buf;
  }

  /** Each byte of a stream goes to one of those who read it. */
  @Test
  void aPlatformThreadAndAVirtualOneReadTheSameStream() throws Exception {
    int length = 1 << 20;
    try (Pair pair = Pair.tcp()) {
      var threads =
          List.of(
              virtual(() -> counts(pair.server())),
              platform(() -> counts(pair.server())),
              virtual(() -> counts(pair.server())));
      for (int sent = 0; sent < length; sent += 256) {
        pair.client().send(ALL_BYTES);
      }
      pair.client().shutdown(SHUT_WR);
      Map<Byte, Integer> all = new TreeMap<>();
      for (var thread : threads) {
        thread.result().forEach((value, count) -> all.merge(value, count, Integer::sum));
      }
      assertThat(all).hasSize(256);
      assertThat(all.values()).containsOnly(length / 256);
    }
  }

  private static final MemorySegment ALL_BYTES = allBytes();

  private static MemorySegment allBytes() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return Local.bytes(all);
  }

  private static Map<Byte, Integer> counts(PosixSocket socket) throws IOException {
    Map<Byte, Integer> counts = new TreeMap<>();
    MemorySegment buf = Local.room(1000);
    for (long n; (n = socket.recv(buf)) > 0; ) {
      for (byte value : buf.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE)) {
        counts.merge(value, 1, Integer::sum);
      }
    }
    return counts;
  }

  /** All who wait see the end of the file, not only the one who is woken. */
  @Test
  void theEndOfAFileReachesEveryReader() throws Exception {
    try (Pair pair = Pair.tcp()) {
      List<BlockedThread<Long>> threads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        boolean virtual = i % 2 == 0;
        threads.add(new BlockedThread<>(virtual, () -> pair.server().recv(Local.room(9))));
        threads.getLast().awaitBlocked("recv");
      }
      pair.client().close();
      assertThat(results(threads)).containsOnly(0L);
    }
  }

  // Poll.

  @Test
  void theSameSocketTwiceInPoll() throws Exception {
    try (var pair = PosixSocket.socketpair(AF_UNIX, SOCK_STREAM);
        Poll<Void> poll = Poll.open()) {
      while (pair.first().trySend(Local.room(1)) != PosixSocket.WOULD_BLOCK) {}
      int in = poll.add(pair.first(), POLLIN);
      int out = poll.add(pair.first(), POLLOUT);
      var blocked = virtual(poll::poll).awaitBlocked();
      pair.second().send(Local.room(1));
      assertThat(blocked.result()).isEqualTo(1);
      assertThat(poll.revents(in)).isEqualTo(POLLIN);
      assertThat(poll.revents(out)).isEqualTo(PollEvents.NONE);
      pair.first().recv(Local.room(1));

      var again = virtual(poll::poll).awaitBlocked();
      while (!again.isDone()) {
        pair.second().tryRecv(Local.room(1 << 16));
      }
      assertThat(again.result()).isEqualTo(1);
      assertThat(poll.revents(out)).isEqualTo(POLLOUT);
    }
  }

  // Names.

  @Test
  void namesAreResolved() throws Exception {
    AddrInfo hints = AddrInfo.hints(AI_NUMERICHOST, AF_INET, SOCK_STREAM);
    var found = virtual(() -> AddrInfo.getaddrinfo("127.0.0.1", "7", hints)).result();
    assertThat(found.getFirst().addr()).isEqualTo(Inet4.loopback(7));
    assertThatThrownBy(() -> AddrInfo.getaddrinfo("no number", "7", hints))
        .isInstanceOf(AddrInfoException.class);
    var missing = virtual(() -> AddrInfo.getaddrinfo("no number", "7", hints));
    assertThat(missing.thrown()).isInstanceOf(AddrInfoException.class);
    NameInfoFlags numbers = NI_NUMERICHOST.or(NI_NUMERICSERV);
    var name = virtual(() -> AddrInfo.getnameinfo(Inet4.loopback(7), numbers)).result();
    assertThat(name).isEqualTo(new NameInfo("127.0.0.1", "7"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesAreResolvedUntilADeadline(boolean virtual) throws Exception {
    AddrInfo hints = AddrInfo.hints(AI_NUMERICHOST, AF_INET, SOCK_STREAM);
    Deadline farOff = Deadline.after(Duration.ofHours(1));
    var found =
        new BlockedThread<>(virtual, () -> AddrInfo.getaddrinfo("127.0.0.1", "7", hints, farOff));
    assertThat(found.result().getFirst().addr()).isEqualTo(Inet4.loopback(7));
    Deadline over = Deadline.after(Duration.ZERO);
    var late =
        new BlockedThread<>(virtual, () -> AddrInfo.getaddrinfo("127.0.0.1", "7", hints, over));
    assertThat(late.thrown()).isExactlyInstanceOf(SocketTimeoutException.class);
    var interrupted =
        new BlockedThread<>(
            virtual,
            () -> {
              Thread.currentThread().interrupt();
              return AddrInfo.getaddrinfo("127.0.0.1", "7", hints, farOff);
            });
    assertThat(interrupted.thrown()).isExactlyInstanceOf(InterruptedIOException.class);
    assertThat(interrupted.wasInterrupted()).isTrue();
    var undisturbed =
        new BlockedThread<>(
            virtual,
            () -> {
              Thread.currentThread().interrupt();
              return AddrInfo.getaddrinfo("127.0.0.1", "7", hints);
            });
    assertThat(undisturbed.result().getFirst().addr()).isEqualTo(Inet4.loopback(7));
    assertThat(undisturbed.wasInterrupted()).isTrue();
  }
}
