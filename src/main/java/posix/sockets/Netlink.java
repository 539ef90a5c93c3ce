package posix.sockets;

/**
 * The address of a netlink socket, {@code struct sockaddr_nl}. In text: {@code
 * netlink:PORT:GROUPS}, for example {@code netlink:0:0x11}.
 *
 * @param pid {@code nl_pid}, the port id, unsigned: 0 is the kernel, and in {@code bind} lets it
 *     choose
 * @param groups {@code nl_groups}, a bit for each of the first 32 multicast groups
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
 */
public record Netlink(int pid, int groups) implements SockAddr {
  private static final AddressFamily FAMILY = AddressFamilies.AF_NETLINK;
  private static final String PREFIX = "netlink:";

  /**
   * The kernel itself.
   *
   * @return port id 0, no groups
   */
  public static Netlink kernel() {
    return new Netlink(0, 0);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text for example {@code netlink:0:0x11}
   * @return the address
   * @throws IllegalArgumentException if the text is no such address
   */
  public static Netlink parse(String text) {
    String[] words = AddrText.words(text, PREFIX, 2);
    return new Netlink(AddrText.unsigned(words[0]), AddrText.unsigned(words[1]));
  }

  @Override
  public AddressFamily family() {
    return FAMILY;
  }

  /** Port id and groups, {@code netlink:0:0x11}. */
  @Override
  public String toString() {
    return PREFIX + Integer.toUnsignedString(pid) + ":0x" + Integer.toHexString(groups);
  }
}
