package posix.sockets.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.libc.LibcFiles;
import posix.sockets.libc.Structs.iovec;

/**
 * {@code <unistd.h>}, {@code <fcntl.h>}, {@code <sys/uio.h>}, {@code <sys/sendfile.h>}, {@code
 * <sys/mman.h>}: what moves bytes and makes descriptors.
 */
abstract class FileCalls extends MessageCalls {
  /** What {@link #mmap mmap} returns when it fails: {@code (void *) -1}. */
  public static final MemorySegment MAP_FAILED = MemorySegment.ofAddress(-1);

  FileCalls() {}

  /**
   * {@code ssize_t read(int fd, void *buf, size_t n)}. Blocks until there is something.
   *
   * @param fd a descriptor
   * @param buf takes what was read
   * @param n how many bytes at most
   * @return how many bytes were read; 0 at end of file or for an empty datagram; or -1 (EAGAIN,
   *     EBADF, EINTR, EINVAL, EIO, EISDIR, and for a socket as {@link #recv recv})
   * @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
   */
  public static long read(int fd, MemorySegment buf, long n) {
    Pointers.checkWritable(buf, n);
    var thread = PerThread.get();
    return thread.result(LibcFiles.read(thread.capture, fd, buf, n));
  }

  /**
   * {@code ssize_t write(int fd, const void *buf, size_t n)}. Blocks until there is room. A reader
   * that is gone gives EPIPE and no signal: the JVM ignores SIGPIPE.
   *
   * @param fd a descriptor
   * @param buf what to write
   * @param n how many bytes of it
   * @return how many bytes were taken, possibly fewer than {@code n}, or -1 (EAGAIN, EBADF, EFBIG,
   *     EINTR, EINVAL, EIO, ENOSPC, EPIPE, and for a socket as {@link #send send})
   * @see <a href="https://man7.org/linux/man-pages/man2/write.2.html">write(2)</a>
   */
  public static long write(int fd, MemorySegment buf, long n) {
    Pointers.checkLength(buf, n);
    var thread = PerThread.get();
    return thread.result(LibcFiles.write(thread.capture, fd, buf, n));
  }

  /**
   * {@code ssize_t readv(int fd, const struct iovec *iov, int count)}. Blocks until there is
   * something.
   *
   * <p>Only the size of the array is checked, not the buffers it points to: the kernel writes
   * wherever it says. And nothing keeps the buffers alive but the program: hold their segments
   * until the call returns.
   *
   * @param fd a descriptor
   * @param iov {@code count} structs: the buffers, filled one after the other
   * @param count how many, {@code IOV_MAX} (1024) at most
   * @return how many bytes were read, or -1 (as {@link #read read}; EINVAL for a bad count)
   * @see <a href="https://man7.org/linux/man-pages/man2/readv.2.html">readv(2)</a>
   */
  public static long readv(int fd, MemorySegment iov, int count) {
    Pointers.checkArray(iov, count, iovec.SIZE);
    var thread = PerThread.get();
    return thread.result(LibcFiles.readv(thread.capture, fd, iov, count));
  }

  /**
   * {@code ssize_t writev(int fd, const struct iovec *iov, int count)}. Blocks until there is room.
   *
   * <p>Only the size of the array is checked, not the buffers it points to; and nothing keeps them
   * alive but the program: hold their segments until the call returns.
   *
   * @param fd a descriptor
   * @param iov {@code count} structs: the buffers, written one after the other
   * @param count how many, {@code IOV_MAX} (1024) at most
   * @return how many bytes were taken, or -1 (as {@link #write write}; EINVAL for a bad count)
   * @see <a href="https://man7.org/linux/man-pages/man2/writev.2.html">writev(2)</a>
   */
  public static long writev(int fd, MemorySegment iov, int count) {
    Pointers.checkArray(iov, count, iovec.SIZE);
    var thread = PerThread.get();
    return thread.result(LibcFiles.writev(thread.capture, fd, iov, count));
  }

  /**
   * {@code ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t n)}. Blocks until there is
   * room.
   *
   * @param out_fd where the bytes go, commonly a socket
   * @param in_fd a file
   * @param offset a long: where to start in the file before the call, where it ended after it; or
   *     {@link #NULL} for the file's own position
   * @param n how many bytes, of which one call takes 0x7ffff000 at most
   * @return how many bytes were moved, possibly fewer than {@code n}; 0 at end of file; or -1
   *     (EAGAIN, EBADF, EINVAL, EIO, ENOMEM, EOVERFLOW, ESPIPE, and as {@link #write write})
   * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
   */
  public static long sendfile(int out_fd, int in_fd, MemorySegment offset, long n) {
    Pointers.checkWritable(offset, Long.BYTES);
    var thread = PerThread.get();
    return thread.result(LibcFiles.sendfile(thread.capture, out_fd, in_fd, offset, n));
  }

  /**
   * {@code ssize_t splice(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t n, unsigned
   * int flags)}: moves bytes from or to a pipe. Blocks unless {@code SPLICE_F_NONBLOCK} is set.
   *
   * @param fd_in where the bytes come from
   * @param off_in a long, as {@link #sendfile sendfile} has it; {@link #NULL} for a pipe
   * @param fd_out where they go; one of the two is a pipe
   * @param off_out a long, likewise
   * @param n how many bytes at most
   * @param flags {@code SPLICE_F_} constants
   * @return how many bytes were moved; 0 at end of file; or -1 (EAGAIN, EBADF, EINVAL, ENOMEM,
   *     ESPIPE, EPIPE)
   * @see <a href="https://man7.org/linux/man-pages/man2/splice.2.html">splice(2)</a>
   */
  public static long splice(
      int fd_in, MemorySegment off_in, int fd_out, MemorySegment off_out, long n, int flags) {
    Pointers.checkWritable(off_in, Long.BYTES);
    Pointers.checkWritable(off_out, Long.BYTES);
    var thread = PerThread.get();
    return thread.result(
        LibcFiles.splice(thread.capture, fd_in, off_in, fd_out, off_out, n, flags));
  }

  /**
   * {@code int close(int fd)}. Not to be repeated after EINTR: on Linux the descriptor is gone by
   * then.
   *
   * @param fd a descriptor
   * @return 0, or -1 (EBADF, EINTR, EIO)
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  public static int close(int fd) {
    var thread = PerThread.get();
    return thread.result(LibcFiles.close(thread.capture, fd));
  }

  /**
   * {@code int dup(int fd)}.
   *
   * @param fd a descriptor
   * @return another one for the same open file, without {@code FD_CLOEXEC}, or -1 (EBADF, EMFILE)
   * @see <a href="https://man7.org/linux/man-pages/man2/dup.2.html">dup(2)</a>
   */
  public static int dup(int fd) {
    var thread = PerThread.get();
    return thread.result(LibcFiles.dup(thread.capture, fd));
  }

  /**
   * {@code int dup2(int fd, int fd2)}.
   *
   * @param fd a descriptor
   * @param fd2 the number to give the other one; if it is open, it is closed first
   * @return {@code fd2}, or -1 (EBADF, EBUSY, EINTR)
   * @see <a href="https://man7.org/linux/man-pages/man2/dup2.2.html">dup2(2)</a>
   */
  public static int dup2(int fd, int fd2) {
    var thread = PerThread.get();
    return thread.result(LibcFiles.dup2(thread.capture, fd, fd2));
  }

  /**
   * {@code int dup3(int fd, int fd2, int flags)}.
   *
   * @param fd a descriptor
   * @param fd2 the number to give the other one; if it is open, it is closed first
   * @param flags {@code O_CLOEXEC}
   * @return {@code fd2}, or -1 (as {@link #dup2 dup2}; EINVAL for an unknown flag or where both
   *     numbers are the same)
   * @see <a href="https://man7.org/linux/man-pages/man2/dup3.2.html">dup3(2)</a>
   */
  public static int dup3(int fd, int fd2, int flags) {
    var thread = PerThread.get();
    return thread.result(LibcFiles.dup3(thread.capture, fd, fd2, flags));
  }

  /**
   * {@code int pipe(int fds[2])}.
   *
   * @param fds two ints: takes the end to read from, and the end to write to
   * @return 0, or -1 (EFAULT, EMFILE, ENFILE)
   * @see <a href="https://man7.org/linux/man-pages/man2/pipe.2.html">pipe(2)</a>
   */
  public static int pipe(MemorySegment fds) {
    Pointers.checkWritable(fds, 2 * Integer.BYTES);
    var thread = PerThread.get();
    return thread.result(LibcFiles.pipe(thread.capture, fds));
  }

  /**
   * {@code int pipe2(int fds[2], int flags)}.
   *
   * @param fds two ints: takes the end to read from, and the end to write to
   * @param flags {@code O_CLOEXEC}, {@code O_NONBLOCK}, {@code O_DIRECT}
   * @return 0, or -1 (as {@link #pipe pipe}; EINVAL for an unknown flag)
   * @see <a href="https://man7.org/linux/man-pages/man2/pipe2.2.html">pipe2(2)</a>
   */
  public static int pipe2(MemorySegment fds, int flags) {
    Pointers.checkWritable(fds, 2 * Integer.BYTES);
    var thread = PerThread.get();
    return thread.result(LibcFiles.pipe2(thread.capture, fds, flags));
  }

  /**
   * {@code int open(const char *path, int flags)}, for what makes no file.
   *
   * @param path the file's name
   * @param flags {@code O_RDONLY}, {@code O_WRONLY} or {@code O_RDWR}, and other {@code O_}
   *     constants
   * @return a descriptor, or -1 (EACCES, EEXIST, EINTR, EINVAL, EISDIR, ELOOP, EMFILE,
   *     ENAMETOOLONG, ENFILE, ENODEV, ENOENT, ENOSPC, ENOTDIR, ENXIO, EPERM, EROFS, ETXTBSY)
   * @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2)</a>
   */
  public static int open(String path, int flags) {
    return open(path, flags, 0);
  }

  /**
   * {@code int open(const char *path, int flags)}.
   *
   * @param path the file's name, ended by a NUL
   * @param flags as {@link #open(String, int) open} has them
   * @return as {@link #open(String, int) open}
   * @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2)</a>
   */
  public static int open(MemorySegment path, int flags) {
    return open(path, flags, 0);
  }

  /**
   * {@code int open(const char *path, int flags, mode_t mode)}, for what may make a file.
   *
   * @param path the file's name
   * @param flags as {@link #open(String, int) open} has them, with {@code O_CREAT} or {@code
   *     O_TMPFILE}
   * @param mode the permissions of a new file, such as 0644, less the process's umask
   * @return as {@link #open(String, int) open}
   * @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2)</a>
   */
  public static int open(String path, int flags, int mode) {
    try (var arena = Arena.ofConfined()) {
      return open(Pointers.text(arena, path), flags, mode);
    }
  }

  /**
   * {@code int open(const char *path, int flags, mode_t mode)}.
   *
   * @param path the file's name, ended by a NUL
   * @param flags as {@link #open(String, int, int) open} has them
   * @param mode likewise
   * @return as {@link #open(String, int) open}
   * @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2)</a>
   */
  public static int open(MemorySegment path, int flags, int mode) {
    Pointers.checkText(path);
    var thread = PerThread.get();
    return thread.result(LibcFiles.open(thread.capture, path, flags, mode));
  }

  /**
   * {@code int unlink(const char *path)}.
   *
   * @param path the name to remove, such as that of a bound AF_UNIX socket
   * @return 0, or -1 (EACCES, EBUSY, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM, EROFS)
   * @see <a href="https://man7.org/linux/man-pages/man2/unlink.2.html">unlink(2)</a>
   */
  public static int unlink(String path) {
    try (var arena = Arena.ofConfined()) {
      return unlink(Pointers.text(arena, path));
    }
  }

  /**
   * {@code int unlink(const char *path)}.
   *
   * @param path the name to remove, ended by a NUL
   * @return as {@link #unlink(String) unlink}
   * @see <a href="https://man7.org/linux/man-pages/man2/unlink.2.html">unlink(2)</a>
   */
  public static int unlink(MemorySegment path) {
    Pointers.checkText(path);
    var thread = PerThread.get();
    return thread.result(LibcFiles.unlink(thread.capture, path));
  }

  /**
   * {@code void *mmap(void *addr, size_t n, int prot, int flags, int fd, off_t offset)}.
   *
   * @param addr where the memory is wanted, or {@link #NULL}
   * @param n how many bytes
   * @param prot {@code PROT_} constants
   * @param flags {@code MAP_} constants
   * @param fd what to map, or -1 with {@code MAP_ANONYMOUS}
   * @param offset where to start in it, a multiple of the page size
   * @return {@code n} bytes, which live until {@link #munmap munmap}: using them after it is as
   *     fatal as in C; or {@link #MAP_FAILED} (EACCES, EAGAIN, EBADF, EINVAL, ENODEV, ENOMEM,
   *     EOVERFLOW, EPERM)
   * @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>
   */
  public static MemorySegment mmap(
      MemorySegment addr, long n, int prot, int flags, int fd, long offset) {
    var thread = PerThread.get();
    long address = LibcFiles.mmap(thread.capture, addr, n, prot, flags, fd, offset);
    return thread.result(address) == -1 ? MAP_FAILED : Pointers.at(address, n);
  }

  /**
   * {@code int munmap(void *addr, size_t n)}.
   *
   * @param addr what {@link #mmap mmap} returned
   * @param n how many bytes to give back
   * @return 0, or -1 (EINVAL)
   * @see <a href="https://man7.org/linux/man-pages/man2/munmap.2.html">munmap(2)</a>
   */
  public static int munmap(MemorySegment addr, long n) {
    Pointers.checkLength(addr, n);
    var thread = PerThread.get();
    return thread.result(LibcFiles.munmap(thread.capture, addr, n));
  }
}
