// Sends or receives UDP packets, in windows of which udp_peer is told.
// usage: udp_work milliseconds requests,packets send|receive size window batch
#define _GNU_SOURCE // recvmmsg, sendmmsg
#include "udp.h"

static struct mmsghdr messages[UDP_BATCH];
static struct iovec vectors[UDP_BATCH];
static _Alignas(4096) char buffers[UDP_BATCH * UDP_MOST];
static char sample[UDP_MOST];
static long size;
static long window;
static long batch;
static int requests;
static int packets;
static uint64_t request[2]; // the first number of the window, our port

static char *buffer(long i) {
    return buffers + i * size;
}

static int connected(long port) {
    struct sockaddr_in address = loopback(port);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd == -1) {
        fail("socket");
    }
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == -1) {
        fail("connect");
    }
    return fd;
}

static void ask(void) {
    uint64_t answer[2];
    if (send(requests, request, sizeof request, 0) != sizeof request) {
        fail("send");
    }
    if (recv(requests, answer, sizeof answer, 0) != sizeof answer) {
        fail("recv");
    }
    if (answer[0] != request[0]) {
        wrong("this is the answer to another request");
    }
}

static void stamp(long i, uint64_t number) {
    memcpy(buffer(i), &number, sizeof number);
}

static long send_window(void) {
    for (long sent = 0; sent < window; sent += batch) {
        if (batch == 1) {
            stamp(0, request[0] + sent);
            if (send(packets, buffers, size, MSG_NOSIGNAL) != size) {
                fail("send");
            }
        } else {
            for (long i = 0; i < batch; i++) {
                stamp(i, request[0] + sent + i);
            }
            if (sendmmsg(packets, messages, batch, MSG_NOSIGNAL) != batch) {
                fail("sendmmsg");
            }
        }
    }
    ask();
    request[0] += window;
    return window;
}

static void look(long i, long length) {
    uint64_t number;
    memcpy(&number, buffer(i), sizeof number);
    if (length != size || number - request[0] >= (uint64_t)window) {
        wrong("this is none of the packets that were to come");
    }
}

static long receive_window(void) {
    ask();
    for (long received = 0; received < window;) {
        if (batch == 1) {
            look(0, recv(packets, buffers, size, 0));
            received++;
        } else {
            int n = recvmmsg(packets, messages, batch, 0, NULL);
            if (n == -1) {
                fail("recvmmsg");
            }
            for (int i = 0; i < n; i++) {
                look(i, messages[i].msg_len);
            }
            received += n;
        }
    }
    request[0] += window;
    return window;
}

static void check(void) {
    for (long i = 0; i < batch; i++) {
        long skip = sizeof(uint64_t);
        if (memcmp(buffer(i) + skip, sample + skip, size - skip) != 0) {
            wrong("a packet has other bytes than were sent");
        }
    }
}

int main(int argc, char **argv) {
    int ports[2];
    if (argc != 7 || sscanf(argv[2], "%d,%d", &ports[0], &ports[1]) != 2) {
        wrong("usage: udp_work milliseconds requests,packets send|receive size window batch");
    }
    bool sends = strcmp(argv[3], "send") == 0;
    size = number(argv[4], sizeof(uint64_t), UDP_MOST);
    window = number(argv[5], UDP_BATCH, UDP_MOST_WINDOW);
    batch = number(argv[6], 1, UDP_BATCH);
    udp_fill(sample, size);
    for (long i = 0; i < UDP_BATCH; i++) {
        if (sends) {
            udp_fill(buffer(i), size);
        }
        vectors[i] = (struct iovec){.iov_base = buffer(i), .iov_len = size};
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    start_idle_thread();
    requests = connected(ports[0]);
    struct timeval patience = {.tv_sec = 10}; // a peer that fails says so, and does not answer
    if (setsockopt(requests, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == -1) {
        fail("setsockopt");
    }
    packets = connected(ports[1]);
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    if (getsockname(packets, (struct sockaddr *)&name, &length) == -1) {
        fail("getsockname");
    }
    request[1] = ntohs(name.sin_port);
    take_turns(number(argv[1], 1, 3600000), sends ? send_window : receive_window, check);
    return 0;
}
