package posix.sockets;

/**
 * The value of {@code PACKET_FANOUT}: the group that a socket shares its frames with.
 *
 * @param id the group's number, 0 to 65535
 * @param type {@code PACKET_FANOUT_HASH} and the like, 0 to 255
 * @param flags {@code PACKET_FANOUT_FLAG_DEFRAG} and the like, bits 8 to 15
 */
public record FanoutArgs(int id, int type, int flags) {
  /** Refuses what does not fit. */
  public FanoutArgs {
    if (id != (id & 0xffff) || type != (type & 0xff) || flags != (flags & 0xff00)) {
      throw new IllegalArgumentException(
          "id has 16 bits, type has bits 0 to 7, flags 8 to 15: "
              + id
              + ", "
              + type
              + ", "
              + flags);
    }
  }

  /**
   * Without flags.
   *
   * @param id the group's number, 0 to 65535
   * @param type {@code PACKET_FANOUT_HASH} and the like
   * @return the value
   */
  public static FanoutArgs of(int id, int type) {
    return new FanoutArgs(id, type, 0);
  }
}
