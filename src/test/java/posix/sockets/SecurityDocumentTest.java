package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import posix.sockets.testing.Project;
import posix.sockets.testing.Promise;

/** SECURITY.md and the tests of what it promises, held against one another. */
class SecurityDocumentTest {
  private static final Pattern NAME = Pattern.compile("- `([a-z0-9-]+)`: \\S.*");

  private static final Set<String> RUN =
      Set.of(
          Test.class.descriptorString(),
          ParameterizedTest.class.descriptorString(),
          TestFactory.class.descriptorString());

  /** What stands in front of the document's promises. */
  private static final List<String> PROMISED = new ArrayList<>();

  /** What tests say they are of. */
  private static final Set<String> TESTED = new TreeSet<>();

  @BeforeAll
  static void read() throws Exception {
    for (String line : Files.readAllLines(Project.ROOT.resolve("SECURITY.md"))) {
      var name = NAME.matcher(line);
      if (name.matches()) {
        PROMISED.add(name.group(1));
      } else {
        assertThat(line).as("a promise in another form").doesNotStartWith("- `");
      }
    }
    Path classes = Project.ROOT.resolve("src/target/test-classes");
    try (var files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        for (MethodModel method : ClassFile.of().parse(Files.readAllBytes(file)).methods()) {
          read(method);
        }
      }
    }
  }

  private static void read(MethodModel method) {
    List<Annotation> annotations =
        method
            .findAttribute(Attributes.runtimeVisibleAnnotations())
            .map(attribute -> attribute.annotations())
            .orElse(List.of());
    for (Annotation annotation : annotations) {
      if (annotation.className().equalsString(Promise.class.descriptorString())) {
        assertThat(annotations)
            .as("%s is run", method.methodName())
            .anyMatch(other -> RUN.contains(other.className().stringValue()));
        annotation.elements().forEach(SecurityDocumentTest::readNames);
      }
    }
  }

  private static void readNames(AnnotationElement element) {
    var names = (AnnotationValue.OfArray) element.value();
    names.values().forEach(name -> TESTED.add(((AnnotationValue.OfString) name).stringValue()));
  }

  @Test
  void eachPromiseHasATestAndEachTestAPromise() {
    assertThat(PROMISED).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(TESTED).containsExactlyInAnyOrderElementsOf(PROMISED);
  }
}
