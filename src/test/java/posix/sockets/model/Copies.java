package posix.sockets.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Loads the compiled classes of this project once more, the scenario among them. Those that are
 * watched call {@link Hooks} before each of their steps; see {@link Weaver}.
 */
final class Copies extends ClassLoader {
  private static final String PROJECT = "posix.sockets.";
  private static final Set<String> NOT_COPIED =
      Set.of("posix.sockets.model.", "posix.sockets.bindings.");

  private final Set<String> watched = new HashSet<>();
  private final Set<String> looked = new HashSet<>();
  private final Map<ClassDesc, ClassDesc> standIns = new HashMap<>();
  private final Map<String, ClassModel> models = new HashMap<>();

  /** Watches classes, and those nested in them. */
  Copies(Class<?>... watched) {
    super(Copies.class.getClassLoader());
    for (Class<?> each : watched) {
      this.watched.add(each.getName());
    }
    Module module = Copies.class.getModule();
    module.addExports(Copies.class.getPackageName(), getUnnamedModule());
  }

  /** Looks at fields of a class where those that are watched access them. */
  void lookAtFields(Class<?> owner) {
    looked.add(owner.getName());
  }

  /** Has static methods of one class called instead of those of another. */
  void replace(Class<?> replaced, Class<?> standIn) {
    standIns.put(
        replaced.describeConstable().orElseThrow(), standIn.describeConstable().orElseThrow());
  }

  /**
   * A copied class's scenarios.
   *
   * @param kind has a public constructor with one parameter
   * @param deeds its argument
   */
  Supplier<Scenario> scenarios(Class<? extends Scenario> kind, List<String> deeds) {
    try {
      var constructor = loadClass(kind.getName()).getConstructor(List.class);
      return () -> {
        try {
          return (Scenario) constructor.newInstance(deeds);
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      };
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    String itsPackage = name.substring(0, name.lastIndexOf('.') + 1);
    if (!itsPackage.startsWith(PROJECT) || NOT_COPIED.contains(itsPackage)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) {
    byte[] bytes = new Weaver(model(name), isWatched(name), this::watched, standIns).weave();
    return defineClass(name, bytes, 0, bytes.length);
  }

  private boolean isWatched(String name) {
    int nested = name.indexOf('$');
    return watched.contains(nested < 0 ? name : name.substring(0, nested));
  }

  private ClassModel watched(ClassDesc owner) {
    String name = owner.packageName() + "." + owner.displayName();
    return owner.isClassOrInterface() && (isWatched(name) || looked.contains(name))
        ? model(name)
        : null;
  }

  private ClassModel model(String name) {
    return models.computeIfAbsent(name, _ -> ClassFile.of().parse(read(name)));
  }

  private byte[] read(String name) {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
