// Passes a descriptor over a pair of AF_UNIX sockets, over and over, and closes what arrives.
// usage: unix_fds milliseconds
#define _GNU_SOURCE // MSG_CMSG_CLOEXEC
#include "bench.h"

#include <dirent.h>
#include <limits.h>

#define BATCH 64 // descriptors between two looks at the clock
#define LOOK 256 // of so many, at one more closely

static int pair[2];
static int passed;
static char file[PATH_MAX];

// Whether a descriptor, or what /proc calls it, is the file that was passed.
static bool is_file(const char *fd) {
    char path[64];
    char name[PATH_MAX] = "";
    snprintf(path, sizeof path, "/proc/self/fd/%s", fd);
    return readlink(path, name, sizeof name - 1) != -1 && strcmp(name, file) == 0;
}

static void look(int fd) {
    char text[16];
    snprintf(text, sizeof text, "%d", fd);
    if (!is_file(text)) {
        wrong("another file has arrived");
    }
}

static void check(void) {
    int open = 0;
    DIR *all = opendir("/proc/self/fd");
    if (all == NULL) {
        fail("opendir");
    }
    for (struct dirent *entry; (entry = readdir(all)) != NULL;) {
        open += is_file(entry->d_name);
    }
    closedir(all);
    if (open != 1) {
        wrong("not everything that arrived was closed");
    }
}

static long pass(void) {
    static long count;
    for (int i = 0; i < BATCH; i++) {
        char byte = 1;
        struct iovec vector = {.iov_base = &byte, .iov_len = 1};
        union {
            char room[CMSG_SPACE(sizeof(int))];
            struct cmsghdr header;
        } control;
        struct msghdr msg = {
            .msg_iov = &vector,
            .msg_iovlen = 1,
            .msg_control = &control,
            .msg_controllen = sizeof control.room,
        };
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(&control.header), &passed, sizeof(int));
        if (sendmsg(pair[0], &msg, MSG_NOSIGNAL) != 1) {
            fail("sendmsg");
        }
        memset(&control, 0, sizeof control);
        if (recvmsg(pair[1], &msg, MSG_CMSG_CLOEXEC) != 1) {
            fail("recvmsg");
        }
        struct cmsghdr *header = CMSG_FIRSTHDR(&msg);
        if (header == NULL || header->cmsg_type != SCM_RIGHTS ||
            header->cmsg_len != CMSG_LEN(sizeof(int))) {
            wrong("no descriptor has arrived");
        }
        int fd;
        memcpy(&fd, CMSG_DATA(header), sizeof fd);
        if (++count % LOOK == 0) {
            look(fd);
        }
        if (close(fd) == -1) {
            fail("close");
        }
    }
    return BATCH;
}

int main(int argc, char **argv) {
    char name[] = "/tmp/unix_fds.XXXXXX";
    char path[64];
    if (argc != 2) {
        wrong("usage: unix_fds milliseconds");
    }
    start_idle_thread();
    passed = mkstemp(name);
    if (passed == -1 || unlink(name) == -1) {
        fail(name);
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", passed);
    if (readlink(path, file, sizeof file - 1) == -1) {
        fail("readlink");
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1) {
        fail("socketpair");
    }
    take_turns(number(argv[1], 1, 3600000), pass, check);
    return 0;
}
