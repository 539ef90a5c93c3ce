package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.testing.Program;
import posix.sockets.testing.Program.Result;
import posix.sockets.testing.Project;
import posix.sockets.testing.Readme;

/** What README.md tells a reader to do, done. */
class ReadmeIT {
  @TempDir Path folder;

  @Test
  void theFirstProgram() throws Exception {
    List<String> session = Readme.block("run it", "console");
    assertThat(session.getFirst()).startsWith("$ ");
    String command = session.getFirst().substring(2);
    String name = command.replaceFirst(".* ", "");
    assertThat(name).endsWith(".java");
    Path file = folder.resolve(name);
    Files.write(file, Readme.block("first program", "java"));
    String here = command.substring(0, command.length() - name.length()) + file;
    var builder = new ProcessBuilder("sh", "-c", here).directory(Project.ROOT.toFile());
    String java = Path.of(Program.jdk("java")).getParent().toString();
    builder.environment().merge("PATH", java, (path, jdk) -> jdk + File.pathSeparator + path);
    Result result = Program.run(builder);
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines().toList()).isEqualTo(session.subList(1, session.size()));
    assertThat(result.status()).isZero();
  }

  /** The second of the two commands finds the library's classes in what the first has written. */
  @Test
  void theCache() throws Exception {
    Files.write(folder.resolve("Hello.java"), Readme.block("first program", "java"));
    Files.copy(Project.LIBRARY_JAR, folder.resolve("posix-sockets.jar"));
    Files.copy(Project.BINDINGS_JAR, folder.resolve("posix-sockets-bindings.jar"));
    Program.javac(
        folder, List.of("-d", "out", "-p", ".", "--add-modules", "posix.sockets", "Hello.java"));
    Program.run(folder, Program.jdk("jar"), "cf", "hello.jar", "-C", "out", ".");
    for (String line : Readme.block("cache", "console")) {
      assertThat(line).startsWith("$ java ");
      List<String> command = new ArrayList<>(List.of(Program.jdk("java")));
      command.add("-Xlog:class+load:file=loaded");
      command.addAll(List.of(line.substring(7).split(" ")));
      Result result = Program.run(folder, command);
      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out()).startsWith("received 5 bytes: hello\n");
    }
    assertThat(Files.readAllLines(folder.resolve("loaded")))
        .anyMatch(line -> line.contains("posix.sockets.PosixSocket source: shared objects file"));
  }

  @Test
  void theMavenDependency() throws Exception {
    String dependency = String.join("\n", Readme.block("maven", "xml"));
    installInto(folder.resolve("built"));
    write("pom.xml", POM.formatted(folder.resolve("built").toUri(), dependency, plugins()));
    write("settings.xml", SETTINGS.formatted(folder.resolve("local"), localRepository().toUri()));
    write("src/main/java/Main.java", MAIN);
    Result maven = Program.run(maven("compile"));
    assertThat(maven.status()).as(maven.out() + maven.err()).isZero();
    List<String> classPath = new ArrayList<>(List.of("target/classes"));
    classPath.add(resolved("posix-sockets"));
    classPath.add(resolved("posix-sockets-bindings")); // which nobody asked for
    Result result =
        Program.run(
            folder,
            Program.jdk("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            String.join(File.pathSeparator, classPath),
            "Main");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("127.0.0.1:0 SOCK_STREAM\n");
    assertThat(result.status()).isZero();
  }

  /** Gradle may not be installed, so this is all that can be said of it. */
  @Test
  void theGradleDependency() throws Exception {
    List<String> block = Readme.block("gradle", "kotlin");
    String coordinates = "io.github.posix-sockets:posix-sockets:" + version();
    assertThat(block).contains("implementation(\"" + coordinates + "\")");
  }

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>consumer</groupId>
        <artifactId>consumer</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>25</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <repositories>
          <repository><id>built</id><url>%s</url></repository>
        </repositories>
        <dependencies>
      %s
        </dependencies>
        <build><plugins>%s</plugins></build>
      </project>
      """;

  /**
   * Nothing is downloaded, and nothing gets into the reader's own repository, which is read from as
   * if it were a remote one: the build has put there what Maven itself needs.
   */
  private static final String SETTINGS =
      """
      <settings>
        <localRepository>%s</localRepository>
        <mirrors>
          <mirror><id>own</id><mirrorOf>central</mirrorOf><url>%s</url></mirror>
        </mirrors>
      </settings>
      """;

  private static final String MAIN =
      """
      import static posix.sockets.Constants.*;

      import posix.sockets.Inet4;
      import posix.sockets.PosixSocket;

      public class Main {
        public static void main(String[] args) throws Exception {
          try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
            System.out.println(Inet4.loopback(0) + " " + socket.getsockopt(SO_TYPE));
          }
        }
      }
      """;

  private ProcessBuilder maven(String phase) {
    var builder =
        new ProcessBuilder(
            "mvn",
            "-q",
            "--batch-mode",
            "--offline",
            "-Daether.offline.protocols=file",
            "-s",
            "settings.xml",
            "-gs",
            "settings.xml",
            phase);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // an option of the build around this one would be one of Maven's here
    builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN"));
    return builder.directory(folder.toFile());
  }

  /** As {@code mvn deploy} would lay them out. */
  private static void installInto(Path repository) throws Exception {
    install(repository, "posix-sockets-parent", Project.ROOT.resolve("pom.xml"), null);
    install(repository, "posix-sockets", Project.ROOT.resolve("src/pom.xml"), Project.LIBRARY_JAR);
    install(
        repository,
        "posix-sockets-bindings",
        Project.ROOT.resolve("bindings/pom.xml"),
        Project.BINDINGS_JAR);
  }

  private static void install(Path repository, String artifact, Path pom, Path jar)
      throws Exception {
    Path target = Files.createDirectories(artifactFolder(repository, artifact));
    Files.copy(pom, target.resolve(artifact + "-" + version() + ".pom"));
    if (jar != null) {
      Files.copy(jar, target.resolve(artifact + "-" + version() + ".jar"));
    }
  }

  private static Path artifactFolder(Path repository, String artifact) throws Exception {
    return repository.resolve("io/github/posix-sockets").resolve(artifact).resolve(version());
  }

  /** The jar that Maven has fetched. */
  private String resolved(String artifact) throws Exception {
    Path jar =
        artifactFolder(folder.resolve("local"), artifact)
            .resolve(artifact + "-" + version() + ".jar");
    assertThat(jar).exists();
    return jar.toString();
  }

  private void write(String file, String text) throws Exception {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Where the build that runs this test has its artifacts; Surefire says so. */
  private static Path localRepository() {
    String told = System.getProperty("localRepository");
    return told != null
        ? Path.of(told)
        : Path.of(System.getProperty("user.home"), ".m2", "repository");
  }

  private static String version() throws Exception {
    return version("posix-sockets-parent");
  }

  /** A version that the root pom states. */
  private static String version(String artifact) throws Exception {
    var stated = "<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)</version>";
    var match = Pattern.compile(stated).matcher(Files.readString(Project.ROOT.resolve("pom.xml")));
    assertThat(match.find()).as(stated).isTrue();
    return match.group(1);
  }

  /** The plugins that compile a program, in the versions that compile this library. */
  private static String plugins() throws Exception {
    var text = new StringBuilder();
    for (String name : List.of("maven-compiler-plugin", "maven-resources-plugin")) {
      text.append("<plugin><artifactId>%s</artifactId>".formatted(name));
      text.append("<version>%s</version></plugin>".formatted(version(name)));
    }
    return text.toString();
  }
}
