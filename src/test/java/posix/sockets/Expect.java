package posix.sockets;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static posix.sockets.Constants.AF_NETLINK;
import static posix.sockets.Constants.SOCK_RAW;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What tests of calls that fail, or take their time, have in common. */
public final class Expect {
  private Expect() {}

  /** A call that is to fail. */
  public interface Call {
    void make() throws Exception;
  }

  /** A call fails with an errno. */
  public static void errno(Errno errno, Call call) {
    assertThatThrownBy(call::make)
        .isInstanceOf(ErrnoException.class)
        .extracting(e -> ((ErrnoException) e).errno())
        .isEqualTo(errno);
  }

  /** What looks at interfaces, and again if some came or went meanwhile. */
  public static void ofInterfaces(Call call) throws Exception {
    int changes = 1 | 0x10 | 0x100; // RTMGRP_LINK, _IPV4_IFADDR, _IPV6_IFADDR
    while (true) {
      try (var told = PosixSocket.open(AF_NETLINK, SOCK_RAW).bind(new Netlink(0, changes))) {
        try {
          call.make();
          return;
        } catch (AssertionError | IOException e) {
          if (Local.isEmpty(told)) {
            throw e;
          }
        }
      }
    }
  }

  /** Something that may take a moment. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until something is so, for at most 30 seconds. */
  public static void soon(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        fail("not within 30 s: " + what);
      }
      Thread.sleep(10);
    }
  }
}
