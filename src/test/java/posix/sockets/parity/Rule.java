package posix.sockets.parity;

import java.util.regex.Pattern;

/** What may differ between two runs of the same program, and is therefore replaced by a symbol. */
enum Rule {
  /** The kernel chose the port: the server was started with port 0, the client never binds. */
  EPHEMERAL_PORT(
      "(?m)^(bound to 0\\.0\\.0\\.0|client connected: 127\\.0\\.0\\.1):\\d+$", "$1:<port>");

  private final Pattern pattern;
  private final String replacement;

  Rule(String pattern, String replacement) {
    this.pattern = Pattern.compile(pattern);
    this.replacement = replacement;
  }

  /** A transcript without what may differ. */
  static String normalize(String text) {
    for (Rule rule : values()) {
      text = rule.pattern.matcher(text).replaceAll(rule.replacement);
    }
    return text;
  }
}
