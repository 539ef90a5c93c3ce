package posix.sockets;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import posix.sockets.OptionTable.Row;

/** What the options' types promise, for each row of the table. */
class OptionTypesTest {
  private static final int OPTIONS = 286;

  @Test
  void everyRowHasItsFieldAndEveryFieldItsRow() {
    List<String> fields =
        OptionTable.LEVELS.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
            .map(field -> OptionTable.option(field).level() + " " + field.getName())
            .toList();
    List<String> rows =
        OptionTable.rows().stream()
            .map(row -> OptionTable.number(row.level()) + " " + row.option())
            .toList();
    assertThat(fields).hasSize(OPTIONS).containsExactlyInAnyOrderElementsOf(rows);
  }

  @TestFactory
  Stream<DynamicTest> fields() {
    return OptionTable.rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> field(row)));
  }

  private static void field(Row row) {
    Field field = OptionTable.field(row);
    SockOpt<?> option = OptionTable.option(field);
    assertThat(option.level()).isEqualTo(OptionTable.number(row.level()));
    assertThat(option.optname()).isEqualTo(OptionTable.number(row.option()));
    assertThat(option).hasToString(row.option());

    List<String> access = new ArrayList<>();
    if (option instanceof SockOpt.Readable<?>) {
      access.add("get");
    }
    if (option instanceof SockOpt.Askable<?, ?>) {
      access.add("ask");
    }
    if (option instanceof SockOpt.Writable<?>) {
      access.add("set");
    }
    assertThat(access).isEqualTo(row.access());
    assertThat(field.getType()).as("the type says as much").isEqualTo(option.getClass());

    var types = ((ParameterizedType) field.getGenericType()).getActualTypeArguments();
    for (var type : types) {
      String name = type.getTypeName().replaceAll("[a-z]+\\.", "").replace('$', '.');
      assertThat(name).isEqualTo(row.javaType());
    }
  }

  @Test
  void sortedByName() {
    for (Class<?> level : OptionTable.LEVELS) {
      assertThat(level.getDeclaredFields()).extracting(Field::getName).isSorted();
    }
  }

  @Test
  void oneLevelEach() {
    for (Class<?> level : OptionTable.LEVELS) {
      assertThat(level.getDeclaredFields())
          .extracting(field -> OptionTable.option(field).level())
          .as(level.getSimpleName())
          .containsOnly(OptionTable.option(level.getDeclaredFields()[0]).level());
    }
  }

  /** A name of two levels does not compile through Constants; these are the ones, and no others. */
  @Test
  void namesOfTwoLevels() {
    Map<String, Long> count =
        OptionTable.LEVELS.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
            .collect(toMap(Field::getName, _ -> 1L, Long::sum));
    assertThat(count.entrySet().stream().filter(e -> e.getValue() > 1).map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "IPV6_CHECKSUM",
            "MCAST_BLOCK_SOURCE",
            "MCAST_JOIN_GROUP",
            "MCAST_JOIN_SOURCE_GROUP",
            "MCAST_LEAVE_GROUP",
            "MCAST_LEAVE_SOURCE_GROUP",
            "MCAST_MSFILTER",
            "MCAST_UNBLOCK_SOURCE");
  }

  /** What the library makes of a value is what C was given for it. */
  @TestFactory
  Stream<DynamicTest> encoding() {
    return OptionTable.rows().stream()
        .filter(row -> !row.set().equals("-") && !row.set().equals("int:bpf"))
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> encoded(row)));
  }

  @SuppressWarnings("unchecked") // the table says which value goes with which option
  private static <T> void encoded(Row row) {
    var codec = (SockOpt.Codec<T>) OptionTable.option(row).codec();
    byte[] expected = OptionValues.bytes(row.set());
    T value = (T) OptionValues.value(row, expected);
    try (var arena = Arena.ofConfined()) {
      int size = codec.size(value);
      MemorySegment whole = arena.allocate(size + 16).fill((byte) 0x55);
      MemorySegment memory = whole.asSlice(8, size).fill((byte) 0);
      int length = codec.encode(value, memory);
      boolean program = value instanceof SockFprog;
      if (program) {
        assertThat(length).isEqualTo(16);
        assertThat(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0)).isEqualTo((short) 1);
        assertThat(memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 8)).isEqualTo(memory.address() + 16);
      }
      MemorySegment bytes = program ? memory.asSlice(16) : memory.asSlice(0, length);
      assertThat(hex(bytes)).isEqualTo(HexFormat.of().formatHex(expected));
      assertThat(hex(whole.asSlice(0, 8))).isEqualTo("55".repeat(8));
      assertThat(hex(whole.asSlice(8 + size, 8))).isEqualTo("55".repeat(8));
    }
  }

  private static String hex(MemorySegment bytes) {
    return HexFormat.of().formatHex(bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  /** Whatever length a kernel gives: a value, or an exception that says so; nothing beyond it. */
  @TestFactory
  Stream<DynamicTest> anyLength() {
    return OptionTable.rows().stream()
        .filter(row -> !row.access().equals(List.of("set")))
        .filter(row -> !row.type().equals("PassedFd")) // 0 would be somebody's descriptor
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> decoded(row)));
  }

  private static void decoded(Row row) {
    SockOpt.Codec<?> codec = OptionTable.option(row).codec();
    try (var arena = Arena.ofConfined()) {
      for (byte fill : new byte[] {0, -1, 1}) {
        MemorySegment memory = arena.allocate(1024).fill(fill);
        for (int length = 0; length <= Math.min(codec.size() + 8, 1024); length++) {
          try {
            assertThat((Object) codec.decode(memory.asSlice(0, length))).isNotNull();
          } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s).+");
          } catch (UnsupportedOperationException e) {
            assertThat(row.option()).isEqualTo("MPTCP_FULL_INFO");
          }
        }
      }
    }
  }
}
