package posix.sockets;

import posix.sockets.raw.constants.VmSocketsH;

/**
 * The address of a socket between a virtual machine and its host, {@code struct sockaddr_vm}. In
 * text: {@code vsock:CID:PORT}, with flags {@code vsock:CID:PORT:FLAGS}; all numbers are unsigned.
 *
 * @param cid {@code svm_cid}, the machine: {@code VMADDR_CID_HOST} and the like
 * @param port {@code svm_port}
 * @param flags {@code svm_flags}, 0 to 255
 * @see <a href="https://man7.org/linux/man-pages/man7/vsock.7.html">vsock(7)</a>
 */
public record Vsock(int cid, int port, int flags) implements SockAddr {
  private static final AddressFamily FAMILY = AddressFamilies.AF_VSOCK;
  private static final String PREFIX = "vsock:";

  /** Refuses flags that do not fit their byte. */
  public Vsock {
    if (flags < 0 || flags > 255) {
      throw new IllegalArgumentException("flags are 0 to 255, not " + flags);
    }
  }

  /**
   * An address without flags.
   *
   * @param cid the machine
   * @param port the port
   */
  public Vsock(int cid, int port) {
    this(cid, port, 0);
  }

  /**
   * {@code VMADDR_CID_ANY}: any of this machine's.
   *
   * @param port the port; -1, {@code VMADDR_PORT_ANY}, lets the kernel choose
   * @return the address
   */
  public static Vsock any(int port) {
    return new Vsock(VmSocketsH.VMADDR_CID_ANY, port);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text for example {@code vsock:2:1024}
   * @return the address
   * @throws IllegalArgumentException if the text is no such address
   */
  public static Vsock parse(String text) {
    int count = text.chars().filter(c -> c == ':').count() == 3 ? 3 : 2;
    String[] words = AddrText.words(text, PREFIX, count);
    int flags = count == 3 ? AddrText.unsigned(words[2]) : 0;
    return new Vsock(AddrText.unsigned(words[0]), AddrText.unsigned(words[1]), flags);
  }

  @Override
  public AddressFamily family() {
    return FAMILY;
  }

  /** Machine and port, {@code vsock:2:1024}. */
  @Override
  public String toString() {
    String text = PREFIX + Integer.toUnsignedString(cid) + ":" + Integer.toUnsignedString(port);
    return flags == 0 ? text : text + ":" + flags;
  }
}
