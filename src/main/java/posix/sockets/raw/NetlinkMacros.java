package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static posix.sockets.raw.constants.NetlinkH.NLMSG_ALIGNTO;
import static posix.sockets.raw.constants.NetlinkH.NLMSG_HDRLEN;
import static posix.sockets.raw.constants.NetlinkH.RTA_ALIGNTO;

import java.lang.foreign.MemorySegment;
import posix.sockets.raw.Layouts.ifaddrmsg;
import posix.sockets.raw.Layouts.ifinfomsg;
import posix.sockets.raw.Layouts.nlmsghdr;
import posix.sockets.raw.Layouts.rtattr;
import posix.sockets.raw.Layouts.rtmsg;

/**
 * {@code <linux/netlink.h>}, {@code <linux/rtnetlink.h>}: netlink messages and their attributes.
 *
 * <p>C's {@code NLMSG_NEXT} and {@code RTA_NEXT} change the length they are given. Here it is an
 * array of one:
 *
 * <pre>{@code
 * int[] len = {(int) recv(fd, buf, buf.byteSize(), 0)};
 * for (var nlh = buf; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) { … }
 * }</pre>
 */
abstract class NetlinkMacros extends NameCalls {
  NetlinkMacros() {}

  /**
   * {@code NLMSG_ALIGN(len)}.
   *
   * @param len a length in bytes
   * @return the length rounded up to where the next message may start
   * @see <a href="https://man7.org/linux/man-pages/man3/netlink.3.html">netlink(3)</a>
   */
  public static int NLMSG_ALIGN(long len) {
    return (int) (len + NLMSG_ALIGNTO - 1 & -NLMSG_ALIGNTO);
  }

  /**
   * {@code NLMSG_LENGTH(len)}.
   *
   * @param len how many bytes of payload a message has
   * @return its {@code nlmsg_len}
   * @see <a href="https://man7.org/linux/man-pages/man3/netlink.3.html">netlink(3)</a>
   */
  public static int NLMSG_LENGTH(long len) {
    return (int) (len + NLMSG_HDRLEN);
  }

  /**
   * {@code NLMSG_SPACE(len)}.
   *
   * @param len how many bytes of payload a message has
   * @return how many bytes of a buffer it takes
   * @see <a href="https://man7.org/linux/man-pages/man3/netlink.3.html">netlink(3)</a>
   */
  public static int NLMSG_SPACE(long len) {
    return NLMSG_ALIGN(len + NLMSG_HDRLEN);
  }

  /**
   * {@code void *NLMSG_DATA(struct nlmsghdr *nlh)}.
   *
   * @param nlh a message
   * @return its payload, as memory from there to the end of {@code nlh}
   * @see <a href="https://man7.org/linux/man-pages/man3/netlink.3.html">netlink(3)</a>
   */
  public static MemorySegment NLMSG_DATA(MemorySegment nlh) {
    return Pointers.plus(nlh, NLMSG_HDRLEN);
  }

  /**
   * {@code struct nlmsghdr *NLMSG_NEXT(struct nlmsghdr *nlh, int len)}.
   *
   * @param nlh a message for which {@link #NLMSG_OK(MemorySegment, int[]) NLMSG_OK} holds
   * @param len how many bytes are left from it on; takes how many are from the next on
   * @return the next message, as memory from there to the end of {@code nlh}
   * @see <a href="https://man7.org/linux/man-pages/man3/netlink.3.html">netlink(3)</a>
   */
  public static MemorySegment NLMSG_NEXT(MemorySegment nlh, int[] len) {
    int step = NLMSG_ALIGN(messageLength(nlh));
    len[0] -= step;
    return Pointers.plus(nlh, Integer.toUnsignedLong(step));
  }

  /**
   * {@code int NLMSG_OK(struct nlmsghdr *nlh, int len)}.
   *
   * @param nlh a message, perhaps
   * @param len how many bytes are left from it on
   * @return whether there is a whole message
   * @see <a href="https://man7.org/linux/man-pages/man3/netlink.3.html">netlink(3)</a>
   */
  public static boolean NLMSG_OK(MemorySegment nlh, int len) {
    if (len < nlmsghdr.SIZE) {
      return false;
    }
    long length = messageLength(nlh);
    return length >= nlmsghdr.SIZE && length <= len;
  }

  /**
   * {@code int NLMSG_OK(struct nlmsghdr *nlh, int len)}, with the length that {@link #NLMSG_NEXT
   * NLMSG_NEXT} changes.
   *
   * @param nlh a message, perhaps
   * @param len how many bytes are left from it on
   * @return whether there is a whole message
   * @see <a href="https://man7.org/linux/man-pages/man3/netlink.3.html">netlink(3)</a>
   */
  public static boolean NLMSG_OK(MemorySegment nlh, int[] len) {
    return NLMSG_OK(nlh, len[0]);
  }

  /**
   * {@code NLMSG_PAYLOAD(nlh, len)}.
   *
   * @param nlh a message
   * @param len how long the header is that its payload starts with
   * @return how many bytes there are behind that
   * @see <a href="https://man7.org/linux/man-pages/man3/netlink.3.html">netlink(3)</a>
   */
  public static int NLMSG_PAYLOAD(MemorySegment nlh, long len) {
    return (int) messageLength(nlh) - NLMSG_SPACE(len);
  }

  private static long messageLength(MemorySegment nlh) {
    int length = Pointers.struct(nlh, nlmsghdr.SIZE).get(JAVA_INT_UNALIGNED, nlmsghdr.nlmsg_len);
    return Integer.toUnsignedLong(length);
  }

  /**
   * {@code RTA_ALIGN(len)}.
   *
   * @param len a length in bytes
   * @return the length rounded up to where the next attribute may start
   * @see <a href="https://man7.org/linux/man-pages/man3/rtnetlink.3.html">rtnetlink(3)</a>
   */
  public static int RTA_ALIGN(long len) {
    return (int) (len + RTA_ALIGNTO - 1 & -RTA_ALIGNTO);
  }

  /**
   * {@code RTA_LENGTH(len)}.
   *
   * @param len how many bytes of data an attribute has
   * @return its {@code rta_len}
   * @see <a href="https://man7.org/linux/man-pages/man3/rtnetlink.3.html">rtnetlink(3)</a>
   */
  public static int RTA_LENGTH(long len) {
    return (int) (RTA_ALIGN(rtattr.SIZE) + len);
  }

  /**
   * {@code RTA_SPACE(len)}.
   *
   * @param len how many bytes of data an attribute has
   * @return how many bytes of a message it takes
   * @see <a href="https://man7.org/linux/man-pages/man3/rtnetlink.3.html">rtnetlink(3)</a>
   */
  public static int RTA_SPACE(long len) {
    return RTA_ALIGN(RTA_ALIGN(rtattr.SIZE) + len);
  }

  /**
   * {@code void *RTA_DATA(struct rtattr *rta)}.
   *
   * @param rta an attribute
   * @return its data, as memory from there to the end of {@code rta}
   * @see <a href="https://man7.org/linux/man-pages/man3/rtnetlink.3.html">rtnetlink(3)</a>
   */
  public static MemorySegment RTA_DATA(MemorySegment rta) {
    return Pointers.plus(rta, RTA_LENGTH(0));
  }

  /**
   * {@code struct rtattr *RTA_NEXT(struct rtattr *rta, int len)}.
   *
   * @param rta an attribute for which {@link #RTA_OK(MemorySegment, int[]) RTA_OK} holds
   * @param len how many bytes are left from it on; takes how many are from the next on
   * @return the next attribute, as memory from there to the end of {@code rta}
   * @see <a href="https://man7.org/linux/man-pages/man3/rtnetlink.3.html">rtnetlink(3)</a>
   */
  public static MemorySegment RTA_NEXT(MemorySegment rta, int[] len) {
    int step = RTA_ALIGN(attributeLength(rta));
    len[0] -= step;
    return Pointers.plus(rta, step);
  }

  /**
   * {@code int RTA_OK(struct rtattr *rta, int len)}.
   *
   * @param rta an attribute, perhaps
   * @param len how many bytes are left from it on
   * @return whether there is a whole attribute
   * @see <a href="https://man7.org/linux/man-pages/man3/rtnetlink.3.html">rtnetlink(3)</a>
   */
  public static boolean RTA_OK(MemorySegment rta, int len) {
    if (len < rtattr.SIZE) {
      return false;
    }
    int length = attributeLength(rta);
    return length >= rtattr.SIZE && length <= len;
  }

  /**
   * {@code int RTA_OK(struct rtattr *rta, int len)}, with the length that {@link #RTA_NEXT
   * RTA_NEXT} changes.
   *
   * @param rta an attribute, perhaps
   * @param len how many bytes are left from it on
   * @return whether there is a whole attribute
   * @see <a href="https://man7.org/linux/man-pages/man3/rtnetlink.3.html">rtnetlink(3)</a>
   */
  public static boolean RTA_OK(MemorySegment rta, int[] len) {
    return RTA_OK(rta, len[0]);
  }

  /**
   * {@code int RTA_PAYLOAD(struct rtattr *rta)}.
   *
   * @param rta an attribute
   * @return how many bytes of data it has
   * @see <a href="https://man7.org/linux/man-pages/man3/rtnetlink.3.html">rtnetlink(3)</a>
   */
  public static int RTA_PAYLOAD(MemorySegment rta) {
    return attributeLength(rta) - RTA_LENGTH(0);
  }

  private static int attributeLength(MemorySegment rta) {
    short length = Pointers.struct(rta, rtattr.SIZE).get(JAVA_SHORT_UNALIGNED, rtattr.rta_len);
    return Short.toUnsignedInt(length);
  }

  /**
   * {@code struct rtattr *RTM_RTA(struct rtmsg *r)}.
   *
   * @param r a route
   * @return its first attribute, as memory from there to the end of {@code r}
   * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
   */
  public static MemorySegment RTM_RTA(MemorySegment r) {
    return Pointers.plus(r, NLMSG_ALIGN(rtmsg.SIZE));
  }

  /**
   * {@code int RTM_PAYLOAD(struct nlmsghdr *n)}.
   *
   * @param n a message about a route
   * @return how many bytes of attributes it has
   * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
   */
  public static int RTM_PAYLOAD(MemorySegment n) {
    return NLMSG_PAYLOAD(n, rtmsg.SIZE);
  }

  /**
   * {@code struct rtattr *IFLA_RTA(struct ifinfomsg *r)}.
   *
   * @param r a network interface
   * @return its first attribute, as memory from there to the end of {@code r}
   * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
   */
  public static MemorySegment IFLA_RTA(MemorySegment r) {
    return Pointers.plus(r, NLMSG_ALIGN(ifinfomsg.SIZE));
  }

  /**
   * {@code int IFLA_PAYLOAD(struct nlmsghdr *n)}.
   *
   * @param n a message about a network interface
   * @return how many bytes of attributes it has
   * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
   */
  public static int IFLA_PAYLOAD(MemorySegment n) {
    return NLMSG_PAYLOAD(n, ifinfomsg.SIZE);
  }

  /**
   * {@code struct rtattr *IFA_RTA(struct ifaddrmsg *r)}.
   *
   * @param r an interface's address
   * @return its first attribute, as memory from there to the end of {@code r}
   * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
   */
  public static MemorySegment IFA_RTA(MemorySegment r) {
    return Pointers.plus(r, NLMSG_ALIGN(ifaddrmsg.SIZE));
  }

  /**
   * {@code int IFA_PAYLOAD(struct nlmsghdr *n)}.
   *
   * @param n a message about an interface's address
   * @return how many bytes of attributes it has
   * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
   */
  public static int IFA_PAYLOAD(MemorySegment n) {
    return NLMSG_PAYLOAD(n, ifaddrmsg.SIZE);
  }
}
