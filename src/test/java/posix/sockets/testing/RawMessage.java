package posix.sockets.testing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static posix.sockets.raw.Posix.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.bindings.cmsghdr;
import posix.sockets.bindings.iovec;
import posix.sockets.bindings.msghdr;

/** A struct msghdr of the raw layer, with a buffer and with room for control messages. */
public final class RawMessage {
  private static final byte CANARY = 0x5a;
  private static final int GUARD = 64;

  private final MemorySegment buf;
  private final MemorySegment msg;
  private final MemorySegment control;
  private final int room;

  /** A control message as it stands in memory. */
  public record Part(int level, int type, MemorySegment data) {
    /** The int that the data begins with. */
    public int number() {
      return data.get(JAVA_INT, 0);
    }
  }

  /** A buffer of a size, and so much room. */
  public RawMessage(Arena arena, int size, int room) {
    this.room = room;
    buf = arena.allocate(Math.max(size, 1));
    control = arena.allocate(room + GUARD, Long.BYTES).fill(CANARY);
    MemorySegment iov = arena.allocate(iovec.layout());
    iovec.iov_base(iov, buf);
    iovec.iov_len(iov, size);
    msg = arena.allocate(msghdr.layout());
    msghdr.msg_iov(msg, iov);
    msghdr.msg_iovlen(msg, 1);
    msghdr.msg_control(msg, control.asSlice(0, room));
    msghdr.msg_controllen(msg, room);
  }

  /** One to send: a text, and descriptors with it. */
  public static RawMessage rights(Arena arena, String text, int... fds) {
    var message =
        new RawMessage(arena, text.length(), (int) CMSG_SPACE((long) Integer.BYTES * fds.length));
    MemorySegment.copy(text.getBytes(), 0, message.buf, JAVA_BYTE, 0, text.length());
    MemorySegment cmsg = CMSG_FIRSTHDR(message.msg);
    cmsghdr.cmsg_level(cmsg, SOL_SOCKET);
    cmsghdr.cmsg_type(cmsg, SCM_RIGHTS);
    cmsghdr.cmsg_len(cmsg, CMSG_LEN((long) Integer.BYTES * fds.length));
    MemorySegment.copy(fds, 0, CMSG_DATA(cmsg), JAVA_INT, 0, fds.length);
    return message;
  }

  /** The struct. */
  public MemorySegment msg() {
    return msg;
  }

  /** The buffer's first bytes, as text. */
  public String text(long length) {
    return new String(buf.asSlice(0, length).toArray(JAVA_BYTE));
  }

  /** {@code msg_flags}. */
  public int flags() {
    return msghdr.msg_flags(msg);
  }

  /** {@code msg_controllen}. */
  public long controlLength() {
    return msghdr.msg_controllen(msg);
  }

  /** Whether nothing was written behind the room for control messages. */
  public boolean isIntactBehind() {
    byte[] behind = control.asSlice(room).toArray(JAVA_BYTE);
    for (byte b : behind) {
      if (b != CANARY) {
        return false;
      }
    }
    return true;
  }

  /** The control messages, by the macros. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (MemorySegment cmsg = CMSG_FIRSTHDR(msg);
        !cmsg.equals(NULL);
        cmsg = CMSG_NXTHDR(msg, cmsg)) {
      long length = cmsghdr.cmsg_len(cmsg) - CMSG_LEN(0);
      MemorySegment data = CMSG_DATA(cmsg).asSlice(0, length);
      parts.add(new Part(cmsghdr.cmsg_level(cmsg), cmsghdr.cmsg_type(cmsg), data));
    }
    return parts;
  }

  /** The descriptors that arrived, to be closed by who asks. */
  public int[] rights() {
    return parts().stream()
        .filter(part -> part.level == SOL_SOCKET && part.type == SCM_RIGHTS)
        .flatMapToInt(part -> java.util.Arrays.stream(part.data.toArray(JAVA_INT)))
        .toArray();
  }
}
