package posix.sockets.parity;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may differ between two runs of the same program, and is therefore replaced by a symbol. All
 * but the first are for those scenarios only whose script asks for them, by {@code rule NAME}.
 */
public enum Rule {
  /** The kernel chose the port, above all that arguments name: of a server on port 0, a client. */
  EPHEMERAL_PORT("((?:\\d+\\.){3}\\d+|\\[[0-9a-f:.]*\\]):[1-9]\\d{4}\\b", "$1:<port>"),

  /** How long something took. */
  TIME("\\btime=-?\\d+\\.\\d{3} ms\\b", "time=<time> ms"),

  /**
   * A default of this machine: a transcript that is shown elsewhere has others. What was set, and
   * what was refused, is kept.
   */
  HOST_DEFAULT(
      "(?m)^(  (?:SO_(?:RCV|SND)BUF|IP_(?:TTL|MTU_DISCOVER)|IPV6_(?:UNICAST_HOPS|MTU_DISCOVER"
          + "|V6ONLY)|TCP_(?:CONGESTION|KEEP\\w+|LINGER2|MAXSEG|SYNCNT)) +)(?!.*(?: -> |: )).*$",
      "$1<host>");

  private final Pattern pattern;
  private final String replacement;

  Rule(String pattern, String replacement) {
    this.pattern = Pattern.compile(pattern);
    this.replacement = replacement;
  }

  /** A transcript without what may always differ. */
  public static String normalize(String text) {
    return EPHEMERAL_PORT.apply(text);
  }

  /** A transcript without what may differ always and by these rules. */
  public static String normalize(String text, Set<Rule> rules) {
    for (Rule rule : rules) {
      text = rule.apply(text);
    }
    return normalize(text);
  }

  /** Whether there is something in a transcript that may differ by this rule. */
  boolean isUsed(String text) {
    return pattern.matcher(text).find();
  }

  private String apply(String text) {
    return pattern.matcher(text).replaceAll(replacement);
  }
}
