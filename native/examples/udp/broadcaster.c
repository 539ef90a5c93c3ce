// Sends a datagram to everybody in a net, which needs an option that says it is meant.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Reads a decimal number from min to max; strtol alone would also take " 1", "+1" and "1x".
static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    *number = strtol(text, NULL, 10);
    return errno == 0 && *number >= min && *number <= max;
}

static ssize_t say(int fd, const char *text, const struct sockaddr_in *to) {
    ssize_t sent;
    do {
        sent = sendto(fd, text, strlen(text), 0, (const struct sockaddr *)to, sizeof *to);
    } while (sent == -1 && errno == EINTR);
    return sent;
}

int main(int argc, char **argv) {
    long port = 0;
    struct sockaddr_in address = {.sin_family = AF_INET};
    if (argc != 4 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        !parse_number(argv[2], 1, 65535, &port)) {
        fprintf(stderr, "usage: broadcaster address port message\n");
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

    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd == -1) {
        perror("socket");
        return 1;
    }

    // Nobody sends to a whole net by mistake
    if (say(fd, argv[3], &address) != -1) {
        fprintf(stderr, "no broadcast address: %s\n", argv[1]);
        return 1;
    }
    if (errno != EACCES) {
        perror("sendto");
        return 1;
    }
    printf("without SO_BROADCAST: %s\n", strerror(errno));

    // With the option
    int on = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on) == -1) {
        perror("setsockopt");
        return 1;
    }
    ssize_t sent = say(fd, argv[3], &address);
    if (sent == -1) {
        perror("sendto");
        return 1;
    }
    printf("with SO_BROADCAST: %zd bytes\n", sent);

    if (close(fd) == -1) {
        perror("close");
        return 1;
    }
    return 0;
}
