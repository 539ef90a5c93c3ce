package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static posix.sockets.raw.constants.InH.IPPROTO_IP;
import static posix.sockets.raw.constants.InH.IPPROTO_IPV6;
import static posix.sockets.raw.constants.InH.IPPROTO_UDP;
import static posix.sockets.raw.constants.SocketH.SOL_SOCKET;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.internal.SockAddrs;
import posix.sockets.libc.Structs.cmsghdr;
import posix.sockets.libc.Structs.in6_pktinfo;
import posix.sockets.libc.Structs.in_pktinfo;
import posix.sockets.libc.Structs.sock_extended_err;
import posix.sockets.libc.Structs.timespec;
import posix.sockets.libc.Structs.ucred;
import posix.sockets.raw.constants.InH;
import posix.sockets.raw.constants.SocketH;
import posix.sockets.raw.constants.UdpH;

/** Control messages to and from the memory that {@code msg_control} points to. */
final class CmsgCodec {
  private static final ValueLayout.OfInt NET_INT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong NET_LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** {@code SCM_MAX_FD}: the kernel refuses more descriptors. */
  private static final int MAX_FDS = 253;

  private CmsgCodec() {}

  /** {@code CMSG_ALIGN}. */
  private static long align(long length) {
    return (length + Long.BYTES - 1) & -Long.BYTES;
  }

  /** The room that messages take: the sum of {@code CMSG_SPACE}. */
  static long space(List<Cmsg> messages) {
    long space = 0;
    for (Cmsg message : messages) {
      space += cmsghdr.SIZE + align(length(message));
    }
    return space;
  }

  /** The length of a message's data. */
  private static int length(Cmsg message) {
    return switch (message) {
      case Cmsg.Rights r -> Integer.BYTES * r.fds().size();
      case Cmsg.Credentials _ -> ucred.SIZE;
      case Cmsg.PktInfo _ -> in_pktinfo.SIZE;
      case Cmsg.PktInfo6 _ -> in6_pktinfo.SIZE;
      case Cmsg.UdpSegment _ -> Short.BYTES;
      case Cmsg.Unknown u -> u.data().length;
      case Cmsg.Ttl _,
          Cmsg.Tos _,
          Cmsg.HopLimit _,
          Cmsg.TrafficClass _,
          Cmsg.Mark _,
          Cmsg.Priority _ ->
          Integer.BYTES;
      case Cmsg.PidFd _,
          Cmsg.Security _,
          Cmsg.Timestamp _,
          Cmsg.Timestamping _,
          Cmsg.ExtendedError _,
          Cmsg.UdpGro _ ->
          throw new IllegalArgumentException("only the kernel sends this: " + message);
    };
  }

  /** Refuses what the kernel would refuse anyway, before anything is encoded. */
  static void check(List<Cmsg> messages) {
    for (Cmsg message : messages) {
      if (message instanceof Cmsg.Rights rights && rights.fds().size() > MAX_FDS) {
        throw new IllegalArgumentException(
            "at most " + MAX_FDS + " descriptors, not " + rights.fds().size());
      }
    }
  }

  /** Writes messages one behind the other into zeroed memory of {@link #space} bytes. */
  static void encode(List<Cmsg> messages, MemorySegment to) {
    long at = 0;
    for (Cmsg message : messages) {
      int length = length(message);
      to.set(JAVA_LONG_UNALIGNED, at + cmsghdr.cmsg_len, cmsghdr.SIZE + (long) length);
      long data = at + cmsghdr.SIZE;
      switch (message) {
        case Cmsg.Rights r -> {
          header(to, at, SOL_SOCKET, SocketH.SCM_RIGHTS);
          for (int i = 0; i < r.fds().size(); i++) {
            to.set(
                JAVA_INT_UNALIGNED,
                data + (long) i * Integer.BYTES,
                r.fds().get(i).descriptor().fd);
          }
        }
        case Cmsg.Credentials c -> {
          header(to, at, SOL_SOCKET, SocketH.SCM_CREDENTIALS);
          to.set(JAVA_INT_UNALIGNED, data + ucred.pid, c.pid());
          to.set(JAVA_INT_UNALIGNED, data + ucred.uid, c.uid());
          to.set(JAVA_INT_UNALIGNED, data + ucred.gid, c.gid());
        }
        case Cmsg.PktInfo p -> {
          header(to, at, IPPROTO_IP, InH.IP_PKTINFO);
          to.set(JAVA_INT_UNALIGNED, data + in_pktinfo.ipi_ifindex, p.ifindex());
          to.set(NET_INT, data + in_pktinfo.ipi_spec_dst, p.specDst().address());
          to.set(NET_INT, data + in_pktinfo.ipi_addr, p.destination().address());
        }
        case Cmsg.PktInfo6 p -> {
          header(to, at, IPPROTO_IPV6, InH.IPV6_PKTINFO);
          to.set(NET_LONG, data + in6_pktinfo.ipi6_addr, p.address().high());
          to.set(NET_LONG, data + in6_pktinfo.ipi6_addr + Long.BYTES, p.address().low());
          to.set(JAVA_INT_UNALIGNED, data + in6_pktinfo.ipi6_ifindex, p.ifindex());
        }
        case Cmsg.Ttl t -> number(to, at, IPPROTO_IP, InH.IP_TTL, t.ttl());
        case Cmsg.Tos t -> number(to, at, IPPROTO_IP, InH.IP_TOS, t.tos());
        case Cmsg.HopLimit h -> number(to, at, IPPROTO_IPV6, InH.IPV6_HOPLIMIT, h.hopLimit());
        case Cmsg.TrafficClass t -> number(to, at, IPPROTO_IPV6, InH.IPV6_TCLASS, t.trafficClass());
        case Cmsg.Mark m -> number(to, at, SOL_SOCKET, SocketH.SO_MARK, m.mark());
        case Cmsg.Priority p -> number(to, at, SOL_SOCKET, SocketH.SO_PRIORITY, p.priority());
        case Cmsg.UdpSegment u -> {
          header(to, at, IPPROTO_UDP, UdpH.UDP_SEGMENT);
          to.set(JAVA_SHORT_UNALIGNED, data, (short) u.size());
        }
        case Cmsg.Unknown u -> {
          header(to, at, u.level(), u.type());
          MemorySegment.copy(u.data(), 0, to, JAVA_BYTE, data, length);
        }
        default -> throw new AssertionError(message); // length() has refused it
      }
      at = data + align(length);
    }
  }

  private static void header(MemorySegment to, long at, int level, int type) {
    to.set(JAVA_INT_UNALIGNED, at + cmsghdr.cmsg_level, level);
    to.set(JAVA_INT_UNALIGNED, at + cmsghdr.cmsg_type, type);
  }

  private static void number(MemorySegment to, long at, int level, int type, int value) {
    header(to, at, level, type);
    to.set(JAVA_INT_UNALIGNED, at + cmsghdr.SIZE, value);
  }

  /**
   * Reads messages. One that claims more than there is ends the walk, as {@code CMSG_NXTHDR} does;
   * of the last one the kernel may have cut the data ({@code MSG_CTRUNC}), and what is there
   * counts.
   */
  static List<Cmsg> decode(MemorySegment control, long length) {
    if (length < cmsghdr.SIZE) {
      return List.of();
    }
    List<Cmsg> messages = new ArrayList<>();
    long end = Math.min(length, control.byteSize());
    long at = 0;
    while (end - at >= cmsghdr.SIZE) {
      long size = control.get(JAVA_LONG_UNALIGNED, at + cmsghdr.cmsg_len);
      if (size < cmsghdr.SIZE || size > end - at) {
        break;
      }
      int level = control.get(JAVA_INT_UNALIGNED, at + cmsghdr.cmsg_level);
      int type = control.get(JAVA_INT_UNALIGNED, at + cmsghdr.cmsg_type);
      messages.add(decode(level, type, control.asSlice(at + cmsghdr.SIZE, size - cmsghdr.SIZE)));
      at += align(size);
    }
    return messages;
  }

  private static Cmsg decode(int level, int type, MemorySegment data) {
    Cmsg message =
        switch (level) {
          case SOL_SOCKET -> socketLevel(type, data);
          case IPPROTO_IP -> ipLevel(type, data);
          case IPPROTO_IPV6 -> ipv6Level(type, data);
          case IPPROTO_UDP ->
              type == UdpH.UDP_GRO && data.byteSize() >= Short.BYTES
                  ? new Cmsg.UdpGro(Short.toUnsignedInt(data.get(JAVA_SHORT_UNALIGNED, 0)))
                  : null;
          default -> null;
        };
    return message != null ? message : new Cmsg.Unknown(level, type, data.toArray(JAVA_BYTE));
  }

  private static Cmsg socketLevel(int type, MemorySegment data) {
    long size = data.byteSize();
    return switch (type) {
      case SocketH.SCM_RIGHTS -> rights(data);
      case SocketH.SCM_CREDENTIALS ->
          size < ucred.SIZE
              ? null
              : new Cmsg.Credentials(
                  data.get(JAVA_INT_UNALIGNED, ucred.pid),
                  data.get(JAVA_INT_UNALIGNED, ucred.uid),
                  data.get(JAVA_INT_UNALIGNED, ucred.gid));
      case SocketH.SCM_PIDFD -> {
        int fd = size < Integer.BYTES ? -1 : data.get(JAVA_INT_UNALIGNED, 0);
        yield fd < 0
            ? null
            : new Cmsg.PidFd(PassedFd.received(fd)); // minus an errno where it could not be made
      }
      case SocketH.SCM_SECURITY -> new Cmsg.Security(text(data));
      case SocketH.SCM_TIMESTAMP, SocketH.SO_TIMESTAMP_NEW ->
          size < timespec.SIZE ? null : new Cmsg.Timestamp(instant(data, 0, 1000));
      case SocketH.SCM_TIMESTAMPNS, SocketH.SO_TIMESTAMPNS_NEW ->
          size < timespec.SIZE ? null : new Cmsg.Timestamp(instant(data, 0, 1));
      case SocketH.SCM_TIMESTAMPING, SocketH.SO_TIMESTAMPING_NEW ->
          size < 3L * timespec.SIZE
              ? null
              : new Cmsg.Timestamping(
                  orNull(instant(data, 0, 1)), orNull(instant(data, 2L * timespec.SIZE, 1)));
      case SocketH.SO_MARK ->
          size < Integer.BYTES ? null : new Cmsg.Mark(data.get(JAVA_INT_UNALIGNED, 0));
      case SocketH.SO_PRIORITY ->
          size < Integer.BYTES ? null : new Cmsg.Priority(data.get(JAVA_INT_UNALIGNED, 0));
      default -> null;
    };
  }

  /** Each descriptor here is open in this process, whatever else is wrong with the message. */
  private static Cmsg rights(MemorySegment data) {
    List<PassedFd> fds = new ArrayList<>();
    for (long at = 0; at + Integer.BYTES <= data.byteSize(); at += Integer.BYTES) {
      fds.add(PassedFd.received(data.get(JAVA_INT_UNALIGNED, at)));
    }
    return new Cmsg.Rights(fds);
  }

  private static Cmsg ipLevel(int type, MemorySegment data) {
    long size = data.byteSize();
    return switch (type) {
      case InH.IP_PKTINFO ->
          size < in_pktinfo.SIZE
              ? null
              : new Cmsg.PktInfo(
                  data.get(JAVA_INT_UNALIGNED, in_pktinfo.ipi_ifindex),
                  new Inet4(data.get(NET_INT, in_pktinfo.ipi_spec_dst), 0),
                  new Inet4(data.get(NET_INT, in_pktinfo.ipi_addr), 0));
      case InH.IP_TTL ->
          size < Integer.BYTES ? null : new Cmsg.Ttl(data.get(JAVA_INT_UNALIGNED, 0));
      case InH.IP_TOS -> size < 1 ? null : new Cmsg.Tos(Byte.toUnsignedInt(data.get(JAVA_BYTE, 0)));
      case InH.IP_RECVERR -> size < sock_extended_err.SIZE ? null : extendedError(data);
      default -> null;
    };
  }

  private static Cmsg ipv6Level(int type, MemorySegment data) {
    long size = data.byteSize();
    return switch (type) {
      case InH.IPV6_PKTINFO -> {
        if (size < in6_pktinfo.SIZE) {
          yield null;
        }
        long high = data.get(NET_LONG, in6_pktinfo.ipi6_addr);
        long low = data.get(NET_LONG, in6_pktinfo.ipi6_addr + Long.BYTES);
        yield new Cmsg.PktInfo6(
            data.get(JAVA_INT_UNALIGNED, in6_pktinfo.ipi6_ifindex), new Inet6(high, low, 0, 0, 0));
      }
      case InH.IPV6_HOPLIMIT ->
          size < Integer.BYTES ? null : new Cmsg.HopLimit(data.get(JAVA_INT_UNALIGNED, 0));
      case InH.IPV6_TCLASS ->
          size < Integer.BYTES ? null : new Cmsg.TrafficClass(data.get(JAVA_INT_UNALIGNED, 0));
      case InH.IPV6_RECVERR -> size < sock_extended_err.SIZE ? null : extendedError(data);
      default -> null;
    };
  }

  private static Cmsg extendedError(MemorySegment data) {
    MemorySegment offender = data.asSlice(sock_extended_err.SIZE);
    return new Cmsg.ExtendedError(
        data.get(JAVA_INT_UNALIGNED, sock_extended_err.ee_errno),
        Byte.toUnsignedInt(data.get(JAVA_BYTE, sock_extended_err.ee_origin)),
        Byte.toUnsignedInt(data.get(JAVA_BYTE, sock_extended_err.ee_type)),
        Byte.toUnsignedInt(data.get(JAVA_BYTE, sock_extended_err.ee_code)),
        data.get(JAVA_INT_UNALIGNED, sock_extended_err.ee_info),
        data.get(JAVA_INT_UNALIGNED, sock_extended_err.ee_data),
        SockAddrs.decode(offender, (int) offender.byteSize()));
  }

  /** A timespec, or with a unit of 1000 a timeval; nothing else in it would be a time. */
  private static Instant instant(MemorySegment data, long at, int unit) {
    long seconds = data.get(JAVA_LONG_UNALIGNED, at + timespec.tv_sec);
    long fraction = data.get(JAVA_LONG_UNALIGNED, at + timespec.tv_nsec);
    long limit = Instant.MAX.getEpochSecond();
    seconds = Math.clamp(seconds, -limit, limit);
    return Instant.ofEpochSecond(seconds, Math.clamp(fraction, 0, 999_999_999 / unit) * unit);
  }

  private static Instant orNull(Instant time) {
    return time.equals(Instant.EPOCH) ? null : time;
  }

  private static String text(MemorySegment data) {
    byte[] bytes = data.toArray(JAVA_BYTE);
    int end = bytes.length > 0 && bytes[bytes.length - 1] == 0 ? bytes.length - 1 : bytes.length;
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
