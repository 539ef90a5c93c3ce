package posix.sockets.exhaustion;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.testing.Cases;

/** {@link NoThreads}, each case in a process of its own. */
class NoThreadsTest {
  @TestFactory
  Stream<DynamicTest> withoutThreads() {
    return Cases.testsAlone(NoThreads.class, NoThreads.OPTIONS, NoThreads.cases());
  }
}
