// Two connected sockets, one for the parent and one for its child, who answers in capital letters.
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK 1024

// Sends all of the buffer: one send may take fewer bytes than it is given.
static int send_all(int fd, const char *buffer, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, buffer, length, 0);
        if (sent == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("send");
            return -1;
        }
        buffer += sent;
        length -= sent;
    }
    return 0;
}

// Receives exactly length bytes: one recv may bring fewer.
static int recv_all(int fd, char *buffer, size_t length) {
    while (length > 0) {
        ssize_t received = recv(fd, buffer, length, 0);
        if (received == 0) {
            fprintf(stderr, "recv: the other end has gone\n");
            return -1;
        }
        if (received == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("recv");
            return -1;
        }
        buffer += received;
        length -= received;
    }
    return 0;
}

// The child: answers until the parent has closed its end.
static int answer(int fd) {
    char buffer[CHUNK];
    long long answered = 0;
    while (1) {
        ssize_t received = recv(fd, buffer, sizeof buffer, 0);
        if (received == 0) { // end of file
            break;
        }
        if (received == -1) {
            if (errno == EINTR) {
                continue;
            }
            perror("recv");
            return -1;
        }
        for (ssize_t i = 0; i < received; i++) {
            buffer[i] = toupper((unsigned char)buffer[i]);
        }
        if (send_all(fd, buffer, received) == -1) {
            return -1;
        }
        answered += received;
    }
    printf("the child answered %lld bytes\n", answered);
    if (close(fd) == -1) {
        perror("close");
        return -1;
    }
    return 0;
}

// The parent: sends a word and prints the answer, in chunks that fit into the sockets' buffers, or
// each end could wait for the other to read.
static int ask(int fd, const char *word) {
    char buffer[CHUNK];
    for (size_t left = strlen(word); left > 0;) {
        size_t chunk = left < CHUNK ? left : CHUNK;
        if (send_all(fd, word, chunk) == -1 || recv_all(fd, buffer, chunk) == -1) {
            return -1;
        }
        printf("%.*s", (int)chunk, buffer);
        word += chunk;
        left -= chunk;
    }
    printf("\n");
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: socketpair word...\n");
        return 1;
    }
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) { // each line is seen at once, through a pipe too
        perror("setvbuf");
        return 1;
    }
    // As the JVM does: a send to an end that was closed fails with EPIPE, and does not kill us.
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        perror("signal");
        return 1;
    }

    int sv[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == -1) {
        perror("socketpair");
        return 1;
    }
    // The child has both ends too. Each closes the other's, or the end of file never comes.
    pid_t child = fork();
    if (child == -1) {
        perror("fork");
        return 1;
    }
    if (child == 0) {
        if (close(sv[0]) == -1) {
            perror("close");
            return 1;
        }
        return answer(sv[1]) == -1 ? 1 : 0;
    }
    if (close(sv[1]) == -1) {
        perror("close");
        return 1;
    }

    for (int i = 1; i < argc; i++) {
        if (ask(sv[0], argv[i]) == -1) {
            return 1;
        }
    }
    // This is how the child learns that there is no more.
    if (close(sv[0]) == -1) {
        perror("close");
        return 1;
    }
    int status;
    while (waitpid(child, &status, 0) == -1) {
        if (errno != EINTR) {
            perror("waitpid");
            return 1;
        }
    }
    printf("the child has ended\n");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
