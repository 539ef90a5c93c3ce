package posix.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posix.sockets.testing.Project;
import posix.sockets.testing.Promise;

/** Holds the compiled classes to the floors that CONTRIBUTING.md describes: no arrow runs up. */
class LayersTest {
  private static final String LIBRARY = "posix.sockets.";

  /** The parts of the library, from the bottom up. */
  private enum Floor {
    BINDINGS,
    /** Constants: no code. */
    CONSTANTS,
    /** The downcalls. */
    LIBC(BINDINGS, CONSTANTS),
    /** C parity. */
    RAW(BINDINGS, CONSTANTS, LIBC),
    /** What can be compared, printed and passed around; no call. */
    VALUES(CONSTANTS),
    /** Values and calls joined. */
    INTERNAL(BINDINGS, CONSTANTS, LIBC, VALUES),
    /** What programs use. */
    FACADE(BINDINGS, CONSTANTS, LIBC, VALUES, INTERNAL);

    private final Set<Floor> below;

    Floor(Floor... below) {
      this.below = Set.of(below);
    }

    boolean mayReferTo(Floor other) {
      return other == this || below.contains(other);
    }
  }

  /** The packages that are one floor. */
  private static final Map<String, Floor> PACKAGES =
      Map.of(
          "posix.sockets.bindings", Floor.BINDINGS,
          "posix.sockets.raw.constants", Floor.CONSTANTS,
          "posix.sockets.libc", Floor.LIBC,
          "posix.sockets.raw", Floor.RAW);

  /** The packages that hold two floors: each class has to be on one of these lists. */
  private static final Map<Floor, Set<String>> CLASSES =
      Map.of(
          Floor.VALUES,
          Set.of(
              "AddrInfoException",
              "AddrInfoFlags",
              "AddrText",
              "FanoutArgs",
              "GroupFilter",
              "GroupReq",
              "GroupSourceReq",
              "Icmp6Filter",
              "InfoBytes",
              "Ip6Mtuinfo",
              "IpMreqSource",
              "IpMreqn",
              "IpMsfilter",
              "Ipv6Mreq",
              "Linger",
              "MptcpFullInfo",
              "MptcpInfo",
              "MptcpSubflow",
              "PacketMreq",
              "PortRange",
              "SoTimestamping",
              "SockFilter",
              "SockFprog",
              "SockMeminfo",
              "SockTxtime",
              "TcpInfo",
              "TpacketReq",
              "TpacketRolloverStats",
              "TpacketStats",
              "Ucred",
              "AddressFamilies",
              "AddressFamily",
              "Datagram",
              "EpollEvents",
              "Errno",
              "ErrnoException",
              "Inet4",
              "Inet6",
              "InetText",
              "InterfaceConstants",
              "InterfaceFlags",
              "IfAddrs",
              "LinkStats",
              "MessageFlags",
              "MsgFlags",
              "NameInfo",
              "NameInfoFlags",
              "NetInterface",
              "Netlink",
              "Opaque",
              "Packet",
              "PollConstants",
              "PollEvents",
              "Ports",
              "ProtoEnt",
              "Protocol",
              "Protocols",
              "ResolverConstants",
              "ServEnt",
              "Shutdown",
              "ShutdownDirections",
              "SockAddr",
              "SocketType",
              "SocketTypes",
              "Unix",
              "Vsock",
              "internal.Names"),
          Floor.INTERNAL,
          Set.of(
              "internal.Blocker",
              "internal.BlockingCall",
              "internal.Bounce",
              "internal.Bytes",
              "internal.CallFrame",
              "internal.CallMemory",
              "internal.Connect",
              "internal.Descriptor",
              "internal.Direction",
              "internal.EpollEvent",
              "internal.Errors",
              "internal.EventFd",
              "internal.Gate",
              "internal.Interfaces",
              "internal.IoVector",
              "internal.Kept",
              "internal.Leaks",
              "internal.MessageCall",
              "internal.NetDatabase",
              "internal.OffThread",
              "internal.OpenFile",
              "internal.OwnedFd",
              "internal.Pointed",
              "internal.Poller",
              "internal.Readiness",
              "internal.Retry",
              "internal.SockAddrs",
              "internal.Timeouts",
              "internal.VirtualPoll",
              "internal.Waiting",
              "internal.WakeSignal"),
          Floor.FACADE,
          Set.of(
              "Constants",
              "Deadline",
              "SockOpt",
              "IpOptions",
              "Ipv6Options",
              "Icmpv6Options",
              "MptcpOptions",
              "NetlinkOptions",
              "OptionCodec",
              "PacketOptions",
              "RawOptions",
              "SolSocketOptions",
              "TcpOptions",
              "TlsOptions",
              "UdpLiteOptions",
              "UdpOptions",
              "VsockOptions",
              "internal.Asked",
              "internal.BytesCodec",
              "internal.Inquiry",
              "internal.IpCodec",
              "internal.NumberCodec",
              "internal.OptionCall",
              "internal.PacketCodec",
              "internal.SocketCodec",
              "internal.TcpCodec",
              "internal.TextCodec",
              "Accepted",
              "Activation",
              "AddrInfo",
              "AddressBuffer",
              "Cmsg",
              "CmsgCodec",
              "Epoll",
              "EpollReady",
              "EpollSlots",
              "InetAddresses",
              "Ioctls",
              "MessageBatch",
              "NetInterfaces",
              "PassedFd",
              "Poll",
              "PosixSocket",
              "Received",
              "Resolver",
              "Services",
              "SocketBytes",
              "SocketControl",
              "SocketMessages",
              "SocketPair",
              "SocketStreams",
              "Transfer"));

  /** Each class of the library, and the classes that it refers to. */
  private static final Map<String, Set<String>> REFERENCES = new TreeMap<>();

  /** Those with a field for a method handle. */
  private static final Set<String> HANDLES = new TreeSet<>();

  @BeforeAll
  static void read() throws Exception {
    for (Path file : Project.libraryClassFiles()) {
      ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
      String name = model.thisClass().asInternalName().replace('/', '.');
      REFERENCES.put(name, references(model));
      if (model.fields().stream()
          .anyMatch(field -> field.fieldType().equalsString("Ljava/lang/invoke/MethodHandle;"))) {
        HANDLES.add(name);
      }
    }
    assertThat(REFERENCES).hasSizeGreaterThan(60);
  }

  private static Set<String> references(ClassModel model) {
    Set<String> classes = new TreeSet<>();
    var inDescriptor = Pattern.compile("L([^;<]+)[;<]");
    List<String> descriptors = new ArrayList<>();
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry c when c.asInternalName().startsWith("[") ->
            descriptors.add(c.asInternalName());
        case ClassEntry c -> classes.add(c.asInternalName().replace('/', '.'));
        case NameAndTypeEntry n -> descriptors.add(n.type().stringValue());
        case MethodTypeEntry m -> descriptors.add(m.descriptor().stringValue());
        // descriptors of members, and signatures with their type arguments
        case Utf8Entry text when text.stringValue().matches("[(<\\[L].*;.*") ->
            descriptors.add(text.stringValue());
        default -> {}
      }
    }
    for (String descriptor : descriptors) {
      var match = inDescriptor.matcher(descriptor);
      while (match.find()) {
        classes.add(match.group(1).replace('/', '.'));
      }
    }
    return classes;
  }

  private static Floor floor(String className) {
    String outermost = className.replaceFirst("\\$.*", "");
    if (outermost.equals("posix.sockets.libc.Structs")) {
      return Floor.CONSTANTS; // offsets, not calls
    }
    Floor floor = PACKAGES.get(outermost.substring(0, outermost.lastIndexOf('.')));
    if (floor != null) {
      return floor;
    }
    String name = outermost.substring(LIBRARY.length());
    return CLASSES.entrySet().stream()
        .filter(entry -> entry.getValue().contains(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new AssertionError(outermost + " is on no floor: put it on a list"));
  }

  @Test
  void everyClassHasItsFloor() {
    REFERENCES.keySet().forEach(LayersTest::floor);
    Set<String> outermost = new TreeSet<>();
    REFERENCES.keySet().stream()
        .map(name -> name.replaceFirst("\\$.*", ""))
        .map(name -> name.substring(LIBRARY.length()))
        .forEach(outermost::add);
    for (Set<String> listed : CLASSES.values()) {
      assertThat(outermost).as("classes on a list").containsAll(listed);
    }
  }

  @Test
  @Promise("one-way-down")
  void referencesRunDown() {
    List<String> up = new ArrayList<>();
    REFERENCES.forEach((from, all) -> {
      for (String to : all) {
        if (to.startsWith(LIBRARY) && !floor(from).mayReferTo(floor(to))) {
          up.add("%s (%s) refers to %s (%s)".formatted(from, floor(from), to, floor(to)));
        }
      }
    });
    assertThat(up).isEmpty();
  }

  @Test
  void nothingButTheJdkAndTheBindings() {
    List<String> others = new ArrayList<>();
    REFERENCES.forEach((from, all) ->
        all.stream()
            .filter(to -> !to.startsWith("java.") && !to.startsWith(LIBRARY))
            .forEach(to -> others.add(from + " refers to " + to)));
    assertThat(others).isEmpty();
  }

  @Test
  @Promise("one-way-down")
  void onlyLibcHasDowncalls() {
    List<String> calling = new ArrayList<>();
    REFERENCES.forEach((from, all) -> {
      boolean calls =
          all.contains("java.lang.foreign.Linker")
              || all.contains("java.lang.foreign.SymbolLookup")
              // the generated functions, which keep no errno
              || all.stream().anyMatch(to -> to.startsWith("posix.sockets.bindings.posix_h"))
              || HANDLES.contains(from);
      if (calls && floor(from) != Floor.LIBC) {
        calling.add(from);
      }
    });
    assertThat(calling).isEmpty();
    assertThat(HANDLES).contains("posix.sockets.libc.Libc$RecvCall");
  }

  /** Were it blind, the others could not fail. */
  @Test
  void referencesAreSeen() {
    assertThat(REFERENCES.get("posix.sockets.PosixSocket"))
        .contains(
            "posix.sockets.libc.Libc", // a call
            "posix.sockets.internal.Descriptor", // a field
            "posix.sockets.SockAddr", // a result
            "java.nio.ByteBuffer"); // an argument
    assertThat(REFERENCES.get("posix.sockets.libc.Link")).contains("java.lang.foreign.Linker");
    assertThat(REFERENCES.get("posix.sockets.SockOpt")).contains("posix.sockets.SockOpt$Codec");
  }
}
