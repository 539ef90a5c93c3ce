// Looks services and protocols up, and the names of an address.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>

// Prints the strings of an array that a null pointer ends.
static void print_names(char **names) {
    for (; *names != NULL; names++) {
        printf(" %s", *names);
    }
    printf("\n");
}

// The result is libc's own memory, which the next such call overwrites.
static bool print_service(const char *what, const struct servent *service) {
    if (service == NULL) {
        printf("%-24s none\n", what);
        return false;
    }
    printf("%-24s %s/%s %d", what, service->s_name, service->s_proto, ntohs(service->s_port));
    print_names(service->s_aliases);
    return true;
}

static void print_protocol(const char *what, const struct protoent *protocol) {
    if (protocol == NULL) {
        printf("%-24s none\n", what);
        return;
    }
    printf("%-24s %s %d", what, protocol->p_name, protocol->p_proto);
    print_names(protocol->p_aliases);
}

// Prints what getnameinfo makes of 127.0.0.1 and a port.
static void print_name(const char *what, int port, socklen_t host_size, int flags) {
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    char host[NI_MAXHOST];
    char service[NI_MAXSERV];
    int code = getnameinfo((struct sockaddr *)&address, sizeof address, host, host_size, service,
                           sizeof service, flags);
    if (code == 0) {
        printf("%-24s %s %s\n", what, host, service);
    } else {
        printf("%-24s %s\n", what, gai_strerror(code));
    }
}

// gethostbyname knows IPv4 only. Where it finds nothing, h_errno would say why; Java has no way to
// it, so that is left out: getaddrinfo is the one to use.
static void print_host(const char *name) {
    const struct hostent *host = gethostbyname(name);
    if (host == NULL) {
        printf("%-24s none\n", name);
        return;
    }
    printf("%-24s %s", name, host->h_name);
    for (char **address = host->h_addr_list; *address != NULL; address++) {
        char text[INET_ADDRSTRLEN];
        if (inet_ntop(host->h_addrtype, *address, text, sizeof text) != NULL) {
            printf(" %s", text);
        }
    }
    printf("\n");
}

int main(int argc, char **argv) {
    if (argc != 1 && argc != 3) {
        fprintf(stderr, "usage: lookup [service protocol]\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) { // as the JVM does
        perror("signal");
        return 1;
    }

    if (argc == 3) {
        return print_service(argv[1], getservbyname(argv[1], argv[2])) ? 0 : 1;
    }

    print_service("http tcp", getservbyname("http", "tcp"));
    print_service("www tcp", getservbyname("www", "tcp")); // an alias
    print_service("domain udp", getservbyname("domain", "udp"));
    print_service("no-such-service tcp", getservbyname("no-such-service", "tcp"));

    print_service("port 22 tcp", getservbyport(htons(22), "tcp")); // in network order
    print_service("port 514 udp", getservbyport(htons(514), "udp"));
    print_service("port 514 tcp", getservbyport(htons(514), "tcp"));
    print_service("port 0 tcp", getservbyport(htons(0), "tcp"));

    print_protocol("tcp", getprotobyname("tcp"));
    print_protocol("ICMP", getprotobyname("ICMP")); // an alias
    print_protocol("no-such-protocol", getprotobyname("no-such-protocol"));
    print_protocol("17", getprotobynumber(IPPROTO_UDP));
    print_protocol("255", getprotobynumber(IPPROTO_RAW));

    int number = NI_NUMERICHOST;
    print_name("names", 80, NI_MAXHOST, 0);
    print_name("numeric host", 80, NI_MAXHOST, number);
    print_name("both numeric", 80, NI_MAXHOST, number | NI_NUMERICSERV);
    print_name("port 514", 514, NI_MAXHOST, number);
    print_name("port 514 of datagrams", 514, NI_MAXHOST, number | NI_DGRAM);
    print_name("a port without a name", 1, NI_MAXHOST, number | NI_NUMERICSERV);
    print_name("a host's name, or none", 80, NI_MAXHOST, NI_NAMEREQD);
    print_name("no room", 80, 4, number);
    print_name("unknown flags", 80, NI_MAXHOST, 0x4000);

    print_host("localhost");
    print_host("192.0.2.1");
    return 0;
}
