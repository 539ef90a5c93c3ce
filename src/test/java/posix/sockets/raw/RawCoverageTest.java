package posix.sockets.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds {@link Posix} against the list of the functions, macros and variables it is to have. */
class RawCoverageTest {
  /** One line of the list; kind is function, macro or variable. */
  record Symbol(String name, String header, String standard, String kind) {
    static Symbol of(String line) {
      String[] field = line.split("\t", -1);
      assertThat(field).as(line).hasSize(4);
      return new Symbol(field[0], field[1], field[2], field[3]);
    }
  }

  static List<Symbol> symbols() {
    var list = RawCoverageTest.class.getResourceAsStream("/functions.tsv");
    try (var lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(Symbol::of).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theListIsWhole() {
    assertThat(symbols()).hasSize(120);
    assertThat(symbols()).extracting(Symbol::name).doesNotHaveDuplicates();
    assertThat(symbols()).extracting(Symbol::kind).containsOnly("function", "macro", "variable");
  }

  @TestFactory
  Stream<DynamicTest> everySymbolIsThere() {
    return symbols().stream()
        .map(symbol -> DynamicTest.dynamicTest(symbol.name(), () -> checkIsThere(symbol)));
  }

  /** Looked for as a program sees it: what {@link Posix} inherits is in classes it cannot name. */
  private static void checkIsThere(Symbol symbol) throws Exception {
    var program = MethodHandles.publicLookup();
    if (symbol.kind().equals("variable")) {
      program.findStaticGetter(Posix.class, symbol.name(), MemorySegment.class);
      return;
    }
    List<Method> methods =
        Arrays.stream(Posix.class.getMethods())
            .filter(method -> method.getName().equals(symbol.name()))
            .toList();
    assertThat(methods).isNotEmpty();
    for (Method method : methods) {
      var type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
      program.findStatic(Posix.class, method.getName(), type);
    }
  }
}
