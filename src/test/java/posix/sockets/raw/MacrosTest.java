package posix.sockets.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.raw.Posix.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posix.sockets.bindings.cmsghdr;
import posix.sockets.bindings.msghdr;
import posix.sockets.bindings.nlmsghdr;
import posix.sockets.bindings.sockaddr_un;

/** Holds the macros, line by line, against what {@code macro_probe} says they are in C. */
class MacrosTest {
  /** A macro from a number to a number, as C's size_t or unsigned int. */
  private static final Map<String, LongUnaryOperator> NUMBERS =
      Map.ofEntries(
          Map.entry("CMSG_ALIGN", Posix::CMSG_ALIGN),
          Map.entry("CMSG_SPACE", Posix::CMSG_SPACE),
          Map.entry("CMSG_LEN", Posix::CMSG_LEN),
          Map.entry("NLMSG_ALIGN", n -> Integer.toUnsignedLong(NLMSG_ALIGN(n))),
          Map.entry("NLMSG_LENGTH", n -> Integer.toUnsignedLong(NLMSG_LENGTH(n))),
          Map.entry("NLMSG_SPACE", n -> Integer.toUnsignedLong(NLMSG_SPACE(n))),
          Map.entry("RTA_ALIGN", n -> Integer.toUnsignedLong(RTA_ALIGN(n))),
          Map.entry("RTA_LENGTH", n -> Integer.toUnsignedLong(RTA_LENGTH(n))),
          Map.entry("RTA_SPACE", n -> Integer.toUnsignedLong(RTA_SPACE(n))),
          Map.entry("htons", n -> Short.toUnsignedLong(htons((int) n))),
          Map.entry("ntohs", n -> ntohs((short) n)),
          Map.entry("htonl", n -> Integer.toUnsignedLong(htonl((int) n))),
          Map.entry("ntohl", n -> Integer.toUnsignedLong(ntohl((int) n))),
          Map.entry("htobe64", Posix::htobe64),
          Map.entry("be64toh", Posix::be64toh),
          Map.entry("IN_MULTICAST", n -> IN_MULTICAST((int) n) ? 1 : 0));

  private static final Map<String, Predicate<MemorySegment>> ADDRESSES =
      Map.ofEntries(
          Map.entry("IN6_IS_ADDR_UNSPECIFIED", Posix::IN6_IS_ADDR_UNSPECIFIED),
          Map.entry("IN6_IS_ADDR_LOOPBACK", Posix::IN6_IS_ADDR_LOOPBACK),
          Map.entry("IN6_IS_ADDR_MULTICAST", Posix::IN6_IS_ADDR_MULTICAST),
          Map.entry("IN6_IS_ADDR_LINKLOCAL", Posix::IN6_IS_ADDR_LINKLOCAL),
          Map.entry("IN6_IS_ADDR_SITELOCAL", Posix::IN6_IS_ADDR_SITELOCAL),
          Map.entry("IN6_IS_ADDR_V4MAPPED", Posix::IN6_IS_ADDR_V4MAPPED),
          Map.entry("IN6_IS_ADDR_V4COMPAT", Posix::IN6_IS_ADDR_V4COMPAT),
          Map.entry("IN6_IS_ADDR_MC_NODELOCAL", Posix::IN6_IS_ADDR_MC_NODELOCAL),
          Map.entry("IN6_IS_ADDR_MC_LINKLOCAL", Posix::IN6_IS_ADDR_MC_LINKLOCAL),
          Map.entry("IN6_IS_ADDR_MC_SITELOCAL", Posix::IN6_IS_ADDR_MC_SITELOCAL),
          Map.entry("IN6_IS_ADDR_MC_ORGLOCAL", Posix::IN6_IS_ADDR_MC_ORGLOCAL),
          Map.entry("IN6_IS_ADDR_MC_GLOBAL", Posix::IN6_IS_ADDR_MC_GLOBAL));

  /** The lines by their first word; each line's last word is C's answer. */
  private static Map<String, List<List<String>>> probe;

  @BeforeAll
  static void runProbe() throws Exception {
    Path program = Path.of(System.getProperty("native.bin"), "macro_probe");
    Process process =
        new ProcessBuilder(program.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    probe =
        out.lines()
            .map(line -> List.of(line.split(" ")))
            .collect(groupingBy(List::getFirst, TreeMap::new, toList()));
  }

  @TestFactory
  Stream<DynamicTest> everyLineOfTheProbe() {
    return probe.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("cut_messages_are_returned"))
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey() + ", lines: " + entry.getValue().size(),
                () -> check(entry.getValue())));
  }

  private static void check(List<List<String>> lines) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (List<String> line : lines) {
      String here = answer(line.getFirst(), line.subList(1, line.size() - 1));
      if (!agree(line.getFirst(), here, line.getLast())) {
        wrong.add(String.join(" ", line) + ", here " + here);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(lines).isNotEmpty();
  }

  private static boolean agree(String macro, String here, String there) {
    boolean fewer =
        macro.equals("cut_messages")
            && probe.get("cut_messages_are_returned").getFirst().getLast().equals("0");
    if (!fewer) {
      return here.equals(there);
    }
    // Another libc may leave out one message: the last, which was cut.
    String known = there.substring(0, there.length() - "NULL".length());
    return here.startsWith(known)
        && here.substring(known.length()).matches("([0-9]+:[0-9]+,)?NULL");
  }

  private static String answer(String macro, List<String> args) throws Exception {
    if (NUMBERS.containsKey(macro)) {
      long n = Long.parseUnsignedLong(args.getFirst());
      return Long.toUnsignedString(NUMBERS.get(macro).applyAsLong(n));
    }
    if (ADDRESSES.containsKey(macro)) {
      return ADDRESSES.get(macro).test(memory(args.getFirst())) ? "1" : "0";
    }
    return switch (macro) {
      case "IN6_ARE_ADDR_EQUAL" ->
          IN6_ARE_ADDR_EQUAL(memory(args.get(0)), memory(args.get(1))) ? "1" : "0";
      case "in6addr_any" -> hex(in6addr_any);
      case "in6addr_loopback" -> hex(in6addr_loopback);
      case "messages", "cut_messages" -> messages(memory(args.get(0)), number(args.get(1)));
      case "nlmsgs" -> nlmsgs(args.get(0), number(args.get(1)));
      case "rtattrs" -> rtattrs(args.get(0), number(args.get(1)));
      case "NLMSG_PAYLOAD" ->
          Integer.toString(NLMSG_PAYLOAD(nlmsg(args.get(0)), Long.parseLong(args.get(1))));
      case "RTM_PAYLOAD" -> Integer.toString(RTM_PAYLOAD(nlmsg(args.get(0))));
      case "IFLA_PAYLOAD" -> Integer.toString(IFLA_PAYLOAD(nlmsg(args.get(0))));
      case "IFA_PAYLOAD" -> Integer.toString(IFA_PAYLOAD(nlmsg(args.get(0))));
      case "RTM_RTA" -> offset(RTM_RTA(bytes(64)));
      case "IFLA_RTA" -> offset(IFLA_RTA(bytes(64)));
      case "IFA_RTA" -> offset(IFA_RTA(bytes(64)));
      case "SO_EE_OFFENDER" -> offset(SO_EE_OFFENDER(bytes(64)));
      case "FD_ZERO", "FD_SET", "FD_CLR" -> changedSet(macro, number(args.getFirst()));
      case "FD_ISSET" ->
          FD_ISSET(number(args.getFirst()), bytes(128).fill((byte) 0xa5)) ? "1" : "0";
      case "SUN_LEN" -> Integer.toString(SUN_LEN(unix(args.getFirst())));
      case "MAP_FAILED" -> Long.toString(MAP_FAILED.address());
      case "sizeof" -> layouts().get(args.getFirst() + ".SIZE");
      case "offsetof" -> layouts().get(args.getFirst());
      default -> throw new AssertionError("what is " + macro + "?");
    };
  }

  private static String messages(MemorySegment control, int length) {
    MemorySegment msg = Arena.ofAuto().allocate(msghdr.layout());
    msghdr.msg_control(msg, control);
    msghdr.msg_controllen(msg, length);
    var text = new StringBuilder();
    MemorySegment cmsg = CMSG_FIRSTHDR(msg);
    while (!cmsg.equals(NULL)) {
      long offset = cmsg.address() - control.address();
      assertThat(cmsg.byteSize()).isEqualTo(length - offset);
      text.append(offset).append(':');
      text.append(CMSG_DATA(cmsg).address() - control.address()).append(',');
      MemorySegment next = CMSG_NXTHDR(msg, cmsg);
      // the same for pointers as C has them
      assertThat(CMSG_NXTHDR(bare(msg), bare(cmsg))).isEqualTo(next);
      cmsg = next;
    }
    Reference.reachabilityFence(control);
    return text.append("NULL").toString();
  }

  private static String nlmsgs(String hex, int length) {
    MemorySegment heap = MemorySegment.ofArray(HexFormat.of().parseHex(hex));
    String text = nlmsgs(heap, length);
    assertThat(nlmsgs(memory(hex), length)).isEqualTo(text);
    return text;
  }

  private static String nlmsgs(MemorySegment buffer, int length) {
    int[] left = {length};
    var text = new StringBuilder();
    for (var nlh = buffer; NLMSG_OK(nlh, left); nlh = NLMSG_NEXT(nlh, left)) {
      text.append(nlh.address() - buffer.address()).append(':');
      text.append(NLMSG_DATA(nlh).address() - buffer.address()).append(',');
    }
    return text.append(left[0]).toString();
  }

  private static String rtattrs(String hex, int length) {
    MemorySegment heap = MemorySegment.ofArray(HexFormat.of().parseHex(hex));
    String text = rtattrs(heap, length);
    assertThat(rtattrs(memory(hex), length)).isEqualTo(text);
    return text;
  }

  private static String rtattrs(MemorySegment buffer, int length) {
    int[] left = {length};
    var text = new StringBuilder();
    for (var rta = buffer; RTA_OK(rta, left); rta = RTA_NEXT(rta, left)) {
      text.append(rta.address() - buffer.address()).append(':');
      text.append(RTA_DATA(rta).address() - buffer.address()).append(':');
      text.append(RTA_PAYLOAD(rta)).append(',');
    }
    return text.append(left[0]).toString();
  }

  private static MemorySegment nlmsg(String length) {
    MemorySegment nlh = bytes(nlmsghdr.sizeof());
    nlmsghdr.nlmsg_len(nlh, Integer.parseUnsignedInt(length));
    return nlh;
  }

  private static String changedSet(String macro, int fd) {
    MemorySegment set = bytes(128).fill((byte) (macro.equals("FD_SET") ? 0 : 0xff));
    switch (macro) {
      case "FD_ZERO" -> FD_ZERO(set);
      case "FD_SET" -> FD_SET(fd, set);
      default -> FD_CLR(fd, set);
    }
    return hex(set);
  }

  private static MemorySegment unix(String path) {
    MemorySegment addr = bytes(sockaddr_un.sizeof());
    MemorySegment.copy(memory(path), 0, sockaddr_un.sun_path(addr), 0, memory(path).byteSize());
    return addr;
  }

  private static Map<String, String> layouts() throws IllegalAccessException {
    Map<String, String> values = new TreeMap<>();
    for (Class<?> struct : Layouts.class.getDeclaredClasses()) {
      for (Field field : struct.getDeclaredFields()) {
        values.put(struct.getSimpleName() + "." + field.getName(), field.get(null).toString());
      }
    }
    return values;
  }

  @Test
  void everyMacroOfTheListIsProbed() {
    Set<String> macros = new TreeSet<>();
    RawCoverageTest.symbols().stream()
        .filter(symbol -> symbol.kind().equals("macro"))
        .map(RawCoverageTest.Symbol::name)
        .forEach(macros::add);
    // errno is a variable to the eye; walks show what the other three say
    macros.removeAll(Set.of("errno", "CMSG_FIRSTHDR", "CMSG_NXTHDR", "CMSG_DATA", "RTA_OK"));
    assertThat(probe).containsKeys(macros.toArray(String[]::new));
    assertThat(probe).containsKeys("messages", "cut_messages", "nlmsgs", "rtattrs");
    assertThat(probe).containsKeys(NUMBERS.keySet().toArray(String[]::new));
    assertThat(probe).containsKeys(ADDRESSES.keySet().toArray(String[]::new));
  }

  @Test
  void everyLayoutIsProbed() throws Exception {
    Set<String> probed = new TreeSet<>();
    probe.get("sizeof").forEach(line -> probed.add(line.get(1) + ".SIZE"));
    probe.get("offsetof").forEach(line -> probed.add(line.get(1)));
    assertThat(layouts().keySet()).isEqualTo(probed);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1024, 1025, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void setsHaveNoBitForOtherDescriptors(int fd) {
    MemorySegment set = bytes(256);
    for (Runnable macro :
        List.<Runnable>of(() -> FD_SET(fd, set), () -> FD_CLR(fd, set), () -> FD_ISSET(fd, set))) {
      assertThatThrownBy(macro::run).isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(hex(set)).matches("0+");
  }

  @Test
  void pointersWithoutASizeAreTakenAsCTakesThem() {
    MemorySegment set = bytes(128);
    FD_SET(77, bare(set));
    assertThat(FD_ISSET(77, set)).isTrue();
    FD_ZERO(bare(set));
    assertThat(FD_ISSET(77, bare(set))).isFalse();
    MemorySegment addr = unix("2f61");
    assertThat(SUN_LEN(bare(addr))).isEqualTo(4);
    assertThat(IN6_IS_ADDR_LOOPBACK(bare(in6addr_loopback))).isTrue();
    assertThat(SO_EE_OFFENDER(bare(set)).address()).isEqualTo(set.address() + 16);
    MemorySegment nlh = nlmsg("16");
    assertThat(NLMSG_OK(bare(nlh), 16)).isTrue();
    assertThat(NLMSG_DATA(bare(nlh)).address()).isEqualTo(nlh.address() + 16);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -7, -8, -16, Long.MIN_VALUE, Long.MAX_VALUE, 64, 49})
  void lengthsBeyondTheEndEndTheWalk(long length) {
    MemorySegment control = bytes(64);
    MemorySegment msg = Arena.ofAuto().allocate(msghdr.layout());
    msghdr.msg_control(msg, control);
    msghdr.msg_controllen(msg, 64);
    cmsghdr.cmsg_len(control, length);
    assertThat(CMSG_NXTHDR(msg, CMSG_FIRSTHDR(msg))).isEqualTo(NULL);
    Reference.reachabilityFence(control);
  }

  @Test
  void addressesThatCannotBeChanged() {
    for (MemorySegment address : List.of(in6addr_any, in6addr_loopback)) {
      assertThat(address.byteSize()).isEqualTo(16);
      assertThat(address.isReadOnly()).isTrue();
    }
  }

  /** The macros read and write what the struct accessors of the bindings write and read. */
  @Test
  void sizesOfTheLayoutsAgreeWithTheBindings() throws Exception {
    List<String> checked = new ArrayList<>();
    for (Class<?> struct : Layouts.class.getDeclaredClasses()) {
      if (Set.of("epoll_event").contains(struct.getSimpleName())) {
        continue; // packed on x86_64: see posix_epoll_event
      }
      Object size =
          Class.forName("posix.sockets.bindings." + struct.getSimpleName())
              .getMethod("sizeof")
              .invoke(null);
      assertThat(((Number) size).intValue())
          .as(struct.getSimpleName())
          .isEqualTo(struct.getDeclaredField("SIZE").getInt(null));
      checked.add(struct.getSimpleName());
    }
    assertThat(checked).hasSize(Layouts.class.getDeclaredClasses().length - 1);
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private static MemorySegment bytes(long n) {
    return Arena.ofAuto().allocate(n, Long.BYTES);
  }

  private static MemorySegment memory(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.equals("-") ? "" : hex);
    return bytes(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  private static MemorySegment bare(MemorySegment memory) {
    return MemorySegment.ofAddress(memory.address());
  }

  private static String hex(MemorySegment memory) {
    return HexFormat.of().formatHex(memory.toArray(JAVA_BYTE));
  }

  /** How far a macro went from the start of 64 bytes: what it returned ends where they end. */
  private static String offset(MemorySegment rest) {
    return Long.toString(64 - rest.byteSize());
  }
}
