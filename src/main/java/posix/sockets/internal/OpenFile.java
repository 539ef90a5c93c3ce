package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posix.sockets.raw.constants.FcntlH.F_GETFL;
import static posix.sockets.raw.constants.FcntlH.F_SETFL;
import static posix.sockets.raw.constants.FcntlH.O_NONBLOCK;
import static posix.sockets.raw.constants.SocketH.SOCK_STREAM;
import static posix.sockets.raw.constants.SocketH.SOL_SOCKET;
import static posix.sockets.raw.constants.SocketH.SO_LINGER;
import static posix.sockets.raw.constants.SocketH.SO_RCVTIMEO;
import static posix.sockets.raw.constants.SocketH.SO_SNDTIMEO;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import posix.sockets.ErrnoException;
import posix.sockets.libc.Libc;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.Structs.linger;
import posix.sockets.libc.Structs.timeval;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.raw.constants.TcpH;

/**
 * An open file description: what all descriptors of a socket share, here and in other processes.
 * Its owner's wishes are remembered (does it block, for how long) as long as nobody else can have
 * changed them; else the kernel is asked.
 */
public final class OpenFile {
  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final int TYPE = ~(SocketH.SOCK_NONBLOCK | SocketH.SOCK_CLOEXEC);

  /** Whether somebody may have it who does not go by this object. */
  private volatile boolean shared;

  /** Whether O_NONBLOCK is set, or about to be, without its owner's wish. */
  private volatile boolean secret;

  private boolean needed; // whether a call has needed O_NONBLOCK; guarded by this

  // What the owner wants, as far as it is known.
  private volatile boolean nonBlocking;
  private volatile long receiveTimeout = UNKNOWN;
  private volatile long sendTimeout = UNKNOWN;
  private volatile boolean timeoutSet = true;
  private volatile boolean mayLinger = true;

  private volatile boolean plainTcp;
  private volatile Boolean queues;
  private int holders; // descriptors here; guarded by this

  private OpenFile(boolean shared) {
    this.shared = shared;
  }

  /** One that was made here just now. */
  public static OpenFile made(int domain, int type, int protocol) {
    var file = new OpenFile(false);
    file.nonBlocking = (type & SocketH.SOCK_NONBLOCK) != 0;
    file.receiveTimeout = Timeouts.FOREVER;
    file.sendTimeout = Timeouts.FOREVER;
    file.timeoutSet = false;
    file.mayLinger = false;
    file.plainTcp =
        (domain == SocketH.AF_INET || domain == SocketH.AF_INET6)
            && (type & TYPE) == SOCK_STREAM
            && (protocol == 0 || protocol == InH.IPPROTO_TCP);
    file.queues = isQueue(domain, type & TYPE);
    return file;
  }

  private static boolean isQueue(int domain, int type) {
    return (domain == SocketH.AF_UNIX || domain == SocketH.AF_NETLINK) && type != SOCK_STREAM;
  }

  /**
   * One that {@code accept4} made here just now. On TCP, it inherits the options that its listener
   * had when the connection came; elsewhere, none.
   */
  public OpenFile accepted(int flags) {
    var file = new OpenFile(false);
    file.nonBlocking = (flags & SocketH.SOCK_NONBLOCK) != 0;
    file.plainTcp = plainTcp;
    if (!shared) {
      file.timeoutSet = timeoutSet;
      file.receiveTimeout = timeoutSet ? UNKNOWN : Timeouts.FOREVER;
      file.sendTimeout = file.receiveTimeout;
      file.mayLinger = mayLinger;
    }
    return file;
  }

  /** One that comes from elsewhere. */
  public static OpenFile adopted() {
    return new OpenFile(true);
  }

  /** From now on somebody else may have it. */
  public void share() {
    shared = true;
    plainTcp = false;
  }

  /** Whether it stays open when one descriptor of it here is closed, as far as is known. */
  synchronized boolean outlivesOne() {
    return shared || holders > 1;
  }

  /** One more descriptor of it is here, or about to be. */
  public synchronized void hold() {
    holders++;
  }

  /** One that was about to be here is not, or has been counted once more. */
  public synchronized void unhold() {
    holders--;
  }

  /** Whether close may wait until what was sent has arrived. */
  boolean mayLinger() {
    return mayLinger || shared;
  }

  /** Whether calls without flags do not block any more, although its owner does not know. */
  boolean isSecretlyNonBlocking() {
    return secret;
  }

  /** Whether a receive that got less than it asked for has emptied it. */
  boolean isPlainTcp() {
    return plainTcp;
  }

  /** Whether its owner wants EAGAIN from a call instead of waiting. */
  boolean isNonBlocking(CallFrame call, int fd) throws ErrnoException {
    return shared ? isNonBlocking(call.errno, fd) : nonBlocking;
  }

  /**
   * {@code O_NONBLOCK} as its owner sees it.
   *
   * @param errno takes errno
   * @param fd a descriptor of it
   */
  public boolean isNonBlocking(MemorySegment errno, int fd) throws ErrnoException {
    int flags = flags(errno, fd);
    return !secret && (flags & O_NONBLOCK) != 0;
  }

  /** Does what its owner wants of {@code O_NONBLOCK}. */
  public synchronized void setNonBlocking(MemorySegment errno, int fd, boolean wanted)
      throws ErrnoException {
    int flags = flags(errno, fd);
    if (wanted) {
      set(errno, fd, flags, flags | O_NONBLOCK);
      secret = false;
    } else if (needed) {
      setInSecret(errno, fd, flags); // somebody may be about to make a call that must not block
    } else {
      set(errno, fd, flags, flags & ~O_NONBLOCK);
    }
    nonBlocking = wanted;
  }

  /** Before a call that cannot be told by a flag not to block: sets O_NONBLOCK, in secret. */
  void makeNonBlocking(CallFrame call, int fd) throws ErrnoException {
    if (secret && !shared) {
      return;
    }
    synchronized (this) {
      needed = true;
      int flags = flags(call.errno, fd);
      if ((flags & O_NONBLOCK) == 0) { // else it is set, by its owner or before
        setInSecret(call.errno, fd, flags);
      }
    }
  }

  /** How long its owner lets a call wait, in nanoseconds. */
  long timeout(CallFrame call, int fd, boolean receives) throws ErrnoException {
    long known = receives ? receiveTimeout : sendTimeout;
    if (known != UNKNOWN && !shared) {
      return known;
    }
    synchronized (this) {
      long asked = ask(call, fd, receives ? SO_RCVTIMEO : SO_SNDTIMEO);
      if (receives) {
        receiveTimeout = asked;
      } else {
        sendTimeout = asked;
      }
      return asked;
    }
  }

  /**
   * Whether what is sent goes straight into a queue of the receiver's, who may be one of many, and
   * only a sender who is connected is told when there is room again.
   */
  boolean sendsIntoQueues(Waiting call) {
    if (queues == null) { // what a socket is never changes
      int domain = call.intOption(SocketH.SO_DOMAIN);
      queues = isQueue(domain, call.intOption(SocketH.SO_TYPE));
    }
    return queues;
  }

  private static long ask(CallFrame call, int fd, int optname) throws ErrnoException {
    MemorySegment time = call.scratch.asSlice(0, timeval.SIZE);
    MemorySegment length = call.scratch.asSlice(timeval.SIZE, Integer.BYTES);
    length.set(JAVA_INT, 0, timeval.SIZE);
    int result = Libc.getsockopt(call.errno, fd, SOL_SOCKET, optname, time, length);
    if (result < 0) {
      return Timeouts.FOREVER; // it is no socket, and has no timeout
    }
    long seconds = time.get(JAVA_LONG, timeval.tv_sec);
    long micros = time.get(JAVA_LONG, timeval.tv_usec);
    return seconds == 0 && micros == 0
        ? Timeouts.FOREVER
        : Timeouts.of(Duration.ofSeconds(seconds, micros * 1000));
  }

  /** An option was set: forgets what it may have changed. */
  public synchronized void optionSet(int level, int optname) {
    if (level == SOL_SOCKET) {
      switch (optname) {
        case SO_RCVTIMEO, SocketH.SO_RCVTIMEO_NEW -> {
          receiveTimeout = UNKNOWN;
          timeoutSet = true;
        }
        case SO_SNDTIMEO, SocketH.SO_SNDTIMEO_NEW -> {
          sendTimeout = UNKNOWN;
          timeoutSet = true;
        }
        case SO_LINGER -> mayLinger = true;
        default -> {}
      }
    } else if (level == InH.IPPROTO_TCP && optname == TcpH.TCP_ULP) {
      plainTcp = false; // TLS, for example, receives records
    }
  }

  /** Whether close waits until what was sent has arrived. */
  boolean lingers(MemorySegment errno, MemorySegment room, int fd) {
    if (!mayLinger()) {
      return false;
    }
    MemorySegment value = room.asSlice(0, linger.SIZE);
    MemorySegment length = room.asSlice(linger.SIZE, Integer.BYTES);
    length.set(JAVA_INT, 0, linger.SIZE);
    return Libc.getsockopt(errno, fd, SOL_SOCKET, SO_LINGER, value, length) == 0
        && value.get(JAVA_INT, linger.l_onoff) != 0
        && value.get(JAVA_INT, linger.l_linger) != 0;
  }

  /**
   * One descriptor here ends, or is given away. When it is the last one here, what others go on to
   * have gets its flag back.
   *
   * @param givenAway whether it stays open
   */
  synchronized void leave(MemorySegment errno, int fd, boolean givenAway) {
    if (givenAway) {
      share();
    }
    if (--holders == 0 && secret && shared) {
      int flags = LibcFiles.fcntl(errno, fd, F_GETFL, 0);
      if (flags >= 0) {
        LibcFiles.fcntl(errno, fd, F_SETFL, flags & ~O_NONBLOCK);
      }
      secret = false;
    }
  }

  private void setInSecret(MemorySegment errno, int fd, int flags) throws ErrnoException {
    secret = true; // first: who meets the flag then knows whose it is
    try {
      set(errno, fd, flags, flags | O_NONBLOCK);
    } catch (ErrnoException e) {
      secret = false; // else it would never be set
      throw e;
    }
  }

  private static int flags(MemorySegment errno, int fd) throws ErrnoException {
    return Errors.check("fcntl", LibcFiles.fcntl(errno, fd, F_GETFL, 0), null);
  }

  private static void set(MemorySegment errno, int fd, int flags, int wanted)
      throws ErrnoException {
    if (wanted != flags) {
      Errors.check("fcntl", LibcFiles.fcntl(errno, fd, F_SETFL, wanted), null);
    }
  }
}
