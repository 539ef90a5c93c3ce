package posix.sockets.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posix.sockets.bench.race.Results;

/** Writes what is told of results: a page, tables, a picture, and a part of the README. */
public final class Report {
  private static final Pattern PART = Pattern.compile("(?s)(<!-- bench -->\n).*?(<!-- /bench -->)");

  private Report() {}

  /** Arguments: the results, the folder to write to, with the notes in it, and the README. */
  public static void main(String[] args) throws IOException {
    System.setProperty("java.awt.headless", "true");
    var results = Results.read(Path.of(args[0]));
    var folder = Path.of(args[1]);
    var readme = Path.of(args[2]);
    var notes = Notes.read(folder.resolve("notes.md"));
    Files.writeString(folder.resolve("report.html"), new Page(results, notes).html());
    Files.writeString(folder.resolve("README.md"), tables(results));
    Picture.write(results, folder.resolve("ratios.png"));
    Files.writeString(readme, withPart(Files.readString(readme), results));
    System.out.println(folder.resolve("report.html"));
  }

  /** The README, with what these results give. */
  static String withPart(String readme, Results results) {
    Matcher part = PART.matcher(readme);
    if (!part.find()) {
      throw new IllegalArgumentException("no <!-- bench --> in the README");
    }
    return part.replaceFirst("$1" + Matcher.quoteReplacement(part(results)) + "$2");
  }

  private static String part(Results results) {
    var machine = results.machine();
    return """
    Medians of %d rounds, in each of which all have their turn, in one run on %s: %d cores of %s, %s, %s, %s.
    %s
    ![](docs/bench/ratios.png)

    """
        .formatted(
            results.plan().rounds(),
            machine.date(),
            machine.cores(),
            machine.cpu(),
            machine.kernel(),
            machine.libc(),
            machine.jdk(),
            Tables.summary(results));
  }

  private static String tables(Results results) {
    return """
    # Compared with C, java.net, NIO, Netty and junixsocket

    ![](ratios.png)

    `make report` wrote this from [results.json](results.json), with [a page](report.html) that has plots and says \
    what it was measured on; what is to be said of some cases stands there and in [notes.md](notes.md). A ratio is \
    the median of those of %d rounds, in parentheses the interval that holds it with 90 %% confidence.
    """
            .formatted(results.plan().rounds())
        + Tables.markdown(results);
  }
}
