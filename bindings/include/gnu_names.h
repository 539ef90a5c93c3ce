/*
 * What glibc declares under _GNU_SOURCE only, declared here by hand (see posix_sockets.h for why). The ABI probe is
 * compiled with _GNU_SOURCE and takes glibc's own declarations, so that a mistake here does not stay hidden.
 */
#ifndef POSIX_SOCKETS_GNU_NAMES_H
#define POSIX_SOCKETS_GNU_NAMES_H

/* sys/socket.h, bits/socket.h */
#define SCM_CREDENTIALS 0x02
#define MSG_TRYHARD MSG_DONTROUTE

struct ucred {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};

struct mmsghdr {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};

int accept4(int fd, struct sockaddr *addr, socklen_t *addr_len, int flags);
int sendmmsg(int fd, struct mmsghdr *vmessages, unsigned int vlen, int flags);
int recvmmsg(int fd, struct mmsghdr *vmessages, unsigned int vlen, int flags, struct timespec *tmo);

/* netinet/in.h */
struct in6_pktinfo {
    struct in6_addr ipi6_addr;
    unsigned int ipi6_ifindex;
};

struct ip6_mtuinfo {
    struct sockaddr_in6 ip6m_addr;
    uint32_t ip6m_mtu;
};

/* poll.h, bits/poll.h */
#define POLLMSG 0x400
#define POLLREMOVE 0x1000
#define POLLRDHUP 0x2000

int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *timeout, const sigset_t *ss);

/* unistd.h */
int dup3(int fd, int fd2, int flags);
int pipe2(int pipedes[2], int flags);
pid_t gettid(void);

/* signal.h */
int tgkill(pid_t tgid, pid_t tid, int signal);

/* fcntl.h, bits/fcntl-linux.h (the __O_ values differ between architectures) */
#define O_DIRECT __O_DIRECT
#define O_LARGEFILE __O_LARGEFILE
#define O_NOATIME __O_NOATIME
#define O_PATH __O_PATH
#define O_TMPFILE __O_TMPFILE
#define F_SETSIG __F_SETSIG
#define F_GETSIG __F_GETSIG
#define F_SETOWN_EX __F_SETOWN_EX
#define F_GETOWN_EX __F_GETOWN_EX
#define F_OFD_GETLK 36
#define F_OFD_SETLK 37
#define F_OFD_SETLKW 38
#define F_SETLEASE 1024
#define F_GETLEASE 1025
#define F_NOTIFY 1026
#define F_SETPIPE_SZ 1031
#define F_GETPIPE_SZ 1032
#define F_ADD_SEALS 1033
#define F_GET_SEALS 1034
#define F_GET_RW_HINT 1035
#define F_SET_RW_HINT 1036
#define F_GET_FILE_RW_HINT 1037
#define F_SET_FILE_RW_HINT 1038
#define F_SEAL_SEAL 0x0001
#define F_SEAL_SHRINK 0x0002
#define F_SEAL_GROW 0x0004
#define F_SEAL_WRITE 0x0008
#define F_SEAL_FUTURE_WRITE 0x0010
#define F_OWNER_TID 0
#define F_OWNER_PID 1
#define F_OWNER_PGRP 2
#define SPLICE_F_MOVE 1
#define SPLICE_F_NONBLOCK 2
#define SPLICE_F_MORE 4
#define SPLICE_F_GIFT 8

ssize_t splice(int fdin, off_t *offin, int fdout, off_t *offout, size_t len, unsigned int flags);

/* netdb.h */
#define AI_IDN 0x0040
#define AI_CANONIDN 0x0080
#define NI_IDN 32
#define EAI_NODATA -5
#define EAI_ADDRFAMILY -9
#define EAI_INPROGRESS -100
#define EAI_CANCELED -101
#define EAI_NOTCANCELED -102
#define EAI_ALLDONE -103
#define EAI_INTR -104
#define EAI_IDN_ENCODE -105

/* limits.h, bits/xopen_lim.h */
#ifndef IOV_MAX
#define IOV_MAX 1024
#endif

/* string.h: strerror_r has GNU's type under its own name; the POSIX form is another symbol. */
char *strerror_r(int errnum, char *buf, size_t buflen);
int __xpg_strerror_r(int errnum, char *buf, size_t buflen);
const char *strerrorname_np(int err);
const char *strerrordesc_np(int err);

#endif
