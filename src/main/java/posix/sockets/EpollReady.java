package posix.sockets;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.internal.EpollEvent;

/**
 * An array of {@code struct epoll_event} that {@code epoll_wait} fills, and a cursor in it. It
 * belongs to one thread at a time, and is used again and again.
 *
 * <p>{@link #next} passes over what is no longer true: events of sockets that were closed or taken
 * out since, for example by the handling of an event further up in the same array.
 *
 * @param <A> the attachments' type
 */
public final class EpollReady<A> {
  final Epoll<A> epoll;
  final int room;
  final MemorySegment array;

  private int filled;
  private int at;
  private EpollSlots.Slot<A> slot;
  private int happened;

  EpollReady(Epoll<A> epoll, int maxevents) {
    if (maxevents <= 0 || maxevents > Integer.MAX_VALUE / EpollEvent.SIZE) {
      throw new IllegalArgumentException("no room for " + maxevents + " events");
    }
    this.epoll = epoll;
    room = maxevents;
    array = Arena.ofAuto().allocate((long) maxevents * EpollEvent.SIZE, 8);
  }

  /** Goes to the beginning: so many events are there. Answers how many of them are no wake-ups. */
  int fill(int n) {
    filled = n;
    at = 0;
    slot = null;
    for (int i = 0; i < n; i++) {
      if (EpollEvent.data(array, i) == EpollSlots.WAKE) { // registered once, so it comes once
        return n - 1;
      }
    }
    return n;
  }

  /**
   * Goes to the next event.
   *
   * @return whether there is one
   */
  public boolean next() {
    while (at < filled) {
      int i = at++;
      slot = epoll.slots.find(EpollEvent.data(array, i));
      if (slot != null) {
        happened = EpollEvent.events(array, i);
        return true;
      }
    }
    slot = null;
    return false;
  }

  /**
   * What happened.
   *
   * @return the event's {@code events}
   * @throws IllegalStateException where {@link #next} has not said that there is an event
   */
  public EpollEvents events() {
    current();
    return EpollEvents.of(happened);
  }

  /**
   * What was attached to the socket when it was registered.
   *
   * @return the attachment, or null
   * @throws IllegalStateException where {@link #next} has not said that there is an event
   */
  public A attachment() {
    return current().attachment;
  }

  /**
   * Where it happened.
   *
   * @return the socket, or null for a bare descriptor
   * @throws IllegalStateException where {@link #next} has not said that there is an event
   */
  public PosixSocket socket() {
    return current().socket;
  }

  /**
   * Where it happened.
   *
   * @return the descriptor
   * @throws IllegalStateException where {@link #next} has not said that there is an event
   */
  public int fd() {
    return current().fd;
  }

  private EpollSlots.Slot<A> current() {
    if (slot == null) {
      throw new IllegalStateException("no event: next() comes first");
    }
    return slot;
  }
}
