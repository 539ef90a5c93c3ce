package posix.sockets.hostile;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Set;
import posix.sockets.AddrInfo;
import posix.sockets.Cmsg;
import posix.sockets.Epoll;
import posix.sockets.EpollReady;
import posix.sockets.MessageBatch;
import posix.sockets.PassedFd;
import posix.sockets.Poll;
import posix.sockets.PosixSocket;
import posix.sockets.raw.Posix;

/** Which parameters of which methods get other values than their type says, and why. */
final class Table {
  /** Their result, if it is not one of the fixture's, has to be closed. */
  static final Set<String> MAKERS =
      Set.of(
          "open",
          "dup",
          "socketpair",
          "accept4",
          "recvmsg",
          "socket",
          "epoll_create",
          "epoll_create1",
          "eventfd",
          "signalfd",
          "timerfd_create");

  /** Of the raw layer: they leave two descriptors in memory. */
  static final Set<String> PAIR_MAKERS = Set.of("pipe", "pipe2", "socketpair");

  /** Of the raw layer: after a pointer comes how many bytes it points to. */
  static final Set<String> LENGTHS =
      Set.of(
          "send", "sendto", "recv", "recvfrom", "read", "write", "bind", "connect", "gethostname");

  private Table() {}

  /** The values for a parameter. */
  static Object[] row(Class<?> type, String name, int i, Class<?>[] types, Values values) {
    Object[] usual = values.of(types[i]);
    if (type == Posix.class) {
      return raw(name, i, types, usual);
    }
    if (type == PosixSocket.class && (name.equals("adopt") || name.equals("sendfile") && i == 0)
        || (type == PassedFd.class || type == Cmsg.Rights.class) && types[i] == int.class) {
      return Values.DESCRIPTORS;
    }
    if ((type == Poll.class || type == Epoll.class)
        && name.startsWith(type == Poll.class ? "poll" : "epoll_wait")) {
      return types[i] == EpollReady.class ? usual : ofType(Values.SHORT_TIMES, types[i]);
    }
    if (type == MessageBatch.class && name.equals("new")) {
      return i == 2 ? Values.ROOMS : Values.SMALL_ROOMS;
    }
    if (type == Epoll.class && name.equals("events")
        || name.equals("recvmsg") && types[i] == int.class) {
      return Values.SMALL_ROOMS;
    }
    if (type == AddrInfo.class && name.equals("getaddrinfo") && types[i] == String.class) {
      return Values.NUMERIC;
    }
    return usual;
  }

  private static Object[] ofType(Object[] values, Class<?> type) {
    Class<?> boxed = type == int.class ? Integer.class : type;
    return Arrays.stream(values).filter(boxed::isInstance).toArray();
  }

  /** Descriptors come first there, and times last. */
  private static Object[] raw(String name, int i, Class<?>[] types, Object[] usual) {
    boolean second = Set.of("dup2", "dup3", "sendfile", "epoll_ctl").contains(name);
    if (types[i] == int.class && (i == 0 || second && i <= 2 || name.equals("splice") && i == 2)) {
      return Set.of("socket", "socketpair", "eventfd", "timerfd_create").contains(name)
              || name.matches("[A-Z].*|str.*|gai.*|if_.*|inet_.*|get.*by.*|errno|epoll_create.*")
          ? usual
          : Values.DESCRIPTORS;
    }
    if (name.equals("poll") && i == 2) {
      return ofType(Values.SHORT_TIMES, int.class);
    }
    if (name.equals("getaddrinfo") && types[i] == String.class) {
      return Values.NUMERIC;
    }
    if (name.equals("getaddrinfo") && types[i] == MemorySegment.class && i < 2) {
      return new Object[0]; // no text is in there but an empty one, for which servers are asked
    }
    return usual;
  }

  /** Refused after a call all the same: what the kernel gave is not what the codec expects. */
  static boolean mayAskFirst(String name, Throwable thrown) {
    return name.equals("getsockopt") && thrown instanceof IllegalStateException;
  }

  /** They look at their object only, or take nothing from nobody. */
  static boolean isHarmless(String name) {
    return Set.of(
            "toString",
            "isClosed",
            "until",
            "within",
            "size",
            "nextReady",
            "socket",
            "fd",
            "events",
            "revents",
            "attachment",
            "wakeup",
            "equals",
            "hashCode")
        .contains(name);
  }
}
