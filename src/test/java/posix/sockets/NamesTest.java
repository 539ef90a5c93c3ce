package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import posix.sockets.testing.Project;

/**
 * {@code import module posix.sockets;} brings every public type, of the bindings too: where one
 * shares its simple name with another, or with one of java.base, no program could use either.
 */
class NamesTest {
  /** Simple name to package, of the public top-level types of packages. */
  private static Map<String, Set<String>> publicTypes(Path root, Set<String> packages)
      throws IOException {
    Map<String, Set<String>> types = new TreeMap<>();
    for (String name : packages) {
      try (var files = Files.list(root.resolve(name.replace('.', '/')))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
          addIfPublic(file.getFileName().toString(), name, Files.readAllBytes(file), types);
        }
      }
    }
    return types;
  }

  private static void addIfPublic(
      String file, String packageName, byte[] bytes, Map<String, Set<String>> types) {
    var model = ClassFile.of().parse(bytes);
    boolean topLevel = !file.contains("$") && !file.contains("-");
    if (topLevel && model.flags().has(AccessFlag.PUBLIC)) {
      types.computeIfAbsent(file.replace(".class", ""), _ -> new TreeSet<>()).add(packageName);
    }
  }

  private static ModuleReference module(String name) {
    return ModuleLayer.boot().configuration().findModule(name).orElseThrow().reference();
  }

  private static Set<String> exported(String module) {
    Set<String> packages = new TreeSet<>();
    module(module).descriptor().exports().stream()
        .filter(exports -> !exports.isQualified())
        .forEach(exports -> packages.add(exports.source()));
    return packages;
  }

  private static Map<String, Set<String>> ours() throws IOException {
    Map<String, Set<String>> types = publicTypes(Project.CLASSES, exported("posix.sockets"));
    try (ModuleReader reader = module("posix.sockets.bindings").open()) {
      for (String name : Project.bindingsClasses()) {
        String file = name + ".class";
        byte[] bytes = read(reader, "posix/sockets/bindings/" + file);
        addIfPublic(file, "posix.sockets.bindings", bytes, types);
      }
    }
    return types;
  }

  private static byte[] read(ModuleReader reader, String name) {
    try (var in = reader.open(name).orElseThrow()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noNameOfJavaBase() throws Exception {
    Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
    Map<String, Set<String>> java = publicTypes(root, exported("java.base"));
    assertThat(java).containsKeys("Socket", "String", "MemorySegment").hasSizeGreaterThan(1000);
    assertThat(ours()).containsKeys("PosixSocket", "Posix", "ErrnoH", "sockaddr_in");
    Set<String> both = new TreeSet<>(ours().keySet());
    both.retainAll(java.keySet());
    assertThat(both).isEmpty();
  }

  @Test
  void noNameTwice() throws Exception {
    List<String> twice = new ArrayList<>();
    ours()
        .forEach((name, packages) -> {
          if (packages.size() > 1) {
            twice.add(name + " in " + packages);
          }
        });
    assertThat(twice).isEmpty();
  }

  /** Only what is meant for programs. */
  @Test
  void exportedPackages() {
    assertThat(exported("posix.sockets"))
        .containsExactly("posix.sockets", "posix.sockets.raw", "posix.sockets.raw.constants");
    assertThat(exported("posix.sockets.bindings")).containsExactly("posix.sockets.bindings");
  }
}
