// Asks the error queue of a UDP socket, which is not connected, what became of a datagram.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/errqueue.h> // needs the struct timespec of time.h

#define WAIT 500 // milliseconds

// Reads a decimal number from min to max; strtol alone would also take " 1", "+1" and "1x".
static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    *number = strtol(text, NULL, 10);
    return errno == 0 && *number >= min && *number <= max;
}

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

static void print_address(const char *name, const struct sockaddr_in *address) {
    char text[INET_ADDRSTRLEN];
    if (inet_ntop(AF_INET, &address->sin_addr, text, sizeof text) == NULL) {
        perror("inet_ntop");
        exit(1);
    }
    printf("%s %s:%d\n", name, text, ntohs(address->sin_port));
}

// Prints the struct sock_extended_err, which comes as a control message.
static void print_error(const struct sock_extended_err *error) {
    printf("error: %s\n", strerror(error->ee_errno));
    printf("origin: %s\n", error->ee_origin == SO_EE_ORIGIN_ICMP    ? "ICMP"
                           : error->ee_origin == SO_EE_ORIGIN_LOCAL ? "this machine"
                                                                    : "other");
    printf("type %d, code %d\n", error->ee_type, error->ee_code);
    const struct sockaddr *offender = SO_EE_OFFENDER(error);
    if (offender->sa_family == AF_INET) { // AF_UNSPEC: nobody knows
        print_address("reported by", (const struct sockaddr_in *)offender);
    }
}

// Takes one message off the queue; it never blocks. False where the queue is empty.
static bool next_error(int fd) {
    struct sockaddr_in to;
    char data[64];
    alignas(struct cmsghdr) char
        control[CMSG_SPACE(sizeof(struct sock_extended_err) + sizeof(struct sockaddr_in))];
    struct iovec vector = {.iov_base = data, .iov_len = sizeof data};
    struct msghdr message = {
        .msg_name = &to,
        .msg_namelen = sizeof to,
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control,
    };
    ssize_t received = recvmsg(fd, &message, MSG_ERRQUEUE);
    if (received == -1 && errno == EAGAIN) {
        return false;
    }
    check(received, "recvmsg");
    // The data is what was sent, and the address the one it was sent to
    printf("not delivered: \"%.*s\"\n", (int)received, data);
    print_address("sent to", &to);
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message); cmsg != NULL;
         cmsg = CMSG_NXTHDR(&message, cmsg)) {
        if (cmsg->cmsg_level == IPPROTO_IP && cmsg->cmsg_type == IP_RECVERR) {
            print_error((const struct sock_extended_err *)CMSG_DATA(cmsg));
        }
    }
    return true;
}

int main(int argc, char **argv) {
    long port = 0;
    struct sockaddr_in address = {.sin_family = AF_INET};
    if (argc != 3 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port)) {
        fprintf(stderr, "usage: error_queue address port\n");
        return 1;
    }
    address.sin_port = htons(port);
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does
        perror("signal");
        return 1;
    }

    // Without IP_RECVERR only a connected socket would hear of an error, and no details
    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    int on = 1;
    check(setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on), "setsockopt");
    const char *text = "hello?";
    ssize_t sent;
    do {
        sent = sendto(fd, text, strlen(text), 0, (struct sockaddr *)&address, sizeof address);
    } while (sent == -1 && errno == EINTR);
    check(sent, "sendto");

    // POLLERR cannot be asked for, and comes all the same: something is on the queue
    struct pollfd waiting = {.fd = fd, .events = 0};
    int ready;
    do {
        ready = poll(&waiting, 1, WAIT);
    } while (ready == -1 && errno == EINTR);
    if (check(ready, "poll") == 0) {
        printf("no error so far\n");
    }
    while (next_error(fd)) { // it prints what it takes
    }
    printf("the error queue is empty\n");

    check(close(fd), "close");
    return 0;
}
