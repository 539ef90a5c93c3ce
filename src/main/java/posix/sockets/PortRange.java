package posix.sockets;

/**
 * The value of {@code IP_LOCAL_PORT_RANGE}.
 *
 * @param low the lowest port; 0 for what {@code net.ipv4.ip_local_port_range} says
 * @param high the highest port; 0 as above
 */
public record PortRange(int low, int high) {
  /** As the system has it. */
  public static final PortRange DEFAULT = new PortRange(0, 0);

  /** Refuses what is no port. */
  public PortRange {
    Ports.check(low);
    Ports.check(high);
  }
}
