// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.libc;

/** Sizes and offsets of C structs: {@code sockaddr_in.sin_port} is an offset. */
public interface Structs {

  /** {@code struct addrinfo}. */
  interface addrinfo {
    int SIZE = 48;
    int ai_flags = 0;
    int ai_family = 4;
    int ai_socktype = 8;
    int ai_protocol = 12;
    int ai_addrlen = 16;
    int ai_addr = 24;
    int ai_canonname = 32;
    int ai_next = 40;
  }

  /** {@code struct cmsghdr}. */
  interface cmsghdr {
    int SIZE = 16;
    int cmsg_len = 0;
    int cmsg_level = 8;
    int cmsg_type = 12;
    int __cmsg_data = 16;
  }

  /** {@code struct if_nameindex}. */
  interface if_nameindex {
    int SIZE = 16;
    int if_index = 0;
    int if_name = 8;
  }

  /** {@code struct ifaddrs}. */
  interface ifaddrs {
    int SIZE = 56;
    int ifa_next = 0;
    int ifa_name = 8;
    int ifa_flags = 16;
    int ifa_addr = 24;
    int ifa_netmask = 32;
    int ifa_ifu = 40;
    int ifa_data = 48;
  }

  /** {@code struct ifreq}. */
  interface ifreq {
    int SIZE = 40;
    int ifr_ifrn = 0;
    int ifr_ifru = 16;
  }

  /** {@code struct in6_pktinfo}. */
  interface in6_pktinfo {
    int SIZE = 20;
    int ipi6_addr = 0;
    int ipi6_ifindex = 16;
  }

  /** {@code struct in_pktinfo}. */
  interface in_pktinfo {
    int SIZE = 12;
    int ipi_ifindex = 0;
    int ipi_spec_dst = 4;
    int ipi_addr = 8;
  }

  /** {@code struct iovec}. */
  interface iovec {
    int SIZE = 16;
    int iov_base = 0;
    int iov_len = 8;
  }

  /** {@code struct linger}. */
  interface linger {
    int SIZE = 8;
    int l_onoff = 0;
    int l_linger = 4;
  }

  /** {@code struct mmsghdr}. */
  interface mmsghdr {
    int SIZE = 64;
    int msg_hdr = 0;
    int msg_len = 56;
  }

  /** {@code struct msghdr}. */
  interface msghdr {
    int SIZE = 56;
    int msg_name = 0;
    int msg_namelen = 8;
    int msg_iov = 16;
    int msg_iovlen = 24;
    int msg_control = 32;
    int msg_controllen = 40;
    int msg_flags = 48;
  }

  /** {@code struct pollfd}. */
  interface pollfd {
    int SIZE = 8;
    int fd = 0;
    int events = 4;
    int revents = 6;
  }

  /** {@code struct protoent}. */
  interface protoent {
    int SIZE = 24;
    int p_name = 0;
    int p_aliases = 8;
    int p_proto = 16;
  }

  /** {@code struct rtnl_link_stats}. */
  interface rtnl_link_stats {
    int SIZE = 96;
    int rx_packets = 0;
    int tx_packets = 4;
    int rx_bytes = 8;
    int tx_bytes = 12;
    int rx_errors = 16;
    int tx_errors = 20;
    int rx_dropped = 24;
    int tx_dropped = 28;
    int multicast = 32;
    int collisions = 36;
    int rx_length_errors = 40;
    int rx_over_errors = 44;
    int rx_crc_errors = 48;
    int rx_frame_errors = 52;
    int rx_fifo_errors = 56;
    int rx_missed_errors = 60;
    int tx_aborted_errors = 64;
    int tx_carrier_errors = 68;
    int tx_fifo_errors = 72;
    int tx_heartbeat_errors = 76;
    int tx_window_errors = 80;
    int rx_compressed = 84;
    int tx_compressed = 88;
    int rx_nohandler = 92;
  }

  /** {@code struct scm_timestamping}. */
  interface scm_timestamping {
    int SIZE = 48;
    int ts = 0;
  }

  /** {@code struct servent}. */
  interface servent {
    int SIZE = 32;
    int s_name = 0;
    int s_aliases = 8;
    int s_port = 16;
    int s_proto = 24;
  }

  /** {@code struct sock_extended_err}. */
  interface sock_extended_err {
    int SIZE = 16;
    int ee_errno = 0;
    int ee_origin = 4;
    int ee_type = 5;
    int ee_code = 6;
    int ee_pad = 7;
    int ee_info = 8;
    int ee_data = 12;
    int ee_rfc4884 = 12;
  }

  /** {@code struct sockaddr}. */
  interface sockaddr {
    int SIZE = 16;
    int sa_family = 0;
    int sa_data = 2;
  }

  /** {@code struct sockaddr_in}. */
  interface sockaddr_in {
    int SIZE = 16;
    int sin_family = 0;
    int sin_port = 2;
    int sin_addr = 4;
    int sin_zero = 8;
  }

  /** {@code struct sockaddr_in6}. */
  interface sockaddr_in6 {
    int SIZE = 28;
    int sin6_family = 0;
    int sin6_port = 2;
    int sin6_flowinfo = 4;
    int sin6_addr = 8;
    int sin6_scope_id = 24;
  }

  /** {@code struct sockaddr_ll}. */
  interface sockaddr_ll {
    int SIZE = 20;
    int sll_family = 0;
    int sll_protocol = 2;
    int sll_ifindex = 4;
    int sll_hatype = 8;
    int sll_pkttype = 10;
    int sll_halen = 11;
    int sll_addr = 12;
  }

  /** {@code struct sockaddr_nl}. */
  interface sockaddr_nl {
    int SIZE = 12;
    int nl_family = 0;
    int nl_pad = 2;
    int nl_pid = 4;
    int nl_groups = 8;
  }

  /** {@code struct sockaddr_storage}. */
  interface sockaddr_storage {
    int SIZE = 128;
    int ss_family = 0;
    int __ss_padding = 2;
    int __ss_align = 120;
  }

  /** {@code struct sockaddr_un}. */
  interface sockaddr_un {
    int SIZE = 110;
    int sun_family = 0;
    int sun_path = 2;
  }

  /** {@code struct sockaddr_vm}. */
  interface sockaddr_vm {
    int SIZE = 16;
    int svm_family = 0;
    int svm_reserved1 = 2;
    int svm_port = 4;
    int svm_cid = 8;
    int svm_flags = 12;
    int svm_zero = 13;
  }

  /** {@code struct timespec}. */
  interface timespec {
    int SIZE = 16;
    int tv_sec = 0;
    int tv_nsec = 8;
  }

  /** {@code struct timeval}. */
  interface timeval {
    int SIZE = 16;
    int tv_sec = 0;
    int tv_usec = 8;
  }

  /** {@code struct ucred}. */
  interface ucred {
    int SIZE = 12;
    int pid = 0;
    int uid = 4;
    int gid = 8;
  }
}
