package posix.sockets;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import posix.sockets.raw.constants.ErrqueueH;

/**
 * A control message, {@code struct cmsghdr} and what follows it, as a value: what {@code sendmsg}
 * sends and {@code recvmsg} receives beside the data. {@code cmsg(3)}.
 *
 * <p>One that has no type here, or whose data is not as long as its type says, arrives as {@link
 * Unknown}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
 */
public sealed interface Cmsg {
  /**
   * {@code SOL_SOCKET, SCM_RIGHTS}: open descriptors, at most 253. unix(7).
   *
   * @param fds the descriptors; of those that arrived, each has to be taken or closed
   */
  record Rights(List<PassedFd> fds) implements Cmsg {
    /** Copies the list. */
    public Rights {
      fds = List.copyOf(fds);
    }

    /**
     * Descriptors to pass on, which stay the caller's.
     *
     * @param fds open descriptors of any kind
     * @return the message
     */
    public static Rights of(int... fds) {
      return new Rights(Arrays.stream(fds).mapToObj(PassedFd::of).toList());
    }

    /**
     * Sockets to pass on, which stay the caller's.
     *
     * @param sockets open sockets
     * @return the message
     */
    public static Rights of(PosixSocket... sockets) {
      return new Rights(Arrays.stream(sockets).map(PassedFd::of).toList());
    }
  }

  /**
   * {@code SOL_SOCKET, SCM_CREDENTIALS}: who sends, checked by the kernel; arrives with {@code
   * SO_PASSCRED}. unix(7).
   *
   * @param pid the process
   * @param uid the user
   * @param gid the group
   */
  record Credentials(int pid, int uid, int gid) implements Cmsg {}

  /**
   * {@code SOL_SOCKET, SCM_PIDFD}: the sending process, as a descriptor; arrives with {@code
   * SO_PASSPIDFD}, since Linux 6.5. unix(7).
   *
   * @param fd the descriptor, to be taken or closed
   */
  record PidFd(PassedFd fd) implements Cmsg {}

  /**
   * {@code SOL_SOCKET, SCM_SECURITY}: the sender's security context; arrives with {@code
   * SO_PASSSEC}. unix(7).
   *
   * @param context the context
   */
  record Security(String context) implements Cmsg {}

  /**
   * {@code IPPROTO_IP, IP_PKTINFO}: where a packet came in, or is to go out; arrives with {@code
   * IP_PKTINFO}. ip(7).
   *
   * @param ifindex the interface; 0 for any
   * @param specDst {@code ipi_spec_dst}, this end's address, without a port
   * @param destination {@code ipi_addr}, the destination in the packet's header, without a port;
   *     not used in sending
   */
  record PktInfo(int ifindex, Inet4 specDst, Inet4 destination) implements Cmsg {}

  /**
   * {@code IPPROTO_IPV6, IPV6_PKTINFO}: where a packet came in, or is to go out; arrives with
   * {@code IPV6_RECVPKTINFO}. ipv6(7).
   *
   * @param ifindex the interface; 0 for any
   * @param address this end's address, without a port
   */
  record PktInfo6(int ifindex, Inet6 address) implements Cmsg {}

  /**
   * {@code IPPROTO_IP, IP_TTL}: time to live; arrives with {@code IP_RECVTTL}. ip(7).
   *
   * @param ttl 1 to 255
   */
  record Ttl(int ttl) implements Cmsg {}

  /**
   * {@code IPPROTO_IP, IP_TOS}: type of service; arrives with {@code IP_RECVTOS}. ip(7).
   *
   * @param tos 0 to 255
   */
  record Tos(int tos) implements Cmsg {}

  /**
   * {@code IPPROTO_IPV6, IPV6_HOPLIMIT}: hop limit; arrives with {@code IPV6_RECVHOPLIMIT}.
   * ipv6(7).
   *
   * @param hopLimit 0 to 255; in sending, -1 for the route's own
   */
  record HopLimit(int hopLimit) implements Cmsg {}

  /**
   * {@code IPPROTO_IPV6, IPV6_TCLASS}: traffic class; arrives with {@code IPV6_RECVTCLASS}.
   * ipv6(7).
   *
   * @param trafficClass 0 to 255
   */
  record TrafficClass(int trafficClass) implements Cmsg {}

  /**
   * {@code SOL_SOCKET, SCM_TIMESTAMP} or {@code SCM_TIMESTAMPNS}: when a packet arrived; with
   * {@code SO_TIMESTAMP}, in microseconds, or {@code SO_TIMESTAMPNS}, in nanoseconds. socket(7).
   *
   * @param time the time of the kernel's clock
   */
  record Timestamp(Instant time) implements Cmsg {}

  /**
   * {@code SOL_SOCKET, SCM_TIMESTAMPING}: when a packet passed; with {@code SO_TIMESTAMPING}. Of
   * what was sent it arrives on the error queue.
   *
   * @param software the kernel's time, or null
   * @param hardware the device's time, or null
   */
  record Timestamping(Instant software, Instant hardware) implements Cmsg {}

  /**
   * {@code IPPROTO_IP, IP_RECVERR} or {@code IPPROTO_IPV6, IPV6_RECVERR}, {@code struct
   * sock_extended_err}: what went wrong, from the error queue ({@code MSG_ERRQUEUE}); also
   * completions of {@code MSG_ZEROCOPY} and of timestamps. ip(7).
   *
   * @param errno {@code ee_errno}, the error's number
   * @param origin {@code ee_origin}, {@code SO_EE_ORIGIN_ICMP} and the like
   * @param type {@code ee_type}, for ICMP its type
   * @param code {@code ee_code}, for ICMP its code
   * @param info {@code ee_info}, for {@code EMSGSIZE} the path's MTU
   * @param data {@code ee_data}
   * @param offender {@code SO_EE_OFFENDER}, who reported it, without a port; an {@link Opaque} of
   *     {@code AF_UNSPEC} for nobody
   */
  record ExtendedError(
      int errno, int origin, int type, int code, int info, int data, SockAddr offender)
      implements Cmsg {
    /**
     * Whether this is the completion of sends with {@code MSG_ZEROCOPY}: those counted from {@link
     * #info} to {@link #data}, both included and unsigned.
     *
     * @return whether it is
     */
    public boolean isZerocopy() {
      return origin == ErrqueueH.SO_EE_ORIGIN_ZEROCOPY;
    }

    /**
     * Whether the kernel copied the data after all, where {@link #isZerocopy}.
     *
     * @return whether it did
     */
    public boolean copied() {
      return isZerocopy() && (code & ErrqueueH.SO_EE_CODE_ZEROCOPY_COPIED) != 0;
    }
  }

  /**
   * {@code IPPROTO_UDP, UDP_SEGMENT}: cut what is sent into datagrams of this size. udp(7).
   *
   * @param size bytes, 1 to 65535
   */
  record UdpSegment(int size) implements Cmsg {
    /** Refuses a size that does not fit 16 bits. */
    public UdpSegment {
      if (size < 1 || size > 65535) {
        throw new IllegalArgumentException("a segment is 1 to 65535 bytes, not " + size);
      }
    }
  }

  /**
   * {@code IPPROTO_UDP, UDP_GRO}: what arrived are datagrams of this size, put together; with
   * {@code UDP_GRO}. udp(7).
   *
   * @param size bytes; the last datagram may be shorter
   */
  record UdpGro(int size) implements Cmsg {}

  /**
   * {@code SOL_SOCKET, SO_MARK}: the packet's mark; in sending it needs CAP_NET_ADMIN or
   * CAP_NET_RAW, and arrives with {@code SO_RCVMARK}, since Linux 5.19. socket(7).
   *
   * @param mark the mark
   */
  record Mark(int mark) implements Cmsg {}

  /**
   * {@code SOL_SOCKET, SO_PRIORITY}: the packet's priority; arrives with {@code SO_RCVPRIORITY},
   * both since Linux 6.14. socket(7).
   *
   * @param priority 0 to 6 without CAP_NET_ADMIN
   */
  record Priority(int priority) implements Cmsg {}

  /**
   * Any other control message.
   *
   * @param level {@code cmsg_level}
   * @param type {@code cmsg_type}
   * @param data what follows the header
   */
  record Unknown(int level, int type, byte[] data) implements Cmsg {
    /** Copies the data. */
    public Unknown {
      data = data.clone();
    }

    /**
     * What follows the header.
     *
     * @return a copy of it
     */
    @Override
    public byte[] data() {
      return data.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Unknown u
          && level == u.level
          && type == u.type
          && Arrays.equals(data, u.data);
    }

    @Override
    public int hashCode() {
      return Objects.hash(level, type, Arrays.hashCode(data));
    }

    @Override
    public String toString() {
      return "Unknown[level="
          + level
          + ", type="
          + type
          + ", data="
          + HexFormat.of().formatHex(data)
          + "]";
    }
  }
}
