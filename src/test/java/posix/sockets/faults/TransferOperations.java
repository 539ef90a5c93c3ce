package posix.sockets.faults;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static posix.sockets.faults.Operation.ALL;
import static posix.sockets.faults.Streams.LENGTH;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import posix.sockets.Errno;
import posix.sockets.ErrnoException;
import posix.sockets.MessageBatch;
import posix.sockets.MsgFlags;
import posix.sockets.PosixSocket;
import posix.sockets.Transfer;
import posix.sockets.faults.Streams.Moving;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;
import posix.sockets.raw.constants.FcntlH;
import posix.sockets.testing.Pair;

/** Every way to send and to receive. */
final class TransferOperations {
  private static final MsgFlags NONE = MsgFlags.NONE;

  static final List<Operation> ALL_OF_THEM =
      List.of(
          sending("send", Pair::tcp, PosixSocket::send),
          sending("send/unix", Streams::unix, PosixSocket::send),
          sending("send/array", Pair::tcp, (s, buf) -> s.send(array(buf), 0, LENGTH)),
          sending("send/try", Streams::unix, (s, buf) -> orWouldBlock("send", s.trySend(buf))),
          sending("send/all", Pair::tcp, TransferOperations::sendAll),
          sending("sendto", Pair::udp, (s, buf) -> s.sendto(buf, NONE, s.getpeername())),
          sending("sendmsg", Pair::tcp, PosixSocket::sendmsg),
          sending("sendmsg/writev", Streams::unix, (s, buf) -> s.writev(halves(buf))),
          sending("sendmmsg", Pair::udp, TransferOperations::sendBatch),
          Operation.of("sendfile", ALL, SendingFile::open),
          receiving("recv", Pair::tcp, PosixSocket::recv),
          receiving("recv/unix", Streams::unix, (s, buf) -> s.recv(buf.asSlice(0, LENGTH))),
          receiving("recv/buffer", Pair::udp, TransferOperations::recvIntoByteBuffer),
          receiving("recv/try", Streams::unix, (s, buf) -> orWouldBlock("recv", s.tryRecv(buf))),
          receiving("recv/exactly", Pair::tcp, TransferOperations::recvExactly),
          receiving("recvfrom", Pair::udp, (s, buf) -> s.recvfrom(buf, NONE).length()),
          receiving("recvmsg", Pair::tcp, (s, buf) -> s.recvmsg(NONE, 0, buf).length()),
          receiving(
              "recvmsg/control", Streams::unix, (s, buf) -> s.recvmsg(NONE, 64, buf).length()),
          receiving("readv", Pair::tcp, (s, buf) -> s.readv(halves(buf.asSlice(0, LENGTH))))
              .waitingIn("recvmsg"),
          receiving("recvmmsg", Pair::udp, TransferOperations::recvBatch));

  private TransferOperations() {}

  private static Operation sending(String name, Callable<Pair> pair, Moving call) {
    return Operation.of(name, ALL, way -> Streams.sending(pair.call(), way, call));
  }

  private static Operation receiving(String name, Callable<Pair> pair, Moving call) {
    return Operation.of(name, ALL, way -> Streams.receiving(pair.call(), way, call));
  }

  private static byte[] array(MemorySegment buf) {
    return buf.toArray(JAVA_BYTE);
  }

  private static MemorySegment[] halves(MemorySegment buf) {
    long half = buf.byteSize() / 2;
    return new MemorySegment[] {buf.asSlice(0, half), buf.asSlice(half)};
  }

  /** These answer a number where others throw EAGAIN. */
  private static long orWouldBlock(String call, long n) throws ErrnoException {
    if (n == PosixSocket.WOULD_BLOCK) {
      throw new ErrnoException(
          call, Errno.EAGAIN.number(), PosixSocket.strerror(Errno.EAGAIN), null);
    }
    return n;
  }

  private static long sendAll(PosixSocket socket, MemorySegment buf) throws IOException {
    Transfer.sendAll(socket, buf);
    return LENGTH;
  }

  private static long recvExactly(PosixSocket socket, MemorySegment buf) throws IOException {
    Transfer.recvExactly(socket, buf.asSlice(0, LENGTH));
    return LENGTH;
  }

  private static long recvIntoByteBuffer(PosixSocket socket, MemorySegment buf) throws IOException {
    ByteBuffer bytes = buf.asByteBuffer();
    socket.recv(bytes);
    return bytes.position();
  }

  private static long sendBatch(PosixSocket socket, MemorySegment buf) throws IOException {
    int count = 4;
    int each = LENGTH / count;
    var batch = new MessageBatch(count, each);
    for (int i = 0; i < count; i++) {
      batch.buffer(i).copyFrom(buf.asSlice((long) i * each, each));
      batch.length(i, each);
    }
    return (long) each * socket.sendmmsg(batch, 0, count, NONE);
  }

  private static long recvBatch(PosixSocket socket, MemorySegment buf) throws IOException {
    var batch = new MessageBatch(1, (int) buf.byteSize());
    int n = socket.recvmmsg(batch, 1, NONE);
    buf.copyFrom(batch.buffer(0));
    return n == 0 ? 0 : batch.length(0);
  }

  /** A file that has what is to be sent. */
  private record SendingFile(Path path, int fd) {
    static Site open(Way way) throws Exception {
      Path path = Files.createTempFile("sent", ".bin");
      var file = new SendingFile(path, open(path));
      return new Sites.With(Streams.sending(Pair.tcp(), way, file::send), -1, file::close);
    }

    private static int open(Path path) {
      try (var arena = Arena.ofConfined()) {
        MemorySegment name = arena.allocateFrom(path.toString());
        int flags = FcntlH.O_RDONLY | FcntlH.O_CLOEXEC;
        return LibcFiles.open(arena.allocate(Call.ERRNO), name, flags, 0);
      }
    }

    private long send(PosixSocket socket, MemorySegment buf) throws IOException {
      Files.write(path, array(buf));
      return socket.sendfile(fd, 0, LENGTH);
    }

    private void close() throws IOException {
      Files.delete(path);
      try (var arena = Arena.ofConfined()) {
        LibcFiles.close(arena.allocate(Call.ERRNO), fd);
      }
    }
  }
}
