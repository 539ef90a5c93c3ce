// Prints the addresses that a host's name stands for, in the order in which to try them.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

// Reads the options in front of the host; how many there are, or -1.
static int parse_options(int argc, char **argv, struct addrinfo *hints) {
    int count = 0;
    while (count + 1 < argc && argv[count + 1][0] == '-') {
        const char *option = argv[++count];
        if (strcmp(option, "-4") == 0) {
            hints->ai_family = AF_INET;
        } else if (strcmp(option, "-6") == 0) {
            hints->ai_family = AF_INET6;
        } else if (strcmp(option, "-n") == 0) {
            hints->ai_flags |= AI_NUMERICHOST; // no name is looked up
        } else {
            return -1;
        }
    }
    return count;
}

static int print_entry(const struct addrinfo *entry) {
    char text[INET6_ADDRSTRLEN];
    const void *address;
    int port;
    if (entry->ai_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)entry->ai_addr;
        address = &v4->sin_addr;
        port = ntohs(v4->sin_port);
    } else {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)entry->ai_addr;
        address = &v6->sin6_addr;
        port = ntohs(v6->sin6_port);
    }
    if (inet_ntop(entry->ai_family, address, text, sizeof text) == NULL) {
        perror("inet_ntop");
        return -1;
    }
    printf("  %s %s port %d\n", entry->ai_family == AF_INET ? "IPv4" : "IPv6", text, port);
    return 0;
}

int main(int argc, char **argv) {
    // Without a type, each address would come three times: for TCP, UDP and raw sockets.
    struct addrinfo hints = {
        .ai_flags = AI_CANONNAME,
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
    };
    int options = parse_options(argc, argv, &hints);
    int rest = argc - 1 - options;
    if (options == -1 || rest < 1 || rest > 2) {
        fprintf(stderr, "usage: showip [-4|-6] [-n] host [service]\n");
        return 1;
    }
    const char *host = argv[1 + options];
    const char *service = rest > 1 ? argv[2 + options] : NULL;
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does
        perror("signal");
        return 1;
    }

    struct addrinfo *list;
    int code = getaddrinfo(host, service, &hints, &list);
    if (code == EAI_SYSTEM) { // only then it is errno that says why
        perror("getaddrinfo");
        return 1;
    }
    if (code != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(code));
        return 1;
    }

    printf("%s\n", list->ai_canonname); // only the first entry has it
    for (const struct addrinfo *entry = list; entry != NULL; entry = entry->ai_next) {
        if (print_entry(entry) == -1) {
            return 1;
        }
    }
    freeaddrinfo(list);
    return 0;
}
