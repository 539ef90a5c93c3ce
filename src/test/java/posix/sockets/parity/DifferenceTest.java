package posix.sockets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferenceTest {
  @Test
  void equalTextsHaveNone() {
    assertThat(Difference.between("output", "a\n\0b", "a\n\0b")).isNull();
  }

  @Test
  void showsWhereTextsPart() {
    assertThat(Difference.between("output", "one\ntwo\n", "one\ntWo\n"))
        .isEqualTo(
            """
            output differs in line 2, byte 5 (0x5)
              expected  6f 6e 65 0a 74 77 6f 0a   |one.two.|  of 8 bytes
              actual    6f 6e 65 0a 74 57 6f 0a   |one.tWo.|  of 8 bytes
                                       ^^
              expected  two
              actual    tWo\
            """);
  }

  @Test
  void showsWhatIsMissing() {
    assertThat(Difference.between("output", "one\n", "one"))
        .contains("line 1, byte 3 (0x3)", "of 4 bytes", "of 3 bytes");
  }

  @Test
  void showsWhereFilesPart(@TempDir Path folder) throws Exception {
    byte[] bytes = NastyInput.make(10, 100_000);
    Path expected = Files.write(folder.resolve("expected"), bytes);
    Path actual = folder.resolve("actual");
    assertThat(Difference.between("output", expected, Files.write(actual, bytes))).isNull();
    bytes[150_000] ^= 1;
    assertThat(Difference.between("output", expected, Files.write(actual, bytes)))
        .startsWith("output differs at byte 150,000 (0x249f0)")
        .hasLineCount(4);
  }
}
