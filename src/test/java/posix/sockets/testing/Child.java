package posix.sockets.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * A child process that inherits every descriptor without {@code FD_CLOEXEC}. The JDK's own have
 * theirs closed.
 */
public final class Child implements AutoCloseable {
  private static final MethodHandle SPAWN =
      call("posix_spawnp", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle WAITPID = call("waitpid", JAVA_INT, ADDRESS, JAVA_INT);

  private final int pid;
  private boolean ended;

  private Child(int pid) {
    this.pid = pid;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle call(String name, java.lang.foreign.MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** Starts a Python program, with {@code socket}, {@code os} and {@code sys} imported. */
  public static Child python(String program, int... fds) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("python3", "-c", "import os, socket, sys\n" + program));
    for (int fd : fds) {
      command.add(Integer.toString(fd));
    }
    try (var arena = Arena.ofConfined()) {
      MemorySegment arguments = strings(arena, command);
      MemorySegment environment = strings(arena, List.of("PATH=" + System.getenv("PATH")));
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment file = arguments.get(ADDRESS, 0);
      MemorySegment none = MemorySegment.NULL;
      int error = (int) SPAWN.invokeExact(pid, file, none, none, arguments, environment);
      if (error != 0) {
        throw new AssertionError("python3 is missing: apt-get install python3; errno " + error);
      }
      return new Child(pid.get(JAVA_INT, 0));
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  private static MemorySegment strings(Arena arena, List<String> strings) {
    MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L); // ends with NULL
    for (int i = 0; i < strings.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
    }
    return array;
  }

  /** Waits for its end; what {@code waitpid} says of it, 0 for a good one. */
  public int status() throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      int waited = (int) WAITPID.invokeExact(pid, status, 0);
      ended = true;
      return waited == pid ? status.get(JAVA_INT, 0) : -1;
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  /** Ends it, if it has not ended. */
  @Override
  public void close() throws IOException {
    if (!ended) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      status();
    }
  }

  private static AssertionError failed(Throwable t) {
    return t instanceof AssertionError e ? e : new AssertionError(t);
  }
}
