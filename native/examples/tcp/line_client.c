// Sends each line of standard input and prints the line that comes back, over C's streams.
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

// Prints one line that the server sends.
static int print_answer(FILE *in) {
    char *line = NULL; // getline makes it grow, and knows the length: lines may hold NULs
    size_t capacity = 0;
    ssize_t length = getline(&line, &capacity, in);
    int result = 0;
    if (ferror(in)) { // there may be part of a line
        perror("read");
        result = -1;
    } else if (length == -1) {
        fprintf(stderr, "read: connection closed by the server\n");
        result = -1;
    } else if (fwrite(line, 1, length, stdout) != (size_t)length || fflush(stdout) == EOF) {
        perror("stdout");
        result = -1;
    }
    free(line);
    return result;
}

// Sends one line, with a newline even if the last one lacks it.
static int send_line(FILE *out, const char *line, size_t length) {
    if (fwrite(line, 1, length, out) != length ||
        (line[length - 1] != '\n' && fputc('\n', out) == EOF) || fflush(out) == EOF) {
        perror("write");
        return -1;
    }
    return 0;
}

static int talk(FILE *in, FILE *out) {
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    int result = 0;
    while (result == 0 && (length = getline(&line, &capacity, stdin)) != -1) {
        result = send_line(out, line, length);
        if (result == 0) {
            result = print_answer(in);
        }
    }
    if (ferror(stdin)) {
        perror("stdin");
        result = -1;
    }
    free(line);
    return result;
}

int main(int argc, char **argv) {
    long port = 8888;
    struct sockaddr_in address = {.sin_family = AF_INET};
    if (argc > 3 || inet_pton(AF_INET, argc > 1 ? argv[1] : "127.0.0.1", &address.sin_addr) != 1 ||
        (argc > 2 && !parse_number(argv[2], 1, 65535, &port))) {
        fprintf(stderr, "usage: line_client [address [port]]\n");
        return 1;
    }
    address.sin_port = htons(port);
    // As the JVM does: a write to a server that has gone fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");

    // A stream reads or writes, not both in turn as a socket can; each closes what it is over.
    int copy = check(dup(fd), "dup");
    FILE *in = fdopen(fd, "r");
    FILE *out = fdopen(copy, "w");
    if (in == NULL || out == NULL) {
        perror("fdopen");
        return 1;
    }
    static char in_buffer[4096]; // static: exit still looks at the buffers of open streams
    static char out_buffer[4096];
    if (setvbuf(in, in_buffer, _IOFBF, sizeof in_buffer) != 0 ||
        setvbuf(out, out_buffer, _IOFBF, sizeof out_buffer) != 0) {
        perror("setvbuf");
        return 1;
    }

    if (talk(in, out) == -1) {
        return 1;
    }

    // To close one of two descriptors says nothing to the server; this does, and we can still read.
    check(shutdown(fd, SHUT_WR), "shutdown");
    if (print_answer(in) == -1) {
        return 1;
    }

    if (fclose(out) == EOF || fclose(in) == EOF) {
        perror("close");
        return 1;
    }
    return 0;
}
