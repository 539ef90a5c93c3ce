// Two connected sockets, one for the parent and one for its child, who answers in capital letters.
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK 1024

// Ends the program if a call has failed.
static int check(int result, const char *call) {
    if (result == -1) {
        perror(call);
        exit(1);
    }
    return result;
}

// Sends all of the buffer: one send may take fewer bytes than it is given.
static void send_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, buffer, length, 0);
        if (sent == -1 && errno == EINTR) {
            continue;
        }
        check(sent, "send");
        buffer += sent;
        length -= sent;
    }
}

// Receives exactly length bytes: one recv may bring fewer.
static void recv_all(int fd, char *buffer, size_t length) {
    while (length > 0) {
        ssize_t received = recv(fd, buffer, length, 0);
        if (received == 0) {
            fprintf(stderr, "recv: the other end has gone\n");
            exit(1);
        }
        if (received == -1 && errno == EINTR) {
            continue;
        }
        check(received, "recv");
        buffer += received;
        length -= received;
    }
}

// The child: answers until the parent has closed its end.
static void answer(int fd) {
    char buffer[CHUNK];
    long long answered = 0;
    while (1) {
        ssize_t received = recv(fd, buffer, sizeof buffer, 0);
        if (received == -1 && errno == EINTR) {
            continue;
        }
        if (check(received, "recv") == 0) { // end of file
            break;
        }
        for (ssize_t i = 0; i < received; i++) {
            buffer[i] = toupper((unsigned char)buffer[i]);
        }
        send_all(fd, buffer, received);
        answered += received;
    }
    printf("the child answered %lld bytes\n", answered);
    check(close(fd), "close");
}

// The parent: sends a word and prints the answer, in chunks that fit into the sockets' buffers, or
// each end could wait for the other to read.
static void ask(int fd, const char *word) {
    char buffer[CHUNK];
    for (size_t left = strlen(word); left > 0;) {
        size_t chunk = left < CHUNK ? left : CHUNK;
        send_all(fd, word, chunk);
        recv_all(fd, buffer, chunk);
        printf("%.*s", (int)chunk, buffer);
        word += chunk;
        left -= chunk;
    }
    printf("\n");
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: socketpair word...\n");
        return 1;
    }
    check(setvbuf(stdout, NULL, _IOLBF, 0) == 0 ? 0 : -1, "setvbuf"); // each line at once
    // As the JVM does: a send to an end that was closed fails with EPIPE, and does not kill us.
    check(signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0, "signal");

    int sv[2];
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, sv), "socketpair");
    // The child has both ends too. Each closes the other's, or the end of file never comes.
    pid_t child = check(fork(), "fork");
    if (child == 0) {
        check(close(sv[0]), "close");
        answer(sv[1]);
        return 0;
    }
    check(close(sv[1]), "close");

    for (int i = 1; i < argc; i++) {
        ask(sv[0], argv[i]);
    }
    // This is how the child learns that there is no more.
    check(close(sv[0]), "close");
    int status;
    pid_t waited;
    do {
        waited = waitpid(child, &status, 0);
    } while (waited == -1 && errno == EINTR);
    check(waited, "waitpid");
    printf("the child has ended\n");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
