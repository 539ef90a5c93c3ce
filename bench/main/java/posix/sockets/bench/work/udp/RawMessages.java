package posix.sockets.bench.work.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.bindings.iovec;
import posix.sockets.bindings.mmsghdr;
import posix.sockets.bindings.msghdr;

/** An array of {@code struct mmsghdr} with a packet each, for the raw layer. */
final class RawMessages {
  final MemorySegment headers;
  final MemorySegment packets;
  private final int size;

  RawMessages(Windows windows, int count) {
    size = windows.size();
    packets = Sockets.segment(windows, count);
    headers = mmsghdr.allocateArray(count, Arena.global());
    var vectors = iovec.allocateArray(count, Arena.global());
    for (int i = 0; i < count; i++) {
      var vector = iovec.asSlice(vectors, i);
      iovec.iov_base(vector, packets.asSlice((long) i * size));
      iovec.iov_len(vector, size);
      var header = mmsghdr.msg_hdr(mmsghdr.asSlice(headers, i));
      msghdr.msg_iov(header, vector);
      msghdr.msg_iovlen(header, 1);
    }
  }

  long number(int i) {
    return packets.get(JAVA_LONG, (long) i * size);
  }

  void number(int i, long number) {
    packets.set(JAVA_LONG, (long) i * size, number);
  }

  int length(int i) {
    return mmsghdr.msg_len(mmsghdr.asSlice(headers, i));
  }
}
