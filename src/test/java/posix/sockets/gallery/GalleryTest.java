package posix.sockets.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posix.sockets.parity.Layer;
import posix.sockets.testing.Project;

/** The pages, as they are committed and as they would be made now. */
class GalleryTest {
  private static final Path FOLDER = Project.ROOT.resolve("docs/gallery");
  private static final Pattern LINK = Pattern.compile("href=\"([^\"]+)\"");
  private static final Pattern OUTPUT = Pattern.compile("(?s)(<samp[^>]*>).*?</samp>");

  private static List<Gallery.Entry> entries;
  private static Map<String, String> pages; // without what programs print

  @BeforeAll
  static void render() throws Exception {
    entries = Gallery.entries();
    pages = Pages.render(entries, Map.of());
  }

  @Test
  void everySourceIsOnOnePage() throws Exception {
    var sources = new ArrayList<Path>();
    for (String folder : List.of("native/examples", "src/examples")) {
      try (var files = Files.walk(Project.ROOT.resolve(folder))) {
        files.filter(file -> file.toString().matches(".*\\.(c|java)")).forEach(sources::add);
      }
    }
    var shown = new ArrayList<Path>();
    for (Gallery.Entry entry : entries) {
      for (String program : entry.programs()) {
        for (Layer layer : Layer.values()) {
          if (layer.exists(program)) {
            shown.add(layer.source(program));
          }
        }
      }
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(sources);
  }

  @Test
  void everyLineIsOnThePage() throws Exception {
    for (Gallery.Entry entry : entries) {
      String page = pages.get(entry.script().name().replace('/', '-') + ".html");
      for (Layer layer : Layer.values()) {
        String expected = "";
        for (String program : entry.programs()) {
          if (layer.exists(program)) {
            expected += Files.readString(layer.source(program));
          }
        }
        assertThat(column(page, layer)).as("%s of %s", layer, entry).isEqualTo(expected);
      }
    }
  }

  private static String column(String page, Layer layer) {
    String column =
        switch (layer) {
          case C -> "c";
          case RAW -> "r";
          case TYPED -> "t";
        };
    return Pattern.compile("(?s)<pre class=\"" + column + "\">(.*?)</pre>")
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.joining())
        .replaceAll("<i class=x>\n</i>", "")
        .replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  @Test
  void everyCallHasAManPage() throws Exception {
    var unknown = new TreeMap<String, TreeSet<String>>();
    for (Gallery.Entry entry : entries) {
      for (String program : entry.programs()) {
        if (Layer.C.exists(program)) {
          for (String call : Names.calls(Source.read(Layer.C.source(program)))) {
            if (!ManPages.has(call)) {
              unknown.computeIfAbsent(call, _ -> new TreeSet<>()).add(program);
            }
          }
        }
      }
    }
    assertThat(unknown).as("not in man-pages.tsv").isEmpty();
  }

  @Test
  void linksResolve() {
    pages.forEach((name, page) ->
        LINK.matcher(page)
            .results()
            .map(match -> match.group(1))
            .filter(link -> !link.startsWith("https://man7.org/linux/man-pages/man"))
            .forEach(link -> {
              String[] parts = link.split("#");
              if (parts[0].startsWith("../")) {
                assertThat(FOLDER.resolve(link)).as(name).isRegularFile();
              } else {
                String target = parts[0].isEmpty() ? page : pages.get(parts[0]);
                assertThat(target).as("%s in %s", link, name).isNotNull();
                if (parts.length > 1) {
                  assertThat(target).as(name).contains("id=\"" + parts[1] + "\"");
                }
              }
            }));
  }

  @Test
  void everyPageIsWholeByItself() {
    pages
        .values()
        .forEach(
            page -> assertThat(page).doesNotContainPattern("<script|<link|src=|@import|url\\("));
  }

  /** What programs print depends on the machine as well: {@code make parity} compares it. */
  @Test
  void theCommittedPagesAreThese() throws Exception {
    var committed = new TreeMap<String, String>();
    try (var files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        committed.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(committed.keySet()).isEqualTo(pages.keySet());
    pages.forEach((name, page) ->
        assertThat(withoutOutput(committed.get(name)).equals(withoutOutput(page)))
            .as("%s is as its sources are: make gallery", name)
            .isTrue());
  }

  private static String withoutOutput(String page) {
    return OUTPUT.matcher(page).replaceAll("$1</samp>");
  }
}
