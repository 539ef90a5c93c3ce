package posix.sockets.model;

/** What a step does with the place that it touches. */
public enum Access {
  /** Of a plain field. */
  READ(true, false, Kind.PLAIN),
  WRITE(false, true, Kind.PLAIN),

  VOLATILE_READ(true, false, Kind.SYNCHRONIZES),
  VOLATILE_WRITE(false, true, Kind.SYNCHRONIZES),
  /** Reads and writes at once. */
  UPDATE(true, true, Kind.SYNCHRONIZES),
  LOCK(true, true, Kind.SYNCHRONIZES),
  UNLOCK(false, true, Kind.SYNCHRONIZES),

  /**
   * What a scenario notes for itself: whether it is noted yet matters to those who recall it, but
   * the code under test gains no order by that.
   */
  NOTE(false, true, Kind.ASIDE),
  RECALL(true, false, Kind.ASIDE);

  private enum Kind {
    PLAIN,
    SYNCHRONIZES,
    ASIDE
  }

  final boolean reads;
  final boolean writes;
  private final Kind kind;

  Access(boolean reads, boolean writes, Kind kind) {
    this.reads = reads;
    this.writes = writes;
    this.kind = kind;
  }

  /** Whether two threads need an order between this and a conflicting access. */
  boolean isPlain() {
    return kind == Kind.PLAIN;
  }

  /** Whether this happens before a later access of the same place, as the language has it. */
  boolean happensBefore(Access later) {
    return kind == Kind.SYNCHRONIZES && later.kind == Kind.SYNCHRONIZES && writes && later.reads;
  }
}
