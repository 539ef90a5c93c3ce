package posix.sockets.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the handles of the downcalls. The first of them is most of what a program waits for before
 * its first call: what is done here, is done without lambdas and the like, which cost a millisecond
 * each.
 */
@SuppressWarnings("restricted") // this is where native access is needed
final class Link {
  /**
   * What has been linked so far, by name and shape, for the test that holds it against the
   * generated descriptors.
   */
  static final Map<String, FunctionDescriptor> LINKED = new ConcurrentHashMap<>();

  /** The shape that most functions share, {@link Call}. */
  static final String COMMON = "l_lpllpp";

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private Link() {}

  /**
   * Where a function is, or null. A library that the program loads before comes first, as with
   * LD_PRELOAD in C: tests inject faults by it. The JDK's default lookup opens a file when it is
   * made, and is empty for good if no descriptor is free then. libc is loaded already, and is found
   * by its name without one.
   */
  private static MemorySegment find(String name) {
    MemorySegment symbol = SymbolLookup.loaderLookup().find(name).orElse(null);
    if (symbol == null) {
      symbol = LINKER.defaultLookup().find(name).orElse(null);
    }
    if (symbol == null) {
      try {
        symbol = SymbolLookup.libraryLookup("libc.so.6", Arena.global()).find(name).orElse(null);
      } catch (IllegalArgumentException _) { // a libc by another name
        return null;
      }
    }
    return symbol;
  }

  /** The handle of a function whose errno is kept, of the shape that most have, {@link Call}. */
  static MethodHandle common(String name) {
    return link(name, COMMON, ERRNO);
  }

  /**
   * The handle of a function whose errno is kept: it takes the memory for errno before the C
   * arguments.
   *
   * @param shape the result, an underscore and the arguments: l for every integer, p for a pointer,
   *     v for none
   */
  static MethodHandle capturing(String name, String shape) {
    return link(name, shape, ERRNO);
  }

  /** The same for a variadic function, whose arguments from this one on are variadic. */
  static MethodHandle capturing(String name, String shape, int firstVariadic) {
    return link(name, shape, ERRNO, Linker.Option.firstVariadicArg(firstVariadic));
  }

  /** The handle of a function that sets no errno. */
  static MethodHandle plain(String name, String shape) {
    return link(name, shape);
  }

  /** The address of a function, for C to call. */
  static MemorySegment address(String name) {
    MemorySegment symbol = find(name);
    if (symbol == null) {
      throw missing(name);
    }
    return symbol;
  }

  /**
   * Links, or makes a handle that throws what is wrong at each call: an exception thrown here, in a
   * static initialiser, would be seen once, and as NoClassDefFoundError ever after.
   */
  private static MethodHandle link(String name, String shape, Linker.Option... options) {
    FunctionDescriptor descriptor = descriptor(shape);
    LINKED.put(name + " " + shape, descriptor);
    try {
      MemorySegment symbol = find(name);
      return symbol != null
          ? LINKER.downcallHandle(symbol, descriptor, options)
          : throwing("missing", name, type(descriptor, options));
    } catch (IllegalCallerException _) {
      return throwing("denied", name, type(descriptor, options));
    }
  }

  private static MethodType type(FunctionDescriptor descriptor, Linker.Option... options) {
    MethodType type = descriptor.toMethodType();
    return Arrays.asList(options).contains(ERRNO)
        ? type.insertParameterTypes(0, MemorySegment.class)
        : type;
  }

  private static FunctionDescriptor descriptor(String shape) {
    MemoryLayout[] arguments = new MemoryLayout[shape.length() - 2];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = layout(shape.charAt(i + 2));
    }
    return shape.charAt(0) == 'v'
        ? FunctionDescriptor.ofVoid(arguments)
        : FunctionDescriptor.of(layout(shape.charAt(0)), arguments);
  }

  private static MemoryLayout layout(char kind) {
    return kind == 'p' ? ValueLayout.ADDRESS : ValueLayout.JAVA_LONG;
  }

  private static MethodHandle throwing(String method, String name, MethodType type) {
    try {
      MethodHandle thrower =
          MethodHandles.lookup()
              .findStatic(
                  Link.class, method, MethodType.methodType(RuntimeException.class, String.class))
              .bindTo(name);
      MethodHandle thrown = MethodHandles.throwException(type.returnType(), RuntimeException.class);
      return MethodHandles.dropArguments(
          MethodHandles.foldArguments(thrown, thrower), 0, type.parameterList());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static RuntimeException missing(String name) {
    return new UnsupportedOperationException("this libc has no function " + name);
  }

  private static RuntimeException denied(String name) {
    Module module = Link.class.getModule();
    String modules =
        module.isNamed() ? module.getName() + ",posix.sockets.bindings" : "ALL-UNNAMED";
    return new IllegalCallerException(
        "no native access, so "
            + name
            + " cannot be called: add --enable-native-access="
            + modules
            + " to the java command line");
  }

  /**
   * A string of libc's own, or null. Only for functions that return constant or thread-local text.
   */
  static String string(MemorySegment text) {
    return text.address() == 0 ? null : text.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** Lets through, unchanged, what a handle threw; none of it is a checked exception. */
  static RuntimeException thrown(Throwable t) {
    if (t instanceof Error error) {
      throw error;
    }
    return (RuntimeException) t;
  }
}
