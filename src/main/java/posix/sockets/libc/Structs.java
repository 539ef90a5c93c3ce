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

  /** {@code struct fanout_args}. */
  interface fanout_args {
    int SIZE = 8;
    int id = 0;
    int type_flags = 2;
    int max_num_members = 4;
  }

  /** {@code struct group_filter}. */
  interface group_filter {
    int SIZE = 272;
    int gf_interface = 0;
    int gf_group = 8;
    int gf_fmode = 136;
    int gf_numsrc = 140;
    int gf_slist = 144;
  }

  /** {@code struct group_req}. */
  interface group_req {
    int SIZE = 136;
    int gr_interface = 0;
    int gr_group = 8;
  }

  /** {@code struct group_source_req}. */
  interface group_source_req {
    int SIZE = 264;
    int gsr_interface = 0;
    int gsr_group = 8;
    int gsr_source = 136;
  }

  /** {@code struct icmp6_filter}. */
  interface icmp6_filter {
    int SIZE = 32;
    int icmp6_filt = 0;
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

  /** {@code struct ip6_mtuinfo}. */
  interface ip6_mtuinfo {
    int SIZE = 32;
    int ip6m_addr = 0;
    int ip6m_mtu = 28;
  }

  /** {@code struct ip_mreq_source}. */
  interface ip_mreq_source {
    int SIZE = 12;
    int imr_multiaddr = 0;
    int imr_interface = 4;
    int imr_sourceaddr = 8;
  }

  /** {@code struct ip_mreqn}. */
  interface ip_mreqn {
    int SIZE = 12;
    int imr_multiaddr = 0;
    int imr_address = 4;
    int imr_ifindex = 8;
  }

  /** {@code struct ip_msfilter}. */
  interface ip_msfilter {
    int SIZE = 20;
    int imsf_multiaddr = 0;
    int imsf_interface = 4;
    int imsf_fmode = 8;
    int imsf_numsrc = 12;
    int imsf_slist = 16;
  }

  /** {@code struct ipv6_mreq}. */
  interface ipv6_mreq {
    int SIZE = 20;
    int ipv6mr_multiaddr = 0;
    int ipv6mr_interface = 16;
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

  /** {@code struct mptcp_info}. */
  interface mptcp_info {
    int SIZE = 48;
    int mptcpi_subflows = 0;
    int mptcpi_add_addr_signal = 1;
    int mptcpi_add_addr_accepted = 2;
    int mptcpi_subflows_max = 3;
    int mptcpi_add_addr_signal_max = 4;
    int mptcpi_add_addr_accepted_max = 5;
    int mptcpi_flags = 8;
    int mptcpi_token = 12;
    int mptcpi_write_seq = 16;
    int mptcpi_snd_una = 24;
    int mptcpi_rcv_nxt = 32;
    int mptcpi_local_addr_used = 40;
    int mptcpi_local_addr_max = 41;
    int mptcpi_csum_enabled = 42;
  }

  /** {@code struct mptcp_subflow_addrs}. */
  interface mptcp_subflow_addrs {
    int SIZE = 256;
    int sa_family = 0;
    int sa_local = 0;
    int sin_local = 0;
    int sin6_local = 0;
    int ss_local = 0;
    int sa_remote = 128;
    int sin_remote = 128;
    int sin6_remote = 128;
    int ss_remote = 128;
  }

  /** {@code struct mptcp_subflow_data}. */
  interface mptcp_subflow_data {
    int SIZE = 16;
    int size_subflow_data = 0;
    int num_subflows = 4;
    int size_kernel = 8;
    int size_user = 12;
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

  /** {@code struct packet_mreq}. */
  interface packet_mreq {
    int SIZE = 16;
    int mr_ifindex = 0;
    int mr_type = 4;
    int mr_alen = 6;
    int mr_address = 8;
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

  /** {@code struct sigaction}. */
  interface sigaction {
    int SIZE = 152;
    int __sigaction_handler = 0;
    int sa_mask = 8;
    int sa_flags = 136;
    int sa_restorer = 144;
  }

  /** {@code struct so_timestamping}. */
  interface so_timestamping {
    int SIZE = 8;
    int flags = 0;
    int bind_phc = 4;
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

  /** {@code struct sock_filter}. */
  interface sock_filter {
    int SIZE = 8;
    int code = 0;
    int jt = 2;
    int jf = 3;
    int k = 4;
  }

  /** {@code struct sock_fprog}. */
  interface sock_fprog {
    int SIZE = 16;
    int len = 0;
    int filter = 8;
  }

  /** {@code struct sock_txtime}. */
  interface sock_txtime {
    int SIZE = 8;
    int clockid = 0;
    int flags = 4;
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

  /** {@code struct tls12_crypto_info_aes_ccm_128}. */
  interface tls12_crypto_info_aes_ccm_128 {
    int SIZE = 40;
    int info = 0;
    int iv = 4;
    int key = 12;
    int salt = 28;
    int rec_seq = 32;
  }

  /** {@code struct tls12_crypto_info_aes_gcm_128}. */
  interface tls12_crypto_info_aes_gcm_128 {
    int SIZE = 40;
    int info = 0;
    int iv = 4;
    int key = 12;
    int salt = 28;
    int rec_seq = 32;
  }

  /** {@code struct tls12_crypto_info_aes_gcm_256}. */
  interface tls12_crypto_info_aes_gcm_256 {
    int SIZE = 56;
    int info = 0;
    int iv = 4;
    int key = 12;
    int salt = 44;
    int rec_seq = 48;
  }

  /** {@code struct tls12_crypto_info_aria_gcm_128}. */
  interface tls12_crypto_info_aria_gcm_128 {
    int SIZE = 40;
    int info = 0;
    int iv = 4;
    int key = 12;
    int salt = 28;
    int rec_seq = 32;
  }

  /** {@code struct tls12_crypto_info_aria_gcm_256}. */
  interface tls12_crypto_info_aria_gcm_256 {
    int SIZE = 56;
    int info = 0;
    int iv = 4;
    int key = 12;
    int salt = 44;
    int rec_seq = 48;
  }

  /** {@code struct tls12_crypto_info_chacha20_poly1305}. */
  interface tls12_crypto_info_chacha20_poly1305 {
    int SIZE = 56;
    int info = 0;
    int iv = 4;
    int key = 16;
    int salt = 48;
    int rec_seq = 48;
  }

  /** {@code struct tls12_crypto_info_sm4_ccm}. */
  interface tls12_crypto_info_sm4_ccm {
    int SIZE = 40;
    int info = 0;
    int iv = 4;
    int key = 12;
    int salt = 28;
    int rec_seq = 32;
  }

  /** {@code struct tls12_crypto_info_sm4_gcm}. */
  interface tls12_crypto_info_sm4_gcm {
    int SIZE = 40;
    int info = 0;
    int iv = 4;
    int key = 12;
    int salt = 28;
    int rec_seq = 32;
  }

  /** {@code struct tls_crypto_info}. */
  interface tls_crypto_info {
    int SIZE = 4;
    int version = 0;
    int cipher_type = 2;
  }

  /** {@code struct tpacket_req3}. */
  interface tpacket_req3 {
    int SIZE = 28;
    int tp_block_size = 0;
    int tp_block_nr = 4;
    int tp_frame_size = 8;
    int tp_frame_nr = 12;
    int tp_retire_blk_tov = 16;
    int tp_sizeof_priv = 20;
    int tp_feature_req_word = 24;
  }

  /** {@code struct tpacket_rollover_stats}. */
  interface tpacket_rollover_stats {
    int SIZE = 24;
    int tp_all = 0;
    int tp_huge = 8;
    int tp_failed = 16;
  }

  /** {@code struct tpacket_stats_v3}. */
  interface tpacket_stats_v3 {
    int SIZE = 12;
    int tp_packets = 0;
    int tp_drops = 4;
    int tp_freeze_q_cnt = 8;
  }

  /** {@code struct uapi_tcp_info}. */
  interface uapi_tcp_info {
    int SIZE = 232;
    int tcpi_state = 0;
    int tcpi_ca_state = 1;
    int tcpi_retransmits = 2;
    int tcpi_probes = 3;
    int tcpi_backoff = 4;
    int tcpi_options = 5;
    int tcpi_rto = 8;
    int tcpi_ato = 12;
    int tcpi_snd_mss = 16;
    int tcpi_rcv_mss = 20;
    int tcpi_unacked = 24;
    int tcpi_sacked = 28;
    int tcpi_lost = 32;
    int tcpi_retrans = 36;
    int tcpi_fackets = 40;
    int tcpi_last_data_sent = 44;
    int tcpi_last_ack_sent = 48;
    int tcpi_last_data_recv = 52;
    int tcpi_last_ack_recv = 56;
    int tcpi_pmtu = 60;
    int tcpi_rcv_ssthresh = 64;
    int tcpi_rtt = 68;
    int tcpi_rttvar = 72;
    int tcpi_snd_ssthresh = 76;
    int tcpi_snd_cwnd = 80;
    int tcpi_advmss = 84;
    int tcpi_reordering = 88;
    int tcpi_rcv_rtt = 92;
    int tcpi_rcv_space = 96;
    int tcpi_total_retrans = 100;
    int tcpi_pacing_rate = 104;
    int tcpi_max_pacing_rate = 112;
    int tcpi_bytes_acked = 120;
    int tcpi_bytes_received = 128;
    int tcpi_segs_out = 136;
    int tcpi_segs_in = 140;
    int tcpi_notsent_bytes = 144;
    int tcpi_min_rtt = 148;
    int tcpi_data_segs_in = 152;
    int tcpi_data_segs_out = 156;
    int tcpi_delivery_rate = 160;
    int tcpi_busy_time = 168;
    int tcpi_rwnd_limited = 176;
    int tcpi_sndbuf_limited = 184;
    int tcpi_delivered = 192;
    int tcpi_delivered_ce = 196;
    int tcpi_bytes_sent = 200;
    int tcpi_bytes_retrans = 208;
    int tcpi_dsack_dups = 216;
    int tcpi_reord_seen = 220;
    int tcpi_rcv_ooopack = 224;
    int tcpi_snd_wnd = 228;
  }

  /** {@code struct ucred}. */
  interface ucred {
    int SIZE = 12;
    int pid = 0;
    int uid = 4;
    int gid = 8;
  }
}
