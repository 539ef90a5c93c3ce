/*
 * What jextract reads: every header that has to do with sockets, in an order in which they agree with one another.
 *
 * No _GNU_SOURCE here on purpose: glibc would turn `struct sockaddr *` into a transparent union, and the bindings into
 * calls that take a union by value. What only _GNU_SOURCE declares stands in gnu_names.h; what only newer headers know
 * stands in newer_names.h.
 */
#ifndef POSIX_SOCKETS_H
#define POSIX_SOCKETS_H

/* glibc */
#include <errno.h>
#include <stdio.h>
#ifndef _GNU_SOURCE
#define strerror_r xsi_strerror_r /* the POSIX form, under GNU's name: see gnu_names.h */
#include <string.h>
#undef strerror_r
#else
#include <string.h>
#endif
#include <time.h>
#include <unistd.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <poll.h>
#include <endian.h>
#include <netdb.h>
#include <resolv.h>
#include <ifaddrs.h>
#include <arpa/inet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/icmp6.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>

/*
 * The kernel's own headers. Where one defines a struct that glibc has defined already, the kernel's is read as
 * uapi_NAME, so that its constants (and, for tcp_info, its longer form) can be had beside glibc's.
 */
#define tcphdr uapi_tcphdr
#define tcp_info uapi_tcp_info
#define tcp_md5sig uapi_tcp_md5sig
#define tcp_repair_opt uapi_tcp_repair_opt
#define tcp_repair_window uapi_tcp_repair_window
#define tcp_zerocopy_receive uapi_tcp_zerocopy_receive
#define tcp_ca_state uapi_tcp_ca_state
#define TCP_CA_Open UAPI_TCP_CA_Open
#define TCP_CA_Disorder UAPI_TCP_CA_Disorder
#define TCP_CA_CWR UAPI_TCP_CA_CWR
#define TCP_CA_Recovery UAPI_TCP_CA_Recovery
#define TCP_CA_Loss UAPI_TCP_CA_Loss
#define TCP_NO_QUEUE UAPI_TCP_NO_QUEUE
#define TCP_RECV_QUEUE UAPI_TCP_RECV_QUEUE
#define TCP_SEND_QUEUE UAPI_TCP_SEND_QUEUE
#define TCP_QUEUES_NR UAPI_TCP_QUEUES_NR
#include <linux/tcp.h>
#undef tcphdr
#undef tcp_info
#undef tcp_md5sig
#undef tcp_repair_opt
#undef tcp_repair_window
#undef tcp_zerocopy_receive
#undef tcp_ca_state
#undef TCP_CA_Open
#undef TCP_CA_Disorder
#undef TCP_CA_CWR
#undef TCP_CA_Recovery
#undef TCP_CA_Loss
#undef TCP_NO_QUEUE
#undef TCP_RECV_QUEUE
#undef TCP_SEND_QUEUE
#undef TCP_QUEUES_NR

#define udphdr uapi_udphdr
#include <linux/udp.h>
#undef udphdr

#define icmphdr uapi_icmphdr
#define icmp_filter uapi_icmp_filter
#include <linux/icmp.h>
#undef icmphdr
#undef icmp_filter

#define icmp6hdr uapi_icmp6hdr
#define icmp6_filter uapi_icmp6_filter
#include <linux/icmpv6.h>
#undef icmp6hdr
#undef icmp6_filter

#define iphdr uapi_iphdr
#define ip_auth_hdr uapi_ip_auth_hdr
#include <linux/ip.h>
#undef iphdr
#undef ip_auth_hdr

#define sockaddr_un uapi_sockaddr_un
#include <linux/un.h>
#undef sockaddr_un

#include <linux/can.h>
#include <linux/can/bcm.h>
#include <linux/can/error.h>
#include <linux/can/isotp.h>
#include <linux/can/j1939.h>
#include <linux/can/raw.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/genetlink.h>
#include <linux/if_addr.h>
#include <linux/if_alg.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/if_xdp.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/inet_diag.h>
#include <linux/mptcp.h>
#include <linux/mroute.h>
#include <linux/mroute6.h>
#include <linux/neighbour.h>
#include <linux/net_tstamp.h>
#include <linux/netfilter_arp/arp_tables.h>
#include <linux/netfilter_bridge/ebtables.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <linux/ip_vs.h>
#include <linux/netlink.h>
#include <linux/qrtr.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/socket.h>
#include <linux/sockios.h>
#include <linux/tipc.h>
#include <linux/tls.h>
#include <linux/unix_diag.h>
#include <linux/vm_sockets.h>

#ifndef _GNU_SOURCE
#include "gnu_names.h"
#endif
#include "newer_names.h"
#include "own_structs.h"

#endif
