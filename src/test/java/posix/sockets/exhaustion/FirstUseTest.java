package posix.sockets.exhaustion;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.testing.Cases;

/** {@link FirstUse}, each case in a process of its own. */
class FirstUseTest {
  @TestFactory
  Stream<DynamicTest> withoutDescriptors() {
    return Cases.testsAlone(FirstUse.class, List.of(), FirstUse.cases());
  }
}
