package posix.sockets;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.SockOpt.Codec;
import posix.sockets.libc.Call;
import posix.sockets.libc.LibcFiles;

/**
 * The C program option_probe, with the typed options: the same sockets, the same values, the same
 * order. It prints the same columns, with values in place of bytes. With a user's number it does so
 * a second time: makes all sockets, drops the privileges, and asks.
 */
public final class OptionTwin {
  private record Probe(OptionTable.Row row, String kind, PosixSocket socket, int failed) {}

  private static int bpf = -2;

  private OptionTwin() {}

  public static void main(String[] args) throws Throwable {
    try (var sockets = new OptionSockets()) {
      ask(probes(sockets));
    }
    if (args.length > 0) {
      System.out.println("as user " + args[0]);
      try (var sockets = new OptionSockets()) {
        List<Probe> probes = probes(sockets);
        dropPrivileges(Integer.parseInt(args[0]));
        ask(probes);
      }
    }
  }

  private static List<Probe> probes(OptionSockets sockets) throws IOException {
    List<Probe> probes = new ArrayList<>();
    for (var row : OptionTable.rows()) {
      for (String kind : row.sockets()) {
        PosixSocket socket = null;
        int failed = 0;
        try {
          socket = sockets.make(kind);
          prepare(row, kind, socket);
        } catch (ErrnoException e) {
          failed = e.number();
        }
        probes.add(new Probe(row, kind, socket, failed));
      }
    }
    return probes;
  }

  private static void prepare(OptionTable.Row row, String kind, PosixSocket socket)
      throws IOException {
    if (row.before().equals("-")) {
      return;
    }
    for (String step : row.before().split(" ")) {
      int slash = step.indexOf('/');
      int equals = step.indexOf('=');
      int colon = step.indexOf(':');
      String level = step.substring(0, slash);
      if (colon < slash && colon >= 0) {
        if (!step.substring(0, colon).equals(kind)) {
          continue;
        }
        level = step.substring(colon + 1, slash);
      }
      String text = step.substring(equals + 1);
      int number = OptionTable.number(level);
      int option = OptionTable.number(step.substring(slash + 1, equals));
      Codec<byte[]> form = text.startsWith("fprog") ? new Program() : Codec.bytes(0, 4096);
      try {
        socket.setsockopt(SockOpt.of(number, option, form), OptionValues.bytes(text));
      } catch (ErrnoException _) {
        // as in C: what comes after it shows it
      }
    }
  }

  /** {@code struct sock_fprog} around instructions. */
  private record Program() implements Codec<byte[]> {
    @Override
    public int size() {
      return 16;
    }

    @Override
    public int size(byte[] value) {
      return 16 + value.length;
    }

    @Override
    public byte[] decode(MemorySegment from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int encode(byte[] value, MemorySegment to) {
      to.set(JAVA_INT, 0, value.length / 8);
      to.set(JAVA_LONG, 8, to.address() + 16);
      MemorySegment.copy(value, 0, to, JAVA_BYTE, 16, value.length);
      return 16;
    }
  }

  private static void ask(List<Probe> probes) throws IOException {
    for (Probe probe : probes) {
      var row = probe.row;
      String about = row.level() + "\t" + row.option() + "\t" + probe.kind;
      String failed = "S" + probe.failed;
      if (probe.failed != 0) {
        System.out.println(String.join("\t", about, failed, failed, failed));
        continue;
      }
      SockOpt<?> option = OptionTable.option(row);
      String before = get(probe, option);
      String set = row.set().equals("-") ? "-" : set(probe, option);
      String after = row.set().equals("-") ? "-" : get(probe, option);
      System.out.println(String.join("\t", about, before, set, after));
    }
  }

  private static String get(Probe probe, SockOpt<?> option) throws IOException {
    try {
      Object value =
          switch (option) {
            case SockOpt.Readable<?> readable -> probe.socket.getsockopt(readable);
            case SockOpt.Askable<?, ?> askable -> asked(probe, askable);
            default -> null;
          };
      if (value == null) {
        return "-";
      }
      if (value instanceof PassedFd fd) {
        fd.close();
      }
      return OptionValues.text(probe.row, value);
    } catch (ErrnoException e) {
      return "E" + e.number();
    }
  }

  @SuppressWarnings("unchecked") // the table says which question goes with which option
  private static <Q> Object asked(Probe probe, SockOpt.Askable<Q, ?> option) throws IOException {
    return probe.socket.getsockopt(option.about((Q) OptionValues.question(probe.row)));
  }

  @SuppressWarnings("unchecked") // the table says which value goes with which option
  private static <T> String set(Probe probe, SockOpt<T> option) throws IOException {
    if (!(option instanceof SockOpt.Writable<T> writable)) {
      throw new AssertionError("not to be written: " + option);
    }
    Object value =
        probe.row.set().equals("int:bpf")
            ? bpfProgram()
            : OptionValues.value(probe.row, OptionValues.bytes(probe.row.set()));
    try {
      probe.socket.setsockopt(writable, (T) value);
      return "ok";
    } catch (ErrnoException e) {
      return "E" + e.number();
    }
  }

  /** A program that lets everything pass; -1 where the kernel does not take it. */
  private static int bpfProgram() {
    if (bpf == -2) {
      try (var arena = Arena.ofConfined()) {
        MemorySegment program = arena.allocateFrom(JAVA_LONG, 0xb7, 0x95); // r0 = 0; exit
        MemorySegment load = arena.allocate(128, 8);
        load.set(JAVA_INT, 0, 1); // BPF_PROG_TYPE_SOCKET_FILTER
        load.set(JAVA_INT, 4, 2);
        load.set(ADDRESS, 8, program);
        load.set(ADDRESS, 16, arena.allocateFrom("GPL"));
        boolean intel = System.getProperty("os.arch").equals("amd64");
        long fd =
            LibcFiles.syscall(
                arena.allocate(Call.ERRNO), intel ? 321 : 280, 5, load.address(), 128, 0, 0, 0);
        bpf = Math.max((int) fd, -1);
      }
    }
    return bpf;
  }

  /** glibc does it for all threads. */
  private static void dropPrivileges(int uid) throws Throwable {
    MethodHandle groups = libc("setgroups", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));
    var ids = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    must((int) groups.invokeExact(0L, MemorySegment.NULL));
    must((int) libc("setresgid", ids).invokeExact(uid, uid, uid));
    must((int) libc("setresuid", ids).invokeExact(uid, uid, uid));
    if ((int) libc("getuid", FunctionDescriptor.of(JAVA_INT)).invokeExact() != uid) {
      throw new AssertionError("privileges were not dropped");
    }
  }

  private static void must(int result) {
    if (result != 0) {
      throw new AssertionError("privileges cannot be dropped");
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle libc(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }
}
