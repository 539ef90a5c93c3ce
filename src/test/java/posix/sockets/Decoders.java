package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import posix.sockets.SockOpt.Codec;
import posix.sockets.hostile.Rendering;
import posix.sockets.hostile.Walks;
import posix.sockets.internal.LibcAnswers;
import posix.sockets.internal.SockAddrs;

/**
 * Everything that makes a value of bytes which come from outside, and what has to be true of it
 * whatever the bytes are: it throws nothing but what it says, it reads nothing beside them, and
 * each descriptor that it is given has an owner afterwards.
 */
public final class Decoders {
  /** All of them, by a name that stays: inputs that were found are kept under it. */
  static final Map<String, Decoder> ALL;

  private static final Map<Codec<?>, String> NAMES = new IdentityHashMap<>();

  static {
    ALL = all();
  }

  private static final List<Decoder> LIST = List.copyOf(ALL.values());
  private static final byte[] AROUND = {0, -1};
  private static final int PAD = 64;

  private Decoders() {}

  interface Decode {
    /** The value of memory that somebody says has {@code length} bytes. */
    Object of(MemorySegment memory, int length) throws Exception;
  }

  /** Which descriptors the bytes name, as a decoder is to find them. */
  enum Descriptors {
    NONE,
    IN_CONTROL,
    ONE
  }

  /**
   * A decoder.
   *
   * @param name its name
   * @param descriptors where descriptors may stand among its bytes
   * @param documented what it may throw, whatever the bytes
   * @param decode it itself
   */
  record Decoder(String name, Descriptors descriptors, Set<Class<?>> documented, Decode decode) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Map<String, Decoder> all() {
    Map<String, Decoder> all = new LinkedHashMap<>();
    add(all, "address", Descriptors.NONE, Set.of(), Decoders::address);
    add(
        all,
        "control",
        Descriptors.IN_CONTROL,
        Set.of(),
        (memory, length) -> Walks.same(memory, length, CmsgCodec.decode(memory, length)));
    add(all, "raw-control", Descriptors.NONE, Set.of(), Walks::rawControl);
    Set<Class<?>> bounds = Set.of(IndexOutOfBoundsException.class);
    add(all, "netlink", Descriptors.NONE, bounds, Walks::netlink);
    add(all, "macros", Descriptors.NONE, bounds, Walks::macros);
    add(all, "addrinfo", Descriptors.NONE, Set.of(), (m, n) -> Resolver.list(LibcAnswers.chain(m)));
    add(all, "servent", Descriptors.NONE, Set.of(), (m, n) -> LibcAnswers.service(m));
    add(all, "protoent", Descriptors.NONE, Set.of(), (m, n) -> LibcAnswers.protocol(m));
    Set<Class<?>> illegal = Set.of(IllegalArgumentException.class);
    add(all, "text", Descriptors.NONE, illegal, (m, n) -> Texts.address(text(m)));
    add(all, "text4", Descriptors.NONE, illegal, (m, n) -> Texts.inet4(text(m)));
    add(all, "text6", Descriptors.NONE, illegal, (m, n) -> Texts.inet6(text(m)));
    Set<Class<?>> resolver = Set.of(IllegalArgumentException.class, AddrInfoException.class);
    add(all, "node", Descriptors.NONE, resolver, (m, n) -> Texts.resolved(text(m), n));
    add(all, "service", Descriptors.NONE, resolver, (m, n) -> Texts.services(text(m), n));
    options(all);
    return all;
  }

  private static void add(
      Map<String, Decoder> all,
      String name,
      Descriptors descriptors,
      Set<Class<?>> documented,
      Decode decode) {
    all.put(name, new Decoder(name, descriptors, documented, decode));
  }

  /** One for each codec, under the name of the first option that has it. */
  private static void options(Map<String, Decoder> all) {
    for (Class<?> level : OptionTable.LEVELS) {
      for (var field : level.getDeclaredFields()) {
        if (!SockOpt.class.isAssignableFrom(field.getType())) {
          continue;
        }
        SockOpt<?> option = OptionTable.option(field);
        if (option instanceof SockOpt.WriteOnly<?>
            || NAMES.putIfAbsent(option.codec(), field.getName()) != null) {
          continue;
        }
        Descriptors descriptors =
            option.codec() == OptionCodec.CMSGS
                ? Descriptors.IN_CONTROL
                : option.codec() == OptionCodec.PIDFD ? Descriptors.ONE : Descriptors.NONE;
        add(
            all,
            field.getName(),
            descriptors,
            Set.of(IllegalStateException.class),
            (memory, length) -> LibcAnswers.option(option, memory, length));
      }
    }
    add(
        all,
        "mptcp-full-info",
        Descriptors.NONE,
        Set.of(IndexOutOfBoundsException.class, IllegalArgumentException.class),
        LibcAnswers::fullInfo);
  }

  private static String text(MemorySegment memory) {
    return new String(memory.toArray(JAVA_BYTE), UTF_8);
  }

  private static SockAddr address(MemorySegment memory, int length) {
    SockAddr address = SockAddrs.decode(memory, length);
    try (var arena = Arena.ofConfined()) {
      MemorySegment again = arena.allocate(128, 8);
      int there = SockAddrs.encode(address, again);
      Rendering.require(SockAddrs.decode(again, there).equals(address), "written and read again");
    }
    Rendering.require(SockAddr.parse(address.toString()).equals(address), "printed and parsed");
    return address;
  }

  /**
   * Holds a decoder to all of it. The first byte chooses the decoder, the second what the length is
   * said to be, and the rest is what it decodes.
   */
  public static void check(byte[] input) throws Exception {
    if (input.length >= 2) {
      Decoder decoder = chosenBy(input);
      byte[] bytes = java.util.Arrays.copyOfRange(input, 2, input.length);
      check(decoder, bytes, length(input[1], bytes.length));
    }
  }

  static Decoder chosenBy(byte[] input) {
    return LIST.get(Byte.toUnsignedInt(input[0]) % LIST.size());
  }

  /** The first byte that chooses a decoder. */
  static byte index(Decoder decoder) {
    return (byte) LIST.indexOf(decoder);
  }

  /** The name of the decoder of an option's value, or null for one that is only written. */
  static String of(SockOpt<?> option) {
    return NAMES.get(option.codec());
  }

  /** The true length, and lies of every kind. */
  static int length(byte lie, int size) {
    return switch (lie) {
      case 0 -> size;
      case 1 -> size + 1;
      case 2 -> size - 1;
      case 3 -> -1;
      case 4 -> Integer.MIN_VALUE;
      case 5 -> Integer.MAX_VALUE;
      case 6 -> 2 * size + 8;
      default -> Byte.toUnsignedInt(lie) - 7;
    };
  }

  /** Holds a decoder to all of it. */
  static void check(Decoder decoder, byte[] bytes, int length) throws Exception {
    List<String> outcomes = new ArrayList<>();
    try (var arena = Arena.ofConfined()) {
      MemorySegment exact = arena.allocate(bytes.length, 8);
      outcomes.add(outcome(decoder, bytes, exact, length));
    }
    for (byte around : AROUND) {
      try (var arena = Arena.ofConfined()) {
        MemorySegment whole = arena.allocate(PAD + bytes.length + PAD, 8).fill(around);
        outcomes.add(outcome(decoder, bytes, whole.asSlice(PAD, bytes.length), length));
        Rendering.require(isFilled(whole.asSlice(0, PAD), around), "written before the memory");
        Rendering.require(
            isFilled(whole.asSlice(PAD + bytes.length), around), "written behind the memory");
      }
    }
    for (String outcome : outcomes) {
      Rendering.require(
          outcome.equals(outcomes.getFirst()),
          decoder + " depends on what is beside its memory: " + outcomes);
    }
  }

  private static boolean isFilled(MemorySegment memory, byte with) {
    for (long i = 0; i < memory.byteSize(); i++) {
      if (memory.get(JAVA_BYTE, i) != with) {
        return false;
      }
    }
    return true;
  }

  private static String outcome(Decoder decoder, byte[] bytes, MemorySegment memory, int length)
      throws Exception {
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, bytes.length);
    try (var planted = new PlantedFds()) {
      switch (decoder.descriptors()) {
        case IN_CONTROL -> Walks.control(memory, length, planted::plant);
        case ONE -> {
          if (Math.min(length, memory.byteSize()) >= Integer.BYTES) {
            planted.plant(memory, 0);
          }
        }
        case NONE -> {}
      }
      var rendering = new Rendering();
      try {
        Object value = decoder.decode().of(memory, length);
        rendering.add(value);
        planted.found(rendering.fds());
        return rendering.toString();
      } catch (Exception e) {
        if (decoder.documented().stream().anyMatch(type -> type.isInstance(e))) {
          planted.nothingFound();
          return e.getClass().getName();
        }
        throw e;
      }
    }
  }
}
