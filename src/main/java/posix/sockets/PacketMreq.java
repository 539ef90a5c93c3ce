package posix.sockets;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * {@code struct packet_mreq}: which frames come that are not this machine's own.
 *
 * @param ifindex the interface's index
 * @param type {@code PACKET_MR_PROMISC}, {@code PACKET_MR_MULTICAST}, {@code PACKET_MR_ALLMULTI} or
 *     {@code PACKET_MR_UNICAST}
 * @param address an address of the link, at most 8 bytes; none where the type needs none
 */
public record PacketMreq(int ifindex, int type, byte[] address) {
  /** Copies the address. */
  public PacketMreq {
    address = address.clone();
    if (type != (type & 0xffff)) {
      throw new IllegalArgumentException("a type has 16 bits: " + type);
    }
    if (address.length > 8) {
      throw new IllegalArgumentException("at most 8 bytes, not " + address.length);
    }
  }

  /**
   * Without an address.
   *
   * @param ifindex the interface's index
   * @param type {@code PACKET_MR_PROMISC} or {@code PACKET_MR_ALLMULTI}
   * @return the value
   */
  public static PacketMreq of(int ifindex, int type) {
    return new PacketMreq(ifindex, type, new byte[0]);
  }

  /**
   * The address of the link.
   *
   * @return a copy of it
   */
  @Override
  public byte[] address() {
    return address.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PacketMreq m
        && ifindex == m.ifindex
        && type == m.type
        && Arrays.equals(address, m.address);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ifindex, type, Arrays.hashCode(address));
  }

  @Override
  public String toString() {
    String hex = HexFormat.ofDelimiter(":").formatHex(address);
    return "PacketMreq[ifindex=" + ifindex + ", type=" + type + ", address=" + hex + "]";
  }
}
