package posix.sockets.internal;

import static posix.sockets.raw.constants.PollH.EPOLLERR;
import static posix.sockets.raw.constants.PollH.EPOLLHUP;
import static posix.sockets.raw.constants.PollH.EPOLLIN;
import static posix.sockets.raw.constants.PollH.EPOLLOUT;
import static posix.sockets.raw.constants.PollH.EPOLLPRI;
import static posix.sockets.raw.constants.PollH.EPOLLRDHUP;

import java.util.concurrent.locks.LockSupport;

/**
 * What the {@link Poller} has said of a descriptor, and who waits for it to say more. It says each
 * change once, an edge: who has seen an edge and finds nothing waits for the next.
 */
final class Readiness {
  private static final int RECEIVES = EPOLLIN | EPOLLPRI | EPOLLRDHUP | EPOLLHUP | EPOLLERR;
  private static final int SENDS = EPOLLOUT | EPOLLHUP | EPOLLERR;

  /** After these, an empty stream does not mean that the next edge is still to come. */
  private static final int STICKY = EPOLLPRI | EPOLLRDHUP | EPOLLHUP | EPOLLERR;

  /** What an event for it carries: its descriptor and a number that no other of it has had. */
  final long token;

  final Side in = new Side();
  final Side out = new Side();

  private volatile boolean sticky;
  private int drained = -1; // the edges of the receiving side that a stream was emptied after

  Readiness(long token) {
    this.token = token;
  }

  /** An edge: events have happened. */
  void ready(int events) {
    if ((events & STICKY) != 0) {
      sticky = true; // before the edge, which may be the last one
    }
    if ((events & RECEIVES) != 0) {
      in.edge();
    }
    if ((events & SENDS) != 0) {
      out.edge();
    }
  }

  void drained(int seen) {
    drained = seen;
  }

  /** Whether a stream was emptied by somebody who had seen so many edges. */
  boolean isDrained(int seen) {
    return drained == seen && !sticky;
  }

  /** Lets everybody look again. */
  void wakeAll() {
    in.wakeAll();
    out.wakeAll();
  }

  /** One direction: who waits, in the order in which they came. */
  static final class Side {
    private volatile int edges;
    private Waiting head; // guarded by this, as the rest of the list; read without to see if it
    // is empty
    private Waiting tail;

    /** How many edges there have been; it wraps around. */
    int edges() {
      return edges;
    }

    private void edge() {
      Waiting woken;
      synchronized (this) {
        edges++;
        woken = take();
      }
      unpark(woken);
    }

    /** Begins to wait, unless edges have come that the caller has not seen. */
    synchronized boolean add(Waiting call, int seen) {
      if (edges != seen) {
        return false;
      }
      call.queued = true;
      call.nextWaiter = null;
      if (head == null) {
        head = call;
      } else {
        tail.nextWaiter = call;
      }
      tail = call;
      return true;
    }

    /** Ends waiting, whether woken or not. */
    synchronized void remove(Waiting call) {
      if (!call.queued) {
        return;
      }
      call.queued = false;
      Waiting before = null;
      for (Waiting at = head; at != call; at = at.nextWaiter) {
        before = at;
      }
      if (before == null) {
        head = call.nextWaiter;
      } else {
        before.nextWaiter = call.nextWaiter;
      }
      if (tail == call) {
        tail = before;
      }
      call.nextWaiter = null;
    }

    /** Lets the one who has waited longest look again. */
    void wakeOne() {
      if (head != null) {
        Waiting woken;
        synchronized (this) {
          woken = take();
        }
        unpark(woken);
      }
    }

    private void wakeAll() {
      synchronized (this) {
        edges++;
        for (Waiting woken = take(); woken != null; woken = take()) {
          unpark(woken);
        }
      }
    }

    /** Takes the first one out; nothing of it stays, which would keep its descriptor open. */
    private Waiting take() {
      Waiting first = head;
      if (first != null) {
        head = first.nextWaiter;
        if (head == null) {
          tail = null;
        }
        first.nextWaiter = null;
        first.queued = false;
      }
      return first;
    }

    private static void unpark(Waiting woken) {
      if (woken != null) {
        LockSupport.unpark(woken.waiter);
      }
    }
  }
}
