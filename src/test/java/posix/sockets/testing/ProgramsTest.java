package posix.sockets.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tests' programs that make runs on the class path, beside the library as a module: a package
 * is looked for in the module that has it, and nowhere else.
 */
class ProgramsTest {
  private static final Path TESTS = Project.ROOT.resolve("src/target/test-classes");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "posix/sockets/conformance/Conformance",
        "posix/sockets/coverage/Coverage",
        "posix/sockets/parity/Demo",
        "posix/sockets/soak/Soak",
        "posix/sockets/stress/Stress"
      })
  void needsNoClassBesideTheLibrarys(String program) {
    assertThat(file(program)).exists();
    assertThat(reached(program)).hasSizeGreaterThan(1).noneMatch(ProgramsTest::isInTheModule);
  }

  /** The classes of the tests that a program may come to. */
  private static Set<String> reached(String program) {
    var seen = new HashSet<String>();
    var left = new ArrayDeque<String>();
    left.add(program);
    while (!left.isEmpty()) {
      String name = left.remove();
      if (Files.exists(file(name)) && seen.add(name)) {
        references(name).forEach(left::add);
      }
    }
    return seen;
  }

  private static boolean isInTheModule(String name) {
    return Files.isDirectory(Project.CLASSES.resolve(name).getParent());
  }

  private static Stream<String> references(String name) {
    try {
      var pool = ClassFile.of().parse(file(name)).constantPool();
      return StreamSupport.stream(pool.spliterator(), false)
          .filter(ClassEntry.class::isInstance)
          .map(entry -> ((ClassEntry) entry).asInternalName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String name) {
    return TESTS.resolve(name + ".class");
  }
}
