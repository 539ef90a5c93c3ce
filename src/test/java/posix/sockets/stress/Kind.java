package posix.sockets.stress;

/** A kind of thread. */
enum Kind {
  PLATFORM,
  VIRTUAL;

  Thread thread(Runnable task) {
    return this == VIRTUAL
        ? Thread.ofVirtual().unstarted(task)
        : Thread.ofPlatform().daemon().unstarted(task);
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
