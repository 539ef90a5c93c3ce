package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.Posix.*;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import posix.sockets.bindings.posix_h;

/** What {@link Posix} has besides the socket calls: errno, texts, byte order, addresses. */
class PosixTest {
  @Test
  void errnoIsWhyTheLastFailureFailed() {
    assertThat(close(-1)).isEqualTo(-1);
    assertThat(errno()).isEqualTo(EBADF);
    assertThat(socket(999, SOCK_STREAM, 0)).isEqualTo(-1);
    assertThat(errno()).isEqualTo(EAFNOSUPPORT);
  }

  @Test
  void errnoIsLeftAloneBySuccess() {
    assertThat(close(-1)).isEqualTo(-1);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assertThat(fd).isNotNegative();
    assertThat(errno()).isEqualTo(EBADF);
    assertThat(close(fd)).isZero();
    assertThat(errno()).isEqualTo(EBADF);
  }

  @Test
  void errnoCanBeSet() {
    errno(0);
    assertThat(errno()).isZero();
    errno(4711);
    assertThat(errno()).isEqualTo(4711);
  }

  @ParameterizedTest
  @MethodSource("executors")
  void errnoIsEachThreadsOwn(java.util.concurrent.ThreadFactory threads) throws Exception {
    errno(4711);
    Callable<Integer> fails =
        () -> {
          int before = errno();
          close(-1);
          return before * 1000 + errno();
        };
    try (var executor = Executors.newThreadPerTaskExecutor(threads)) {
      assertThat(executor.submit(fails).get()).isEqualTo(EBADF);
    }
    assertThat(errno()).isEqualTo(4711);
  }

  static Stream<java.util.concurrent.ThreadFactory> executors() {
    return Stream.of(Thread.ofPlatform().factory(), Thread.ofVirtual().factory());
  }

  @ParameterizedTest
  @CsvSource({
    "111, Connection refused",
    "11, Resource temporarily unavailable",
    "0, Success",
    "9999, Unknown error 9999",
    "-5, Unknown error -5"
  })
  void strerrorSaysWhatCSays(int number, String text) {
    errno(4711);
    assertThat(strerror(number)).isEqualTo(text);
    assertThat(errno()).isEqualTo(4711);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "connect, connect: Connection refused",
        "'', Connection refused",
        "null, Connection refused",
        "'a: b', 'a: b: Connection refused'"
      })
  void perrorPrintsOnStandardError(String s, String line) {
    var bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      errno(ECONNREFUSED);
      perror(s);
    } finally {
      System.setErr(before);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(line + System.lineSeparator());
    assertThat(errno()).isEqualTo(ECONNREFUSED);
  }

  /** Does not compile where one of them is no constant expression. */
  @ParameterizedTest
  @CsvSource({
    "2, AF_INET",
    "10, AF_INET6",
    "1, AF_UNIX",
    "16, AF_NETLINK",
    "17, AF_PACKET",
    "99, other"
  })
  void constantsAreCaseLabels(int family, String name) {
    String found =
        switch (family) {
          case AF_INET -> "AF_INET";
          case AF_INET6 -> "AF_INET6";
          case AF_UNIX -> "AF_UNIX";
          case AF_NETLINK -> "AF_NETLINK";
          case AF_PACKET -> "AF_PACKET";
          default -> "other";
        };
    assertThat(found).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"111, refused", "98, in use", "5, 5"})
  void errnoConstantsAreCaseLabels(int number, String name) {
    errno(number);
    String found =
        switch (errno()) {
          case ECONNREFUSED -> "refused";
          case EADDRINUSE -> "in use";
          case EAGAIN -> "again";
          default -> Integer.toString(errno());
        };
    assertThat(found).isEqualTo(name);
  }

  @Test
  void shortsTurnIntoNetworkOrder() {
    MemorySegment memory = MemorySegment.ofArray(new byte[2]);
    for (int n = 0; n <= 0xffff; n++) {
      memory.set(JAVA_SHORT_UNALIGNED, 0, htons(n));
      int inNetworkOrder = (memory.get(JAVA_BYTE, 0) & 0xff) << 8 | memory.get(JAVA_BYTE, 1) & 0xff;
      assertThat(inNetworkOrder).isEqualTo(n);
      assertThat(ntohs(htons(n))).isEqualTo(n);
      assertThat(htons(n)).isEqualTo(posix_h.htons((short) n));
      assertThat(ntohs((short) n)).isEqualTo(posix_h.ntohs((short) n) & 0xffff);
    }
  }

  @Test
  void intsTurnIntoNetworkOrder() {
    MemorySegment memory = MemorySegment.ofArray(new byte[4]);
    memory.set(JAVA_INT_UNALIGNED, 0, htonl(INADDR_LOOPBACK));
    assertThat(memory.toArray(JAVA_BYTE)).containsExactly(127, 0, 0, 1);
    RandomGenerator random = new java.util.Random(7);
    for (int i = 0; i < 10_000; i++) {
      int n = random.nextInt();
      assertThat(htonl(n)).isEqualTo(posix_h.htonl(n));
      assertThat(ntohl(n)).isEqualTo(posix_h.ntohl(n));
      assertThat(ntohl(htonl(n))).isEqualTo(n);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 127.0.0.1, 7f000001",
    "2, 0.0.0.0, 00000000",
    "2, 255.255.255.255, ffffffff",
    "10, ::, 00000000000000000000000000000000",
    "10, ::1, 00000000000000000000000000000001",
    "10, 2001:db8::ff00:42:8329, 20010db8000000000000ff0000428329",
    "10, ::ffff:192.0.2.1, 00000000000000000000ffffc0000201"
  })
  void addressesToAndFromText(int af, String text, String bytes) {
    errno(4711);
    try (var arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(bytes.length() / 2);
      assertThat(inet_pton(af, text, address)).isEqualTo(1);
      assertThat(HexFormat.of().formatHex(address.toArray(JAVA_BYTE))).isEqualTo(bytes);
      assertThat(inet_ntop(af, address)).isEqualTo(text);
    }
    assertThat(errno()).isEqualTo(4711);
  }

  @ParameterizedTest
  @CsvSource({
    "2, ''",
    "2, 127.1",
    "2, 1.2.3.256",
    "2, 1.2.3.4.5",
    "2, ' 1.2.3.4'",
    "2, 01.2.3.4",
    "2, ::1",
    "10, ''",
    "10, :",
    "10, :::",
    "10, 1::2::3",
    "10, 12345::",
    "10, 1:2:3:4:5:6:7:8:9",
    "10, 127.0.0.1",
    "10, fe80::1%2"
  })
  void textThatIsNoAddress(int af, String text) {
    errno(4711);
    try (var arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(16).fill((byte) 0x55);
      assertThat(inet_pton(af, text, address)).isZero();
    }
    assertThat(errno()).isEqualTo(4711);
  }

  @Test
  void familiesWithoutTextForm() {
    try (var arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(16);
      errno(0);
      assertThat(inet_pton(AF_UNIX, "x", address)).isEqualTo(-1);
      assertThat(errno()).isEqualTo(EAFNOSUPPORT);
      errno(0);
      assertThat(inet_ntop(AF_UNIX, address)).isNull();
      assertThat(errno()).isEqualTo(EAFNOSUPPORT);
    }
  }

  /** A Java string may go on behind a NUL, where C would have ended. */
  @Test
  void textWithANulIsRefused() {
    try (var arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> inet_pton(AF_INET, "1.2.3.4\0x", arena.allocate(4)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
