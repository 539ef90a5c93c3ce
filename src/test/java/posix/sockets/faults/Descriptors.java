package posix.sockets.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The descriptors of this process that the library makes: sockets, epoll instances, eventfds. */
record Descriptors(Map<String, String> open) {
  static Descriptors now() throws IOException {
    Map<String, String> open = new TreeMap<>();
    try (var entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : entries) {
        String target = target(entry);
        if (target.startsWith("socket:") || target.startsWith("anon_inode:[event")) {
          open.put(entry.getFileName().toString(), target);
        }
      }
    }
    return new Descriptors(open);
  }

  private static String target(Path entry) throws IOException {
    try {
      return Files.readSymbolicLink(entry).toString();
    } catch (NoSuchFileException _) {
      return ""; // the one that listed the others
    }
  }
}
