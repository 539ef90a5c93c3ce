package posix.sockets.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import posix.sockets.bindings.posix_h;

/** Holds each downcall against the prototype that jextract read from the headers. */
class LibcTest {
  /** Linked without errno: they set none. */
  private static final Set<String> PLAIN = Set.of("strerrordesc_np", "__xpg_strerror_r");

  @Test
  void everyDescriptorIsTheHeaders() throws Throwable {
    List<MethodHandle> handles = linkAll();
    assertThat(Link.LINKED).hasSameSizeAs(handles).hasSizeGreaterThan(15);
    List<String> wrong = new ArrayList<>();
    for (String name : new TreeSet<>(Link.LINKED.keySet())) {
      FunctionDescriptor ours = plain(Link.LINKED.get(name));
      FunctionDescriptor theirs = plain(generated(name));
      if (!ours.equals(theirs)) {
        wrong.add("%s: linked as %s, in the headers %s".formatted(name, ours, theirs));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void allButTheErrorTextsCaptureErrno() throws Throwable {
    List<MethodType> types = linkAll().stream().map(MethodHandle::type).toList();
    List<MethodType> expected = new ArrayList<>();
    Link.LINKED.forEach((name, descriptor) -> {
      MethodType type = descriptor.toMethodType();
      expected.add(PLAIN.contains(name) ? type : type.insertParameterTypes(0, MemorySegment.class));
    });
    assertThat(types).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyCallHasItsMethod() {
    List<String> methods =
        Arrays.stream(Libc.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(method ->
                method.getName().equals("xpg_strerror_r") ? "__xpg_strerror_r" : method.getName())
            .toList();
    linkAll();
    assertThat(methods).containsExactlyInAnyOrderElementsOf(Link.LINKED.keySet());
  }

  /** Initialises each holder, which links its call. */
  private static List<MethodHandle> linkAll() {
    return Arrays.stream(Libc.class.getDeclaredClasses())
        .map(LibcTest::handle)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<MethodHandle> handle(Class<?> holder) {
    try {
      Field field = holder.getDeclaredField("HANDLE");
      field.setAccessible(true);
      return Optional.of((MethodHandle) field.get(null));
    } catch (NoSuchFieldException e) {
      return Optional.empty();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
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

  /** Without the names of arguments, and without what a pointer points to. */
  private static FunctionDescriptor plain(FunctionDescriptor descriptor) {
    MemoryLayout[] arguments =
        descriptor.argumentLayouts().stream().map(LibcTest::plain).toArray(MemoryLayout[]::new);
    return descriptor
        .returnLayout()
        .map(result -> FunctionDescriptor.of(plain(result), arguments))
        .orElseGet(() -> FunctionDescriptor.ofVoid(arguments));
  }

  private static MemoryLayout plain(MemoryLayout layout) {
    return layout instanceof AddressLayout pointer
        ? pointer.withoutTargetLayout().withoutName()
        : layout.withoutName();
  }
}
