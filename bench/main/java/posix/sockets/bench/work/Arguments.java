package posix.sockets.bench.work;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What a {@link Work} is told: {@code name=value} each. */
public record Arguments(Map<String, String> values) {
  /** Where the peer listens: a port, or a path. */
  static final String PEER = "peer";

  /** Of command line arguments. */
  public static Arguments of(String... pairs) {
    return new Arguments(
        Arrays.stream(pairs)
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
  }

  /** The value of one that must be there. */
  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in " + values);
    }
    return value;
  }

  /** The value of a number that must be there. */
  public int number(String name) {
    return Integer.parseInt(get(name));
  }

  /** The peer's port on the loopback address. */
  public int port() {
    return number(PEER);
  }

  /** Bytes. */
  public int size() {
    return number("size");
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }
}
