package posix.sockets.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static posix.sockets.Constants.AF_PACKET;
import static posix.sockets.Constants.PACKET_IGNORE_OUTGOING;
import static posix.sockets.Constants.PACKET_VNET_HDR;
import static posix.sockets.Constants.SOCK_RAW;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.Errno;
import posix.sockets.ErrnoException;
import posix.sockets.Inet4;
import posix.sockets.NetInterfaces;
import posix.sockets.Packet;
import posix.sockets.PosixSocket;
import posix.sockets.testing.Pair;

/**
 * A way on which frames are lost, doubled and overtaken: two cables, and between them two threads
 * that carry frames over from one to the other by packet sockets. (Not every kernel has a queueing
 * discipline that does this.)
 */
class LossyLinkTest {
  private static final long LENGTH = Long.getLong("trouble.mebibytes", 1) << 20;
  private static final int ETH_P_ALL = 3;

  /** Carries frames one way. */
  private static final class Carrier implements Runnable {
    private final PosixSocket from;
    private final PosixSocket to;
    private final Random random = new Random(1);
    private MemorySegment kept; // until the next one has overtaken it
    int lost;
    int doubled;
    int overtaken;
    volatile Exception failure;

    Carrier(PosixSocket from, PosixSocket to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void run() {
      try {
        MemorySegment frame = Arena.ofAuto().allocate(1 << 17);
        while (true) {
          carry(frame.asSlice(0, from.recv(frame)));
        }
      } catch (ClosedChannelException _) {
        // that is all
      } catch (Exception e) {
        failure = e;
      }
    }

    private void carry(MemorySegment frame) throws IOException {
      int chance = random.nextInt(100);
      if (chance < 2) {
        lost++;
        return;
      }
      if (chance < 4 && kept == null) {
        overtaken++;
        kept = Arena.ofAuto().allocate(frame.byteSize()).copyFrom(frame);
        return;
      }
      send(frame);
      if (chance > 98) {
        doubled++;
        send(frame);
      }
      if (kept != null) {
        send(kept);
        kept = null;
      }
    }

    private void send(MemorySegment frame) throws IOException {
      try {
        to.send(frame);
      } catch (ErrnoException e) {
        if (e.errno() != Errno.ENOBUFS) { // one more that is lost
          throw e;
        }
        lost++;
      }
    }
  }

  private static PosixSocket frames(Network network, String name) throws Exception {
    return network.in(() -> {
      int index = NetInterfaces.if_nametoindex(name);
      return PosixSocket.open(AF_PACKET, SOCK_RAW)
          .setsockopt(PACKET_IGNORE_OUTGOING, true)
          .setsockopt(PACKET_VNET_HDR, true) // checksums may be left to the hardware
          .bind(Packet.of(ETH_P_ALL, index));
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsWrong(boolean virtual) throws Exception {
    try (Network here = Network.open();
        Network between = Network.open();
        Network there = Network.open()) {
      here.connect("near", "10.79.0.1", between, "left", "10.80.0.1");
      there.connect("far", "10.79.0.2", between, "right", "10.80.0.2");
      here.ip("link set near gso_max_segs 1"); // no frames of many segments
      try (PosixSocket left = frames(between, "left");
          PosixSocket right = frames(between, "right");
          PosixSocket listener = there.tcp().bind(Inet4.of("10.79.0.2", 0)).listen(1)) {
        var out = new Carrier(left, right);
        var back = new Carrier(right, left);
        Thread.ofPlatform().daemon().start(out);
        Thread.ofPlatform().daemon().start(back);
        var client = here.tcp().connect(listener.getsockname());
        try (var pair = new Pair(client, listener.accept().socket())) {
          Thread.Builder kind = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
          new Stream(pair.client(), pair.server(), LENGTH).transfer(kind, () -> {});
        }
        assertThat(out.failure).isNull();
        assertThat(back.failure).isNull();
        assertThat(out.lost).as("frames lost").isPositive();
        assertThat(out.overtaken).as("frames overtaken").isPositive();
        assertThat(out.doubled).as("frames doubled").isPositive();
        System.out.printf(
            "over a bad line: %,d bytes, %d frames lost, %d overtaken, %d doubled%n",
            LENGTH, out.lost, out.overtaken, out.doubled);
      }
    }
  }
}
