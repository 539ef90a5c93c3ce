// One loop for counters, timers and signals, which are all descriptors here.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

final int EVENTS = 8;
final int TICK = 10000000; // nanoseconds

// System calls that the library has no names for, by their numbers on x86_64 and on aarch64.
final boolean X86_64 = System.getProperty("os.arch").equals("amd64");
final long SYS_rt_sigprocmask = X86_64 ? 14 : 135;
final long SYS_gettid = X86_64 ? 186 : 178;
final long SYS_tgkill = X86_64 ? 234 : 131;
final long KERNEL_SIGSET = 8; // bytes; libc's sigset_t has room for more

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

// Ends the program if a call has failed.
int check(int result, String call) {
  if (result == -1) {
    perror(call);
    System.exit(1);
  }
  return result;
}

// Adds a descriptor to what the loop waits for.
void watch(int epoll, int fd) {
  MemorySegment event = epoll_event.allocate(Arena.ofAuto());
  epoll_event.events(event, EPOLLIN);
  epoll_data.fd(epoll_event.data(event), fd);
  check(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, event), "epoll_ctl");
}

// Lets the timer expire once: one that repeats may expire several times before we read it.
void arm(int timer) {
  MemorySegment once = itimerspec.allocate(Arena.ofAuto());
  timespec.tv_nsec(itimerspec.it_value(once), TICK);
  check(timerfd_settime(timer, 0, once, NULL), "timerfd_settime");
}

// Reads what such a descriptor gives, which is always the whole.
void read_whole(int fd, MemorySegment value) {
  long length;
  do {
    length = read(fd, value, value.byteSize());
  } while (length == -1 && errno() == EINTR);
  check((int) length, "read");
}

// Blocks or raises a signal for this thread alone. For the JVM's other threads Java cannot do that:
// what kill sends to the process goes to one of those, and ends it all.
int block_here(MemorySegment mask) {
  return (int) syscall(SYS_rt_sigprocmask, SIG_BLOCK, mask.address(), 0, KERNEL_SIGSET);
}

int raise_here(int signal) {
  return (int) syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
}

int run(String[] args) {
  int ticks = args.length > 0 ? parse_number(args[0], 1, 1000) : 3;
  if (args.length > 1 || ticks == -1) {
    System.err.println("usage: event_loop [ticks]");
    return 1;
  }

  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  // A signalfd sees a signal only while nothing else takes it: so it is blocked.
  MemorySegment mask = __sigset_t.allocate(stack);
  __sigset_t.__val(mask, 0, 1L << (SIGUSR1 - 1));
  check(block_here(mask), "sigprocmask");
  int signals = check(signalfd(-1, mask, 0), "signalfd");
  int counter = check(eventfd(0, 0), "eventfd");
  int timer = check(timerfd_create(CLOCK_MONOTONIC, 0), "timerfd_create");
  int epoll = check(epoll_create1(0), "epoll_create1");
  watch(epoll, signals);
  watch(epoll, counter);
  watch(epoll, timer);
  arm(timer);

  // Each tick adds its number to the counter; the last one raises the signal too.
  long ticked = 0;
  long sum = 0;
  MemorySegment number = stack.allocate(ValueLayout.JAVA_LONG);
  MemorySegment info = signalfd_siginfo.allocate(stack);
  MemorySegment events = epoll_event.allocateArray(EVENTS, stack);
  while (sum < ticks * (ticks + 1) / 2 || signalfd_siginfo.ssi_signo(info) == 0) {
    int ready = epoll_wait(epoll, events, EVENTS, -1);
    if (ready == -1 && errno() == EINTR) {
      continue;
    }
    check(ready, "epoll_wait");
    for (int i = 0; i < ready; i++) {
      int fd = epoll_data.fd(epoll_event.data(epoll_event.asSlice(events, i)));
      if (fd == signals) {
        read_whole(signals, info);
      } else if (fd == counter) { // the sum of all writes since the last read
        read_whole(counter, number);
        sum += number.get(ValueLayout.JAVA_LONG, 0);
      } else { // how often the timer has expired since the last read
        read_whole(timer, number);
        ticked += number.get(ValueLayout.JAVA_LONG, 0);
        number.set(ValueLayout.JAVA_LONG, 0, ticked);
        check((int) write(counter, number, number.byteSize()), "write"); // this wakes the loop
        if (ticked < ticks) {
          arm(timer);
        } else {
          check(raise_here(SIGUSR1), "raise");
        }
      }
    }
  }
  IO.println("timerfd: " + ticked + " expirations");
  IO.println("eventfd: " + sum + " in sum");
  boolean usr1 = signalfd_siginfo.ssi_signo(info) == SIGUSR1;
  IO.println("signalfd: " + (usr1 ? "SIGUSR1" : "another signal"));

  check(close(epoll), "close");
  check(close(timer), "close");
  check(close(counter), "close");
  check(close(signals), "close");
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
