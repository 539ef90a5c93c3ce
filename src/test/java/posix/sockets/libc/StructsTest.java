package posix.sockets.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The library's own offsets are those of the bindings, which AbiTest holds against C. */
class StructsTest {
  @TestFactory
  Iterable<DynamicTest> everyStructIsThatOfTheBindings() {
    return Arrays.stream(Structs.class.getDeclaredClasses())
        .map(struct -> DynamicTest.dynamicTest(struct.getSimpleName(), () -> compare(struct)))
        .toList();
  }

  private static void compare(Class<?> struct) throws ReflectiveOperationException {
    var layout =
        (GroupLayout)
            Class.forName("posix.sockets.bindings." + struct.getSimpleName())
                .getMethod("layout")
                .invoke(null);
    Map<String, Long> expected = new HashMap<>();
    expected.put("SIZE", layout.byteSize());
    offsets(layout, 0, expected);
    Map<String, Long> actual = new HashMap<>();
    for (var field : struct.getFields()) {
      actual.put(field.getName(), (long) field.getInt(null));
    }
    assertThat(actual).isEqualTo(expected);
  }

  /** By name, with the members of structs and unions that have none. */
  private static void offsets(GroupLayout layout, long base, Map<String, Long> offsets) {
    for (MemoryLayout member : layout.memberLayouts()) {
      String name = member.name().orElse(null);
      if (name == null) {
        continue; // padding
      }
      long offset = base + layout.byteOffset(MemoryLayout.PathElement.groupElement(name));
      if (name.startsWith("$anon")) {
        offsets((GroupLayout) member, offset, offsets);
      } else {
        offsets.put(name, offset);
      }
    }
  }
}
