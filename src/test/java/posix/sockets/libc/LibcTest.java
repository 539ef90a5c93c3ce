package posix.sockets.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posix.sockets.bindings.posix_h;
import posix.sockets.testing.Project;

/** Holds each downcall against the prototype that jextract read from the headers. */
class LibcTest {
  /** Linked without errno: they set none, or answer an error number. */
  private static final Set<String> PLAIN =
      Set.of(
          "__xpg_strerror_r",
          "freeaddrinfo",
          "freeifaddrs",
          "gai_strerror",
          "getegid",
          "geteuid",
          "getgid",
          "gethostbyaddr",
          "gethostbyname",
          "getpid",
          "getprotobyname",
          "getprotobyname_r",
          "getprotobynumber",
          "getprotobynumber_r",
          "getservbyname",
          "getservbyname_r",
          "getservbyport",
          "getservbyport_r",
          "getuid",
          "if_freenameindex",
          "inet_addr",
          "inet_aton",
          "sleep",
          "strerror_r",
          "strerrordesc_np",
          "strerrorname_np");

  /** jextract makes no descriptor for them; how many arguments stand in the prototype. */
  private static final Map<String, Integer> VARIADIC =
      Map.of("fcntl", 2, "ioctl", 2, "open", 2, "syscall", 1);

  /** Methods whose name in C begins with two underscores more. */
  private static final Set<String> UNDERSCORED =
      Set.of("libc_current_sigrtmax", "libc_current_sigrtmin", "xpg_strerror_r");

  /** They answer an address of libc, and call nothing. */
  private static final Set<String> ADDRESSES = Set.of("abs");

  /**
   * An integer travels as a long, whatever its width, and there may be arguments beyond the last of
   * the prototype; pointers are pointers. In the shape that most functions share, they may have
   * each other's places; that a pointer is passed as one as well, {@link HeldSegmentsTest} says.
   */
  @Test
  void everyDescriptorIsTheHeaders() throws Throwable {
    Linked.handles();
    assertThat(Link.LINKED).hasSizeGreaterThan(90);
    List<String> wrong = new ArrayList<>();
    for (String key : new TreeSet<>(Link.LINKED.keySet())) {
      String name = key.substring(0, key.indexOf(' '));
      FunctionDescriptor ours = Link.LINKED.get(key);
      if (VARIADIC.containsKey(name)) {
        if (ours.argumentLayouts().size() <= VARIADIC.get(name)) {
          wrong.add(key + " has no variadic argument");
        }
        continue;
      }
      FunctionDescriptor theirs = generated(name);
      if (!(key.endsWith(" " + Link.COMMON) ? fits(ours, theirs) : agree(ours, theirs))) {
        wrong.add("%s: linked as %s, in the headers %s".formatted(key, ours, theirs));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean fits(FunctionDescriptor ours, FunctionDescriptor theirs) {
    theirs.argumentLayouts().forEach(LibcTest::isPointer); // or a number: no struct, no float
    return ours.argumentLayouts().size() >= theirs.argumentLayouts().size()
        && theirs.returnLayout().filter(result -> !isPointer(result)).isPresent();
  }

  private static boolean agree(FunctionDescriptor ours, FunctionDescriptor theirs) {
    if (ours.returnLayout().isPresent() != theirs.returnLayout().isPresent()
        || ours.returnLayout().isPresent()
            && isPointer(ours.returnLayout().get()) != isPointer(theirs.returnLayout().get())) {
      return false;
    }
    List<MemoryLayout> expected = theirs.argumentLayouts();
    List<MemoryLayout> actual = ours.argumentLayouts();
    return actual.size() >= expected.size()
        && IntStream.range(0, expected.size())
            .allMatch(i -> isPointer(actual.get(i)) == isPointer(expected.get(i)));
  }

  private static boolean isPointer(MemoryLayout layout) {
    if (layout instanceof AddressLayout) {
      return true;
    }
    assertThat(layout)
        .isInstanceOfAny(
            ValueLayout.OfLong.class, ValueLayout.OfInt.class, ValueLayout.OfShort.class);
    return false;
  }

  /** {@link Call#errno} looks for it at the beginning. */
  @Test
  void errnoIsAllThatIsCaptured() {
    assertThat(((StructLayout) Call.ERRNO).memberLayouts())
        .containsExactly(ValueLayout.JAVA_INT.withName("errno"));
  }

  @Test
  void allThatCanSetErrnoCaptureIt() {
    List<MethodType> types = Linked.handles().stream().map(MethodHandle::type).toList();
    List<MethodType> expected = new ArrayList<>();
    Link.LINKED.forEach((key, descriptor) -> {
      MethodType type = descriptor.toMethodType();
      boolean plain = PLAIN.contains(key.substring(0, key.indexOf(' ')));
      expected.add(plain ? type : type.insertParameterTypes(0, MemorySegment.class));
    });
    assertThat(types).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** It would hold up the garbage collector for as long as the call takes. */
  @Test
  void noneIsCritical() throws Exception {
    for (Path file : Project.libraryClassFiles()) {
      ClassFile.of()
          .parse(file)
          .constantPool()
          .forEach(entry -> {
            if (entry instanceof MemberRefEntry member
                && member.owner().asInternalName().equals("java/lang/foreign/Linker$Option")) {
              assertThat(member.name().stringValue()).as("in " + file).isNotEqualTo("critical");
            }
          });
    }
  }

  @Test
  void everyCallHasItsMethod() {
    Linked.handles();
    Set<String> methods =
        Linked.CALLS.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .filter(name -> !ADDRESSES.contains(name))
            .map(name -> UNDERSCORED.contains(name) ? "__" + name : name)
            .collect(Collectors.toSet());
    assertThat(methods).isEqualTo(Linked.names());
  }

  private static FunctionDescriptor generated(String name) throws Throwable {
    try {
      return (FunctionDescriptor)
          MethodHandles.publicLookup()
              .findStatic(
                  posix_h.class,
                  name + "$descriptor",
                  MethodType.methodType(FunctionDescriptor.class))
              .invoke();
    } catch (NoSuchMethodException e) {
      throw new AssertionError("the bindings have no function " + name, e);
    }
  }
}
