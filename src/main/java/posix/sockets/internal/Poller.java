package posix.sockets.internal;

import static posix.sockets.raw.constants.PollH.EPOLLET;
import static posix.sockets.raw.constants.PollH.EPOLLIN;
import static posix.sockets.raw.constants.PollH.EPOLLONESHOT;
import static posix.sockets.raw.constants.PollH.EPOLLOUT;
import static posix.sockets.raw.constants.PollH.EPOLLPRI;
import static posix.sockets.raw.constants.PollH.EPOLLRDHUP;
import static posix.sockets.raw.constants.PollH.EPOLL_CLOEXEC;
import static posix.sockets.raw.constants.PollH.EPOLL_CTL_ADD;
import static posix.sockets.raw.constants.PollH.EPOLL_CTL_DEL;
import static posix.sockets.raw.constants.PollH.EPOLL_CTL_MOD;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import posix.sockets.ErrnoException;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.LibcPoll;

/**
 * Tells virtual threads that what they wait for has happened. It is a virtual thread itself, so
 * that it hands events over without leaving the scheduler's threads; when it finds nothing it
 * parks, and a platform thread waits in its stead. Descriptors are registered once, for all events,
 * edge-triggered, when somebody first waits.
 */
final class Poller {
  private static final int ALL = EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP | EPOLLET;
  private static final int ROOM = 64;
  private static final int FEW = 1024;

  /**
   * How long it goes on while there is always something. A thread of the scheduler's runs what it
   * has itself before it looks at what comes from outside, such as the end of a sleep. It gets
   * there only if the poller, which makes ever more work for it, parks now and then.
   */
  private static final long LONGEST_NANOS = 5_000_000;

  private static volatile Poller running;

  /** Its descriptors are there, and its threads may not be yet; guarded by the class. */
  private static Poller made;

  private final int epfd;
  private final int idlefd; // what the platform thread waits on: an epoll of the one above

  // All that its threads work with: one that ended for want of memory would leave everybody parked.
  private final MemorySegment errno = Arena.global().allocate(Call.ERRNO);
  private final MemorySegment events =
      Arena.global().allocate((long) ROOM * EpollEvent.SIZE, Long.BYTES);
  private final MemorySegment idleEvent = Arena.global().allocate(EpollEvent.SIZE, Long.BYTES);
  private final MemorySegment idleErrno = Arena.global().allocate(Call.ERRNO);
  private final MemorySegment woken = Arena.global().allocate(EpollEvent.SIZE, Long.BYTES);

  private volatile Thread thread;
  private boolean hasIdleThread; // guarded by the class
  private volatile boolean idle;

  /** By descriptor: their numbers are small, since the kernel gives the lowest that is free. */
  private volatile AtomicReferenceArray<Readiness> table = new AtomicReferenceArray<>(FEW);

  private int generation; // guarded by this

  private Poller(int epfd, int idlefd) {
    this.epfd = epfd;
    this.idlefd = idlefd;
  }

  /** The one that runs; made when it is first needed, and again until that succeeds. */
  private static Poller running() throws ErrnoException {
    Poller poller = running;
    if (poller == null) {
      synchronized (Poller.class) {
        if (made == null) {
          made = make();
        }
        made.start();
        running = made;
        poller = made;
      }
    }
    return poller;
  }

  private static Poller make() throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Call.ERRNO);
      MemorySegment event = arena.allocate(EpollEvent.SIZE, Long.BYTES);
      EpollEvent.set(event, 0, 0);
      int epfd = create(errno);
      int idlefd = -1;
      try {
        idlefd = create(errno);
        ctl(errno, idlefd, EPOLL_CTL_ADD, epfd, event);
        return new Poller(epfd, idlefd);
      } catch (Throwable t) {
        LibcFiles.close(errno, epfd);
        if (idlefd >= 0) {
          LibcFiles.close(errno, idlefd);
        }
        throw t;
      }
    }
  }

  /** Starts its threads, those that could not be before. */
  private void start() {
    if (thread != null) {
      return;
    }
    if (!hasIdleThread) {
      Thread.ofPlatform()
          .daemon()
          .name("posix.sockets-idle")
          .inheritInheritableThreadLocals(false)
          .start(this::waitWhileIdle);
      hasIdleThread = true;
    }
    var poller =
        Thread.ofVirtual()
            .name("posix.sockets-poller")
            .inheritInheritableThreadLocals(false)
            .unstarted(this::run);
    thread = poller; // first: the other thread wakes it
    try {
      poller.start();
    } catch (Throwable t) {
      thread = null;
      throw t;
    }
  }

  private static int create(MemorySegment errno) throws ErrnoException {
    return Errors.check("epoll_create1", LibcPoll.epoll_create1(errno, EPOLL_CLOEXEC), null);
  }

  /** Begins to watch a descriptor, which stays open meanwhile. */
  static Readiness register(int fd, CallFrame call) throws ErrnoException {
    return running().add(fd, call);
  }

  /**
   * Ends watching a descriptor.
   *
   * @param errno takes errno
   * @param open whether somebody may go on to have it open; else the kernel forgets it by itself
   */
  static void forget(MemorySegment errno, int fd, Readiness readiness, boolean open) {
    running.remove(errno, fd, readiness, open);
  }

  private synchronized Readiness add(int fd, CallFrame call) throws ErrnoException {
    if (fd >= table.length()) {
      grow(fd);
    }
    var readiness = new Readiness((long) generation++ << 32 | fd);
    table.set(fd, readiness);
    EpollEvent.set(call.scratch, ALL, readiness.token);
    try {
      ctl(call.errno, epfd, EPOLL_CTL_ADD, fd, call.scratch);
    } catch (ErrnoException e) {
      table.set(fd, null);
      throw e;
    }
    return readiness;
  }

  private void grow(int fd) {
    var old = table;
    var larger = new AtomicReferenceArray<Readiness>(Integer.highestOneBit(fd) << 1);
    for (int i = 0; i < old.length(); i++) {
      larger.setPlain(i, old.getPlain(i));
    }
    table = larger;
  }

  private synchronized void remove(MemorySegment errno, int fd, Readiness readiness, boolean open) {
    table.compareAndSet(fd, readiness, null);
    if (open) {
      LibcPoll.epoll_ctl(errno, epfd, EPOLL_CTL_DEL, fd, MemorySegment.NULL);
    }
  }

  private static void ctl(MemorySegment errno, int epoll, int op, int fd, MemorySegment event)
      throws ErrnoException {
    Errors.check("epoll_ctl", LibcPoll.epoll_ctl(errno, epoll, op, fd, event), "fd " + fd);
  }

  private void run() {
    long begin = System.nanoTime();
    while (true) {
      int n = LibcPoll.epoll_wait(errno, epfd, events, ROOM, 0);
      for (int i = 0; i < n; i++) {
        try {
          ready(EpollEvent.data(events, i), EpollEvent.events(events, i));
        } catch (OutOfMemoryError e) { // there may be memory for the others
          sayLost(e);
        }
      }
      if (n <= 0) {
        park();
        begin = System.nanoTime();
      } else if (System.nanoTime() - begin < LONGEST_NANOS) {
        yieldToTheWoken();
      } else {
        LockSupport.parkNanos(1);
        begin = System.nanoTime();
      }
    }
  }

  private static void sayLost(OutOfMemoryError e) {
    try {
      System.getLogger("posix.sockets").log(System.Logger.Level.ERROR, "an event is lost", e);
    } catch (OutOfMemoryError _) {
      // nor is there any to say so
    }
  }

  private static void yieldToTheWoken() {
    try {
      Thread.yield();
    } catch (OutOfMemoryError _) {
      // That takes memory, and to park, which comes soon, does not.
    }
  }

  private void ready(long token, int happened) {
    var now = table;
    int fd = (int) token;
    Readiness readiness = fd < now.length() ? now.get(fd) : null;
    if (readiness != null && readiness.token == token) { // else it was closed since
      readiness.ready(happened);
    }
  }

  private void park() {
    idle = true;
    EpollEvent.set(idleEvent, EPOLLIN | EPOLLONESHOT, 0);
    LibcPoll.epoll_ctl(errno, idlefd, EPOLL_CTL_MOD, epfd, idleEvent);
    while (idle) {
      LockSupport.park(this);
    }
  }

  private void waitWhileIdle() {
    while (true) {
      if (LibcPoll.epoll_wait(idleErrno, idlefd, woken, 1, -1) > 0) {
        idle = false;
        LockSupport.unpark(thread);
      }
    }
  }
}
