package posix.sockets.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the build puts things; the names come from the build itself. */
public final class Project {
  private Project() {}

  /** The repository's root. */
  public static final Path ROOT = Path.of(property("project.root"));

  /** The C programs. */
  public static final Path NATIVE_BIN = Path.of(property("native.bin"));

  /** The library's own classes, without the tests'. */
  public static final Path CLASSES = ROOT.resolve("src/target/classes");

  /** The argument file that README tells programs to use. */
  public static final Path ARGS_FILE = Path.of(property("args.file"));

  public static final Path LIBRARY_JAR = Path.of(property("library.jar"));
  public static final Path BINDINGS_JAR = Path.of(property("bindings.jar"));

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("-D" + name + " is missing: the build sets it");
    }
    return value;
  }

  /** Where the generated classes are, in a folder or in a jar. */
  public static Path bindings() {
    var module =
        ModuleLayer.boot().configuration().findModule("posix.sockets.bindings").orElseThrow();
    return Path.of(module.reference().location().orElseThrow());
  }

  /** The names of the generated classes, nested ones included, without their package. */
  public static List<String> bindingsClasses() {
    var module =
        ModuleLayer.boot().configuration().findModule("posix.sockets.bindings").orElseThrow();
    String folder = "posix/sockets/bindings/";
    try (ModuleReader reader = module.reference().open();
        var names = reader.list()) {
      return names
          .filter(name -> name.startsWith(folder) && name.endsWith(".class"))
          .map(name -> name.substring(folder.length(), name.length() - ".class".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The library's compiled classes. */
  public static List<Path> libraryClassFiles() {
    try (var files = Files.walk(CLASSES)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.endsWith("module-info.class"))
          .filter(file -> !file.endsWith("package-info.class"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
