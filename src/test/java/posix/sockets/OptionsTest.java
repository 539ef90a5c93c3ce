package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.OptionTable.Row;
import posix.sockets.raw.constants.ErrnoH;
import posix.sockets.testing.Program;

/**
 * Every option of the table on its sockets: get, set, get again, in Java as in C on the same
 * kernel, with privileges and without. What a kernel lacks says so by errno, here as there, and is
 * counted at the end.
 */
class OptionsTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path TABLE = ROOT.resolve("src/test/resources/socket-options.tsv");
  private static final String NOBODY = "65534";

  /** What a kernel says that does not know an option, a protocol or a family. */
  private static final Set<String> LACKING =
      Stream.of(
              ErrnoH.ENOPROTOOPT,
              ErrnoH.EOPNOTSUPP,
              ErrnoH.EPROTONOSUPPORT,
              ErrnoH.ESOCKTNOSUPPORT,
              ErrnoH.EAFNOSUPPORT)
          .flatMap(errno -> Stream.of("E" + errno, "S" + errno))
          .collect(Collectors.toUnmodifiableSet());

  /** Row and socket, and the rest of the line: get, set, get. */
  private static Map<String, List<String>> c;

  private static Map<String, List<String>> java;
  private static Map<String, List<String>> unprivilegedC;
  private static Map<String, List<String>> unprivilegedJava;
  private static boolean root;

  @BeforeAll
  static void run() throws Exception {
    root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    String probe = Path.of(System.getProperty("native.bin")).resolve("option_probe").toString();
    List<String> twin =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            Stream.of("src/target/classes", "src/target/test-classes", "bindings/target/classes")
                .map(folder -> ROOT.resolve(folder).toString())
                .collect(Collectors.joining(":")),
            OptionTwin.class.getName());
    List<String> lines = output(twin, root ? List.of(NOBODY) : List.of());
    int half = root ? lines.indexOf("as user " + NOBODY) : 0;
    unprivilegedJava = parse(lines.subList(root ? half + 1 : 0, lines.size()));
    List<String> asked = List.of(probe, TABLE.toString());
    unprivilegedC = parse(output(asked, root ? List.of(NOBODY) : List.of()));
    java = root ? parse(lines.subList(0, half)) : Map.of();
    c = root ? parse(output(asked, List.of())) : Map.of();
  }

  private static List<String> output(List<String> command, List<String> arguments)
      throws Exception {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    Program.Result result = Program.run(ROOT, all);
    assertThat(result.status()).as(all + "\n" + result.err()).isZero();
    return result.out().lines().toList();
  }

  private static Map<String, List<String>> parse(List<String> lines) {
    Map<String, List<String>> parsed = new LinkedHashMap<>();
    for (String line : lines) {
      String[] column = line.split("\t", -1);
      String key = String.join(" ", column[0], column[1], column[2]);
      assertThat(parsed.put(key, List.of(column).subList(3, 6))).as("twice: " + line).isNull();
    }
    return parsed;
  }

  @TestFactory
  Stream<DynamicTest> withPrivileges() {
    if (!root) {
      System.out.println(
          "*** NOT ROOT: the options were tried without privileges only, half of what is to be"
              + " tried ***");
    }
    return root ? tests(c, java) : Stream.empty();
  }

  @TestFactory
  Stream<DynamicTest> withoutPrivileges() {
    return tests(unprivilegedC, unprivilegedJava);
  }

  private static Stream<DynamicTest> tests(
      Map<String, List<String>> theirs, Map<String, List<String>> ours) {
    return OptionTable.rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> compare(row, theirs, ours)));
  }

  private static void compare(
      Row row, Map<String, List<String>> theirs, Map<String, List<String>> ours) {
    for (String socket : row.sockets()) {
      String key = row + " " + socket;
      List<String> answers = theirs.get(key).stream().map(answer -> answer(row, answer)).toList();
      assertThat(ours.get(key)).as(key + ": get, set, get").isEqualTo(answers);
    }
  }

  /** What C saw, as the twin would say it. */
  private static String answer(Row row, String answer) {
    int colon = answer.indexOf(':');
    if (colon < 0) {
      return answer;
    }
    if (row.varies().equals("value")) {
      return "a value";
    }
    byte[] bytes = HexFormat.of().parseHex(answer.substring(colon + 1));
    return OptionValues.text(row, OptionValues.value(row, bytes));
  }

  /**
   * With each kernel the table could be wrong in another place: that is told, and is no failure.
   */
  @AfterAll
  static void report() {
    Map<String, List<String>> seen = root ? c : unprivilegedC;
    List<String> lacking = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<String> different = new ArrayList<>();
    for (Row row : OptionTable.rows()) {
      List<String> answers =
          row.sockets().stream()
              .flatMap(socket -> seen.get(row + " " + socket).stream())
              .filter(answer -> !answer.equals("-"))
              .toList();
      if (answers.stream().allMatch(LACKING::contains)) {
        lacking.add(row + " " + answers);
      } else if (answers.stream().allMatch(answer -> answer.matches("[ES]\\d+"))) {
        refused.add(row + " " + answers);
      }
      if (!recorded(row, seen).equals(row.seen()) && row.varies().equals("-")) {
        different.add(row + ": " + recorded(row, seen) + ", recorded " + row.seen());
      }
    }
    int all = OptionTable.rows().size();
    System.out.printf(
        "options: %d tried, %d taken by this kernel, %d that it lacks, %d refused as they were"
            + " tried%n",
        all, all - lacking.size() - refused.size(), lacking.size(), refused.size());
    lacking.forEach(line -> System.out.println("  lacking: " + line));
    refused.forEach(line -> System.out.println("  refused: " + line));
    if (root) {
      different.forEach(line -> System.out.println("  other than recorded: " + line));
    }
  }

  private static String recorded(Row row, Map<String, List<String>> seen) {
    return row.sockets().stream()
        .map(socket -> String.join(" ", seen.get(row + " " + socket)))
        .collect(Collectors.joining("; "));
  }
}
