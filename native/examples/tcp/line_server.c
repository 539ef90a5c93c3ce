// Answers each line with its length and itself, over C's streams: a socket read and written as a
// file is.
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
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

// Answers one line. Nothing is sent before the flush: the client would wait for it in vain.
static int answer(FILE *out, const char *line, size_t length) {
    if (fprintf(out, "%zu ", length) < 0 || fwrite(line, 1, length, out) != length ||
        fputc('\n', out) == EOF || fflush(out) == EOF) {
        perror("write");
        return -1;
    }
    return 0;
}

// Answers all lines, until the client has no more to say; then the client can still listen.
static void serve(FILE *in, FILE *out) {
    char *line = NULL; // getline makes it grow, and knows the length: lines may hold NULs
    size_t capacity = 0;
    ssize_t length;
    long lines = 0;
    bool well = true;
    while (well && (length = getline(&line, &capacity, in)) != -1) {
        if (ferror(in)) { // part of a line, before it failed
            break;
        }
        if (line[length - 1] == '\n') {
            length--;
        }
        lines++;
        well = answer(out, line, length) == 0;
    }
    if (ferror(in)) {
        perror("read");
        well = false;
    }
    free(line);
    if (well && (fprintf(out, "%ld lines\n", lines) < 0 || fflush(out) == EOF)) {
        perror("write");
    }
    printf("client disconnected after %ld lines\n", lines);
}

// Serves one client.
static void serve_client(int client) {
    // A stream reads or writes, not both in turn as a socket can; each closes what it is over.
    int copy = check(dup(client), "dup");
    FILE *in = fdopen(client, "r");
    FILE *out = fdopen(copy, "w");
    if (in == NULL || out == NULL) {
        perror("fdopen");
        exit(1);
    }
    static char in_buffer[4096]; // static: exit still looks at the buffers of open streams
    static char out_buffer[4096];
    if (setvbuf(in, in_buffer, _IOFBF, sizeof in_buffer) != 0 ||
        setvbuf(out, out_buffer, _IOFBF, sizeof out_buffer) != 0) {
        perror("setvbuf");
        exit(1);
    }
    serve(in, out);
    // It flushes once more, which is in vain if the client has gone.
    if (fclose(out) == EOF && errno != EPIPE && errno != ECONNRESET) {
        perror("close");
        exit(1);
    }
    check(fclose(in), "close"); // EOF is -1
}

int main(int argc, char **argv) {
    long port = 8888;
    long clients = -1; // no end
    if (argc > 3 || (argc > 1 && !parse_number(argv[1], 0, 65535, &port)) ||
        (argc > 2 && !parse_number(argv[2], 1, INT_MAX, &clients))) {
        fprintf(stderr, "usage: line_server [port [clients]]\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a write to a client that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int server = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int on = 1; // without it the port stays taken for a minute after the last run
    check(setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    check(bind(server, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(server, 128), "listen");
    socklen_t length = sizeof address; // port 0 let the kernel choose: ask which one
    check(getsockname(server, (struct sockaddr *)&address, &length), "getsockname");
    printf("bound to 127.0.0.1:%d\n", ntohs(address.sin_port));

    for (long served = 0; served != clients; served++) {
        int client;
        do {
            client = accept(server, NULL, NULL); // NULL: its address is of no interest
        } while (client == -1 && errno == EINTR);
        check(client, "accept");
        printf("client connected\n");
        serve_client(client);
    }
    check(close(server), "close");
    return 0;
}
