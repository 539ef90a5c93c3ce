package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posix.sockets.testing.Project;

/**
 * Holds the committed bindings, and what they are made from, against the record that was written
 * when they were generated: an edit by hand shows here without jextract.
 */
class BindingsRecordTest {
  private static final Path BINDINGS = Project.ROOT.resolve("bindings");
  private static final String HINT = "run `make bindings`; generated files are not edited by hand";

  @Test
  void generatedFilesAreWhatWasGenerated() throws Exception {
    Map<String, String> files = hashes("main/java/posix/sockets/bindings", ".java");
    assertThat(files.size()).isGreaterThan(300);
    assertThat(different(files, recorded("generated: "))).as(HINT).isEmpty();
  }

  @Test
  void generatedFromTheseHeadersAndThisSelection() throws Exception {
    Map<String, String> files = hashes("include", ".h");
    files.put("selection.txt", hash(BINDINGS.resolve("selection.txt")));
    assertThat(files.size()).isGreaterThan(3);
    assertThat(different(files, recorded("ours: "))).as(HINT).isEmpty();
  }

  /** Headers of the system that are not here as the bindings were generated from them. */
  static Set<String> otherSystemHeaders() throws Exception {
    Map<String, String> recorded = recorded("system: ");
    assertThat(recorded.size()).isGreaterThan(100);
    Map<String, String> files = new TreeMap<>();
    for (String name : recorded.keySet()) {
      if (Files.exists(Path.of(name))) {
        files.put(name, hash(Path.of(name)));
      }
    }
    return different(files, recorded);
  }

  /** The names that are in one only, or have another hash. */
  private static Set<String> different(Map<String, String> files, Map<String, String> recorded) {
    Set<String> names = new TreeSet<>(files.keySet());
    names.addAll(recorded.keySet());
    names.removeIf(name -> Objects.equals(files.get(name), recorded.get(name)));
    return names;
  }

  private static Map<String, String> recorded(String kind) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String line : Files.readAllLines(BINDINGS.resolve("RECORD"))) {
      if (line.startsWith(kind)) {
        String[] word = line.substring(kind.length()).split(" +", 2);
        hashes.put(word[1], word[0]);
      }
    }
    return hashes;
  }

  private static Map<String, String> hashes(String folder, String suffix) throws Exception {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(BINDINGS.resolve(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(suffix)).toList()) {
        hashes.put(BINDINGS.relativize(file).toString(), hash(file));
      }
    }
    return hashes;
  }

  private static String hash(Path file) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(hash);
  }
}
