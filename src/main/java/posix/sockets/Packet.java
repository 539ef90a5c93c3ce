package posix.sockets;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The address of a packet socket, {@code struct sockaddr_ll}. In text: {@code
 * packet:PROTOCOL:IFINDEX:HATYPE:PKTTYPE:ADDRESS}, for example {@code
 * packet:0x800:2:1:0:0200c0a80001}.
 *
 * @param protocol {@code sll_protocol} as a number of the host's, {@code ETH_P_IP} and the like; 0
 *     to 65535
 * @param ifindex {@code sll_ifindex}, the interface; 0 for any
 * @param hatype {@code sll_hatype}, {@code ARPHRD_ETHER} and the like; 0 to 65535
 * @param pkttype {@code sll_pkttype}, {@code PACKET_HOST} and the like; 0 to 255
 * @param address {@code sll_addr}, the hardware address, at most 8 bytes
 * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
 */
public record Packet(int protocol, int ifindex, int hatype, int pkttype, byte[] address)
    implements SockAddr {
  private static final AddressFamily FAMILY = AddressFamilies.AF_PACKET;
  private static final String PREFIX = "packet:";
  private static final int MAX_ADDRESS = 8;

  /** Copies the address, and refuses numbers that do not fit their fields. */
  public Packet {
    if ((protocol & ~0xffff) != 0 || (hatype & ~0xffff) != 0 || (pkttype & ~0xff) != 0) {
      throw new IllegalArgumentException(
          "protocol "
              + protocol
              + ", hatype "
              + hatype
              + " or pkttype "
              + pkttype
              + " does not fit its field");
    }
    if (address.length > MAX_ADDRESS) {
      throw new IllegalArgumentException(
          "a hardware address has at most 8 bytes, not " + address.length);
    }
    address = address.clone();
  }

  /**
   * What {@code bind} wants: a protocol on an interface.
   *
   * @param protocol {@code ETH_P_ALL} and the like
   * @param ifindex the interface; 0 for any
   * @return the address
   */
  public static Packet of(int protocol, int ifindex) {
    return new Packet(protocol, ifindex, 0, 0, new byte[0]);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text for example {@code packet:0x800:2:1:0:0200c0a80001}
   * @return the address
   * @throws IllegalArgumentException if the text is no such address
   */
  public static Packet parse(String text) {
    String[] words = AddrText.words(text, PREFIX, 5);
    return new Packet(
        AddrText.unsigned(words[0]),
        AddrText.unsigned(words[1]),
        AddrText.unsigned(words[2]),
        AddrText.unsigned(words[3]),
        HexFormat.of().parseHex(words[4]));
  }

  @Override
  public AddressFamily family() {
    return FAMILY;
  }

  /**
   * The hardware address.
   *
   * @return a copy of its bytes
   */
  @Override
  public byte[] address() {
    return address.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Packet p
        && protocol == p.protocol
        && ifindex == p.ifindex
        && hatype == p.hatype
        && pkttype == p.pkttype
        && Arrays.equals(address, p.address);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * protocol + ifindex) + Arrays.hashCode(address);
  }

  /** All fields, {@code packet:0x800:2:1:0:0200c0a80001}. */
  @Override
  public String toString() {
    return PREFIX
        + "0x"
        + Integer.toHexString(protocol)
        + ":"
        + Integer.toUnsignedString(ifindex)
        + ":"
        + hatype
        + ":"
        + pkttype
        + ":"
        + HexFormat.of().formatHex(address);
  }
}
