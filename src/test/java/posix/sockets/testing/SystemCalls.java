package posix.sockets.testing;

import java.util.Set;

/** Numbers of system calls: x86_64 has its own, newer architectures share theirs. */
public final class SystemCalls {
  private static final boolean X86_64 =
      Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

  private SystemCalls() {}

  public static long tgkill() {
    return X86_64 ? 234 : 131;
  }

  /** The numbers, as {@code /proc} prints them, that libc may make a call by. */
  public static Set<String> numbers(String call) {
    return switch (call) {
      case "accept" -> either(288, 242);
      case "connect" -> either(42, 203);
      case "recv" -> either(45, 207);
      case "recvmsg" -> either(47, 212);
      case "recvmmsg" -> either(299, 243);
      case "readv" -> either(19, 65);
      case "send" -> either(44, 206);
      case "sendmsg" -> either(46, 211);
      case "sendmmsg" -> either(307, 269);
      case "sendfile" -> either(40, 71);
      case "poll" -> X86_64 ? Set.of("7", "271") : Set.of("73");
      case "epoll_wait" -> X86_64 ? Set.of("232", "281") : Set.of("22");
      case "futex" -> either(202, 98); // a thread that is parked
      default -> throw new IllegalArgumentException(call);
    };
  }

  private static Set<String> either(int onX86, int elsewhere) {
    return Set.of("" + (X86_64 ? onX86 : elsewhere));
  }
}
