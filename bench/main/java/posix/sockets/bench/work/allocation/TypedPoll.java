package posix.sockets.bench.work.allocation;

import static posix.sockets.Constants.POLLIN;
import static posix.sockets.Constants.POLLOUT;

import java.io.IOException;
import posix.sockets.Poll;
import posix.sockets.bench.work.Arguments;

/** poll with two sockets, one of which is ready. */
public final class TypedPoll extends DatagramPair {
  private final Poll<Object> poll = Poll.open();

  /** No arguments. */
  public TypedPoll(Arguments arguments) throws IOException {
    poll.add(pair.first(), POLLIN); // never ready
    poll.add(pair.second(), POLLOUT);
  }

  @Override
  public void run() throws IOException {
    expect(poll.poll(0), 1);
    expect(poll.nextReady(0), 1);
  }

  @Override
  public void close() throws IOException {
    poll.close();
    super.close();
  }
}
