package posix.sockets.hostile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static posix.sockets.hostile.Rendering.require;
import static posix.sockets.raw.Posix.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import posix.sockets.Cmsg;
import posix.sockets.raw.constants.SocketH;

/**
 * Walks over messages that stand one behind the other: as the raw macros make them, and, of control
 * messages, a second time in words of its own.
 */
public final class Walks {
  private static final int HEADER = 16; // of a cmsghdr, and of an nlmsghdr
  private static final int MOST = 10_000;

  private Walks() {}

  /** A control message: where its data stands, and how much there is. */
  private record Header(int level, int type, int data, int size) {
    boolean hasDescriptors() {
      return level == SocketH.SOL_SOCKET && type == SocketH.SCM_RIGHTS;
    }

    boolean isProcess() {
      return level == SocketH.SOL_SOCKET && type == SocketH.SCM_PIDFD && size >= Integer.BYTES;
    }
  }

  private static List<Header> headers(MemorySegment memory, int length) {
    byte[] bytes = memory.toArray(JAVA_BYTE);
    MemorySegment copy = MemorySegment.ofArray(bytes);
    int end = Math.min(length, bytes.length);
    List<Header> headers = new ArrayList<>();
    int at = 0;
    while (at + HEADER <= end) {
      long size = copy.get(JAVA_LONG_UNALIGNED, at);
      if (size < HEADER || size > end - at) {
        break;
      }
      headers.add(
          new Header(
              copy.get(JAVA_INT_UNALIGNED, at + 8),
              copy.get(JAVA_INT_UNALIGNED, at + 12),
              at + HEADER,
              (int) size - HEADER));
      at += ((int) size + 7) / 8 * 8;
    }
    return headers;
  }

  /** Takes each place where a descriptor stands. */
  public interface Place {
    void at(MemorySegment memory, long offset);
  }

  /** Finds the places in control messages where the kernel would have put descriptors. */
  public static void control(MemorySegment memory, int length, Place place) {
    for (Header header : headers(memory, length)) {
      if (header.hasDescriptors()) {
        for (int at = 0; at + Integer.BYTES <= header.size(); at += Integer.BYTES) {
          place.at(memory, header.data() + at);
        }
      } else if (header.isProcess() && memory.get(JAVA_INT_UNALIGNED, header.data()) >= 0) {
        place.at(memory, header.data());
      }
    }
  }

  /** Whether a decoder found the control messages that are there, and no other bytes of them. */
  public static List<Cmsg> same(MemorySegment memory, int length, List<Cmsg> found) {
    List<Header> there = headers(memory, length);
    require(there.size() == found.size(), there.size() + " messages, and found were " + found);
    for (int i = 0; i < there.size(); i++) {
      Header header = there.get(i);
      switch (found.get(i)) {
        case Cmsg.Unknown u -> {
          byte[] data = memory.asSlice(header.data(), header.size()).toArray(JAVA_BYTE);
          require(u.level() == header.level() && u.type() == header.type(), header + ": " + u);
          require(Arrays.equals(u.data(), data), header + ": " + u);
          require(!header.hasDescriptors(), "descriptors in " + u);
        }
        case Cmsg.Rights r -> require(r.fds().size() == header.size() / Integer.BYTES, "" + r);
        case Cmsg.PidFd p -> require(header.isProcess(), header + ": " + p);
        default -> require(!header.hasDescriptors() && !header.isProcess(), header + " is lost");
      }
    }
    return found;
  }

  /**
   * {@code CMSG_FIRSTHDR} and {@code CMSG_NXTHDR}, which believe the length: so it is no more than
   * there is. What they answer is memory to the end of the buffer and no further; the last
   * message's length may say more.
   */
  public static List<String> rawControl(MemorySegment memory, int length) {
    List<String> found = new ArrayList<>();
    try (var arena = Arena.ofConfined()) {
      long room = Math.clamp(length, 0, memory.byteSize());
      MemorySegment msg = arena.allocate(56, 8);
      msg.set(JAVA_LONG, 32, memory.address());
      msg.set(JAVA_LONG, 40, room);
      long before = -1;
      for (MemorySegment cmsg = CMSG_FIRSTHDR(msg);
          cmsg.address() != 0;
          cmsg = CMSG_NXTHDR(msg, cmsg)) {
        long at = cmsg.address() - memory.address();
        require(at > before && at + HEADER <= room, "a message at " + at + " of " + room);
        require(cmsg.byteSize() == room - at, "reaches to " + (at + cmsg.byteSize()));
        before = at;
        long size = cmsg.get(JAVA_LONG_UNALIGNED, 0);
        MemorySegment data = CMSG_DATA(cmsg);
        long there = Math.clamp(size - HEADER, 0, data.byteSize());
        found.add(
            at
                + " "
                + cmsg.get(JAVA_INT_UNALIGNED, 8)
                + " "
                + cmsg.get(JAVA_INT_UNALIGNED, 12)
                + Arrays.toString(data.asSlice(0, there).toArray(JAVA_BYTE)));
      }
    }
    List<Header> whole = headers(memory, length);
    require(
        found.size() == whole.size() || found.size() == whole.size() + 1,
        found + " and " + whole); // one that is cut is no message to the other
    return found;
  }

  /** Netlink messages, and the attributes of those that have some. */
  public static List<String> netlink(MemorySegment memory, int length) {
    List<String> found = new ArrayList<>();
    int[] left = {length};
    for (MemorySegment nlh = memory; NLMSG_OK(nlh, left); nlh = NLMSG_NEXT(nlh, left)) {
      require(found.size() < MOST, "a walk without end");
      int size = nlh.get(JAVA_INT_UNALIGNED, 0);
      int type = Short.toUnsignedInt(nlh.get(JAVA_SHORT_UNALIGNED, 4));
      MemorySegment data = NLMSG_DATA(nlh);
      found.add(type + ": " + size + " " + data.byteSize() + " " + NLMSG_PAYLOAD(nlh, 0));
      switch (type & 0x1c) {
        case RTM_NEWLINK -> attributes(found, IFLA_RTA(data), IFLA_PAYLOAD(nlh), 0);
        case RTM_NEWADDR -> attributes(found, IFA_RTA(data), IFA_PAYLOAD(nlh), 0);
        case RTM_NEWROUTE -> attributes(found, RTM_RTA(data), RTM_PAYLOAD(nlh), 0);
        default -> {}
      }
    }
    require(left[0] <= length, "the length has grown to " + left[0]);
    return found;
  }

  /** Each of them perhaps with attributes inside, as programs try them. */
  private static void attributes(List<String> found, MemorySegment first, int length, int depth) {
    int[] left = {length};
    for (MemorySegment rta = first; RTA_OK(rta, left); rta = RTA_NEXT(rta, left)) {
      require(found.size() < MOST, "a walk without end");
      MemorySegment data = RTA_DATA(rta);
      int payload = RTA_PAYLOAD(rta);
      String bytes = Arrays.toString(data.asSlice(0, payload).toArray(JAVA_BYTE));
      found.add(depth + " " + rta.get(JAVA_SHORT_UNALIGNED, 2) + bytes);
      if (depth < 3) {
        attributes(found, data, payload, depth + 1);
      }
    }
  }

  /** The macros that look at an address or an extended error. */
  public static List<Object> macros(MemorySegment memory, int length) {
    MemorySegment ee = SO_EE_OFFENDER(memory);
    return List.of(
        ee.byteSize(),
        SUN_LEN(memory),
        IN6_IS_ADDR_UNSPECIFIED(memory),
        IN6_IS_ADDR_LOOPBACK(memory),
        IN6_IS_ADDR_MULTICAST(memory),
        IN6_IS_ADDR_LINKLOCAL(memory),
        IN6_IS_ADDR_SITELOCAL(memory),
        IN6_IS_ADDR_V4MAPPED(memory),
        IN6_IS_ADDR_V4COMPAT(memory),
        IN6_IS_ADDR_MC_NODELOCAL(memory),
        IN6_IS_ADDR_MC_LINKLOCAL(memory),
        IN6_IS_ADDR_MC_SITELOCAL(memory),
        IN6_IS_ADDR_MC_ORGLOCAL(memory),
        IN6_IS_ADDR_MC_GLOBAL(memory),
        IN6_ARE_ADDR_EQUAL(memory, in6addr_loopback));
  }
}
