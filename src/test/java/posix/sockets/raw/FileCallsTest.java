package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.Posix.*;
import static posix.sockets.raw.Row.fails;
import static posix.sockets.raw.Row.gives;
import static posix.sockets.testing.Fds.NOWHERE;
import static posix.sockets.testing.Fds.notOpen;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import posix.sockets.bindings.flock;
import posix.sockets.testing.Fds;

/** The calls on descriptors of any kind, and those that concern the process. */
class FileCallsTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> failures() {
    return Stream.of(
        fails("read", EBADF, fds -> read(notOpen(), fds.bytes(1), 1)),
        fails("read a folder", EISDIR, fds -> read(folder(fds), fds.bytes(1), 1)),
        fails("read to nowhere", EFAULT, fds -> read(zero(fds), NOWHERE, 1)),
        fails("read, nothing there", EAGAIN, fds -> read(fds.pipe(O_NONBLOCK)[0], fds.bytes(1), 1)),
        fails("write", EBADF, fds -> write(notOpen(), fds.bytes(1), 1)),
        fails("write from nowhere", EFAULT, fds -> write(fds.pipe(0)[1], NOWHERE, 1)),
        fails("write, no reader", EPIPE, FileCallsTest::writeWithoutReader),
        fails("readv", EBADF, fds -> readv(notOpen(), fds.iov(fds.bytes(1)), 1)),
        fails("readv, count -1", EINVAL, fds -> readv(zero(fds), fds.iov(fds.bytes(1)), -1)),
        fails("readv, array nowhere", EFAULT, fds -> readv(zero(fds), NOWHERE, 1)),
        fails("writev", EBADF, fds -> writev(notOpen(), fds.iov(fds.bytes(1)), 1)),
        fails("writev, 1025", EINVAL, fds -> writev(fds.devNull(), fds.bytes(1025 * 16), 1025)),
        fails("writev, array nowhere", EFAULT, fds -> writev(fds.devNull(), NOWHERE, 1)),
        fails("sendfile", EBADF, fds -> sendfile(fds.devNull(), notOpen(), NULL, 1)),
        fails("sendfile, offset nowhere", EFAULT, this::sendfileFromNowhere),
        fails("sendfile from a socket", EINVAL, fds -> sendfile(fds.devNull(), fds.udp(), NULL, 1)),
        fails("splice", EBADF, fds -> splice(notOpen(), NULL, fds.devNull(), NULL, 1, 0)),
        fails("splice, no pipe", EINVAL, fds -> splice(zero(fds), NULL, zero(fds), NULL, 1, 0)),
        fails(
            "splice, a pipe has no offset",
            ESPIPE,
            fds -> splice(fds.pipe(0)[0], fds.bytes(8), fds.devNull(), NULL, 1, 0)),
        fails("close", EBADF, fds -> close(notOpen())),
        fails("dup", EBADF, fds -> dup(notOpen())),
        fails("dup2", EBADF, fds -> dup2(notOpen(), fds.devNull())),
        fails("dup2 to -1", EBADF, fds -> dup2(fds.devNull(), -1)),
        fails("dup3 to itself", EINVAL, FileCallsTest::dup3ToItself),
        fails("dup3, unknown flag", EINVAL, fds -> dup3(fds.devNull(), notOpen(), 1)),
        fails("pipe to nowhere", EFAULT, fds -> pipe(NOWHERE)),
        fails("pipe2 to nowhere", EFAULT, fds -> pipe2(NOWHERE, 0)),
        fails("pipe2, unknown flag", EINVAL, fds -> pipe2(fds.bytes(8), 1)),
        fails("open", ENOENT, fds -> open(path("nothing"), O_RDONLY)),
        fails("open a folder to write", EISDIR, fds -> open(folder.toString(), O_WRONLY)),
        fails("open nowhere", EFAULT, fds -> open(NOWHERE, O_RDONLY)),
        fails("open nowhere, with a mode", EFAULT, fds -> open(NOWHERE, O_RDONLY | O_CREAT, 0600)),
        fails("open, name too long", ENAMETOOLONG, fds -> open("x".repeat(5000), O_RDONLY)),
        fails("unlink", ENOENT, fds -> unlink(path("nothing"))),
        fails("unlink nowhere", EFAULT, fds -> unlink(NOWHERE)),
        fails("fcntl", EBADF, fds -> fcntl(notOpen(), F_GETFD)),
        fails("fcntl, no such command", EINVAL, fds -> fcntl(fds.devNull(), 9999)),
        fails("fcntl, pointer to nowhere", EFAULT, fds -> fcntl(fds.devNull(), F_GETLK, NOWHERE)),
        fails("fcntl, descriptor -1", EINVAL, fds -> fcntl(fds.devNull(), F_DUPFD_CLOEXEC, -1)),
        fails("ioctl", EBADF, fds -> ioctl(notOpen(), FIONREAD, fds.bytes(4))),
        fails("ioctl, not for this kind", ENOTTY, fds -> ioctl(fds.devNull(), SIOCATMARK, NULL)),
        fails("ioctl, no argument", ENOTTY, fds -> ioctl(fds.devNull(), SIOCATMARK)),
        fails("ioctl, number", ENOTTY, fds -> ioctl(fds.devNull(), SIOCATMARK, 1)),
        fails("ioctl, pointer to nowhere", EFAULT, fds -> ioctl(fds.udp(), FIONREAD, NOWHERE)),
        fails("munmap, not at a page", EINVAL, fds -> munmap(NOWHERE, 1)),
        fails("gethostname, no room", ENAMETOOLONG, fds -> gethostname(fds.bytes(1), 1)),
        fails("syscall that is none", ENOSYS, fds -> syscall(-1)),
        fails("syscall, six arguments", ENOSYS, fds -> syscall(-1, 1, 2, 3, 4, 5, 6)),
        fails("sysconf", EINVAL, fds -> sysconf(-1)));
  }

  private static long writeWithoutReader(Fds fds) {
    int[] pipe = fds.pipe(0);
    fds.closeNow(pipe[0]);
    return write(pipe[1], fds.bytes(1), 1);
  }

  private long sendfileFromNowhere(Fds fds) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    return sendfile(fds.pipe(0)[1], fds.own(open(file.toString(), O_RDONLY)), NOWHERE, 1);
  }

  private static long dup3ToItself(Fds fds) {
    int fd = fds.devNull();
    return dup3(fd, fd, 0);
  }

  private int folder(Fds fds) {
    return fds.own(open(folder.toString(), O_RDONLY | O_DIRECTORY));
  }

  private static int zero(Fds fds) {
    return fds.own(open("/dev/zero", O_RDWR | O_CLOEXEC));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @TestFactory
  Stream<DynamicTest> successes() {
    return Stream.of(
        gives("write of nothing", 0, fds -> write(fds.devNull(), NULL, 0)),
        gives("read at the end", 0, fds -> read(fds.devNull(), fds.bytes(1), 1)),
        gives("fcntl F_SETFD", 0, fds -> fcntl(fds.devNull(), F_SETFD, FD_CLOEXEC)),
        gives("fcntl F_GETFD", FD_CLOEXEC, fds -> fcntl(fds.devNull(), F_GETFD)),
        gives("sysconf(_SC_IOV_MAX)", 1024, fds -> sysconf(_SC_IOV_MAX)),
        gives("getpid", ProcessHandle.current().pid(), fds -> getpid()),
        gives("sleep", 0, fds -> sleep(0)));
  }

  @Test
  void bytesThroughAPipe() {
    try (var fds = new Fds()) {
      MemorySegment ends = fds.bytes(8);
      assertThat(pipe(ends)).isZero();
      int in = fds.own(ends.getAtIndex(JAVA_INT, 0));
      int out = fds.own(ends.getAtIndex(JAVA_INT, 1));
      assertThat(fcntl(in, F_GETFD)).isZero();
      assertThat(write(out, fds.data("hello"), 4)).isEqualTo(4);
      MemorySegment available = fds.bytes(4);
      assertThat(ioctl(in, FIONREAD, available)).isZero();
      assertThat(available.get(JAVA_INT, 0)).isEqualTo(4);
      MemorySegment buf = fds.bytes(8);
      assertThat(read(in, buf, 8)).isEqualTo(4);
      assertThat(Fds.text(buf, 4)).isEqualTo("hell");
      fds.closeNow(out);
      assertThat(read(in, buf, 8)).isZero();
    }
  }

  @Test
  void severalBuffersInOneCall() {
    try (var fds = new Fds()) {
      int[] pipe = fds.pipe(0);
      MemorySegment out = fds.iov(fds.data("head "), fds.data("and "), fds.data("body"));
      assertThat(writev(pipe[1], out, 3)).isEqualTo(13);
      MemorySegment first = fds.bytes(4);
      MemorySegment second = fds.bytes(20);
      assertThat(readv(pipe[0], fds.iov(first, second), 2)).isEqualTo(13);
      assertThat(Fds.text(first, 4) + "|" + Fds.text(second, 9)).isEqualTo("head| and body");
    }
  }

  @Test
  void filesGoToSocketsAndThroughPipes() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "0123456789");
    try (var fds = new Fds();
        var arena = Arena.ofConfined()) {
      int fd = fds.own(open(arena.allocateFrom(file.toString()), O_RDONLY | O_CLOEXEC));
      int[] pair = fds.unixPair(SOCK_STREAM);
      MemorySegment offset = fds.arena.allocateFrom(JAVA_LONG, 7);
      assertThat(sendfile(pair[0], fd, offset, 100)).isEqualTo(3);
      assertThat(offset.get(JAVA_LONG, 0)).isEqualTo(10);
      assertThat(sendfile(pair[0], fd, NULL, 2)).isEqualTo(2);
      MemorySegment buf = fds.bytes(20);
      assertThat(recv(pair[1], buf, 20, 0)).isEqualTo(5);
      assertThat(Fds.text(buf, 5)).isEqualTo("78901");

      int[] pipe = fds.pipe(0);
      offset.set(JAVA_LONG, 0, 4);
      assertThat(splice(fd, offset, pipe[1], NULL, 3, SPLICE_F_MOVE)).isEqualTo(3);
      assertThat(offset.get(JAVA_LONG, 0)).isEqualTo(7);
      assertThat(splice(pipe[0], NULL, pair[0], NULL, 3, 0)).isEqualTo(3);
      assertThat(recv(pair[1], buf, 20, 0)).isEqualTo(3);
      assertThat(Fds.text(buf, 3)).isEqualTo("456");
    }
  }

  @Test
  void descriptorsForOneOpenFile() {
    try (var fds = new Fds()) {
      int fd = fds.devNull();
      int copy = fds.own(dup(fd));
      assertThat(copy).isNotEqualTo(fd);
      assertThat(fcntl(fd, F_GETFD)).isEqualTo(FD_CLOEXEC);
      assertThat(fcntl(copy, F_GETFD)).isZero();
      assertThat(dup2(fd, fd)).isEqualTo(fd);
      int[] pipe = fds.pipe(0);
      assertThat(dup2(pipe[1], copy)).isEqualTo(copy);
      assertThat(write(copy, fds.data("x"), 1)).isEqualTo(1);
      assertThat(dup3(fd, copy, O_CLOEXEC)).isEqualTo(copy);
      assertThat(fcntl(copy, F_GETFD)).isEqualTo(FD_CLOEXEC);
      int high = fds.own(fcntl(fd, F_DUPFD_CLOEXEC, 300));
      assertThat(high).isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void flagsOfAnOpenFile() {
    try (var fds = new Fds()) {
      int fd = fds.udp();
      int flags = fcntl(fd, F_GETFL);
      assertThat(flags & O_ACCMODE).isEqualTo(O_RDWR);
      assertThat(fcntl(fd, F_SETFL, flags | O_NONBLOCK)).isZero();
      assertThat(fcntl(fd, F_GETFL)).isEqualTo(flags | O_NONBLOCK);
      assertThat(ioctl(fd, FIONBIO, fds.integer(0))).isZero();
      assertThat(fcntl(fd, F_GETFL)).isEqualTo(flags);
    }
  }

  @Test
  void locksAreAskedForWithAPointer() {
    try (var fds = new Fds()) {
      int fd = fds.own(open(path("locked"), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
      MemorySegment lock = fds.arena.allocate(flock.layout());
      flock.l_type(lock, (short) F_WRLCK);
      flock.l_whence(lock, (short) 0);
      assertThat(fcntl(fd, F_SETLK, lock)).isZero();
      assertThat(fcntl(fd, F_GETLK, lock)).isZero();
      assertThat(flock.l_type(lock)).isEqualTo((short) F_UNLCK); // nobody else's
    }
  }

  @Test
  void filesAreMadeAndRemoved() throws Exception {
    String name = path("ä"); // two bytes in UTF-8
    try (var fds = new Fds()) {
      int fd = fds.own(open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
      assertThat(write(fd, fds.data("text"), 4)).isEqualTo(4);
      assertThat(Path.of(name)).exists();
      assertThat(Files.getPosixFilePermissions(Path.of(name))).hasSize(2);
      errno(0);
      assertThat(open(name, O_WRONLY | O_CREAT | O_EXCL, 0600)).isEqualTo(-1);
      assertThat(errno()).isEqualTo(EEXIST);
      assertThat(unlink(name)).isZero();
      assertThat(Path.of(name)).doesNotExist();
      Files.writeString(Path.of(name), "again");
      assertThat(unlink(fds.arena.allocateFrom(name))).isZero();
      assertThat(Path.of(name)).doesNotExist();
    }
  }

  @Test
  void memoryMaps() throws Exception {
    Path file = Files.writeString(folder.resolve("mapped"), "mapped text");
    try (var fds = new Fds()) {
      int fd = fds.own(open(file.toString(), O_RDWR | O_CLOEXEC));
      errno(0);
      MemorySegment map = mmap(NULL, 11, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
      assertThat(map.byteSize()).isEqualTo(11);
      assertThat(Fds.text(map, 11)).isEqualTo("mapped text");
      map.set(JAVA_BYTE, 0, (byte) 'M');
      assertThat(munmap(map, 11)).isZero();
      assertThat(errno()).isZero();
      assertThat(file).hasContent("Mapped text");

      long page = sysconf(_SC_PAGESIZE);
      MemorySegment memory =
          mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      memory.fill((byte) 1);
      assertThat(munmap(memory, 2 * page)).isZero();

      assertThat(mmap(NULL, 0, PROT_READ, MAP_SHARED, fd, 0)).isEqualTo(MAP_FAILED);
      assertThat(errno()).isEqualTo(EINVAL);
      assertThat(mmap(NULL, 1, PROT_READ, MAP_SHARED, notOpen(), 0)).isEqualTo(MAP_FAILED);
      assertThat(errno()).isEqualTo(EBADF);
      assertThat(mmap(NULL, 1, PROT_READ, MAP_SHARED, fds.udp(), 0)).isEqualTo(MAP_FAILED);
      assertThat(errno()).isEqualTo(ENODEV);
    }
  }

  /** Without a limit sysconf leaves errno alone, and libc's own may be EINVAL from before. */
  @Test
  void sysconfWithoutALimitIsNoFailure() {
    int aioListioMax = 23; // _SC_AIO_LISTIO_MAX: glibc has no limit
    for (int i = 0; i < 3; i++) {
      assertThat(epoll_create(0)).isEqualTo(-1);
      assertThat(errno()).isEqualTo(EINVAL);
      errno(4711);
      assertThat(sysconf(aioListioMax)).isEqualTo(-1);
      assertThat(errno()).isEqualTo(4711);
    }
    assertThat(sysconf(_SC_PAGESIZE)).isPositive();
    assertThat(errno()).isEqualTo(4711);
  }

  @Test
  void theProcess() throws Exception {
    String status = Files.readString(Path.of("/proc/self/status"));
    assertThat(status).containsPattern("Uid:\t" + getuid() + "\t" + geteuid() + "\t");
    assertThat(status).containsPattern("Gid:\t" + getgid() + "\t");
    try (var fds = new Fds()) {
      MemorySegment name = fds.bytes(65);
      assertThat(gethostname(name, 65)).isZero();
      String hostname = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      assertThat(name.getString(0)).isEqualTo(hostname);
    }
  }

  @Test
  void systemCallsByTheirNumber() {
    boolean x86 = System.getProperty("os.arch").equals("amd64");
    try (var fds = new Fds()) {
      assertThat(syscall(x86 ? 39 : 172)).isEqualTo(getpid());
      int[] pipe = fds.pipe(0);
      MemorySegment text = fds.data("by number");
      assertThat(syscall(x86 ? 1 : 64, pipe[1], text.address(), 9)).isEqualTo(9);
      MemorySegment buf = fds.bytes(9);
      assertThat(read(pipe[0], buf, 9)).isEqualTo(9);
      assertThat(Fds.text(buf, 9)).isEqualTo("by number");
    }
    assertThatThrownBy(() -> syscall(-1, 1, 2, 3, 4, 5, 6, 7))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sleepTakesItsTime() {
    long start = System.nanoTime();
    assertThat(sleep(1)).isZero();
    assertThat(System.nanoTime() - start).isGreaterThan(900_000_000L);
  }

  @Test
  void badArgumentsAreRefusedBeforeTheCall() {
    try (var fds = new Fds()) {
      int fd = fds.devNull();
      MemorySegment small = fds.bytes(4);
      List<Runnable> calls =
          List.of(
              () -> read(fd, small, 5),
              () -> read(fd, small, -1),
              () -> write(fd, small, 5),
              () -> readv(fd, fds.bytes(31), 2),
              () -> writev(fd, fds.bytes(31), 2),
              () -> sendfile(fd, fd, small, 1),
              () -> splice(fd, small, fd, NULL, 1, 0),
              () -> splice(fd, NULL, fd, small, 1, 0),
              () -> pipe(small),
              () -> pipe2(small, 0),
              () -> gethostname(small, 5),
              () -> munmap(small, 5),
              () -> open(fds.data("name without a NUL"), O_RDONLY),
              () -> unlink(fds.data("name without a NUL")));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
      }
      MemorySegment readOnly = fds.bytes(8).asReadOnly();
      calls =
          List.of(
              () -> read(fd, readOnly, 1),
              () -> sendfile(fd, fd, readOnly, 1),
              () -> pipe(readOnly),
              () -> gethostname(readOnly, 8),
              () -> open("na\0me", O_RDONLY),
              () -> open("na\0me", O_CREAT, 0600),
              () -> unlink("na\0me"),
              () -> unlink("half a pair: \ud83d"),
              () -> open("half a pair: \ud83d", O_RDONLY));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
