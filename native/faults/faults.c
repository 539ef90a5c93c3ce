// The functions of libc that the library calls, with faults: loaded by System.load before the first
// downcall, this library's functions are found instead of libc's, as with LD_PRELOAD in C. Each
// counts its calls, and calls the real one unless a rule says otherwise. The JVM's own calls do not
// come here.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

// Which of a function's arguments says how much it moves: a number, an iovec with its count, or a
// msghdr.
enum amount { WHOLE, NUMBER, VECTOR, MESSAGE };

// Function, whether its first argument is a descriptor, kind and place of the amount. Where that
// counts messages or events, a short transfer has fewer of those.
#define FUNCTIONS(X)                                                                               \
    X(socket, false, WHOLE, 0)                                                                     \
    X(socketpair, false, WHOLE, 0)                                                                 \
    X(bind, true, WHOLE, 0)                                                                        \
    X(listen, true, WHOLE, 0)                                                                      \
    X(accept, true, WHOLE, 0)                                                                      \
    X(accept4, true, WHOLE, 0)                                                                     \
    X(connect, true, WHOLE, 0)                                                                     \
    X(getsockname, true, WHOLE, 0)                                                                 \
    X(getpeername, true, WHOLE, 0)                                                                 \
    X(send, true, NUMBER, 2)                                                                       \
    X(sendto, true, NUMBER, 2)                                                                     \
    X(sendmsg, true, MESSAGE, 1)                                                                   \
    X(sendmmsg, true, NUMBER, 2)                                                                   \
    X(recv, true, NUMBER, 2)                                                                       \
    X(recvfrom, true, NUMBER, 2)                                                                   \
    X(recvmsg, true, MESSAGE, 1)                                                                   \
    X(recvmmsg, true, NUMBER, 2)                                                                   \
    X(getsockopt, true, WHOLE, 0)                                                                  \
    X(setsockopt, true, WHOLE, 0)                                                                  \
    X(shutdown, true, WHOLE, 0)                                                                    \
    X(sockatmark, true, WHOLE, 0)                                                                  \
    X(read, true, NUMBER, 2)                                                                       \
    X(write, true, NUMBER, 2)                                                                      \
    X(readv, true, VECTOR, 1)                                                                      \
    X(writev, true, VECTOR, 1)                                                                     \
    X(sendfile, true, NUMBER, 3)                                                                   \
    X(splice, true, NUMBER, 4)                                                                     \
    X(close, true, WHOLE, 0)                                                                       \
    X(dup, true, WHOLE, 0)                                                                         \
    X(dup2, true, WHOLE, 0)                                                                        \
    X(dup3, true, WHOLE, 0)                                                                        \
    X(fcntl, true, WHOLE, 0)                                                                       \
    X(ioctl, true, WHOLE, 0)                                                                       \
    X(pipe, false, WHOLE, 0)                                                                       \
    X(pipe2, false, WHOLE, 0)                                                                      \
    X(open, false, WHOLE, 0)                                                                       \
    X(unlink, false, WHOLE, 0)                                                                     \
    X(mmap, false, WHOLE, 0)                                                                       \
    X(munmap, false, WHOLE, 0)                                                                     \
    X(syscall, false, WHOLE, 0)                                                                    \
    X(gethostname, false, WHOLE, 0)                                                                \
    X(getpid, false, WHOLE, 0)                                                                     \
    X(getuid, false, WHOLE, 0)                                                                     \
    X(geteuid, false, WHOLE, 0)                                                                    \
    X(getgid, false, WHOLE, 0)                                                                     \
    X(sleep, false, WHOLE, 0)                                                                      \
    X(gettid, false, WHOLE, 0)                                                                     \
    X(tgkill, false, WHOLE, 0)                                                                     \
    X(sigaction, false, WHOLE, 0)                                                                  \
    X(poll, false, WHOLE, 0)                                                                       \
    X(ppoll, false, WHOLE, 0)                                                                      \
    X(select, false, WHOLE, 0)                                                                     \
    X(pselect, false, WHOLE, 0)                                                                    \
    X(epoll_create, false, WHOLE, 0)                                                               \
    X(epoll_create1, false, WHOLE, 0)                                                              \
    X(epoll_ctl, true, WHOLE, 0)                                                                   \
    X(epoll_wait, true, NUMBER, 2)                                                                 \
    X(epoll_pwait, true, NUMBER, 2)                                                                \
    X(epoll_pwait2, true, NUMBER, 2)                                                               \
    X(eventfd, false, WHOLE, 0)                                                                    \
    X(eventfd_read, true, WHOLE, 0)                                                                \
    X(eventfd_write, true, WHOLE, 0)                                                               \
    X(signalfd, true, WHOLE, 0)                                                                    \
    X(timerfd_create, false, WHOLE, 0)                                                             \
    X(timerfd_settime, true, WHOLE, 0)                                                             \
    X(getaddrinfo, false, WHOLE, 0)                                                                \
    X(getnameinfo, false, WHOLE, 0)                                                                \
    X(getservbyname, false, WHOLE, 0)                                                              \
    X(getservbyport, false, WHOLE, 0)                                                              \
    X(getprotobyname, false, WHOLE, 0)                                                             \
    X(getprotobynumber, false, WHOLE, 0)                                                           \
    X(getservbyname_r, false, WHOLE, 0)                                                            \
    X(getservbyport_r, false, WHOLE, 0)                                                            \
    X(getprotobyname_r, false, WHOLE, 0)                                                           \
    X(getprotobynumber_r, false, WHOLE, 0)                                                         \
    X(gethostbyname, false, WHOLE, 0)                                                              \
    X(gethostbyaddr, false, WHOLE, 0)                                                              \
    X(if_nametoindex, false, WHOLE, 0)                                                             \
    X(if_indextoname, false, WHOLE, 0)                                                             \
    X(if_nameindex, false, WHOLE, 0)                                                               \
    X(getifaddrs, false, WHOLE, 0)

enum function {
#define ENUM(name, fd, kind, place) FUNCTION_##name,
    FUNCTIONS(ENUM) COUNT
};

static const struct {
    const char *name;
    bool has_fd;
    enum amount kind;
    int place;
} functions[COUNT] = {
#define ROW(name, fd, kind, place) {#name, fd, kind, place},
    FUNCTIONS(ROW)};

// No function has more arguments, and on the 64-bit ABIs of Linux a function does not see those
// that it does not have.
enum { WORDS = 7 };
typedef long real_function(long, long, long, long, long, long, long);

static real_function *real[COUNT];
static atomic_long calls[COUNT];
static atomic_long all_calls;
static _Thread_local long calls_here;

// What is done to a call. The numbers are known to Faults.java.
enum action {
    FAIL = 1,  // answers `amount` and `error`, and nothing is done
    AFTER = 2, // the same, once the work has been done
    SHORT = 3, // moves at most `amount`; if that is 0, a random part
    LATE = 4,  // begins only after so many nanoseconds
};

struct rule {
    enum action action; // 0: there is none
    int function;
    int fd;      // -1: any
    long first;  // the number of the first call that it applies to, from 1
    long every;  // and then each so many-th
    long chance; // if not 0: one call of so many, at random, instead of the two
    long times;  // how often it may; 0: always
    unsigned long random;
    long amount;
    int error;
    long seen;
    long done;
};

enum { RULES = 32 };
static struct rule rules[RULES]; // guarded by lock
static atomic_int active;        // how many there are: without any, a call does not take the lock
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static unsigned long next_random(struct rule *rule) {
    rule->random ^= rule->random << 13;
    rule->random ^= rule->random >> 7;
    rule->random ^= rule->random << 17;
    return rule->random;
}

static bool is_due(struct rule *rule) {
    rule->seen++;
    if (rule->times != 0 && rule->done == rule->times) {
        return false;
    }
    if (rule->chance != 0) {
        return next_random(rule) % (unsigned long)rule->chance == 0;
    }
    return rule->seen >= rule->first && (rule->seen - rule->first) % rule->every == 0;
}

// What is to be done to this call: a copy of the first rule that is due, or one without action.
static struct rule choose(enum function function, long fd) {
    struct rule chosen = {0};
    if (atomic_load(&active) == 0) {
        return chosen;
    }
    pthread_mutex_lock(&lock);
    for (struct rule *rule = rules; rule < rules + RULES; rule++) {
        if (rule->action == 0 || rule->function != (int)function) {
            continue;
        }
        if (rule->fd != -1 && !(functions[function].has_fd && rule->fd == (int)fd)) {
            continue;
        }
        if (is_due(rule) && chosen.action == 0) {
            rule->done++;
            next_random(rule);
            chosen = *rule;
        }
    }
    pthread_mutex_unlock(&lock);
    return chosen;
}

static long forward(enum function function, const long *words) {
    if (real[function] == NULL) {
        errno = ENOSYS;
        return -1;
    }
    return real[function](words[0], words[1], words[2], words[3], words[4], words[5], words[6]);
}

static size_t at_most(const struct rule *rule, size_t length) {
    size_t most = rule->amount != 0 ? (size_t)rule->amount
                  : length == 0     ? 0
                                    : 1 + rule->random % length;
    return most < length ? most : length;
}

// Copies an iovec, as far as a short transfer goes, and says how many parts that are.
static size_t trim(const struct rule *rule, struct iovec *to, const struct iovec *from,
                   size_t count) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += from[i].iov_len;
    }
    size_t left = at_most(rule, length);
    size_t parts = 0;
    for (; parts < count && left > 0; parts++) {
        to[parts] = from[parts];
        if (to[parts].iov_len > left) {
            to[parts].iov_len = left;
        }
        left -= to[parts].iov_len;
    }
    return parts;
}

// Moves less than it was told to, for real.
static long forward_short(enum function function, long *words, const struct rule *rule) {
    struct iovec trimmed[IOV_MAX];
    long *word = &words[functions[function].place];
    switch (functions[function].kind) {
    case NUMBER:
        *word = (long)at_most(rule, (size_t)*word);
        break;
    case VECTOR:
        if (word[1] > 0 && word[1] <= IOV_MAX) {
            word[1] = (long)trim(rule, trimmed, (struct iovec *)*word, (size_t)word[1]);
            *word = (long)trimmed;
        }
        break;
    case MESSAGE: {
        struct msghdr *message = (struct msghdr *)*word;
        struct msghdr whole = *message;
        if (whole.msg_iovlen > IOV_MAX) {
            break;
        }
        struct msghdr copy = whole;
        copy.msg_iovlen = trim(rule, trimmed, whole.msg_iov, whole.msg_iovlen);
        copy.msg_iov = trimmed;
        *word = (long)&copy;
        long result = forward(function, words);
        message->msg_namelen = copy.msg_namelen;
        message->msg_controllen = copy.msg_controllen;
        message->msg_flags = copy.msg_flags;
        return result;
    }
    case WHOLE:
        break;
    }
    return forward(function, words);
}

static long call(enum function function, long *words) {
    atomic_fetch_add(&calls[function], 1);
    atomic_fetch_add(&all_calls, 1);
    calls_here++;
    struct rule rule = choose(function, words[0]);
    switch (rule.action) {
    case FAIL:
        break;
    case AFTER: {
        long result = forward(function, words);
        if ((int)result == -1) {
            return result;
        }
        break;
    }
    case SHORT:
        return forward_short(function, words, &rule);
    case LATE: {
        struct timespec time = {rule.amount / 1000000000, rule.amount % 1000000000};
        nanosleep(&time, NULL);
        return forward(function, words);
    }
    default:
        return forward(function, words);
    }
    errno = rule.error;
    return rule.amount;
}

// Named apart, because the headers know these names by other types.
#define DEFINE(name, fd, kind, place)                                                              \
    long faulty_##name(long, long, long, long, long, long, long) __asm__(#name);                   \
    long faulty_##name(long a, long b, long c, long d, long e, long f, long g) {                   \
        return call(FUNCTION_##name, (long[WORDS]){a, b, c, d, e, f, g});                          \
    }
FUNCTIONS(DEFINE)

__attribute__((constructor)) static void find_real(void) {
    for (int i = 0; i < COUNT; i++) {
        real[i] = (real_function *)dlsym(RTLD_NEXT, functions[i].name);
    }
}

// What follows is for Faults.java.

// The number of a function, or -1.
int faults_function(const char *name) {
    for (int i = 0; i < COUNT; i++) {
        if (strcmp(functions[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

// How often a function was called, or all of them together: -1.
long faults_calls(int function) {
    return atomic_load(function < 0 ? &all_calls : &calls[function]);
}

// How often all of them were called by this thread.
long faults_calls_here(void) {
    return calls_here;
}

// Adds a rule; its number, or -1 if there are too many.
int faults_add(int function, int fd, long first, long every, long chance, long times,
               unsigned long seed, int action, long amount, int error) {
    pthread_mutex_lock(&lock);
    int free = 0;
    while (free < RULES && rules[free].action != 0) {
        free++;
    }
    if (free < RULES) {
        rules[free] = (struct rule){.action = (enum action)action,
                                    .function = function,
                                    .fd = fd,
                                    .first = first,
                                    .every = every,
                                    .chance = chance,
                                    .times = times,
                                    .random = (seed + 1) * 0x9e3779b97f4a7c15 | 1, // never 0
                                    .amount = amount,
                                    .error = error};
        atomic_fetch_add(&active, 1);
    }
    pthread_mutex_unlock(&lock);
    return free < RULES ? free : -1;
}

// How often a rule was applied.
long faults_done(int rule) {
    pthread_mutex_lock(&lock);
    long done = rules[rule].done;
    pthread_mutex_unlock(&lock);
    return done;
}

void faults_remove(int rule) {
    pthread_mutex_lock(&lock);
    rules[rule].action = 0;
    atomic_fetch_sub(&active, 1);
    pthread_mutex_unlock(&lock);
}
