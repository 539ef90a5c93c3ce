package posix.sockets.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to be said of groups, from a file in Markdown: headings of groups, and paragraphs. */
final class Notes {
  private static final String HEADING = "## ";
  private final Map<String, List<String>> paragraphs = new LinkedHashMap<>();

  private Notes() {}

  static Notes read(Path file) throws IOException {
    var notes = new Notes();
    List<String> current = new ArrayList<>(); // what stands before the first group is for readers
    for (String paragraph : Files.readString(file).strip().split("\n\\s*\n")) {
      if (paragraph.startsWith(HEADING)) {
        current = new ArrayList<>();
        notes.paragraphs.put(paragraph.substring(HEADING.length()).strip(), current);
      } else {
        current.add(paragraph.replaceAll("\\s*\n\\s*", " ").strip());
      }
    }
    return notes;
  }

  /** In order; none if there is nothing to be said. */
  List<String> of(String group) {
    return paragraphs.getOrDefault(group, List.of());
  }

  /** A note that belongs to nothing is a mistake. */
  void check(Set<String> groups) {
    for (String group : paragraphs.keySet()) {
      if (!groups.contains(group)) {
        throw new IllegalArgumentException("a note for " + group + "; there are " + groups);
      }
    }
  }
}
