// The other end of UDP packets, which come and go in windows, so that none is lost. For each window
// it is asked on another socket, by a request with the window's first number and the asker's port;
// when all of the window has come, or has been sent, it answers with the request. So nobody is
// woken by a single packet. Prints two ports: "requests,packets". usage: udp_peer receive|send size
// window
#define _GNU_SOURCE // recvmmsg, sendmmsg
#include "udp.h"

#include <pthread.h>

static struct mmsghdr messages[UDP_BATCH];
static struct iovec vectors[UDP_BATCH];
static _Alignas(4096) char buffers[UDP_BATCH][UDP_MOST];
static char sample[UDP_MOST];
static long size;
static long window;

static void *exit_at_end_of_input(void *unused) {
    char ignored[64];
    while (read(STDIN_FILENO, ignored, sizeof ignored) > 0) {
    }
    exit(0);
    return unused;
}

static int open_socket(struct sockaddr_in *name) {
    socklen_t length = sizeof *name;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    *name = loopback(0);
    if (fd == -1) {
        fail("socket");
    }
    if (bind(fd, (struct sockaddr *)name, length) == -1) {
        fail("bind");
    }
    if (getsockname(fd, (struct sockaddr *)name, &length) == -1) {
        fail("getsockname");
    }
    return fd;
}

// In any order, since a sender may have moved to another CPU in between; but each once.
static void receive(int fd, uint64_t first) {
    static bool seen[UDP_MOST_WINDOW];
    memset(seen, 0, sizeof seen);
    for (long got = 0; got < window;) {
        int n = recvmmsg(fd, messages, UDP_BATCH, MSG_WAITFORONE, NULL);
        if (n == -1) {
            fail("recvmmsg"); // EAGAIN after its SO_RCVTIMEO: packets are missing
        }
        for (int i = 0; i < n; i++) {
            uint64_t number;
            memcpy(&number, buffers[i], sizeof number);
            if (messages[i].msg_len != size || number - first >= (uint64_t)window ||
                seen[number - first] ||
                memcmp(buffers[i] + sizeof number, sample + sizeof number, size - sizeof number)) {
                wrong("udp_peer: this is none of the packets that were to come");
            }
            seen[number - first] = true;
        }
        got += n;
    }
}

static void send_window(int fd, uint64_t first, struct sockaddr_in *to) {
    for (long sent = 0; sent < window;) {
        for (int i = 0; i < UDP_BATCH; i++) {
            uint64_t number = first + sent + i;
            memcpy(buffers[i], &number, sizeof number);
            messages[i].msg_hdr.msg_name = to;
            messages[i].msg_hdr.msg_namelen = sizeof *to;
        }
        int n = sendmmsg(fd, messages, UDP_BATCH, 0);
        if (n == -1) {
            fail("sendmmsg");
        }
        sent += n;
    }
}

int main(int argc, char **argv) {
    if (argc != 4) {
        wrong("usage: udp_peer receive|send size window");
    }
    bool receives = strcmp(argv[1], "receive") == 0;
    size = number(argv[2], sizeof(uint64_t), UDP_MOST);
    window = number(argv[3], UDP_BATCH, UDP_MOST_WINDOW);
    udp_fill(sample, size);
    for (int i = 0; i < UDP_BATCH; i++) {
        udp_fill(buffers[i], size);
        vectors[i] = (struct iovec){.iov_base = buffers[i], .iov_len = size};
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    struct sockaddr_in requests;
    struct sockaddr_in packets;
    struct timeval patience = {.tv_sec = 5};
    int asked = open_socket(&requests);
    int fd = open_socket(&packets);
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == -1) {
        fail("setsockopt");
    }
    pthread_t thread;
    if (pthread_create(&thread, NULL, exit_at_end_of_input, NULL) != 0) {
        wrong("pthread_create failed");
    }
    printf("%d,%d\n", ntohs(requests.sin_port), ntohs(packets.sin_port));
    fflush(stdout);
    while (true) {
        uint64_t request[2]; // the first number, the port
        struct sockaddr_in asker;
        socklen_t length = sizeof asker;
        if (recvfrom(asked, request, sizeof request, 0, (struct sockaddr *)&asker, &length) !=
            sizeof request) {
            fail("recvfrom");
        }
        struct sockaddr_in to = loopback(request[1]);
        if (receives) {
            receive(fd, request[0]);
        } else {
            send_window(fd, request[0], &to);
        }
        if (sendto(asked, request, sizeof request, 0, (struct sockaddr *)&asker, length) == -1) {
            fail("sendto");
        }
    }
}
