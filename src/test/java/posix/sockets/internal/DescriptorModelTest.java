package posix.sockets.internal;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.internal.DescriptorScenario.Deed;
import posix.sockets.libc.LibcFiles;
import posix.sockets.model.ModelCheck;

/** Three threads, in every order of their steps: see {@link DescriptorScenario}. */
class DescriptorModelTest {
  private static final ModelCheck CHECK =
      new ModelCheck(DescriptorScenario.class, Descriptor.class, Direction.class, OwnedFd.class)
          .withFieldsOf(CallFrame.class, Waiting.class, BlockingCall.class)
          .insteadOf(LibcFiles.class)
          .insteadOf(Poller.class)
          .insteadOf(Retry.class);

  static Stream<List<Deed>> scenarios() {
    return ModelCheck.triples(Deed.values()).filter(DescriptorModelTest::isWorthwhile);
  }

  /** Leaves out what has too many orders, or none that another one has not. */
  private static boolean isWorthwhile(List<Deed> deeds) {
    return switch ((int) deeds.stream().filter(Deed::ends).count()) {
      case 0 -> deeds.stream().noneMatch(Deed::isTwo);
      case 1 -> deeds.stream().filter(Deed::isTwo).count() < 2;
      case 2 -> Set.of(Deed.RECV, Deed.WAIT, Deed.POLL).contains(deeds.getFirst());
      default -> false;
    };
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whateverTheOrder(List<Deed> deeds) {
    CHECK.everyOrder(deeds);
  }

  @AfterAll
  static void tell() {
    System.out.println(CHECK);
  }
}
