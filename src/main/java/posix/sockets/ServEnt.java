package posix.sockets;

import java.util.List;

/**
 * A {@code struct servent}: a service.
 *
 * @param name {@code s_name}
 * @param aliases {@code s_aliases}: its other names
 * @param port {@code s_port}, in this machine's byte order
 * @param proto {@code s_proto}: the name of its protocol
 */
public record ServEnt(String name, List<String> aliases, int port, String proto) {
  /** Copies the list. */
  public ServEnt {
    aliases = List.copyOf(aliases);
  }
}
