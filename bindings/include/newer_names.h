/*
 * Names that newer kernels and C libraries have and the oldest headers we build with lack. Each block names the header
 * that defines them and where it was first seen. An installed header that has a name wins over this one.
 */
#ifndef POSIX_SOCKETS_NEWER_NAMES_H
#define POSIX_SOCKETS_NEWER_NAMES_H

/* asm-generic/socket.h (Linux 6.12 headers) */
#ifndef SCM_DEVMEM_DMABUF
#define SCM_DEVMEM_DMABUF 79
#endif
#ifndef SCM_DEVMEM_LINEAR
#define SCM_DEVMEM_LINEAR 78
#endif
#ifndef SO_DEVMEM_DMABUF
#define SO_DEVMEM_DMABUF 79
#endif
#ifndef SO_DEVMEM_DONTNEED
#define SO_DEVMEM_DONTNEED 80
#endif
#ifndef SO_DEVMEM_LINEAR
#define SO_DEVMEM_LINEAR 78
#endif
#ifndef SO_PASSPIDFD
#define SO_PASSPIDFD 76
#endif
#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

/* asm-generic/socket.h (Linux 7.2 headers) */
#ifndef SCM_INQ
#define SCM_INQ 84
#endif
#ifndef SCM_TS_OPT_ID
#define SCM_TS_OPT_ID 81
#endif
#ifndef SO_INQ
#define SO_INQ 84
#endif
#ifndef SO_PASSRIGHTS
#define SO_PASSRIGHTS 83
#endif
#ifndef SO_RCVPRIORITY
#define SO_RCVPRIORITY 82
#endif

/* bits/fcntl-linux.h (glibc 2.43) */
#ifndef FD_PIDFS_ROOT
#define FD_PIDFS_ROOT -10002
#endif
#ifndef F_CREATED_QUERY
#define F_CREATED_QUERY 1028
#endif
#ifndef F_DUPFD_QUERY
#define F_DUPFD_QUERY 1027
#endif
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 32
#endif

/* bits/socket.h (glibc 2.43) */
#ifndef MSG_SOCK_DEVMEM
#define MSG_SOCK_DEVMEM 33554432
#endif
#ifndef SCM_PIDFD
#define SCM_PIDFD 4
#endif
#ifndef SCM_SECURITY
#define SCM_SECURITY 3
#endif

/* linux/icmpv6.h (Linux 6.12 headers) */
#ifndef ICMPV6_MRDISC_SOL
#define ICMPV6_MRDISC_SOL 152
#endif

/* linux/if_packet.h (Linux 6.12 headers) */
#ifndef PACKET_FANOUT_FLAG_IGNORE_OUTGOING
#define PACKET_FANOUT_FLAG_IGNORE_OUTGOING 16384
#endif
#ifndef PACKET_VNET_HDR_SZ
#define PACKET_VNET_HDR_SZ 24
#endif
#ifndef TP_STATUS_GSO_TCP
#define TP_STATUS_GSO_TCP 256
#endif

/* linux/if_xdp.h (Linux 6.12 headers) */
#ifndef XDP_PKT_CONTD
#define XDP_PKT_CONTD 1
#endif
#ifndef XDP_TXMD_FLAGS_CHECKSUM
#define XDP_TXMD_FLAGS_CHECKSUM 2
#endif
#ifndef XDP_TXMD_FLAGS_TIMESTAMP
#define XDP_TXMD_FLAGS_TIMESTAMP 1
#endif
#ifndef XDP_TX_METADATA
#define XDP_TX_METADATA 2
#endif
#ifndef XDP_UMEM_TX_METADATA_LEN
#define XDP_UMEM_TX_METADATA_LEN 4
#endif
#ifndef XDP_UMEM_TX_SW_CSUM
#define XDP_UMEM_TX_SW_CSUM 2
#endif
#ifndef XDP_USE_SG
#define XDP_USE_SG 16
#endif

/* linux/if_xdp.h (Linux 7.2 headers) */
#ifndef XDP_MAX_TX_SKB_BUDGET
#define XDP_MAX_TX_SKB_BUDGET 9
#endif
#ifndef XDP_TXMD_FLAGS_LAUNCH_TIME
#define XDP_TXMD_FLAGS_LAUNCH_TIME 4
#endif

/* linux/in.h (Linux 6.12 headers) */
#ifndef IPPROTO_SMC
#define IPPROTO_SMC 256
#endif

/* linux/in.h (Linux 7.2 headers) */
#ifndef IPPROTO_AGGFRAG
#define IPPROTO_AGGFRAG 144
#endif

/* linux/in.h (hidden by glibc's netinet/in.h) */
#ifndef IN_CLASSE_NET
#define IN_CLASSE_NET 0xffffffff
#endif
#ifndef IN_CLASSE_NSHIFT
#define IN_CLASSE_NSHIFT 0
#endif
#ifndef IN_MULTICAST_NET
#define IN_MULTICAST_NET 0xe0000000
#endif
#ifndef IPPROTO_L2TP
#define IPPROTO_L2TP 115
#endif

/* linux/mptcp.h (Linux 6.12 headers) */
#ifndef MPTCP_FULL_INFO
#define MPTCP_FULL_INFO 4
#endif

/* linux/mptcp.h (Linux 7.2 headers) */
#ifndef MPTCP_PM_ADDR_FLAG_LAMINAR
#define MPTCP_PM_ADDR_FLAG_LAMINAR 32
#endif
#ifndef MPTCP_PM_EV_FLAG_SERVER_SIDE
#define MPTCP_PM_EV_FLAG_SERVER_SIDE 2
#endif

/* linux/mptcp_pm.h (Linux 6.12 headers) */
#ifndef MPTCP_PM_CMD_MAX
#define MPTCP_PM_CMD_MAX 11
#endif
#ifndef MPTCP_PM_ENDPOINT_MAX
#define MPTCP_PM_ENDPOINT_MAX 1
#endif

/* linux/net_tstamp.h (Linux 7.2 headers) */
#ifndef SOF_TIMESTAMPING_OPT_ID_TCP
#define SOF_TIMESTAMPING_OPT_ID_TCP 65536
#endif
#ifndef SOF_TIMESTAMPING_OPT_RX_FILTER
#define SOF_TIMESTAMPING_OPT_RX_FILTER 131072
#endif
#ifndef SOF_TIMESTAMPING_TX_COMPLETION
#define SOF_TIMESTAMPING_TX_COMPLETION 262144
#endif

/* linux/tcp.h (Linux 6.12 headers) */
#ifndef TCPI_OPT_USEC_TS
#define TCPI_OPT_USEC_TS 64
#endif
#ifndef TCP_AO_ADD_KEY
#define TCP_AO_ADD_KEY 38
#endif
#ifndef TCP_AO_DEL_KEY
#define TCP_AO_DEL_KEY 39
#endif
#ifndef TCP_AO_GET_KEYS
#define TCP_AO_GET_KEYS 41
#endif
#ifndef TCP_AO_INFO
#define TCP_AO_INFO 40
#endif
#ifndef TCP_AO_KEYF_EXCLUDE_OPT
#define TCP_AO_KEYF_EXCLUDE_OPT 2
#endif
#ifndef TCP_AO_KEYF_IFINDEX
#define TCP_AO_KEYF_IFINDEX 1
#endif
#ifndef TCP_AO_MAXKEYLEN
#define TCP_AO_MAXKEYLEN 80
#endif
#ifndef TCP_AO_REPAIR
#define TCP_AO_REPAIR 42
#endif
#ifndef TCP_IS_MPTCP
#define TCP_IS_MPTCP 43
#endif

/* linux/tcp.h (Linux 7.2 headers) */
#ifndef TCPI_ECN_MODE_ACCECN
#define TCPI_ECN_MODE_ACCECN 2
#endif
#ifndef TCPI_ECN_MODE_DISABLED
#define TCPI_ECN_MODE_DISABLED 0
#endif
#ifndef TCPI_ECN_MODE_PENDING
#define TCPI_ECN_MODE_PENDING 3
#endif
#ifndef TCPI_ECN_MODE_RFC3168
#define TCPI_ECN_MODE_RFC3168 1
#endif
#ifndef TCPI_OPT_TFO_CHILD
#define TCPI_OPT_TFO_CHILD 128
#endif
#ifndef TCP_ACCECN_ACE_FAIL_RECV
#define TCP_ACCECN_ACE_FAIL_RECV 0x2
#endif
#ifndef TCP_ACCECN_ACE_FAIL_SEND
#define TCP_ACCECN_ACE_FAIL_SEND 0x1
#endif
#ifndef TCP_ACCECN_OPT_COUNTER_SEEN
#define TCP_ACCECN_OPT_COUNTER_SEEN 2
#endif
#ifndef TCP_ACCECN_OPT_EMPTY_SEEN
#define TCP_ACCECN_OPT_EMPTY_SEEN 1
#endif
#ifndef TCP_ACCECN_OPT_FAIL_RECV
#define TCP_ACCECN_OPT_FAIL_RECV 0x8
#endif
#ifndef TCP_ACCECN_OPT_FAIL_SEEN
#define TCP_ACCECN_OPT_FAIL_SEEN 3
#endif
#ifndef TCP_ACCECN_OPT_FAIL_SEND
#define TCP_ACCECN_OPT_FAIL_SEND 0x4
#endif
#ifndef TCP_ACCECN_OPT_NOT_SEEN
#define TCP_ACCECN_OPT_NOT_SEEN 0
#endif
#ifndef TCP_DELACK_MAX_US
#define TCP_DELACK_MAX_US 46
#endif
#ifndef TCP_FLAG_AE
#define TCP_FLAG_AE 0x1
#endif
#ifndef TCP_NLA_REHASH
#define TCP_NLA_REHASH 27
#endif
#ifndef TCP_RTO_MAX_MS
#define TCP_RTO_MAX_MS 44
#endif
#ifndef TCP_RTO_MIN_US
#define TCP_RTO_MIN_US 45
#endif

/* linux/tls.h (Linux 7.2 headers) */
#ifndef TLS_TX_MAX_PAYLOAD_LEN
#define TLS_TX_MAX_PAYLOAD_LEN 5
#endif

/* linux/udp.h (Linux 7.2 headers) */
#ifndef UDP_ENCAP_OVPNINUDP
#define UDP_ENCAP_OVPNINUDP 8
#endif

/* netinet/ip.h (glibc 2.43) */
#ifndef IPTOS_DSCP_LE
#define IPTOS_DSCP_LE 4
#endif
#ifndef IPTOS_DSCP_VA
#define IPTOS_DSCP_VA 176
#endif

/* netinet/ip6.h (glibc 2.43) */
#ifndef IPV6_FLOWINFO_MASK
#define IPV6_FLOWINFO_MASK 0xffffff0f
#endif
#ifndef IPV6_FLOWLABEL_MASK
#define IPV6_FLOWLABEL_MASK 0xffff0f00
#endif
#ifndef IPV6_VERSION
#define IPV6_VERSION 96
#endif
#ifndef IPV6_VERSION_MASK
#define IPV6_VERSION_MASK 240
#endif

/* sys/epoll.h (glibc 2.43) */
#ifndef EPOLL_IOC_TYPE
#define EPOLL_IOC_TYPE 138
#endif

/* netinet/udp.h: in no header, documented in udplite(7) */
#ifndef UDPLITE_SEND_CSCOV
#define UDPLITE_SEND_CSCOV 10
#endif
#ifndef UDPLITE_RECV_CSCOV
#define UDPLITE_RECV_CSCOV 11
#endif

#endif
