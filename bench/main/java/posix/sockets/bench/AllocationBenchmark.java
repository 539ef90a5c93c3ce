package posix.sockets.bench;

import static posix.sockets.Constants.AF_UNIX;
import static posix.sockets.Constants.EPOLLOUT;
import static posix.sockets.Constants.MSG_DONTWAIT;
import static posix.sockets.Constants.POLLIN;
import static posix.sockets.Constants.POLLOUT;
import static posix.sockets.Constants.SOCK_DGRAM;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import posix.sockets.AddressBuffer;
import posix.sockets.Epoll;
import posix.sockets.EpollReady;
import posix.sockets.MessageBatch;
import posix.sockets.MsgFlags;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.SocketPair;

/** Calls that a loop makes again and again, to be run with JMH's gc profiler: none may allocate. */
@State(Scope.Thread)
public class AllocationBenchmark {
  private static final int SIZE = 64;
  private static final int BATCH = 16;

  private SocketPair pair;
  private MemorySegment buf;
  private AddressBuffer from;
  private MessageBatch outgoing;
  private MessageBatch incoming;
  private Poll<Object> poll;
  private Epoll<Object> epoll;
  private EpollReady<Object> ready;
  private int fd;

  /** Connects a pair of datagram sockets. */
  @Setup
  public void open() throws IOException {
    pair = PosixSocket.socketpair(AF_UNIX, SOCK_DGRAM);
    buf = Arena.global().allocate(SIZE);
    from = new AddressBuffer();
    outgoing = new MessageBatch(BATCH, SIZE);
    incoming = new MessageBatch(BATCH, SIZE);
    poll = Poll.open();
    poll.add(pair.first(), POLLIN); // never ready
    poll.add(pair.second(), POLLOUT);
    epoll = Epoll.open();
    epoll.add(pair.second(), EPOLLOUT);
    ready = epoll.events(8);
    fd = pair.second().fd();
  }

  /** Closes it. */
  @TearDown
  public void close() throws IOException {
    poll.close();
    epoll.close();
    pair.close();
  }

  /** send and recv of a segment off the heap. */
  @Benchmark
  public void sendAndRecv() throws IOException {
    expect(pair.first().send(buf), SIZE);
    expect(pair.second().recv(buf), SIZE);
  }

  /** A recv that would block. */
  @Benchmark
  public void tryRecv() throws IOException {
    expect(pair.second().tryRecv(buf), PosixSocket.WOULD_BLOCK);
  }

  /** send and recvfrom, the sender's address in a buffer. */
  @Benchmark
  public void sendAndRecvfrom() throws IOException {
    expect(pair.first().send(buf), SIZE);
    expect(pair.second().recvfrom(buf, MsgFlags.NONE, from), SIZE);
  }

  /** sendmmsg and recvmmsg. */
  @Benchmark
  public void sendmmsgAndRecvmmsg() throws IOException {
    int sent = pair.first().sendmmsg(outgoing, 0, BATCH, MSG_DONTWAIT);
    expect(pair.second().recvmmsg(incoming, sent, MSG_DONTWAIT), sent);
  }

  /** poll with one socket ready. */
  @Benchmark
  public void pollReady() throws IOException {
    expect(poll.poll(0), 1);
    expect(poll.nextReady(0), 1);
  }

  /** epoll_wait with one socket ready. */
  @Benchmark
  public void epollReady() throws IOException {
    expect(epoll.epoll_wait(ready, 0), 1);
    while (ready.next()) {
      expect(ready.fd(), fd);
    }
  }

  private static void expect(long result, long expected) {
    if (result != expected) {
      throw new IllegalStateException(result + ", not " + expected);
    }
  }
}
