package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
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
    assertThat(files).as(HINT).hasSizeGreaterThan(300).isEqualTo(recorded("generated: "));
  }

  @Test
  void generatedFromTheseHeadersAndThisSelection() throws Exception {
    Map<String, String> files = hashes("include", ".h");
    files.put("selection.txt", hash(BINDINGS.resolve("selection.txt")));
    assertThat(files).as(HINT).hasSizeGreaterThan(3).isEqualTo(recorded("ours: "));
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
