package posix.sockets;

import static posix.sockets.raw.constants.ErrnoH.EBADF;
import static posix.sockets.raw.constants.PollH.EPOLLET;
import static posix.sockets.raw.constants.PollH.EPOLLIN;
import static posix.sockets.raw.constants.PollH.EPOLL_CLOEXEC;
import static posix.sockets.raw.constants.PollH.EPOLL_CTL_ADD;
import static posix.sockets.raw.constants.PollH.EPOLL_CTL_DEL;
import static posix.sockets.raw.constants.PollH.EPOLL_CTL_MOD;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import posix.sockets.EpollSlots.Slot;
import posix.sockets.internal.BlockingCall;
import posix.sockets.internal.CallFrame;
import posix.sockets.internal.Descriptor;
import posix.sockets.internal.EpollEvent;
import posix.sockets.internal.Errors;
import posix.sockets.internal.EventFd;
import posix.sockets.internal.OpenFile;
import posix.sockets.internal.Timeouts;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.LibcPoll;
import posix.sockets.raw.constants.FcntlH;

/**
 * An epoll instance. What is registered may have an attachment, which comes back with its events:
 *
 * <pre>{@code
 * try (Epoll<Connection> epoll = Epoll.open()) {
 *   epoll.add(socket, EPOLLIN.or(EPOLLRDHUP), connection);
 *   EpollReady<Connection> ready = epoll.events(256); // struct epoll_event events[256]
 *   while (true) {
 *     epoll.epoll_wait(ready);
 *     while (ready.next()) {
 *       ready.attachment().handle(ready.events());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Any thread may use it at any time; threads that wait need an {@link EpollReady} each.
 *
 * <p>A socket that is closed is out of it: nothing is reported of it any more, not even what
 * happened before, and its number may be registered anew. But as long as another descriptor of the
 * same socket is open (a {@code dup}, one that was passed on or inherited), the kernel keeps the
 * registration, and {@code epoll_wait} may return for events that {@link EpollReady#next} passes
 * over: {@link #del} such a socket before closing it.
 *
 * @param <A> the attachments' type
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public final class Epoll<A> implements AutoCloseable {
  private final Descriptor descriptor;
  private final EventFd wake;

  /** What is registered. Its lock keeps it and the kernel's set the same. */
  final EpollSlots<A> slots = new EpollSlots<>();

  private Epoll(int fd, EventFd wake) {
    descriptor = new Descriptor(fd, OpenFile.made(0, 0, 0));
    this.wake = wake;
  }

  /**
   * {@code int epoll_create1(EPOLL_CLOEXEC)}. It has a second descriptor, for {@link #wakeup}.
   *
   * @param <A> the attachments' type
   * @return a new epoll instance
   * @throws ErrnoException EMFILE, ENFILE, ENOMEM
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_create.2.html">epoll_create1(2)</a>
   */
  public static <A> Epoll<A> open() throws IOException {
    EventFd wake = EventFd.open();
    Descriptor made = null;
    try (var arena = Arena.ofConfined()) {
      int fd = LibcPoll.epoll_create1(arena.allocate(Call.ERRNO), EPOLL_CLOEXEC);
      var epoll = new Epoll<A>(Errors.check("epoll_create1", fd, null), wake);
      made = epoll.descriptor;
      // Edge-triggered: a signal wakes one of those who wait, and nobody has to reset it.
      epoll.epoll_ctl(EPOLL_CTL_ADD, wake.descriptor.fd, EPOLLIN | EPOLLET, EpollSlots.WAKE);
      return epoll;
    } catch (Throwable t) {
      if (made != null) {
        made.close();
      }
      wake.descriptor.close();
      throw t;
    }
  }

  /**
   * {@code int epoll_ctl(int epfd, EPOLL_CTL_ADD, int fd, struct epoll_event *event)}, without an
   * attachment.
   *
   * @param socket the socket to register
   * @param events as {@link #add(PosixSocket, EpollEvents, Object)}
   * @throws IOException as {@link #add(PosixSocket, EpollEvents, Object)}
   */
  public void add(PosixSocket socket, EpollEvents events) throws IOException {
    add(socket, events, null);
  }

  /**
   * {@code int epoll_ctl(int epfd, EPOLL_CTL_ADD, int fd, struct epoll_event *event)}.
   *
   * @param socket the socket to register
   * @param events what to wait for, with {@code EPOLLET}, {@code EPOLLONESHOT}, {@code
   *     EPOLLEXCLUSIVE} or {@code EPOLLWAKEUP} if wanted; {@code EPOLLERR} and {@code EPOLLHUP}
   *     come unasked
   * @param attachment what {@link EpollReady#attachment} gives back
   * @throws ErrnoException EEXIST, EINVAL, ENOMEM, ENOSPC
   * @throws IOException if the socket or this is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
   */
  public void add(PosixSocket socket, EpollEvents events, A attachment) throws IOException {
    Descriptor target = socket.descriptor;
    target.held.hold();
    try {
      synchronized (slots) {
        register(EPOLL_CTL_ADD, target.fd, socket, events.value(), attachment);
      }
    } finally {
      target.held.exit();
    }
  }

  /**
   * {@code int epoll_ctl(int epfd, EPOLL_CTL_ADD, int fd, struct epoll_event *event)}, for a
   * descriptor that is not a socket of this library's.
   *
   * @param fd the descriptor to register
   * @param events as {@link #add(PosixSocket, EpollEvents, Object)}
   * @param attachment what {@link EpollReady#attachment} gives back, or null
   * @throws ErrnoException EBADF, EEXIST, EINVAL, ELOOP, ENOMEM, ENOSPC, EPERM for a file that is
   *     always ready
   * @throws IOException if this is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
   */
  public void add(int fd, EpollEvents events, A attachment) throws IOException {
    synchronized (slots) {
      register(EPOLL_CTL_ADD, fd, null, events.value(), attachment);
    }
  }

  /**
   * {@code int epoll_ctl(int epfd, EPOLL_CTL_MOD, int fd, struct epoll_event *event)}. The
   * attachment stays. This is also what arms an {@code EPOLLONESHOT} anew.
   *
   * @param socket a socket that is registered
   * @param events what to wait for from now on
   * @throws ErrnoException EINVAL for {@code EPOLLEXCLUSIVE}, ENOENT, ENOMEM
   * @throws IOException if the socket or this is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
   */
  public void mod(PosixSocket socket, EpollEvents events) throws IOException {
    Descriptor target = socket.descriptor;
    target.held.hold();
    try {
      modify(target.fd, socket, events.value());
    } finally {
      target.held.exit();
    }
  }

  /**
   * {@code int epoll_ctl(int epfd, EPOLL_CTL_MOD, int fd, struct epoll_event *event)}; as {@link
   * #mod(PosixSocket, EpollEvents)}.
   *
   * @param fd a descriptor that is registered
   * @param events what to wait for from now on
   * @throws ErrnoException EBADF, EINVAL, ENOENT, ENOMEM
   * @throws IOException if this is closed
   */
  public void mod(int fd, EpollEvents events) throws IOException {
    modify(fd, null, events.value());
  }

  private void modify(int fd, PosixSocket socket, int events) throws IOException {
    synchronized (slots) {
      Slot<A> slot = slots.of(fd);
      if (slot != null && isSame(slot.socket, socket)) {
        epoll_ctl(EPOLL_CTL_MOD, fd, events, slot.data());
      } else { // the kernel knows whether there is such a registration
        register(EPOLL_CTL_MOD, fd, socket, events, null);
      }
    }
  }

  private static boolean isSame(PosixSocket one, PosixSocket other) {
    return one == null || other == null ? one == other : one.descriptor == other.descriptor;
  }

  /**
   * {@code int epoll_ctl(int epfd, EPOLL_CTL_DEL, int fd, NULL)}.
   *
   * @param socket a socket that is registered
   * @throws ErrnoException ENOENT
   * @throws IOException if the socket or this is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
   */
  public void del(PosixSocket socket) throws IOException {
    Descriptor target = socket.descriptor;
    target.held.hold();
    try {
      unregister(target.fd);
    } finally {
      target.held.exit();
    }
  }

  /**
   * {@code int epoll_ctl(int epfd, EPOLL_CTL_DEL, int fd, NULL)}.
   *
   * @param fd a descriptor that is registered
   * @throws ErrnoException EBADF, ENOENT
   * @throws IOException if this is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
   */
  public void del(int fd) throws IOException {
    unregister(fd);
  }

  private void unregister(int fd) throws IOException {
    synchronized (slots) {
      Slot<A> slot = slots.of(fd);
      try {
        epoll_ctl(EPOLL_CTL_DEL, fd, 0, 0);
      } catch (ErrnoException e) {
        if (slot != null && slot.socket == null) {
          slots.remove(slot); // a bare descriptor that was closed before
        }
        throw e;
      }
      if (slot != null) {
        slots.remove(slot);
      }
    }
  }

  private void register(int op, int fd, PosixSocket socket, int events, A attachment)
      throws IOException {
    if (!slots.hasRoomFor(fd)) {
      requireOpen(fd, op); // before there is a table as large as its number
    }
    Slot<A> slot = slots.put(fd, socket, attachment);
    try {
      epoll_ctl(op, fd, events, slot.data());
    } catch (Throwable t) {
      slots.takeBack(slot);
      throw t;
    }
    slots.keep(slot);
  }

  private void requireOpen(int fd, int op) throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      if (LibcFiles.fcntl(frame.errno, fd, FcntlH.F_GETFD, 0) < 0) {
        throw failed(-EBADF, op, fd);
      }
    } finally {
      descriptor.out.exit(frame);
    }
  }

  private void epoll_ctl(int op, int fd, int events, long data) throws IOException {
    CallFrame frame = descriptor.out.enter();
    try {
      EpollEvent.set(frame.address, events, data);
      int result = LibcPoll.epoll_ctl(frame.errno, descriptor.fd, op, fd, frame.address);
      if (result < 0) {
        throw failed(result, op, fd);
      }
    } finally {
      descriptor.out.exit(frame);
    }
  }

  private static ErrnoException failed(int result, int op, int fd) {
    String name =
        switch (op) {
          case EPOLL_CTL_ADD -> "EPOLL_CTL_ADD";
          case EPOLL_CTL_MOD -> "EPOLL_CTL_MOD";
          default -> "EPOLL_CTL_DEL";
        };
    return Errors.exception("epoll_ctl", result, name + ", fd " + fd);
  }

  /**
   * {@code struct epoll_event events[maxevents]}: what {@link #epoll_wait} fills.
   *
   * @param maxevents how many events one call may bring, at least 1
   * @return the array, empty
   */
  public EpollReady<A> events(int maxevents) {
    return new EpollReady<>(this, maxevents);
  }

  /**
   * {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, -1)}. Blocks until
   * something happens, or until {@link #wakeup}.
   *
   * @param ready takes what happened
   * @return how many events there are, with those that {@link EpollReady#next} passes over; 0 after
   *     a wake-up
   * @throws ClosedChannelException if this is closed, also while it blocks
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_wait.2.html">epoll_wait(2)</a>
   */
  public int epoll_wait(EpollReady<A> ready) throws IOException {
    return await(ready, Timeouts.FOREVER);
  }

  /**
   * {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)}.
   *
   * @param ready takes what happened
   * @param timeout milliseconds; 0 does not wait, a negative number waits without a limit
   * @return how many events there are; 0 when the time ran out, and after a wake-up
   * @throws IOException as {@link #epoll_wait(EpollReady)}
   */
  public int epoll_wait(EpollReady<A> ready, int timeout) throws IOException {
    return await(ready, Timeouts.of(timeout));
  }

  /**
   * {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)}.
   *
   * @param ready takes what happened
   * @param timeout how long to wait, rounded up to milliseconds; zero or less does not wait
   * @return how many events there are; 0 when the time ran out, and after a wake-up
   * @throws IOException as {@link #epoll_wait(EpollReady)}
   */
  public int epoll_wait(EpollReady<A> ready, Duration timeout) throws IOException {
    return await(ready, Timeouts.of(timeout));
  }

  private int await(EpollReady<A> ready, long nanos) throws IOException {
    if (ready.epoll != this) {
      throw new IllegalArgumentException("the events of another epoll instance");
    }
    ready.fill(0);
    BlockingCall call = descriptor.in.begin(0, nanos == 0);
    try {
      int n = call.waits() ? tryAndWait(call, ready, nanos) : call(call, ready, nanos);
      return ready.fill(Errors.check("epoll_wait", n, null));
    } finally {
      descriptor.in.end(call);
    }
  }

  private int call(BlockingCall call, EpollReady<A> ready, long nanos) throws IOException {
    long end = Timeouts.deadline(nanos);
    int millis = Timeouts.millis(nanos);
    while (true) {
      int n = LibcPoll.epoll_wait(call.errno, descriptor.fd, ready.array, ready.room, millis);
      boolean more = n == 0 && millis == Integer.MAX_VALUE;
      if (!more && !(n < 0 && call.again(descriptor.in, n))) {
        return n;
      }
      millis = Timeouts.millisLeft(nanos, end);
    }
  }

  /** On a virtual thread, whose carrier must not wait: this descriptor is waited for itself. */
  private int tryAndWait(BlockingCall call, EpollReady<A> ready, long nanos) throws IOException {
    call.endAt(Timeouts.deadline(nanos));
    boolean goesOn = true;
    while (true) {
      int n = LibcPoll.epoll_wait(call.errno, descriptor.fd, ready.array, ready.room, 0);
      if (n == 0 && goesOn) {
        goesOn = call.awaitEpoll(descriptor.in);
      } else if (n >= 0 || !call.again(descriptor.in, n)) {
        return n;
      }
    }
  }

  /**
   * Ends an {@code epoll_wait} that blocks, or else the next one; from any thread. Several before
   * one wait has ended count as one.
   *
   * @throws IOException if this is closed
   */
  public void wakeup() throws IOException {
    wake.signal();
  }

  /**
   * The descriptor, for raw calls and for another epoll instance. It goes on belonging to this one.
   *
   * @return its number
   * @throws IOException if this is closed
   */
  public int fd() throws IOException {
    descriptor.held.hold();
    descriptor.held.exit();
    descriptor.file.share();
    return descriptor.fd;
  }

  /**
   * {@code int close(int fd)}, from any thread; each {@code epoll_wait} in flight throws {@link
   * ClosedChannelException}. The sockets stay as they are. A second close does nothing.
   *
   * @throws ErrnoException EIO
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  @Override
  public void close() throws IOException {
    try {
      descriptor.close();
    } finally {
      wake.descriptor.close();
    }
  }

  /**
   * Whether {@link #close} was called.
   *
   * @return whether it was
   */
  public boolean isClosed() {
    return descriptor.isClosed();
  }

  /** The descriptor's number, or that there is none any more. */
  @Override
  public String toString() {
    return "Epoll[" + (isClosed() ? "closed" : "fd " + descriptor.fd) + "]";
  }
}
