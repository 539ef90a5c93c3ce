package posix.sockets.gallery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which man page tells of a call, from {@code man-pages.tsv}. */
final class ManPages {
  private static final String SITE = "https://man7.org/linux/man-pages/";
  private static final int COLUMNS = 3;

  /**
   * A function or macro.
   *
   * @param page where it is told of, for example {@code recv.2} of recvfrom, or {@code -} if
   *     nowhere
   */
  record Call(String name, String page, String topic) {
    /** As man pages refer to one another. */
    String reference() {
      return page.equals("-") ? name : name + "(" + page.substring(page.lastIndexOf('.') + 1) + ")";
    }

    /** Null if there is no page. */
    String url() {
      return page.equals("-") ? null : ManPages.url(page);
    }
  }

  private static final Map<String, Call> CALLS = load();

  private ManPages() {}

  private static Map<String, Call> load() {
    var calls = new LinkedHashMap<String, Call>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                ManPages.class.getResourceAsStream("/man-pages.tsv"), StandardCharsets.UTF_8))) {
      for (String line : lines.lines().skip(1).toList()) {
        String[] cells = line.split("\t");
        if (cells.length != COLUMNS || calls.containsKey(cells[0])) {
          throw new IllegalStateException("man-pages.tsv: " + line);
        }
        calls.put(cells[0], new Call(cells[0], cells[1], cells[2]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return calls;
  }

  /** Where a page is, for example {@code recv.2}. */
  static String url(String page) {
    return SITE + "man" + page.substring(page.lastIndexOf('.') + 1) + "/" + page + ".html";
  }

  static boolean has(String name) {
    return CALLS.containsKey(name);
  }

  /** Those with these names, in the table's order, by topic. */
  static Map<String, List<Call>> byTopic(Set<String> names) {
    var topics = new LinkedHashMap<String, List<Call>>();
    for (Call call : CALLS.values()) {
      if (names.contains(call.name)) {
        topics.computeIfAbsent(call.topic, _ -> new java.util.ArrayList<>()).add(call);
      }
    }
    return topics;
  }
}
