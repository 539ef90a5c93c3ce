// Shows how calls say what went wrong, and each way to put it into words.
#define _GNU_SOURCE // strerrorname_np, strerrordesc_np, and GNU's strerror_r
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// With _GNU_SOURCE, strerror_r is GNU's; this is the name that glibc gives to POSIX's.
extern int __xpg_strerror_r(int errnum, char *buffer, size_t length);

static const struct code {
    const char *name;
    int code;
} CODES[] = {
    {"EAI_BADFLAGS", EAI_BADFLAGS}, {"EAI_NONAME", EAI_NONAME},     {"EAI_AGAIN", EAI_AGAIN},
    {"EAI_FAIL", EAI_FAIL},         {"EAI_NODATA", EAI_NODATA},     {"EAI_FAMILY", EAI_FAMILY},
    {"EAI_SOCKTYPE", EAI_SOCKTYPE}, {"EAI_SERVICE", EAI_SERVICE},   {"EAI_MEMORY", EAI_MEMORY},
    {"EAI_SYSTEM", EAI_SYSTEM},     {"EAI_OVERFLOW", EAI_OVERFLOW},
};
#define CODE_COUNT (sizeof CODES / sizeof CODES[0])

// Reads a decimal number from min to max; strtol alone would also take " 1", "+1" and "1x".
static bool parse_number(const char *text, long min, long max, long *number) {
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    *number = strtol(text, NULL, 10);
    return errno == 0 && *number >= min && *number <= max;
}

// Prints a number, its name and its text.
static void print_number(int number) {
    const char *name = strerrorname_np(number); // NULL for a number that is none
    printf("%4d %-16s %s\n", number, name == NULL ? "-" : name, strerror(number));
}

// -1 says that a call has failed, errno why; a call that succeeds leaves errno alone.
static int show_errno(void) {
    errno = 0;
    int result = close(-1);
    int error = errno; // printf may change it
    printf("close(-1) = %d, errno = %s\n", result, strerrorname_np(error));
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd == -1) {
        perror("socket");
        return -1;
    }
    errno = error;
    result = close(fd);
    error = errno;
    printf("close(fd) = %d, errno = %s\n", result, strerrorname_np(error));
    errno = error;
    perror("close"); // prints errno on standard error, whatever has failed
    return result;
}

// Some calls return the number itself, and leave errno alone.
static void show_texts(void) {
    const char *description = strerrordesc_np(9999);
    printf("strerror(9999) = %s\n", strerror(9999));
    printf("strerrordesc_np(9999) = %s\n", description == NULL ? "NULL" : description);
    printf("strerrordesc_np(EBADF) = %s\n", strerrordesc_np(EBADF));
    char small[8];
    char large[64];
    // GNU's returns the text, which need not be in the buffer; POSIX's returns an error number.
    printf("strerror_r(EBADF, 8) = %s\n", strerror_r(EBADF, small, sizeof small));
    printf("strerror_r(9999, 8) = %s\n", strerror_r(9999, small, sizeof small));
    int error = __xpg_strerror_r(EBADF, large, sizeof large);
    printf("__xpg_strerror_r(EBADF, 64) = %d: %s\n", error, large);
    error = __xpg_strerror_r(EBADF, small, sizeof small);
    printf("__xpg_strerror_r(EBADF, 8) = %s: %s\n", strerrorname_np(error), small);
    error = __xpg_strerror_r(9999, large, sizeof large);
    printf("__xpg_strerror_r(9999, 64) = %s: %s\n", strerrorname_np(error), large);
}

// getaddrinfo and getnameinfo have codes of their own. (The older gethostbyname sets h_errno, which
// hstrerror explains; neither is to be had from Java.)
static void show_codes(void) {
    for (size_t i = 0; i < CODE_COUNT; i++) {
        printf("%4d %-16s %s\n", CODES[i].code, CODES[i].name, gai_strerror(CODES[i].code));
    }
}

int main(int argc, char **argv) {
    long number = 0;
    if (argc > 2 || (argc > 1 && !parse_number(argv[1], 0, 9999, &number))) {
        fprintf(stderr, "usage: errno_tour [number]\n");
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

    if (argc > 1) {
        print_number(number);
        return strerrorname_np(number) == NULL ? 1 : 0;
    }

    for (int i = 1; i <= EHWPOISON; i++) {
        print_number(i);
    }

    if (show_errno() == -1) {
        return 1;
    }

    show_texts();

    show_codes();
    return 0;
}
