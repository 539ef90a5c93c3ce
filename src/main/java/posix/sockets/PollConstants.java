package posix.sockets;

import posix.sockets.raw.constants.PollH;

/** The constants of {@link Poll} and {@link Epoll}, a part of {@link Constants}. */
public interface PollConstants {
  // Events of poll.

  /** Wrong with the descriptor itself, such as a refused connection; always reported. */
  PollEvents POLLERR = PollEvents.of(PollH.POLLERR);

  /** Both directions have ended; always reported. */
  PollEvents POLLHUP = PollEvents.of(PollH.POLLHUP);

  /** There is something to receive, to accept, or the end of file. */
  PollEvents POLLIN = PollEvents.of(PollH.POLLIN);

  /** Unused on Linux. */
  PollEvents POLLMSG = PollEvents.of(PollH.POLLMSG);

  /** No open descriptor; always reported. */
  PollEvents POLLNVAL = PollEvents.of(PollH.POLLNVAL);

  /** There is room to send. */
  PollEvents POLLOUT = PollEvents.of(PollH.POLLOUT);

  /** Something exceptional, such as urgent data. */
  PollEvents POLLPRI = PollEvents.of(PollH.POLLPRI);

  /** Priority data to receive; unused on Linux. */
  PollEvents POLLRDBAND = PollEvents.of(PollH.POLLRDBAND);

  /** The peer of a stream has ended its direction. */
  PollEvents POLLRDHUP = PollEvents.of(PollH.POLLRDHUP);

  /** As {@code POLLIN}. */
  PollEvents POLLRDNORM = PollEvents.of(PollH.POLLRDNORM);

  /** Priority data may be sent. */
  PollEvents POLLWRBAND = PollEvents.of(PollH.POLLWRBAND);

  /** As {@code POLLOUT}. */
  PollEvents POLLWRNORM = PollEvents.of(PollH.POLLWRNORM);

  // Events of epoll, and how to wait for them.

  /** Wrong with the descriptor itself, such as a refused connection; always reported. */
  EpollEvents EPOLLERR = EpollEvents.of(PollH.EPOLLERR);

  /** Edge-triggered: what happens is reported once, not as long as it lasts. */
  EpollEvents EPOLLET = EpollEvents.of(PollH.EPOLLET);

  /**
   * Of several epoll instances that wait for the same, one or few are woken, not all; only when
   * adding, since Linux 4.5.
   */
  EpollEvents EPOLLEXCLUSIVE = EpollEvents.of(PollH.EPOLLEXCLUSIVE);

  /** Both directions have ended; always reported. */
  EpollEvents EPOLLHUP = EpollEvents.of(PollH.EPOLLHUP);

  /** There is something to receive, to accept, or the end of file. */
  EpollEvents EPOLLIN = EpollEvents.of(PollH.EPOLLIN);

  /** Unused on Linux. */
  EpollEvents EPOLLMSG = EpollEvents.of(PollH.EPOLLMSG);

  /** One event, then nothing until {@link Epoll#mod(PosixSocket, EpollEvents)} arms it anew. */
  EpollEvents EPOLLONESHOT = EpollEvents.of(PollH.EPOLLONESHOT);

  /** There is room to send. */
  EpollEvents EPOLLOUT = EpollEvents.of(PollH.EPOLLOUT);

  /** Something exceptional, such as urgent data. */
  EpollEvents EPOLLPRI = EpollEvents.of(PollH.EPOLLPRI);

  /** Priority data to receive; unused on Linux. */
  EpollEvents EPOLLRDBAND = EpollEvents.of(PollH.EPOLLRDBAND);

  /** The peer of a stream has ended its direction. */
  EpollEvents EPOLLRDHUP = EpollEvents.of(PollH.EPOLLRDHUP);

  /** As {@code EPOLLIN}. */
  EpollEvents EPOLLRDNORM = EpollEvents.of(PollH.EPOLLRDNORM);

  /** No suspend while the event is handled; needs CAP_BLOCK_SUSPEND, and is ignored without. */
  EpollEvents EPOLLWAKEUP = EpollEvents.of(PollH.EPOLLWAKEUP);

  /** Priority data may be sent. */
  EpollEvents EPOLLWRBAND = EpollEvents.of(PollH.EPOLLWRBAND);

  /** As {@code EPOLLOUT}. */
  EpollEvents EPOLLWRNORM = EpollEvents.of(PollH.EPOLLWRNORM);
}
