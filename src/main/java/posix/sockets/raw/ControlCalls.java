package posix.sockets.raw;

import java.lang.foreign.MemorySegment;
import posix.sockets.libc.LibcFiles;

/**
 * {@code <fcntl.h>}, {@code <sys/ioctl.h>}, {@code <unistd.h>}: what controls descriptors, and what
 * concerns the process.
 */
abstract class ControlCalls extends FileCalls {
  private static final int SYSCALL_ARGUMENTS = 6;

  ControlCalls() {}

  /**
   * {@code int fcntl(int fd, int cmd)}.
   *
   * @param fd a descriptor
   * @param cmd {@code F_GETFL}, {@code F_GETFD} and others that take no argument
   * @return what the command says, or -1 (EBADF, EINVAL)
   * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2)</a>
   */
  public static int fcntl(int fd, int cmd) {
    return fcntl(fd, cmd, 0);
  }

  /**
   * {@code int fcntl(int fd, int cmd, int arg)}, and with a {@code long}.
   *
   * @param fd a descriptor
   * @param cmd {@code F_SETFL}, {@code F_SETFD}, {@code F_DUPFD_CLOEXEC} and others that take a
   *     number
   * @param arg the number
   * @return what the command says, or -1 (EACCES, EAGAIN, EBADF, EBUSY, EINTR, EINVAL, EMFILE,
   *     EPERM)
   * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2)</a>
   */
  public static int fcntl(int fd, int cmd, long arg) {
    var thread = PerThread.get();
    return thread.result(LibcFiles.fcntl(thread.capture, fd, cmd, arg));
  }

  /**
   * {@code int fcntl(int fd, int cmd, void *arg)}. Blocks with {@code F_SETLKW}.
   *
   * @param fd a descriptor
   * @param cmd {@code F_GETLK}, {@code F_SETOWN_EX} and others that take a pointer
   * @param arg what the command wants; that it is large enough is not checked
   * @return what the command says, or -1 (as {@link #fcntl(int, int, long) fcntl}; EDEADLK, EFAULT,
   *     ENOLCK)
   * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2)</a>
   */
  public static int fcntl(int fd, int cmd, MemorySegment arg) {
    var thread = PerThread.get();
    return thread.result(LibcFiles.fcntl(thread.capture, fd, cmd, arg));
  }

  /**
   * {@code int ioctl(int fd, unsigned long request)}.
   *
   * @param fd a descriptor
   * @param request one that takes no argument
   * @return what the request says, or -1 (EBADF, EINVAL, ENOTTY)
   * @see <a href="https://man7.org/linux/man-pages/man2/ioctl.2.html">ioctl(2)</a>
   */
  public static int ioctl(int fd, long request) {
    return ioctl(fd, request, 0);
  }

  /**
   * {@code int ioctl(int fd, unsigned long request, long arg)}.
   *
   * @param fd a descriptor
   * @param request one that takes a number
   * @param arg the number
   * @return what the request says, or -1 (EBADF, EINVAL, ENOTTY)
   * @see <a href="https://man7.org/linux/man-pages/man2/ioctl.2.html">ioctl(2)</a>
   */
  public static int ioctl(int fd, long request, long arg) {
    var thread = PerThread.get();
    return thread.result(LibcFiles.ioctl(thread.capture, fd, request, arg));
  }

  /**
   * {@code int ioctl(int fd, unsigned long request, void *arg)}.
   *
   * @param fd a descriptor
   * @param request {@code FIONREAD}, {@code FIONBIO}, {@code SIOCATMARK}, {@code SIOCGIFCONF} and
   *     others that take a pointer
   * @param arg what the request wants; that it is large enough is not checked
   * @return what the request says, or -1 (EBADF, EFAULT, EINVAL, ENODEV, ENOTTY, EPERM)
   * @see <a href="https://man7.org/linux/man-pages/man2/ioctl.2.html">ioctl(2)</a>
   */
  public static int ioctl(int fd, long request, MemorySegment arg) {
    var thread = PerThread.get();
    return thread.result(LibcFiles.ioctl(thread.capture, fd, request, arg));
  }

  /**
   * {@code long syscall(long number, ...)}: a system call that libc has no function for. Nothing is
   * checked. A pointer is passed as {@link MemorySegment#address()}: hold its segment until the
   * call returns.
   *
   * @param number the call's number on this kind of machine
   * @param args its arguments, six at most; those left out are 0
   * @return what the call returns, or -1 (ENOSYS for a call that the kernel does not have)
   * @throws IllegalArgumentException for more than six arguments
   * @see <a href="https://man7.org/linux/man-pages/man2/syscall.2.html">syscall(2)</a>
   */
  public static long syscall(long number, long... args) {
    if (args.length > SYSCALL_ARGUMENTS) {
      throw new IllegalArgumentException(args.length + " arguments for a system call");
    }
    long[] a = new long[SYSCALL_ARGUMENTS];
    System.arraycopy(args, 0, a, 0, args.length);
    var thread = PerThread.get();
    long result = LibcFiles.syscall(thread.capture, number, a[0], a[1], a[2], a[3], a[4], a[5]);
    return thread.result(result);
  }

  /**
   * {@code long sysconf(int name)}.
   *
   * @param name an {@code _SC_} constant
   * @return the value; -1 with {@link #errno()} left alone where there is no limit; or -1 (EINVAL)
   * @see <a href="https://man7.org/linux/man-pages/man3/sysconf.3.html">sysconf(3)</a>
   */
  public static long sysconf(int name) {
    var thread = PerThread.get();
    long value = LibcFiles.sysconf(thread.capture, name);
    return value == -1 ? -1 : thread.result(value);
  }

  /**
   * {@code int gethostname(char *name, size_t n)}.
   *
   * @param name takes the host's name, ended by a NUL
   * @param n the room in {@code name} in bytes
   * @return 0, or -1 (ENAMETOOLONG where it does not fit; what is in {@code name} then may have no
   *     NUL)
   * @see <a href="https://man7.org/linux/man-pages/man2/gethostname.2.html">gethostname(2)</a>
   */
  public static int gethostname(MemorySegment name, long n) {
    Pointers.checkWritable(name, n);
    var thread = PerThread.get();
    return thread.result(LibcFiles.gethostname(thread.capture, name, n));
  }

  /**
   * {@code pid_t getpid(void)}.
   *
   * @return the process's number
   * @see <a href="https://man7.org/linux/man-pages/man2/getpid.2.html">getpid(2)</a>
   */
  public static int getpid() {
    return LibcFiles.getpid();
  }

  /**
   * {@code uid_t getuid(void)}.
   *
   * @return the user's number, as an unsigned int
   * @see <a href="https://man7.org/linux/man-pages/man2/getuid.2.html">getuid(2)</a>
   */
  public static int getuid() {
    return LibcFiles.getuid();
  }

  /**
   * {@code uid_t geteuid(void)}.
   *
   * @return the number of the user whose rights the process has, as an unsigned int
   * @see <a href="https://man7.org/linux/man-pages/man2/geteuid.2.html">geteuid(2)</a>
   */
  public static int geteuid() {
    return LibcFiles.geteuid();
  }

  /**
   * {@code gid_t getgid(void)}.
   *
   * @return the group's number, as an unsigned int
   * @see <a href="https://man7.org/linux/man-pages/man2/getgid.2.html">getgid(2)</a>
   */
  public static int getgid() {
    return LibcFiles.getgid();
  }

  /**
   * {@code unsigned int sleep(unsigned int seconds)}. Blocks for so long, and holds the carrier of
   * a virtual thread.
   *
   * @param seconds how long, as an unsigned int
   * @return 0, or the seconds left when a signal came
   * @see <a href="https://man7.org/linux/man-pages/man3/sleep.3.html">sleep(3)</a>
   */
  public static int sleep(int seconds) {
    return LibcFiles.sleep(seconds);
  }
}
