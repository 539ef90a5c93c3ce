package posix.sockets.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The fenced blocks of README.md that tests run. */
public final class Readme {
  private Readme() {}

  /**
   * The lines of the block that stands directly after a marker.
   *
   * @param marker the text of the comment that announces the block
   * @param language what the block's fence has to say
   */
  public static List<String> block(String marker, String language) throws IOException {
    List<String> lines = Files.readAllLines(Project.ROOT.resolve("README.md"));
    String comment = "<!-- " + marker + " -->";
    int at = lines.indexOf(comment);
    assertThat(at).as("README.md has no line %s", comment).isNotNegative();
    assertThat(lines.lastIndexOf(comment)).as("README.md has %s twice", comment).isEqualTo(at);
    assertThat(lines.get(at + 1))
        .as("the line of README.md after %s", comment)
        .isEqualTo("```" + language);
    List<String> block = lines.subList(at + 2, lines.size());
    int end = block.indexOf("```");
    assertThat(end).as("the block after %s has no end", comment).isPositive();
    return block.subList(0, end);
  }
}
