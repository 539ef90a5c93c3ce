package posix.sockets.exhaustion;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.testing.Cases;
import posix.sockets.testing.Promise;

/** What a process has a limit for, used up in one of its own. */
class LimitsTest {
  @TestFactory
  @Promise("received-table-full")
  Stream<DynamicTest> noDescriptors() {
    return Cases.tests(NoDescriptors.class, List.of(), NoDescriptors.cases());
  }

  @TestFactory
  Stream<DynamicTest> noDescriptorsRaw() {
    return Cases.tests(NoDescriptorsRaw.class, List.of(), NoDescriptorsRaw.cases());
  }

  @TestFactory
  Stream<DynamicTest> noMemory() {
    return Cases.tests(NoMemory.class, NoMemory.OPTIONS, NoMemory.cases());
  }
}
