package posix.sockets;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What is registered with an epoll instance, by descriptor. The data of an event names a slot: the
 * descriptor's number, and a generation against what the kernel still has to say of another that
 * had the number before.
 *
 * <p>Changed under the lock of this object, read without it.
 *
 * @param <A> the attachments' type
 */
final class EpollSlots<A> {
  /** The data of the wake-up's events: no descriptor has this number. */
  static final long WAKE = -1;

  private static final int FEW = 64;

  /** A registration. */
  static final class Slot<A> {
    final int fd;
    final int generation;

    /** Null for a bare descriptor. */
    final PosixSocket socket;

    final A attachment;

    /** While this one is being registered: the one that it takes the place of. */
    private volatile Slot<A> before;

    private Slot(int fd, int generation, PosixSocket socket, A attachment) {
      this.fd = fd;
      this.generation = generation;
      this.socket = socket;
      this.attachment = attachment;
    }

    long data() {
      return (long) generation << 32 | fd;
    }

    private boolean isClosed() {
      return socket != null && socket.isClosed();
    }
  }

  /** By descriptor: their numbers are small, since the kernel gives the lowest that is free. */
  private volatile AtomicReferenceArray<Slot<A>> table = new AtomicReferenceArray<>(FEW);

  private int generation;
  private int count;
  private int unswept;

  /** The slot that an event's data names, or null if that is over. */
  Slot<A> find(long data) {
    var now = table;
    int fd = (int) data;
    if (fd < 0 || fd >= now.length()) {
      return null;
    }
    int wanted = (int) (data >>> 32);
    for (Slot<A> slot = now.getAcquire(fd); slot != null; slot = slot.before) {
      if (slot.generation == wanted) {
        return slot.isClosed() ? null : slot;
      }
    }
    return null;
  }

  /** The slot of a descriptor, or null. */
  Slot<A> of(int fd) {
    return hasRoomFor(fd) ? table.get(fd) : null;
  }

  boolean hasRoomFor(int fd) {
    return fd >= 0 && fd < table.length();
  }

  /**
   * Makes a slot before its descriptor is registered: its events may come at once. Until {@link
   * #keep} or {@link #takeBack}, those of the slot that it takes the place of are found as well.
   */
  Slot<A> put(int fd, PosixSocket socket, A attachment) {
    if (!hasRoomFor(fd)) {
      grow(fd);
    }
    if (++unswept > table.length()) { // often enough, and no dearer than what was put since
      sweep();
    }
    var slot = new Slot<>(fd, generation++, socket, attachment);
    slot.before = table.get(fd);
    table.set(fd, slot);
    return slot;
  }

  /** The slot's descriptor is registered. */
  void keep(Slot<A> slot) {
    count += slot.before == null ? 1 : 0;
    slot.before = null;
  }

  /** The slot's descriptor could not be registered. */
  void takeBack(Slot<A> slot) {
    table.set(slot.fd, slot.before);
  }

  /** Frees a slot. */
  void remove(Slot<A> slot) {
    table.set(slot.fd, null);
    count--;
  }

  /** How many slots there are, those of closed sockets that nobody has swept yet included. */
  int count() {
    return count;
  }

  /** Frees the slots of closed sockets whose numbers nobody has registered again. */
  private void sweep() {
    for (int fd = 0; fd < table.length(); fd++) {
      Slot<A> slot = table.get(fd);
      if (slot != null && slot.isClosed()) {
        remove(slot);
      }
    }
    unswept = 0;
  }

  private void grow(int fd) {
    var old = table;
    var larger = new AtomicReferenceArray<Slot<A>>(Integer.highestOneBit(fd) << 1);
    for (int i = 0; i < old.length(); i++) {
      larger.setPlain(i, old.getPlain(i));
    }
    table = larger;
  }
}
