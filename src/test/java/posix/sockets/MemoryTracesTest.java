package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import posix.sockets.testing.Promise;

/**
 * Where bytes that were sent are afterwards: all memory of this process is looked through for them.
 */
class MemoryTracesTest {
  private static final int LENGTH = 256;
  private static final int CHUNK = 1 << 20;

  /** Numbers that are not looked for: of memory that was freed, malloc overwrites the first. */
  private static final int BEGINNING = 4;

  /** Numbers that stand nowhere in this order, until they are written one by one. */
  private static long number(long i) {
    long x = i * 0x9e3779b97f4a7c15L + 0x1234567;
    x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
    return x ^ x >>> 27;
  }

  private static MemorySegment secret(MemorySegment to, long seed) {
    for (int i = 0; i < LENGTH / Long.BYTES; i++) {
      to.set(JAVA_LONG_UNALIGNED, (long) i * Long.BYTES, number(seed + i));
    }
    return to;
  }

  /** How often the memory has four of the numbers in a row, wherever that begins. */
  private static int traces(long seed) throws IOException {
    int found = 0;
    try (var arena = Arena.ofConfined();
        var memory = FileChannel.open(Path.of("/proc/self/mem"), StandardOpenOption.READ)) {
      MemorySegment chunk = arena.allocate(CHUNK + LENGTH);
      for (String mapping : Files.readAllLines(Path.of("/proc/self/maps"))) {
        String[] words = mapping.split("[- ]");
        long at = Long.parseUnsignedLong(words[0], 16);
        long end = Long.parseUnsignedLong(words[1], 16);
        while (words[2].startsWith("rw") && !mapping.contains("/dev/") && at < end) {
          if (at >= chunk.address() && at < chunk.address() + chunk.byteSize()) {
            at = chunk.address() + chunk.byteSize(); // what was read is not looked at again
            continue;
          }
          long stop = at < chunk.address() ? Math.min(end, chunk.address()) : end;
          int n = read(memory, chunk.asSlice(0, Math.min(chunk.byteSize(), stop - at)), at);
          found += count(chunk.asSlice(0, Math.max(0, n)), seed + BEGINNING);
          at += Math.min(CHUNK, stop - at);
        }
      }
      chunk.fill((byte) 0);
    }
    return found;
  }

  /** A mapping may have gone since it was listed. */
  private static int read(FileChannel memory, MemorySegment chunk, long at) {
    try {
      return memory.read(chunk.asByteBuffer(), at);
    } catch (IOException _) {
      return -1;
    }
  }

  private static int count(MemorySegment chunk, long seed) {
    int found = 0;
    long first = number(seed);
    for (long i = 0; i + 4 * Long.BYTES <= chunk.byteSize() && i < CHUNK; i++) {
      if (chunk.get(JAVA_LONG_UNALIGNED, i) == first
          && chunk.get(JAVA_LONG_UNALIGNED, i + 8) == number(seed + 1)
          && chunk.get(JAVA_LONG_UNALIGNED, i + 16) == number(seed + 2)
          && chunk.get(JAVA_LONG_UNALIGNED, i + 24) == number(seed + 3)) {
        found++;
      }
    }
    return found;
  }

  private interface Exchange {
    long make(PosixSocket from, PosixSocket to, MemorySegment out, MemorySegment in)
        throws IOException;
  }

  /** How many traces there are while both ends' memory has it, and when that is cleared. */
  private static void assertLeavesNothing(long seed, Exchange exchange) throws Exception {
    MemorySegment out = secret(Local.room(LENGTH), seed);
    MemorySegment in = Local.room(LENGTH);
    for (boolean virtual : new boolean[] {false, true}) {
      try (var pair = Local.tcp()) {
        secret(out, seed);
        var exchanged =
            new BlockedThread<>(virtual, () -> exchange.make(pair.first(), pair.second(), out, in));
        assertThat(exchanged.result()).isEqualTo(LENGTH);
        assertThat(in.mismatch(out)).isEqualTo(-1);
        if (!virtual) {
          assertThat(traces(seed)).as("with both in place").isEqualTo(2);
        }
        out.fill((byte) 0);
        in.fill((byte) 0);
        assertThat(traces(seed)).as("with both cleared").isZero();
      }
    }
  }

  @Test
  @Promise("native-not-copied")
  void sendAndRecv() throws Exception {
    assertLeavesNothing(
        1_000,
        (from, to, out, in) -> {
          from.send(out);
          return to.recv(in, MSG_WAITALL);
        });
  }

  @Test
  @Promise("native-not-copied")
  void messages() throws Exception {
    assertLeavesNothing(
        2_000,
        (from, to, out, in) -> {
          from.writev(out.asSlice(0, 100), out.asSlice(100));
          try (var received = to.recvmsg(MSG_WAITALL, 64, in.asSlice(0, 7), in.asSlice(7))) {
            return received.length();
          }
        });
  }

  @Test
  @Promise("native-not-copied")
  void loops() throws Exception {
    assertLeavesNothing(
        3_000,
        (from, to, out, in) -> {
          Transfer.sendAll(from, out);
          Transfer.recvExactly(to.within(Duration.ofHours(1)), in);
          return in.byteSize();
        });
  }

  /** Of an array there is one. Were it not found, no other would be. */
  @Test
  void arraysAreCopied() throws Exception {
    byte[] array = new byte[LENGTH];
    secret(MemorySegment.ofArray(array), 4_000);
    try (var pair = Local.tcp()) {
      pair.first().send(array, 0, LENGTH);
      assertThat(traces(4_000)).isGreaterThanOrEqualTo(2); // it, and the copy
    }
  }
}
