package posix.sockets;

/** Port numbers. */
final class Ports {
  private Ports() {}

  static void check(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }

  static int parse(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("no port: " + text);
    }
    int port = Integer.parseInt(text);
    check(port);
    return port;
  }
}
