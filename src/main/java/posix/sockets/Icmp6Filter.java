package posix.sockets;

import java.util.BitSet;

/**
 * {@code struct icmp6_filter}, the value of {@code ICMPV6_FILTER}: which ICMPv6 messages a raw
 * socket gets.
 *
 * @param blocked {@code icmp6_filt}: the types, 0 to 255, that it does not get
 */
public record Icmp6Filter(BitSet blocked) {
  private static final int TYPES = 256;

  /** Copies the set. */
  public Icmp6Filter {
    blocked = (BitSet) blocked.clone();
    if (blocked.length() > TYPES) {
      throw new IllegalArgumentException("a type is 0 to 255, not " + (blocked.length() - 1));
    }
  }

  /**
   * {@code ICMP6_FILTER_SETPASSALL}.
   *
   * @return all messages come
   */
  public static Icmp6Filter passAll() {
    return new Icmp6Filter(new BitSet());
  }

  /**
   * {@code ICMP6_FILTER_SETBLOCKALL}.
   *
   * @return no message comes
   */
  public static Icmp6Filter blockAll() {
    var all = new BitSet(TYPES);
    all.set(0, TYPES);
    return new Icmp6Filter(all);
  }

  /**
   * {@code ICMP6_FILTER_SETPASS}.
   *
   * @param type a message's type, 0 to 255
   * @return the filter, with this type let through
   */
  public Icmp6Filter pass(int type) {
    return with(type, false);
  }

  /**
   * {@code ICMP6_FILTER_SETBLOCK}.
   *
   * @param type a message's type, 0 to 255
   * @return the filter, with this type kept out
   */
  public Icmp6Filter block(int type) {
    return with(type, true);
  }

  private Icmp6Filter with(int type, boolean kept) {
    if (type < 0 || type >= TYPES) { // before there are as many bits
      throw new IllegalArgumentException("a type is 0 to 255, not " + type);
    }
    BitSet changed = blocked();
    changed.set(type, kept);
    return new Icmp6Filter(changed);
  }

  /**
   * {@code ICMP6_FILTER_WILLBLOCK}.
   *
   * @param type a message's type, 0 to 255
   * @return whether messages of it do not come
   */
  public boolean blocks(int type) {
    return blocked.get(type);
  }

  /**
   * The types that do not come.
   *
   * @return a copy of the set
   */
  @Override
  public BitSet blocked() {
    return (BitSet) blocked.clone();
  }
}
