package posix.sockets;

import java.util.List;

/**
 * A {@code struct protoent}: a protocol.
 *
 * @param name {@code p_name}
 * @param aliases {@code p_aliases}: its other names
 * @param proto {@code p_proto}
 */
public record ProtoEnt(String name, List<String> aliases, Protocol proto) {
  /** Copies the list. */
  public ProtoEnt {
    aliases = List.copyOf(aliases);
  }
}
