package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static posix.sockets.raw.constants.ErrnoH.EINTR;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import posix.sockets.internal.Blocker;
import posix.sockets.internal.BlockingCall;
import posix.sockets.internal.Direction;
import posix.sockets.internal.Errors;
import posix.sockets.internal.EventFd;
import posix.sockets.internal.Gate;
import posix.sockets.internal.Timeouts;
import posix.sockets.internal.VirtualPoll;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcPoll;
import posix.sockets.libc.Structs.pollfd;
import posix.sockets.raw.constants.PollH;

/**
 * An array of {@code struct pollfd}, and {@code poll} on it. An entry has an index, which it keeps,
 * and may have an attachment, which comes back with its events:
 *
 * <pre>{@code
 * try (Poll<Connection> poll = Poll.open()) {
 *   poll.add(socket, POLLIN, connection);
 *   while (poll.poll() > 0) {
 *     for (int i = poll.nextReady(0); i >= 0; i = poll.nextReady(i + 1)) {
 *       poll.attachment(i).ready(poll.revents(i));
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>It belongs to one thread at a time; a call that meets another in flight throws {@link
 * IllegalStateException}. Any thread may {@link #wakeup} and {@link #close} it, and may close a
 * socket that is in it: a {@code poll} in flight then ends, and answers {@code POLLNVAL} for it, as
 * C does for a closed descriptor, and so does each further one until the entry is removed. Until
 * {@code poll} returns the descriptors keep their numbers. A bare descriptor that is closed may be
 * somebody else's by then, as in C.
 *
 * @param <A> the attachments' type
 */
public final class Poll<A> implements AutoCloseable {
  private static final int SIZE = pollfd.SIZE;
  private static final int FIRST_ROOM = 16;

  private final Gate gate = new Gate();
  private final EventFd wake;
  private final MemorySegment errno = Arena.ofAuto().allocate(Call.ERRNO);

  /**
   * The entries, and behind the last of them the wake-up's: the kernel then looks at it last, and
   * need not wait on it when an entry is ready.
   */
  private MemorySegment entries = MemorySegment.NULL;

  private PosixSocket[] sockets = new PosixSocket[0];
  private Object[] attachments = new Object[0];

  /** What {@code poll} holds on to: of each socket that it has not found closed. */
  private Direction[] holds = new Direction[0];

  private int[] free = new int[0];
  private int freed;
  private int used;
  private boolean awakened; // by wakeup, or by the close of a socket

  private Poll(EventFd wake) {
    this.wake = wake;
    grow(FIRST_ROOM);
    moveWake();
  }

  /**
   * An empty array. It has a descriptor of its own, for {@link #wakeup}.
   *
   * @param <A> the attachments' type
   * @return the array
   * @throws ErrnoException EMFILE, ENFILE, ENOMEM
   */
  public static <A> Poll<A> open() throws IOException {
    return new Poll<>(EventFd.open());
  }

  /**
   * Adds an entry without an attachment.
   *
   * @param socket the socket
   * @param events what to wait for; {@code POLLERR}, {@code POLLHUP} and {@code POLLNVAL} come
   *     unasked
   * @return the entry's index
   * @throws IOException if the socket or this is closed
   */
  public int add(PosixSocket socket, PollEvents events) throws IOException {
    return add(socket, events, null);
  }

  /**
   * Adds an entry.
   *
   * @param socket the socket
   * @param events what to wait for; {@code POLLERR}, {@code POLLHUP} and {@code POLLNVAL} come
   *     unasked
   * @param attachment what {@link #attachment} gives back
   * @return the entry's index
   * @throws IOException if the socket or this is closed
   */
  public int add(PosixSocket socket, PollEvents events, A attachment) throws IOException {
    socket.descriptor.held.hold();
    try {
      return add(socket.descriptor.fd, socket, events, attachment);
    } finally {
      socket.descriptor.held.exit();
    }
  }

  /**
   * Adds an entry for a descriptor that is not a socket of this library's; it has to stay open.
   *
   * @param fd the descriptor
   * @param events what to wait for
   * @param attachment what {@link #attachment} gives back, or null
   * @return the entry's index
   * @throws IOException if this is closed
   */
  public int add(int fd, PollEvents events, A attachment) throws IOException {
    if (fd < 0) {
      throw new IllegalArgumentException("a descriptor is not negative: " + fd);
    }
    return add(fd, null, events, attachment);
  }

  private int add(int fd, PosixSocket socket, PollEvents events, A attachment) throws IOException {
    int bits = events.value();
    gate.enterAlone();
    try {
      if (freed == 0 && used == sockets.length) {
        grow(2 * used);
      }
      int index = freed > 0 ? free[--freed] : used++;
      moveWake();
      sockets[index] = socket;
      holds[index] = null;
      if (socket != null) {
        holds[index] = socket.descriptor.held;
        socket.descriptor.watch(wake);
      }
      attachments[index] = attachment;
      set(index, fd, bits);
      return index;
    } finally {
      leave();
    }
  }

  /**
   * Changes what an entry waits for.
   *
   * @param index the entry
   * @param events what to wait for
   * @throws IOException if this is closed
   */
  public void modify(int index, PollEvents events) throws IOException {
    int bits = events.value();
    gate.enterAlone();
    try {
      entries.set(JAVA_SHORT, at(index) + pollfd.events, (short) bits);
    } finally {
      leave();
    }
  }

  /**
   * Removes an entry. Its index may then be another's.
   *
   * @param index the entry
   * @throws IOException if this is closed
   */
  public void remove(int index) throws IOException {
    gate.enterAlone();
    try {
      at(index);
      if (sockets[index] != null) {
        sockets[index].descriptor.unwatch(wake);
      }
      sockets[index] = null;
      holds[index] = null;
      attachments[index] = null;
      set(index, -1, 0); // the kernel passes over a negative descriptor
      free[freed++] = index;
      if (freed == used) {
        freed = 0;
        used = 0;
        moveWake();
      }
    } finally {
      leave();
    }
  }

  /**
   * How many entries there are.
   *
   * @return their number
   */
  public int size() {
    return used - freed;
  }

  /**
   * {@code int poll(struct pollfd *fds, nfds_t nfds, -1)}. Blocks until an entry is ready, or until
   * {@link #wakeup}.
   *
   * @return how many entries are ready; 0 after a wake-up
   * @throws ErrnoException EINVAL for more entries than {@code RLIMIT_NOFILE}, ENOMEM
   * @throws ClosedChannelException if this is closed, also while it blocks
   * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
   */
  public int poll() throws IOException {
    return await(Timeouts.FOREVER);
  }

  /**
   * {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)}.
   *
   * @param timeout milliseconds; 0 does not wait, a negative number waits without a limit
   * @return how many entries are ready; 0 when the time ran out, and after a wake-up
   * @throws IOException as {@link #poll()}
   */
  public int poll(int timeout) throws IOException {
    return await(Timeouts.of(timeout));
  }

  /**
   * {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)}.
   *
   * @param timeout how long to wait, rounded up to milliseconds; zero or less does not wait
   * @return how many entries are ready; 0 when the time ran out, and after a wake-up
   * @throws IOException as {@link #poll()}
   */
  public int poll(Duration timeout) throws IOException {
    return await(Timeouts.of(timeout));
  }

  private int await(long nanos) throws IOException {
    gate.enterAlone();
    int held = 0;
    try {
      int closed = 0;
      for (; held < used; held++) {
        if (holds[held] == null ? sockets[held] != null : !hold(held)) {
          closed++;
        }
      }
      int ready = call(closed > 0 ? 0 : nanos);
      if (gate.isClosed()) {
        throw new ClosedChannelException();
      }
      Errors.check("poll", ready, null);
      return closed > 0 || awakened ? ready + markClosed() : ready;
    } finally {
      while (--held >= 0) {
        if (holds[held] != null) {
          holds[held].exit();
        }
      }
      leave();
    }
  }

  /**
   * Keeps a socket open while it is polled: the kernel looks its number up anew each time that
   * something wakes it. One that is closed is never looked at again.
   */
  private boolean hold(int index) {
    try {
      holds[index].hold();
      return true;
    } catch (ClosedChannelException _) {
      holds[index] = null;
      entries.set(JAVA_INT, (long) index * SIZE + pollfd.fd, -1);
      return false;
    }
  }

  /** Makes POLLNVAL of what was closed, and counts what was not ready before. */
  private int markClosed() {
    int more = 0;
    for (int i = 0; i < used; i++) {
      if (sockets[i] != null && sockets[i].isClosed()) {
        long revents = (long) i * SIZE + pollfd.revents;
        more += entries.get(JAVA_SHORT, revents) == 0 ? 1 : 0;
        entries.set(JAVA_SHORT, revents, (short) PollH.POLLNVAL);
      }
    }
    return more;
  }

  private int call(long nanos) throws IOException {
    awakened = false;
    if (nanos == 0) {
      return VirtualPoll.look(errno, entries, used); // nobody to wake
    }
    Thread thread = Thread.currentThread();
    if (thread.isInterrupted()) {
      throw BlockingCall.interrupted();
    }
    int ready;
    if (thread.isVirtual()) {
      ready = VirtualPoll.poll(errno, entries, used + 1, nanos);
    } else {
      Blocker blocker = BlockingCall.ofThread().blocker();
      blocker.begin();
      try {
        ready = block(thread, nanos);
      } finally {
        blocker.end();
      }
    }
    if (ready > 0 && entries.get(JAVA_SHORT, (long) used * SIZE + pollfd.revents) != 0) {
      awakened = true;
      ready--;
      if (!gate.isClosed()) {
        wake.reset();
      }
    }
    return ready;
  }

  private int block(Thread thread, long nanos) throws IOException {
    long deadline = Timeouts.deadline(nanos);
    int millis = Timeouts.millis(nanos);
    while (true) {
      int ready = LibcPoll.poll(errno, entries, used + 1, millis);
      boolean more = ready == 0 && millis == Integer.MAX_VALUE;
      if (ready != -EINTR && !more) {
        return ready;
      }
      if (thread.isInterrupted()) {
        throw BlockingCall.interrupted();
      }
      millis = Timeouts.millisLeft(nanos, deadline);
    }
  }

  /**
   * The first entry that is ready, from an index on: {@code for (int i = poll.nextReady(0); i >= 0;
   * i = poll.nextReady(i + 1))} goes through all. Entries may be added, changed and removed on the
   * way.
   *
   * @param from the index to begin with
   * @return its index, or -1 if there is none
   */
  public int nextReady(int from) {
    for (int i = from; i < used; i++) {
      if (entries.get(JAVA_SHORT, (long) i * SIZE + pollfd.revents) != 0) {
        return i;
      }
    }
    return -1;
  }

  /**
   * What the last {@code poll} said of an entry.
   *
   * @param index the entry
   * @return its {@code revents}
   */
  public PollEvents revents(int index) {
    return PollEvents.of(Short.toUnsignedInt(entries.get(JAVA_SHORT, at(index) + pollfd.revents)));
  }

  /**
   * What an entry waits for.
   *
   * @param index the entry
   * @return its {@code events}
   */
  public PollEvents events(int index) {
    return PollEvents.of(Short.toUnsignedInt(entries.get(JAVA_SHORT, at(index) + pollfd.events)));
  }

  /**
   * An entry's socket.
   *
   * @param index the entry
   * @return its socket, or null for a bare descriptor
   */
  public PosixSocket socket(int index) {
    at(index);
    return sockets[index];
  }

  /**
   * An entry's descriptor.
   *
   * @param index the entry
   * @return its {@code fd}, -1 for a socket that was found closed
   */
  public int fd(int index) {
    return entries.get(JAVA_INT, at(index) + pollfd.fd);
  }

  /**
   * What was attached to an entry.
   *
   * @param index the entry
   * @return its attachment, or null
   */
  @SuppressWarnings("unchecked") // nothing but an A comes in
  public A attachment(int index) {
    at(index);
    return (A) attachments[index];
  }

  /**
   * Ends the {@code poll} that blocks, or else the next one that would; from any thread.
   *
   * @throws IOException if this is closed
   */
  public void wakeup() throws IOException {
    wake.signal();
  }

  /**
   * Closes this array's own descriptor, from any thread; a {@code poll} in flight throws {@link
   * ClosedChannelException}. The sockets stay as they are. A second close does nothing.
   *
   * @throws ErrnoException EIO
   */
  @Override
  public void close() throws IOException {
    switch (gate.close()) {
      case AGAIN -> {}
      case LAST -> end();
      case BUSY -> {
        try {
          wake.signal();
        } catch (ClosedChannelException _) {
          // it has left by itself, and has closed it
        }
      }
    }
  }

  private void leave() throws IOException {
    if (gate.exit()) {
      end();
    }
  }

  private void end() throws IOException {
    for (int i = 0; i < used; i++) {
      if (sockets[i] != null) {
        sockets[i].descriptor.unwatch(wake);
      }
    }
    wake.descriptor.close();
  }

  /** Where an entry stands. */
  private long at(int index) {
    if (Objects.checkIndex(index, used) >= 0 && isFree(index)) {
      throw new IndexOutOfBoundsException("no entry has index " + index);
    }
    return (long) index * SIZE;
  }

  private boolean isFree(int index) {
    return sockets[index] == null && entries.get(JAVA_INT, (long) index * SIZE + pollfd.fd) < 0;
  }

  private void set(int index, int fd, int events) {
    long at = (long) index * SIZE;
    entries.set(JAVA_INT, at + pollfd.fd, fd);
    entries.set(JAVA_SHORT, at + pollfd.events, (short) events);
    entries.set(JAVA_SHORT, at + pollfd.revents, (short) 0);
  }

  private void moveWake() {
    set(used, wake.descriptor.fd, PollH.POLLIN);
  }

  private void grow(int room) {
    MemorySegment larger = Arena.ofAuto().allocate((room + 1L) * SIZE, SIZE);
    MemorySegment.copy(entries, 0, larger, 0, entries.byteSize());
    entries = larger;
    sockets = Arrays.copyOf(sockets, room);
    attachments = Arrays.copyOf(attachments, room);
    holds = Arrays.copyOf(holds, room);
    free = Arrays.copyOf(free, room);
  }

  /** How many entries there are, or that it is closed. */
  @Override
  public String toString() {
    return "Poll[" + (gate.isClosed() ? "closed" : size() + " entries") + "]";
  }
}
