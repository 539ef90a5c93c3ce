package posix.sockets;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posix.sockets.bindings.posix_h;
import posix.sockets.libc.Structs;
import posix.sockets.raw.Posix;
import posix.sockets.raw.constants.ErrnoH;
import posix.sockets.testing.Program;
import posix.sockets.testing.Project;

/** Holds the generated bindings, and the constants of the raw layer, against the C compiler. */
class AbiTest {
  private static final String BINDINGS = posix_h.class.getPackageName() + ".";

  /** jextract does not see {@code __attribute__((aligned(8)))}: what it writes, and what C has. */
  private static final Map<String, List<String>> LOST_ALIGNMENTS =
      Map.of(
          "size ebt_entries", List.of("48 4", "48 8"),
          "size ebt_entry", List.of("112 4", "112 8"),
          "size mptcp_subflow_data", List.of("16 4", "16 8"),
          "size can_frame", List.of("16 4", "16 8"),
          "size canfd_frame", List.of("72 4", "72 8"),
          "size qrtr_ctrl_pkt", List.of("20 4", "20 1"));

  /** What the C program printed: kind and name, value. */
  private static final Map<String, String> PROBE = new TreeMap<>();

  @BeforeAll
  static void probe() throws Exception {
    var line = Pattern.compile("(constant \\S+|text \\S+|size \\S+|offset \\S+ \\S+) (.+)");
    var result = Program.run(Project.ROOT, Project.NATIVE_BIN.resolve("abi_probe").toString());
    assertThat(result.status()).isZero();
    for (String text : result.out().lines().toList()) {
      var match = line.matcher(text);
      assertThat(match.matches()).as(text).isTrue();
      assertThat(PROBE.put(match.group(1), match.group(2))).as("twice: " + text).isNull();
    }
  }

  @Test
  void constants() throws Throwable {
    Map<String, String> ours = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    List<String> grown = new ArrayList<>();
    Set<String> mayGrow = limitsOfOtherHeaders();
    for (var entry : bindingsConstants().entrySet()) {
      String name = entry.getKey();
      switch (entry.getValue()) {
        case MemorySegment text -> ours.put("text " + name, '"' + text.getString(0) + '"');
        case Number number -> {
          String c = PROBE.get("constant " + name);
          boolean same = c != null && isSame(number, Long.parseLong(c));
          boolean more = c != null && Long.parseLong(c) > number.longValue();
          if (!same && more && mayGrow.contains(name)) {
            grown.add("%s %s, here %s".formatted(name, number, c));
            same = true;
          }
          ours.put("constant " + name, same ? c : number.toString());
        }
        case Object other -> wrong.add(name + " is a " + other.getClass());
      }
    }
    wrong.addAll(differences(ours, probed("constant ", "text ")));
    if (!grown.isEmpty()) {
      System.out.println(
          "greater here, in headers other than the bindings were generated from: " + grown);
    }
    assertThat(wrong).isEmpty();
    assertThat(ours).hasSizeGreaterThan(4000);
  }

  /**
   * The limits that may be greater here. A later kernel's headers have more names, and what counts
   * them grows; a header that is the recorded one has no reason to.
   */
  private static Set<String> limitsOfOtherHeaders() throws Exception {
    Set<String> others = BindingsRecordTest.otherSystemHeaders();
    return Files.readAllLines(Project.ROOT.resolve("bindings/symbols.txt")).stream()
        .map(line -> line.split(" "))
        .filter(word -> word[1].endsWith("_MAX") && others.contains("/usr/include/" + word[3]))
        .map(word -> word[1])
        .collect(toSet());
  }

  /** C has no types for its macros: what counts is that the bits are the same, and all there. */
  private static boolean isSame(Number ours, long c) {
    return switch (ours) {
      case Short s -> s == (short) c && c >= Short.MIN_VALUE && c <= 0xffff;
      case Integer i -> i == (int) c && c >= Integer.MIN_VALUE && c <= 0xffff_ffffL;
      default -> ours.longValue() == c;
    };
  }

  @Test
  void sizesAndAlignments() throws Exception {
    Map<String, String> ours = new TreeMap<>();
    for (Class<?> struct : structs()) {
      GroupLayout layout = layout(struct);
      ours.put("size " + struct.getSimpleName(), layout.byteSize() + " " + layout.byteAlignment());
    }
    Map<String, String> c = probed("size ");
    LOST_ALIGNMENTS.forEach((name, values) -> {
      assertThat(List.of(ours.remove(name), c.remove(name))).as(name).isEqualTo(values);
    });
    assertThat(differences(ours, c)).isEmpty();
    assertThat(ours).hasSizeGreaterThan(300);
  }

  @Test
  void offsets() throws Exception {
    Map<String, String> ours = new TreeMap<>();
    for (Class<?> struct : structs()) {
      members(layout(struct), "offset " + struct.getSimpleName() + " ", 0, ours);
    }
    assertThat(differences(ours, probed("offset "))).isEmpty();
    assertThat(ours).hasSizeGreaterThan(2000);
  }

  /** Named members, at any depth; those of an anonymous struct or union are its owner's. */
  private static void members(
      GroupLayout layout, String prefix, long at, Map<String, String> offsets) {
    for (MemoryLayout member : layout.memberLayouts()) {
      if (member.name().isEmpty()) {
        continue; // padding
      }
      String name = member.name().get();
      long offset = at + layout.byteOffset(PathElement.groupElement(name));
      boolean anonymous = name.startsWith("$anon");
      if (!anonymous) {
        offsets.put(prefix + name, Long.toString(offset));
      }
      if (member instanceof GroupLayout group) {
        members(group, anonymous ? prefix : prefix + name + ".", offset, offsets);
      }
    }
  }

  /** The library uses {@code x$offset()}, so these are what has to agree with the layouts. */
  @Test
  void accessorsAgreeWithTheLayouts() throws Exception {
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (Class<?> struct : allStructs()) {
      Map<String, String> members = new TreeMap<>();
      members(layout(struct), "", 0, members);
      members.keySet().removeIf(name -> name.contains("."));
      Map<String, String> accessors = new TreeMap<>();
      for (Method method : struct.getMethods()) {
        if (method.getName().endsWith("$offset")) {
          String field = method.getName().substring(0, method.getName().lastIndexOf('$'));
          accessors.put(field, method.invoke(null).toString());
        }
      }
      differences(accessors, members).forEach(line -> wrong.add(struct.getName() + " " + line));
      seen += accessors.size();
      if (struct.getDeclaringClass() != null && !isMember(struct)) {
        wrong.add(struct + " is no member of " + struct.getDeclaringClass());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(seen).isGreaterThan(1500);
  }

  private static boolean isMember(Class<?> nested) throws Exception {
    return holds(layout(nested.getDeclaringClass()), layout(nested).withoutName());
  }

  private static boolean holds(GroupLayout owner, GroupLayout wanted) {
    return owner.memberLayouts().stream()
        .map(member -> member instanceof SequenceLayout array ? array.elementLayout() : member)
        .anyMatch(member ->
            member.withoutName().equals(wanted)
                || member instanceof GroupLayout group && holds(group, wanted));
  }

  /** The sizes and offsets that the library itself uses. */
  @Test
  void structsOfTheLibraryAreTheBindings() throws Exception {
    Map<String, String> ours = new TreeMap<>();
    Map<String, String> theirs = new TreeMap<>();
    for (Class<?> struct : Structs.class.getDeclaredClasses()) {
      String name = struct.getSimpleName() + " ";
      for (Field field : struct.getDeclaredFields()) {
        ours.put(name + field.getName(), field.get(null).toString());
      }
      GroupLayout layout = layout(Class.forName(BINDINGS + struct.getSimpleName()));
      theirs.put(name + "SIZE", Long.toString(layout.byteSize()));
      members(layout, name, 0, theirs);
    }
    theirs.keySet().removeIf(name -> name.contains("."));
    assertThat(differences(ours, theirs)).isEmpty();
    assertThat(ours).containsEntry("pollfd events", "4");
  }

  @Test
  void everySymbolOfTheListIsThere() throws Exception {
    Set<String> methods = new HashSet<>();
    Set<String> classes = new HashSet<>(Project.bindingsClasses());
    Arrays.stream(posix_h.class.getMethods()).map(Method::getName).forEach(methods::add);
    for (Class<?> part = posix_h.class; part != Object.class; part = part.getSuperclass()) {
      // a variadic function is a class
      Arrays.stream(part.getDeclaredClasses()).map(Class::getSimpleName).forEach(classes::add);
    }
    List<String> missing = new ArrayList<>();
    int symbols = 0;
    for (String line : Files.readAllLines(Project.ROOT.resolve("bindings/symbols.txt"))) {
      String[] word = line.split(" ");
      boolean found =
          switch (word[0]) {
            case "--include-constant" -> methods.contains(word[1]);
            case "--include-function" -> methods.contains(word[1]) || classes.contains(word[1]);
            case "--include-var" -> methods.contains(word[1] + "$layout");
            case "--include-struct", "--include-union", "--include-typedef" ->
                classes.contains(word[1]);
            default -> false;
          };
      symbols++;
      if (!found) {
        missing.add(line);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(symbols).isGreaterThan(4500);
  }

  @Test
  void rawConstantsAreTheBindings() throws Throwable {
    Map<String, String> raw = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Class<?> header : Posix.class.getInterfaces()) {
      for (Field field : header.getFields()) {
        String value = field.getType().getSimpleName() + " " + field.get(null);
        if (raw.put(field.getName(), value) != null) {
          wrong.add(field.getName() + " is in more than one interface");
        }
        // ambiguous, if it were inherited twice
        Object inherited = Posix.class.getField(field.getName()).get(null);
        assertThat(inherited).as(field.getName()).isEqualTo(field.get(null));
      }
    }
    Map<String, String> ours =
        bindingsConstants().entrySet().stream()
            .collect(toMap(Map.Entry::getKey, e -> asField(e.getValue()), (a, _) -> a));
    wrong.addAll(differences(raw, ours));
    assertThat(wrong).isEmpty();
    assertThat(raw).hasSizeGreaterThan(4000);
  }

  private static String asField(Object value) {
    return switch (value) {
      case Integer i -> "int " + i;
      case Short s -> "int " + Short.toUnsignedInt(s);
      case Long l -> "long " + l;
      case MemorySegment text -> "String " + text.getString(0);
      default -> throw new AssertionError(value);
    };
  }

  @Test
  void posixInheritsEveryInterfaceOfConstants() {
    String folder = "posix/sockets/raw/constants/";
    var there =
        Project.libraryClassFiles().stream()
            .map(file -> Project.CLASSES.relativize(file).toString())
            .filter(file -> file.startsWith(folder))
            .map(file -> file.substring(folder.length(), file.length() - ".class".length()));
    assertThat(Posix.class.getInterfaces())
        .extracting(Class::getSimpleName)
        .contains(ErrnoH.class.getSimpleName())
        .containsExactlyInAnyOrderElementsOf(there.toList());
  }

  /** The constants of the bindings: Integer, Short, Long, or a segment with text. */
  private static Map<String, Object> bindingsConstants() throws Throwable {
    Set<String> others = new HashSet<>(); // functions and variables have further methods
    for (Method method : posix_h.class.getMethods()) {
      int dollar = method.getName().indexOf('$');
      if (dollar > 0) {
        others.add(method.getName().substring(0, dollar));
      }
    }
    Map<String, Object> constants = new TreeMap<>();
    Set<String> pointers = new TreeSet<>();
    for (Method method : posix_h.class.getMethods()) {
      String name = method.getName();
      boolean getter =
          method.getDeclaringClass().getPackageName().equals(posix_h.class.getPackageName())
              && method.getParameterCount() == 0
              && name.indexOf('$') < 0;
      if (getter && !others.contains(name)) {
        // Through posix_h: jextract's later parts are not public.
        Object value =
            MethodHandles.publicLookup()
                .findStatic(posix_h.class, name, MethodType.methodType(method.getReturnType()))
                .invokeWithArguments();
        if (value instanceof MemorySegment segment && segment.byteSize() == 0) {
          pointers.add(name);
        } else {
          constants.put(name, value);
        }
      }
    }
    assertThat(pointers).containsExactly("SIG_DFL", "SIG_ERR", "SIG_IGN"); // no numbers in C
    return constants;
  }

  private static List<Class<?>> structs() throws Exception {
    return allStructs().stream().filter(type -> type.getDeclaringClass() == null).toList();
  }

  /** Structs, unions and what is nested in them. */
  private static List<Class<?>> allStructs() throws Exception {
    List<Class<?>> structs = new ArrayList<>();
    for (String name : Project.bindingsClasses()) {
      if (!name.startsWith("posix_h") && !name.equals("module-info")) {
        structs.add(Class.forName(BINDINGS + name));
      }
    }
    structs.removeIf(AbiTest::isOfFunctionPointer);
    return structs;
  }

  /** Of a member that points to a function jextract makes a class, with an interface in it. */
  private static boolean isOfFunctionPointer(Class<?> type) {
    return type.isInterface()
        || Arrays.stream(type.getMethods()).anyMatch(m -> m.getName().equals("descriptor"));
  }

  private static GroupLayout layout(Class<?> struct) throws Exception {
    return (GroupLayout) struct.getMethod("layout").invoke(null);
  }

  private static Map<String, String> probed(String... kinds) {
    Map<String, String> facts = new TreeMap<>(PROBE);
    facts.keySet().removeIf(name -> Arrays.stream(kinds).noneMatch(name::startsWith));
    return facts;
  }

  private static List<String> differences(Map<String, String> ours, Map<String, String> theirs) {
    Set<String> names = new TreeSet<>(ours.keySet());
    names.addAll(theirs.keySet());
    return names.stream()
        .filter(name -> !String.valueOf(ours.get(name)).equals(theirs.get(name)))
        .map(name ->
            "%s: here %s, there %s"
                .formatted(
                    name, ours.getOrDefault(name, "missing"), theirs.getOrDefault(name, "missing")))
        .toList();
  }
}
