package posix.sockets.raw;

/**
 * Sizes and offsets of the structs that {@link posix.sockets.libc.Structs} does not have, in its
 * form. {@code MacrosTest} holds them against C.
 */
interface Layouts {
  /** {@code struct epoll_event}: packed on x86_64, and nowhere else. */
  interface epoll_event {
    int SIZE = System.getProperty("os.arch").equals("amd64") ? 12 : 16;
  }

  /** {@code fd_set}. */
  interface fd_set {
    int SIZE = 128;
  }

  /** {@code struct hostent}. */
  interface hostent {
    int SIZE = 32;
  }

  /** {@code struct ifaddrmsg}. */
  interface ifaddrmsg {
    int SIZE = 8;
  }

  /** {@code struct ifinfomsg}. */
  interface ifinfomsg {
    int SIZE = 16;
  }

  /** {@code struct in6_addr}. */
  interface in6_addr {
    int SIZE = 16;
  }

  /** {@code struct in_addr}. */
  interface in_addr {
    int SIZE = 4;
  }

  /** {@code struct itimerspec}. */
  interface itimerspec {
    int SIZE = 32;
  }

  /** {@code struct nlmsghdr}. */
  interface nlmsghdr {
    int SIZE = 16;
    int nlmsg_len = 0;
  }

  /** {@code struct rtattr}. */
  interface rtattr {
    int SIZE = 4;
    int rta_len = 0;
  }

  /** {@code struct rtmsg}. */
  interface rtmsg {
    int SIZE = 12;
  }

  /** {@code sigset_t}. */
  interface sigset_t {
    int SIZE = 128;
  }
}
