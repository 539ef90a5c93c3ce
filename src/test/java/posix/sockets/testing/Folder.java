package posix.sockets.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder, made when somebody asks for a path in it; it goes with what is in it. */
public final class Folder implements AutoCloseable {
  private Path folder;

  /** A path that nothing has yet. */
  public Path path(String name) throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("posix-sockets");
    }
    return folder.resolve(name);
  }

  @Override
  public void close() {
    if (folder == null) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
