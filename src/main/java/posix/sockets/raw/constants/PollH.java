// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.raw.constants;

/**
 * The constants of poll, epoll, select, eventfd, signalfd and timerfd:
 * {@code <poll.h>}, {@code <sys/poll.h>}, {@code <bits/poll.h>}, {@code <sys/epoll.h>}, {@code <bits/epoll.h>}, {@code <sys/select.h>}, {@code <sys/eventfd.h>}, {@code <bits/eventfd.h>}, {@code <sys/signalfd.h>}, {@code <bits/signalfd.h>}, {@code <sys/timerfd.h>}, {@code <bits/timerfd.h>}.
 */
public interface PollH {
  int EFD_CLOEXEC = 524288;
  int EFD_NONBLOCK = 2048;
  int EFD_SEMAPHORE = 1;
  int EPOLLERR = 8;
  int EPOLLET = -2147483648;
  int EPOLLEXCLUSIVE = 268435456;
  int EPOLLHUP = 16;
  int EPOLLIN = 1;
  int EPOLLMSG = 1024;
  int EPOLLONESHOT = 1073741824;
  int EPOLLOUT = 4;
  int EPOLLPRI = 2;
  int EPOLLRDBAND = 128;
  int EPOLLRDHUP = 8192;
  int EPOLLRDNORM = 64;
  int EPOLLWAKEUP = 536870912;
  int EPOLLWRBAND = 512;
  int EPOLLWRNORM = 256;
  int EPOLL_CLOEXEC = 524288;
  int EPOLL_CTL_ADD = 1;
  int EPOLL_CTL_DEL = 2;
  int EPOLL_CTL_MOD = 3;
  int EPOLL_IOC_TYPE = 138;
  int FD_SETSIZE = 1024;
  int NFDBITS = 64;
  int POLLERR = 8;
  int POLLHUP = 16;
  int POLLIN = 1;
  int POLLMSG = 1024;
  int POLLNVAL = 32;
  int POLLOUT = 4;
  int POLLPRI = 2;
  int POLLRDBAND = 128;
  int POLLRDHUP = 8192;
  int POLLRDNORM = 64;
  int POLLREMOVE = 4096;
  int POLLWRBAND = 512;
  int POLLWRNORM = 256;
  int SFD_CLOEXEC = 524288;
  int SFD_NONBLOCK = 2048;
  int TFD_CLOEXEC = 524288;
  int TFD_NONBLOCK = 2048;
  int TFD_TIMER_ABSTIME = 1;
  int TFD_TIMER_CANCEL_ON_SET = 2;
}
