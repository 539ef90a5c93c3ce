package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static posix.sockets.Constants.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posix.sockets.raw.constants.SocketH;

/**
 * {@code MSG_ZEROCOPY}: the kernel reads the buffer after the call has returned. So it has to be
 * the caller's own, and never a copy that the library uses again.
 */
class ZerocopyTest {
  private static final int QUEUED =
      1 << 16; // far more than the receiver takes, and less than any sender may have

  /** A connection whose sender takes much and whose receiver takes next to nothing, for now. */
  private static SocketPair waiting() throws Exception {
    try (var listener = Local.bound(AF_INET, SOCK_STREAM, Inet4.loopback(0))) {
      Local.set(listener, SocketH.SOL_SOCKET, SocketH.SO_RCVBUF, 4096);
      listener.listen(1);
      var from = PosixSocket.open(AF_INET, SOCK_STREAM);
      Local.set(from, SocketH.SOL_SOCKET, SocketH.SO_SNDBUF, 4 << 20);
      from.connect(listener.getsockname());
      Local.set(from, SocketH.SOL_SOCKET, SocketH.SO_ZEROCOPY, 1);
      var pair = new SocketPair(from, Local.impatient(listener.accept().socket()));
      Transfer.sendAll(from, Local.room(QUEUED));
      return pair;
    }
  }

  /** What comes behind what was in the queue. */
  private static byte[] rest(PosixSocket socket, int length) throws Exception {
    MemorySegment all = Local.room(QUEUED + length);
    var reading =
        CompletableFuture.supplyAsync(() -> {
          try {
            Transfer.recvExactly(socket, all);
            return true;
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    assertThat(reading.get(30, TimeUnit.SECONDS)).isTrue();
    return Local.content(all.asSlice(QUEUED), length);
  }

  /** So the kernel does read late: what the caller changes meanwhile is what arrives. */
  @Test
  void theKernelReadsLate() throws Exception {
    try (var pair = waiting()) {
      MemorySegment own = Arena.ofAuto().allocate(8192, 4096).fill((byte) 'a');
      assertThat(pair.first().send(own, MSG_ZEROCOPY)).isEqualTo(8192);
      own.fill((byte) 'b');
      assertThat(rest(pair.second(), 8192)).containsOnly('b');
    }
  }

  /** Either the bytes that were sent arrive, or it is refused; never other bytes. */
  @Test
  void bytesOfTheHeap() throws Exception {
    byte[] a = "a".repeat(8192).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] b = "b".repeat(8192).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    MemorySegment heap = MemorySegment.ofArray(a);
    try (var pair = waiting()) {
      PosixSocket from = pair.first();
      assertThatIllegalArgumentException().isThrownBy(() -> from.send(heap, MSG_ZEROCOPY));
      assertThatIllegalArgumentException().isThrownBy(() -> from.send(a, 0, 8192, MSG_ZEROCOPY));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> from.send(ByteBuffer.wrap(a), MSG_ZEROCOPY));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> from.sendto(heap, MSG_ZEROCOPY, Inet4.loopback(1)));
      from.send(b, 0, 8192);
      assertThat(rest(pair.second(), 8192)).isEqualTo(b);
    }
  }

  @Test
  void buffersThatGoByWayOfACopy() throws Exception {
    MemorySegment[] four = new MemorySegment[4];
    for (int i = 0; i < 4; i++) {
      four[i] = Arena.ofAuto().allocate(2048);
    }
    MemorySegment heap = MemorySegment.ofArray(new byte[2048]);
    try (var pair = waiting()) {
      PosixSocket from = pair.first();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> from.sendmsg(MSG_ZEROCOPY, null, List.of(), four));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> from.sendmsg(MSG_ZEROCOPY, null, List.of(), four[0], heap));
      MemorySegment[] three = {four[0], four[1], four[2], four[0]};
      assertThat(from.sendmsg(MSG_ZEROCOPY, null, List.of(), three)).isEqualTo(8192);
      for (MemorySegment each : three) {
        each.fill((byte) 'c');
      }
      assertThat(rest(pair.second(), 8192)).containsOnly('c');
    }
  }
}
