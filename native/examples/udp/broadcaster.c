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

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
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

    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

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
    check(setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on), "setsockopt");
    ssize_t sent = say(fd, argv[3], &address);
    check(sent, "sendto");
    printf("with SO_BROADCAST: %zd bytes\n", sent);

    check(close(fd), "close");
    return 0;
}
