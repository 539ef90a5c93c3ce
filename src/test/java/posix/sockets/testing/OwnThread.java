package posix.sockets.testing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;

/**
 * Runs something in a platform thread of its own that differs from the others of this process: to
 * the kernel, the working directory and the user are a thread's.
 */
public final class OwnThread {
  /** Nobody: a user without any privilege. */
  public static final int NOBODY = 65534;

  private static final int CLONE_FS = 0x200;
  private static final boolean AMD64 = is("amd64");
  private static final int UNSHARE = AMD64 ? 272 : 97;
  private static final int CHDIR = AMD64 ? 80 : 49;
  private static final int SETGROUPS = AMD64 ? 116 : 159;
  private static final int SETRESGID = AMD64 ? 119 : 149;
  private static final int SETRESUID = AMD64 ? 117 : 147;
  private static final int GETTID = AMD64 ? 186 : 178;
  private static final int PRLIMIT = AMD64 ? 302 : 261;
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int SETNS = AMD64 ? 308 : 268;

  private OwnThread() {}

  private static boolean is(String arch) {
    String here = System.getProperty("os.arch");
    if (!here.equals("amd64") && !here.equals("aarch64")) {
      throw new AssertionError("the numbers of system calls are not known here: " + here);
    }
    return here.equals(arch);
  }

  /** Whether this process may do everything. */
  public static boolean isRoot() {
    return LibcFiles.geteuid() == 0;
  }

  /** Whether this process may do everything; where not, it is said what was not tried for that. */
  public static boolean isRootOrSays(String what) {
    if (!isRoot()) {
      System.err.println("*** NOT ROOT: " + what + " ***");
    }
    return isRoot();
  }

  /** Runs a task in a directory, so that relative paths start there. */
  public static <T> T in(Path directory, Callable<T> task) throws Exception {
    return run(() -> {
      try (var arena = Arena.ofConfined()) {
        MemorySegment path = arena.allocateFrom(directory.toString());
        syscall("unshare", UNSHARE, CLONE_FS, 0, 0);
        syscall("chdir", CHDIR, path.address(), 0, 0);
      }
      return task.call();
    });
  }

  /**
   * Runs a task as a user without privileges; what it needs of classes should be loaded, since that
   * user may not read everything. If this process has no privileges, it runs as it is.
   */
  public static <T> T asNobody(Callable<T> task) throws Exception {
    return run(() -> {
      if (isRoot()) {
        syscall("setgroups", SETGROUPS, 0, 0, 0);
        syscall("setresgid", SETRESGID, NOBODY, NOBODY, NOBODY);
        syscall("setresuid", SETRESUID, NOBODY, NOBODY, NOBODY);
      }
      return task.call();
    });
  }

  /** The thread's number, as in {@code /proc/self/task}. */
  public static long tid() throws IOException {
    return syscall("gettid", GETTID, 0, 0, 0);
  }

  /** Gives this thread a network of its own, with nothing in it. For a thread that ends with it. */
  public static void unshareNetwork() throws IOException {
    syscall("unshare", UNSHARE, CLONE_NEWNET, 0, 0);
  }

  /** Puts this thread into another network. For a thread that ends with it. */
  public static void setNetwork(int fd) throws IOException {
    syscall("setns", SETNS, fd, CLONE_NEWNET, 0);
  }

  /** {@code prlimit}, of this process. */
  public static void prlimit(int resource, MemorySegment limit, MemorySegment old)
      throws IOException {
    syscall("prlimit", PRLIMIT, 0, resource, limit.address(), old.address());
  }

  private static long syscall(String name, int number, long a, long b, long c) throws IOException {
    return syscall(name, number, a, b, c, 0);
  }

  private static long syscall(String name, int number, long a, long b, long c, long d)
      throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Call.ERRNO);
      long result = LibcFiles.syscall(errno, number, a, b, c, d, 0, 0);
      if (result < 0) {
        throw new IOException(name + ": errno " + -result);
      }
      return result;
    }
  }

  /** Runs a task in a thread that ends with it. */
  public static <T> T run(Callable<T> task) throws Exception {
    var future = new FutureTask<>(task);
    Thread.ofPlatform().daemon().start(future);
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw e;
      }
    }
  }
}
