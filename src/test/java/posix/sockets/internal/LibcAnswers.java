package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.SockOpt;
import posix.sockets.libc.Structs.addrinfo;
import posix.sockets.libc.Structs.protoent;
import posix.sockets.libc.Structs.servent;

/**
 * Bytes made into what libc and the kernel hand out: structs with pointers, which have to be right
 * as libc's are, around anything at all; and values of options, with whatever the kernel says is
 * their length.
 */
public final class LibcAnswers {
  private static final int ENTRIES = 8;
  private static final int ENTRY = 24; // bytes of the input for one
  private static final int ROOM = 128; // behind each address, which may be shorter

  private LibcAnswers() {}

  /** The value of an option, as getsockopt decodes it. */
  public static Object option(SockOpt<?> option, MemorySegment memory, int length) {
    return OptionCall.decode(option, option.codec(), memory, length);
  }

  /** The struct of MPTCP_FULL_INFO, whose arrays stand behind it: the first four bytes count. */
  public static Object fullInfo(MemorySegment memory, int length) {
    int count = memory.byteSize() < Integer.BYTES ? 0 : memory.get(JAVA_INT, 0);
    return TcpCodec.fullInfo(memory, length, count, (int) memory.byteSize() / 2);
  }

  /** A pointer to a chain of addrinfo. */
  public static MemorySegment chain(MemorySegment bytes) {
    Arena arena = Arena.ofAuto();
    MemorySegment first = arena.allocate(ADDRESS);
    MemorySegment pointer = first;
    for (int i = 0; i < ENTRIES && (i + 1) * ENTRY <= bytes.byteSize(); i++) {
      MemorySegment from = bytes.asSlice((long) i * ENTRY);
      MemorySegment entry = arena.allocate(addrinfo.SIZE, 8);
      MemorySegment.copy(from, 0, entry, 0, addrinfo.ai_addrlen);
      MemorySegment address = arena.allocate(ROOM, 8);
      MemorySegment.copy(from, 16, address, 0, Math.min(ROOM, from.byteSize() - 16));
      entry.set(JAVA_INT, addrinfo.ai_addrlen, from.get(JAVA_BYTE, 0) & (ROOM - 1));
      if (from.get(JAVA_BYTE, 1) != 0) {
        entry.set(ADDRESS, addrinfo.ai_addr, address);
      }
      if (from.get(JAVA_BYTE, 2) > 0) {
        entry.set(ADDRESS, addrinfo.ai_canonname, text(arena, from, 3));
      }
      pointer.set(ADDRESS, 0, entry);
      pointer = entry.asSlice(addrinfo.ai_next, ADDRESS.byteSize());
    }
    KEPT.set(arena);
    return first;
  }

  /** Pointers alone keep nothing. */
  private static final ThreadLocal<Arena> KEPT = new ThreadLocal<>();

  /** A string of C's out of the bytes from there on. */
  private static MemorySegment text(Arena arena, MemorySegment bytes, long at) {
    long length = Math.max(0, Math.min(40, bytes.byteSize() - at));
    MemorySegment text = arena.allocate(length + 1);
    if (length > 0) {
      MemorySegment.copy(bytes, at, text, 0, length);
    }
    return text;
  }

  private static MemorySegment texts(Arena arena, MemorySegment bytes, long at) {
    List<MemorySegment> texts = new ArrayList<>();
    for (long i = at; i < bytes.byteSize() && texts.size() < 10; i += 7) {
      texts.add(text(arena, bytes, i));
    }
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, texts.get(i));
    }
    return array;
  }

  /** A servent. */
  public static Object service(MemorySegment bytes) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(servent.SIZE, 8);
      entry.set(ADDRESS, servent.s_name, text(arena, bytes, 2));
      entry.set(ADDRESS, servent.s_aliases, texts(arena, bytes, 4));
      entry.set(JAVA_INT, servent.s_port, number(bytes));
      entry.set(ADDRESS, servent.s_proto, text(arena, bytes, 9));
      return NetDatabase.service(entry);
    }
  }

  /** A protoent. */
  public static Object protocol(MemorySegment bytes) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(protoent.SIZE, 8);
      entry.set(ADDRESS, protoent.p_name, text(arena, bytes, 2));
      entry.set(ADDRESS, protoent.p_aliases, texts(arena, bytes, 4));
      entry.set(JAVA_INT, protoent.p_proto, number(bytes));
      return NetDatabase.protocol(entry);
    }
  }

  private static int number(MemorySegment bytes) {
    return bytes.byteSize() < Short.BYTES ? -1 : bytes.get(JAVA_SHORT_UNALIGNED, 0);
  }
}
