package posix.sockets.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import posix.sockets.gallery.Source.Line;

class SourceTest {
  private static Source c(String text) {
    return Source.parse(text.lines().toList(), true);
  }

  @Test
  void theLeadIsTheFirstComment() {
    assertThat(c("// Sends a\n// datagram.\n#include <x.h>\n// more\n").lead())
        .isEqualTo("Sends a datagram.");
  }

  @Test
  void wordsAreMarked() {
    List<Line> lines = c("/* a\nb < c */ return send(\"x\");").lines();
    assertThat(lines)
        .extracting(Line::html)
        .containsExactly(
            "<b class=c>/* a</b>",
            "<b class=c>b &lt; c */</b> <b class=k>return</b> <b class=f>send</b>(<b"
                + " class=s>\"x\"</b>);");
    List<Line> java = Source.parse(List.of("long n = Posix.send(fd); // sent"), false).lines();
    assertThat(java.getFirst().html())
        .isEqualTo("<b class=k>long</b> n = Posix.<b class=f>send</b>(fd); <b class=c>// sent</b>");
  }

  @Test
  void onlyWholeLinesAreComments() {
    assertThat(c("  //  why so \nint x; // this\n").lines())
        .extracting(Line::comment)
        .containsExactly("why so", null);
  }
}
