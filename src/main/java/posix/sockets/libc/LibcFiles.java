package posix.sockets.libc;

import static posix.sockets.raw.constants.ErrnoH.EINVAL;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code <unistd.h>}, {@code <fcntl.h>}, {@code <sys/uio.h>}, {@code <sys/ioctl.h>}, {@code
 * <sys/sendfile.h>}, {@code <sys/mman.h>}: the calls on descriptors of any kind. What a call
 * returns, and what its first argument is, {@link Call} says.
 */
public final class LibcFiles {
  private LibcFiles() {}

  private static final class ReadCall {
    static final MethodHandle HANDLE = Link.common("read");
  }

  /** {@code ssize_t read(int fd, void *buf, size_t n)}. */
  public static long read(MemorySegment errno, int fd, MemorySegment buf, long n) {
    try {
      return Call.result(
          (long)
              ReadCall.HANDLE.invokeExact(
                  errno, (long) fd, buf, n, 0L, MemorySegment.NULL, MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class WriteCall {
    static final MethodHandle HANDLE = Link.common("write");
  }

  /** {@code ssize_t write(int fd, const void *buf, size_t n)}. */
  public static long write(MemorySegment errno, int fd, MemorySegment buf, long n) {
    try {
      return Call.result(
          (long)
              WriteCall.HANDLE.invokeExact(
                  errno, (long) fd, buf, n, 0L, MemorySegment.NULL, MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class CloseCall {
    static final MethodHandle HANDLE = Link.common("close");
  }

  /** {@code int close(int fd)}. */
  public static int close(MemorySegment errno, int fd) {
    return Call.numbers(CloseCall.HANDLE, errno, fd, 0, 0);
  }

  private static final class DupCall {
    static final MethodHandle HANDLE = Link.common("dup");
  }

  /** {@code int dup(int fd)}. */
  public static int dup(MemorySegment errno, int fd) {
    return Call.numbers(DupCall.HANDLE, errno, fd, 0, 0);
  }

  private static final class Dup2Call {
    static final MethodHandle HANDLE = Link.common("dup2");
  }

  /** {@code int dup2(int fd, int fd2)}. */
  public static int dup2(MemorySegment errno, int fd, int fd2) {
    return Call.numbers(Dup2Call.HANDLE, errno, fd, fd2, 0);
  }

  private static final class Dup3Call {
    static final MethodHandle HANDLE = Link.common("dup3");
  }

  /** {@code int dup3(int fd, int fd2, int flags)}. */
  public static int dup3(MemorySegment errno, int fd, int fd2, int flags) {
    return Call.numbers(Dup3Call.HANDLE, errno, fd, fd2, flags);
  }

  private static final class PipeCall {
    static final MethodHandle HANDLE = Link.capturing("pipe", "l_p");
  }

  /** {@code int pipe(int fds[2])}. */
  public static int pipe(MemorySegment errno, MemorySegment fds) {
    try {
      return Call.result((int) (long) PipeCall.HANDLE.invokeExact(errno, fds), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class Pipe2Call {
    static final MethodHandle HANDLE = Link.capturing("pipe2", "l_pl");
  }

  /** {@code int pipe2(int fds[2], int flags)}. */
  public static int pipe2(MemorySegment errno, MemorySegment fds, int flags) {
    try {
      return Call.result(
          (int) (long) Pipe2Call.HANDLE.invokeExact(errno, fds, (long) flags), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class ReadvCall {
    static final MethodHandle HANDLE = Link.capturing("readv", "l_lplppp");
  }

  /** {@code ssize_t readv(int fd, const struct iovec *iov, int count)}. */
  public static long readv(MemorySegment errno, int fd, MemorySegment iov, int count) {
    try {
      return Call.result(
          (long)
              ReadvCall.HANDLE.invokeExact(
                  errno,
                  (long) fd,
                  iov,
                  (long) count,
                  MemorySegment.NULL,
                  MemorySegment.NULL,
                  MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  /**
   * The same with three segments that stay alive during the call: the linker keeps alive what it is
   * passed, and {@code readv} does not look at arguments that it does not have.
   */
  public static long readv(
      MemorySegment errno,
      int fd,
      MemorySegment iov,
      int count,
      MemorySegment keep1,
      MemorySegment keep2,
      MemorySegment keep3) {
    try {
      return Call.result(
          (long)
              ReadvCall.HANDLE.invokeExact(
                  errno, (long) fd, iov, (long) count, keep1, keep2, keep3),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class WritevCall {
    static final MethodHandle HANDLE = Link.common("writev");
  }

  /** {@code ssize_t writev(int fd, const struct iovec *iov, int count)}. */
  public static long writev(MemorySegment errno, int fd, MemorySegment iov, int count) {
    try {
      return Call.result(
          (long)
              WritevCall.HANDLE.invokeExact(
                  errno, (long) fd, iov, (long) count, 0L, MemorySegment.NULL, MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SendfileCall {
    static final MethodHandle HANDLE = Link.common("sendfile");
  }

  /** {@code ssize_t sendfile(int out, int in, off_t *offset, size_t n)}. */
  public static long sendfile(MemorySegment errno, int out, int in, MemorySegment offset, long n) {
    try {
      return Call.result(
          (long)
              SendfileCall.HANDLE.invokeExact(
                  errno,
                  (long) out,
                  Call.pointer(in),
                  offset.address(),
                  n,
                  offset,
                  MemorySegment.NULL),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SpliceCall {
    static final MethodHandle HANDLE = Link.capturing("splice", "l_lplpll");
  }

  /**
   * {@code ssize_t splice(int in, off_t *offIn, int out, off_t *offOut, size_t n, unsigned int
   * flags)}.
   */
  public static long splice(
      MemorySegment errno,
      int in,
      MemorySegment offIn,
      int out,
      MemorySegment offOut,
      long n,
      int flags) {
    try {
      return Call.result(
          (long)
              SpliceCall.HANDLE.invokeExact(
                  errno, (long) in, offIn, (long) out, offOut, n, (long) flags),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class FcntlNumber {
    static final MethodHandle HANDLE = Link.capturing("fcntl", "l_lll", 2);
  }

  /** {@code int fcntl(int fd, int cmd, long arg)}. */
  public static int fcntl(MemorySegment errno, int fd, int cmd, long arg) {
    try {
      return Call.result(
          (int) (long) FcntlNumber.HANDLE.invokeExact(errno, (long) fd, (long) cmd, arg), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class FcntlPointer {
    static final MethodHandle HANDLE = Link.capturing("fcntl", "l_llp", 2);
  }

  /** {@code int fcntl(int fd, int cmd, void *arg)}. */
  public static int fcntl(MemorySegment errno, int fd, int cmd, MemorySegment arg) {
    try {
      return Call.result(
          (int) (long) FcntlPointer.HANDLE.invokeExact(errno, (long) fd, (long) cmd, arg), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class IoctlNumber {
    static final MethodHandle HANDLE = Link.capturing("ioctl", "l_lll", 2);
  }

  /** {@code int ioctl(int fd, unsigned long request, long arg)}. */
  public static int ioctl(MemorySegment errno, int fd, long request, long arg) {
    try {
      return Call.result(
          (int) (long) IoctlNumber.HANDLE.invokeExact(errno, (long) fd, request, arg), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class IoctlPointer {
    static final MethodHandle HANDLE = Link.capturing("ioctl", "l_llp", 2);
  }

  /** {@code int ioctl(int fd, unsigned long request, void *arg)}. */
  public static int ioctl(MemorySegment errno, int fd, long request, MemorySegment arg) {
    try {
      return Call.result(
          (int) (long) IoctlPointer.HANDLE.invokeExact(errno, (long) fd, request, arg), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class OpenCall {
    static final MethodHandle HANDLE = Link.capturing("open", "l_pll", 2);
  }

  /** {@code int open(const char *path, int flags, mode_t mode)}. */
  public static int open(MemorySegment errno, MemorySegment path, int flags, int mode) {
    try {
      return Call.result(
          (int) (long) OpenCall.HANDLE.invokeExact(errno, path, (long) flags, (long) mode), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class UnlinkCall {
    static final MethodHandle HANDLE = Link.capturing("unlink", "l_p");
  }

  /** {@code int unlink(const char *path)}. */
  public static int unlink(MemorySegment errno, MemorySegment path) {
    try {
      return Call.result((int) (long) UnlinkCall.HANDLE.invokeExact(errno, path), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class MmapCall {
    static final MethodHandle HANDLE = Link.capturing("mmap", "p_plllll");
  }

  /**
   * {@code void *mmap(void *addr, size_t n, int prot, int flags, int fd, off_t offset)}: the
   * address, or {@code -errno}.
   */
  public static long mmap(
      MemorySegment errno, MemorySegment addr, long n, int prot, int flags, int fd, long offset) {
    try {
      return Call.result(
          ((MemorySegment)
                  MmapCall.HANDLE.invokeExact(
                      errno, addr, n, (long) prot, (long) flags, (long) fd, offset))
              .address(),
          errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class MunmapCall {
    static final MethodHandle HANDLE = Link.capturing("munmap", "l_pl");
  }

  /** {@code int munmap(void *addr, size_t n)}. */
  public static int munmap(MemorySegment errno, MemorySegment addr, long n) {
    try {
      return Call.result((int) (long) MunmapCall.HANDLE.invokeExact(errno, addr, n), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SyscallCall {
    static final MethodHandle HANDLE = Link.capturing("syscall", "l_lllllll", 1);
  }

  /** {@code long syscall(long number, long a, long b, long c, long d, long e, long f)}. */
  public static long syscall(
      MemorySegment errno, long number, long a, long b, long c, long d, long e, long f) {
    try {
      return Call.result(
          (long) SyscallCall.HANDLE.invokeExact(errno, number, a, b, c, d, e, f), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SysconfCall {
    static final MethodHandle HANDLE = Link.capturing("sysconf", "l_l");
  }

  /** {@code long sysconf(int name)}: the value, -1 where there is no limit, or {@code -EINVAL}. */
  public static long sysconf(MemorySegment errno, int name) {
    try {
      long value = (long) SysconfCall.HANDLE.invokeExact(errno, (long) name);
      if (value == -1 && Call.errno(errno) == EINVAL) {
        // Without a limit errno is left alone, and may be EINVAL from before: give it another
        // value.
        close(errno, -1);
        value = (long) SysconfCall.HANDLE.invokeExact(errno, (long) name);
        return value == -1 && Call.errno(errno) == EINVAL ? -EINVAL : value;
      }
      return value;
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GethostnameCall {
    static final MethodHandle HANDLE = Link.capturing("gethostname", "l_pl");
  }

  /** {@code int gethostname(char *name, size_t n)}. */
  public static int gethostname(MemorySegment errno, MemorySegment name, long n) {
    try {
      return Call.result((int) (long) GethostnameCall.HANDLE.invokeExact(errno, name, n), errno);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetpidCall {
    static final MethodHandle HANDLE = Link.plain("getpid", "l_");
  }

  /** {@code pid_t getpid(void)}. */
  public static int getpid() {
    try {
      return (int) (long) GetpidCall.HANDLE.invokeExact();
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetuidCall {
    static final MethodHandle HANDLE = Link.plain("getuid", "l_");
  }

  /** {@code uid_t getuid(void)}. */
  public static int getuid() {
    try {
      return (int) (long) GetuidCall.HANDLE.invokeExact();
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GeteuidCall {
    static final MethodHandle HANDLE = Link.plain("geteuid", "l_");
  }

  /** {@code uid_t geteuid(void)}. */
  public static int geteuid() {
    try {
      return (int) (long) GeteuidCall.HANDLE.invokeExact();
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class GetgidCall {
    static final MethodHandle HANDLE = Link.plain("getgid", "l_");
  }

  /** {@code gid_t getgid(void)}. */
  public static int getgid() {
    try {
      return (int) (long) GetgidCall.HANDLE.invokeExact();
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }

  private static final class SleepCall {
    static final MethodHandle HANDLE = Link.plain("sleep", "l_l");
  }

  /** {@code unsigned int sleep(unsigned int seconds)}. */
  public static int sleep(int seconds) {
    try {
      return (int) (long) SleepCall.HANDLE.invokeExact((long) seconds);
    } catch (Throwable t) {
      throw Link.thrown(t);
    }
  }
}
