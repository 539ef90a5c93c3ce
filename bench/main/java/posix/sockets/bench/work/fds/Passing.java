package posix.sockets.bench.work.fds;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import posix.sockets.bench.work.Work;

/** Passes a file's descriptor over a pair of sockets, over and over, and closes what arrives. */
abstract class Passing implements Work {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int LOOK = 256; // of so many, at one more closely

  final FileInputStream file;
  private final Path path;
  private int passed;

  Passing() throws IOException {
    path = Files.createTempFile("passed", "");
    file = new FileInputStream(path.toFile());
  }

  @Override
  public void run() throws Exception {
    pass(++passed % LOOK == 0);
  }

  /** Passes it once; looks, by {@link #look}, at what arrives if it is told to. */
  abstract void pass(boolean look) throws IOException;

  /** Whether what has arrived is the file. */
  final void look(int fd) throws IOException {
    if (!isFile(DESCRIPTORS.resolve(Integer.toString(fd)))) {
      throw new IllegalStateException("another file has arrived");
    }
  }

  private boolean isFile(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).equals(path);
    } catch (NoSuchFileException _) { // it is the one that reads the directory
      return false;
    }
  }

  /** The number of the one that is passed. */
  final int fd() throws IOException {
    try (var all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : all) {
        if (isFile(descriptor)) {
          return Integer.parseInt(descriptor.getFileName().toString());
        }
      }
    }
    throw new IllegalStateException("the file is not open");
  }

  @Override
  public final void check() throws IOException {
    int open = 0;
    try (var all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : all) {
        open += isFile(descriptor) ? 1 : 0;
      }
    }
    if (open != 1) {
      throw new IllegalStateException(open + " descriptors are open, not everything was closed");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.delete(path);
  }
}
