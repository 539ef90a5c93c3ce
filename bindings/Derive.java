import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.UnionLayout;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes what follows mechanically from the bindings: the raw layer's constants, one interface per
 * group of headers (as constant expressions, which methods that jextract writes are not), and the
 * lists that the ABI probe prints. Run by {@code make bindings}, with the compiled bindings on the
 * class path and the repository's root as argument.
 */
final class Derive {
  private static final String BINDINGS = "posix.sockets.bindings.";
  private static final String WRITTEN =
      "// Written by bindings/Derive.java from the bindings. Not to be edited.\n";
  private static final String LIBC = "src/main/java/posix/sockets/libc";
  private static final String CONSTANTS = "src/main/java/posix/sockets/raw/constants";

  /** Interface, what it holds, and its headers; a header that no group names is an error. */
  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "ErrnoH",
              "error numbers",
              "errno.h",
              "bits/errno.h",
              "asm-generic/errno.h",
              "asm-generic/errno-base.h"),
          new Group(
              "SocketH",
              "families, types, levels, socket options, message flags",
              "sys/socket.h",
              "bits/socket.h",
              "bits/socket_type.h",
              "bits/sockaddr.h",
              "asm-generic/socket.h",
              "linux/socket.h",
              "sys/un.h",
              "linux/un.h"),
          new Group(
              "InH",
              "protocols, addresses, IP and IPv6 options",
              "netinet/in.h",
              "bits/in.h",
              "linux/in.h",
              "linux/in6.h",
              "arpa/inet.h"),
          new Group("IpH", "IP and IPv6 headers", "netinet/ip.h", "netinet/ip6.h", "linux/ip.h"),
          new Group(
              "IcmpH",
              "ICMP and ICMPv6 messages",
              "netinet/ip_icmp.h",
              "netinet/icmp6.h",
              "linux/icmp.h",
              "linux/icmpv6.h"),
          new Group("TcpH", "TCP options and states", "netinet/tcp.h", "linux/tcp.h"),
          new Group("UdpH", "UDP options", "netinet/udp.h", "linux/udp.h"),
          new Group("NetdbH", "name resolution", "netdb.h", "ifaddrs.h"),
          new Group(
              "IfH",
              "interfaces, hardware types, Ethernet protocols",
              "net/if.h",
              "linux/if.h",
              "net/if_arp.h",
              "net/ethernet.h",
              "linux/if_ether.h",
              "linux/if_tun.h"),
          new Group(
              "NetlinkH",
              "netlink and routing messages",
              "linux/netlink.h",
              "linux/rtnetlink.h",
              "linux/genetlink.h",
              "linux/if_addr.h",
              "linux/if_link.h",
              "linux/neighbour.h"),
          new Group(
              "DiagH",
              "socket diagnosis",
              "linux/sock_diag.h",
              "linux/inet_diag.h",
              "linux/unix_diag.h"),
          new Group(
              "PacketH",
              "packet sockets and filters",
              "linux/if_packet.h",
              "linux/filter.h",
              "linux/bpf_common.h"),
          new Group("XdpH", "XDP sockets", "linux/if_xdp.h"),
          new Group("VmSocketsH", "vsock", "linux/vm_sockets.h"),
          new Group(
              "ErrqueueH", "error queue and timestamps", "linux/errqueue.h", "linux/net_tstamp.h"),
          new Group("TlsH", "kernel TLS", "linux/tls.h"),
          new Group("MptcpH", "Multipath TCP", "linux/mptcp.h", "linux/mptcp_pm.h"),
          new Group(
              "CanH",
              "CAN buses",
              "linux/can.h",
              "linux/can/bcm.h",
              "linux/can/error.h",
              "linux/can/isotp.h",
              "linux/can/j1939.h",
              "linux/can/raw.h"),
          new Group("TipcH", "TIPC", "linux/tipc.h"),
          new Group("QrtrH", "Qualcomm IPC router", "linux/qrtr.h"),
          new Group("AlgH", "kernel cryptography", "linux/if_alg.h"),
          new Group("MrouteH", "multicast routing", "linux/mroute.h", "linux/mroute6.h"),
          new Group(
              "NetfilterH",
              "packet filter administration",
              "linux/netfilter.h",
              "linux/netfilter/x_tables.h",
              "linux/netfilter_arp/arp_tables.h",
              "linux/netfilter_bridge/ebtables.h",
              "linux/netfilter_ipv4.h",
              "linux/netfilter_ipv4/ip_tables.h",
              "linux/netfilter_ipv6/ip6_tables.h",
              "linux/ip_vs.h"),
          new Group(
              "PollH",
              "poll, epoll, select, eventfd, signalfd and timerfd",
              "poll.h",
              "sys/poll.h",
              "bits/poll.h",
              "sys/epoll.h",
              "bits/epoll.h",
              "sys/select.h",
              "sys/eventfd.h",
              "bits/eventfd.h",
              "sys/signalfd.h",
              "bits/signalfd.h",
              "sys/timerfd.h",
              "bits/timerfd.h"),
          new Group("FcntlH", "open and fcntl", "fcntl.h", "bits/fcntl.h", "bits/fcntl-linux.h"),
          new Group(
              "IoctlH",
              "ioctl requests",
              "asm-generic/ioctls.h",
              "asm-generic/sockios.h",
              "bits/ioctls.h",
              "linux/sockios.h"),
          new Group(
              "UnistdH",
              "limits, sysconf, files, memory maps, clocks",
              "unistd.h",
              "bits/confname.h",
              "limits.h",
              "linux/limits.h",
              "bits/local_lim.h",
              "stdio.h",
              "sys/uio.h",
              "sys/mman.h",
              "bits/mman-linux.h",
              "bits/mman-map-flags-generic.h",
              "bits/time.h"),
          new Group(
              "SignalH",
              "signals",
              "bits/signum-arch.h",
              "bits/signum-generic.h",
              "bits/sigaction.h"));

  /** The structs whose layout the library itself uses. */
  private static final List<String> STRUCTS =
      List.of(
          "addrinfo",
          "cmsghdr",
          "fanout_args",
          "group_filter",
          "group_req",
          "group_source_req",
          "icmp6_filter",
          "if_nameindex",
          "ifaddrs",
          "ifreq",
          "in6_pktinfo",
          "in_pktinfo",
          "iovec",
          "ip6_mtuinfo",
          "ip_mreq_source",
          "ip_mreqn",
          "ip_msfilter",
          "ipv6_mreq",
          "linger",
          "mmsghdr",
          "mptcp_info",
          "mptcp_subflow_addrs",
          "mptcp_subflow_data",
          "msghdr",
          "packet_mreq",
          "pollfd",
          "protoent",
          "rtnl_link_stats",
          "scm_timestamping",
          "servent",
          "sigaction",
          "so_timestamping",
          "sock_extended_err",
          "sock_filter",
          "sock_fprog",
          "sock_txtime",
          "sockaddr",
          "sockaddr_in",
          "sockaddr_in6",
          "sockaddr_ll",
          "sockaddr_nl",
          "sockaddr_storage",
          "sockaddr_un",
          "sockaddr_vm",
          "timespec",
          "timeval",
          "tls12_crypto_info_aes_ccm_128",
          "tls12_crypto_info_aes_gcm_128",
          "tls12_crypto_info_aes_gcm_256",
          "tls12_crypto_info_aria_gcm_128",
          "tls12_crypto_info_aria_gcm_256",
          "tls12_crypto_info_chacha20_poly1305",
          "tls12_crypto_info_sm4_ccm",
          "tls12_crypto_info_sm4_gcm",
          "tls_crypto_info",
          "tpacket_req3",
          "tpacket_rollover_stats",
          "tpacket_stats_v3",
          "uapi_tcp_info",
          "ucred");

  private record Group(String name, String holds, List<String> headers) {
    Group(String name, String holds, String... headers) {
      this(name, holds, List.of(headers));
    }
  }

  /** One line of symbols.txt: {@code --include-KIND NAME # HEADER}. */
  private record Symbol(String kind, String name, String header) {}

  private final Path root;
  private final List<Symbol> symbols = new ArrayList<>();

  private Derive(Path root) throws IOException {
    this.root = root;
    Map<String, String> ownHeaders = new HashMap<>();
    for (String file : List.of("gnu_names.h", "newer_names.h")) {
      readOwnHeader(root.resolve("bindings/include").resolve(file), ownHeaders);
    }
    for (String line : Files.readAllLines(root.resolve("bindings/symbols.txt"))) {
      String[] word = line.split(" ");
      String header = word[3].endsWith("_names.h") ? ownHeaders.get(word[1]) : word[3];
      symbols.add(new Symbol(word[0].substring("--include-".length()), word[1], header));
    }
  }

  public static void main(String[] args) throws Exception {
    var derive = new Derive(Path.of(args[0]));
    derive.writeConstants();
    derive.writeStructs();
    derive.writeProbeLists();
  }

  /** Our own headers say above each block which header a name really belongs to. */
  private static void readOwnHeader(Path file, Map<String, String> headers) throws IOException {
    var block = Pattern.compile("^/\\* ([a-z0-9_./-]+\\.h)\\b.*");
    var define = Pattern.compile("^#define (\\w+) .*");
    String header = null;
    for (String line : Files.readAllLines(file)) {
      var start = block.matcher(line);
      var name = define.matcher(line);
      if (start.matches()) {
        header = start.group(1);
      } else if (name.matches()) {
        headers.put(name.group(1), header);
      }
    }
  }

  private void writeConstants() throws Exception {
    Map<String, Group> byHeader = new HashMap<>();
    GROUPS.forEach(group -> group.headers().forEach(header -> byHeader.put(header, group)));
    Map<Group, Map<String, String>> fields = new LinkedHashMap<>();
    GROUPS.forEach(group -> fields.put(group, new TreeMap<>()));
    for (Symbol symbol : symbols) {
      if (!symbol.kind().equals("constant")) {
        continue;
      }
      Group group = byHeader.get(symbol.header());
      if (group == null) {
        throw new IllegalStateException("no group for " + symbol);
      }
      String field = field(symbol.name());
      if (field != null) {
        fields.get(group).put(symbol.name(), field);
      }
    }
    Path folder = Files.createDirectories(root.resolve(CONSTANTS));
    try (var old = Files.list(folder)) {
      old.filter(file -> file.toString().endsWith("H.java")).forEach(Derive::delete);
    }
    for (var entry : fields.entrySet()) {
      Group group = entry.getKey();
      var text = new StringBuilder(WRITTEN).append("\npackage posix.sockets.raw.constants;\n\n");
      text.append("/**\n * The constants of ").append(group.holds()).append(":\n * {@code <");
      text.append(String.join(">}, {@code <", group.headers())).append(">}.\n */\n");
      text.append("public interface ").append(group.name()).append(" {\n");
      entry.getValue().values().forEach(field -> text.append("  ").append(field).append("\n"));
      Files.writeString(folder.resolve(group.name() + ".java"), text.append("}\n"));
    }
    int count = fields.values().stream().mapToInt(Map::size).sum();
    System.out.println(count + " constants in " + GROUPS.size() + " interfaces");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The field for a constant, or null for a pointer such as {@code SIG_DFL}. */
  private static String field(String name) throws ReflectiveOperationException {
    Method getter = Class.forName(BINDINGS + "posix_h").getMethod(name);
    getter.setAccessible(true); // jextract's second and later parts are not public
    return switch (getter.invoke(null)) {
      case Integer i -> "int " + name + " = " + i + ";";
      case Short s -> "int " + name + " = " + Short.toUnsignedInt(s) + ";";
      case Long l -> "long " + name + " = " + l + "L;";
      case MemorySegment text when text.byteSize() > 0 ->
          "String " + name + " = \"" + text.getString(0) + "\";";
      case MemorySegment _ -> null;
      case Object other -> throw new IllegalStateException(name + " is a " + other.getClass());
    };
  }

  /**
   * Sizes and offsets as constant expressions. The generated classes have them too, but the first
   * use of one initialises all that jextract wrote: 30 ms before the first byte is sent.
   */
  private void writeStructs() throws Exception {
    var text = new StringBuilder(WRITTEN).append("\npackage posix.sockets.libc;\n\n");
    text.append(
        "/** Sizes and offsets of C structs: {@code sockaddr_in.sin_port} is an offset. */\n");
    text.append("public interface Structs {\n");
    for (String name : STRUCTS) {
      text.append("\n  /** {@code struct ").append(name).append("}. */\n");
      text.append("  interface ").append(name).append(" {\n");
      GroupLayout layout = layout(name);
      text.append("    int SIZE = ").append(layout.byteSize()).append(";\n");
      writeMembers(layout, 0, text);
      text.append("  }\n");
    }
    Files.writeString(root.resolve(LIBC).resolve("Structs.java"), text.append("}\n"));
  }

  private static void writeMembers(GroupLayout layout, long base, StringBuilder out) {
    long offset = base;
    for (MemoryLayout member : layout.memberLayouts()) {
      String name = member.name().orElse("");
      if (name.startsWith("$anon")) {
        writeMembers((GroupLayout) member, offset, out);
      } else if (!name.isEmpty()) {
        out.append("    int ").append(name).append(" = ").append(offset).append(";\n");
      }
      offset += layout instanceof UnionLayout ? 0 : member.byteSize();
    }
  }

  private static GroupLayout layout(String struct) throws ReflectiveOperationException {
    return (GroupLayout) Class.forName(BINDINGS + struct).getMethod("layout").invoke(null);
  }

  private void writeProbeLists() throws Exception {
    var constants = new StringBuilder(WRITTEN);
    var structs = new StringBuilder(constants);
    for (Symbol symbol : symbols) {
      switch (symbol.kind()) {
        case "constant" -> {
          String field = field(symbol.name());
          if (field != null) {
            String macro = field.startsWith("String ") ? "TEXT" : "NUMBER";
            constants.append(macro).append('(').append(symbol.name()).append(")\n");
          }
        }
        case "struct", "union" ->
            probeStruct(symbol.kind() + " " + symbol.name(), symbol.name(), structs);
        case "typedef" -> probeStruct(symbol.name(), symbol.name(), structs);
        default -> {}
      }
    }
    Path folder = Files.createDirectories(root.resolve("native/abi"));
    Files.writeString(folder.resolve("constants.def"), constants);
    Files.writeString(folder.resolve("structs.def"), structs);
  }

  private static void probeStruct(String type, String name, StringBuilder out)
      throws ReflectiveOperationException {
    GroupLayout layout = layout(name);
    out.append("SIZE(").append(name).append(", ").append(type).append(")\n");
    probeMembers(layout, name, type, "", out);
  }

  private static void probeMembers(
      GroupLayout layout, String name, String type, String path, StringBuilder out) {
    for (MemoryLayout member : layout.memberLayouts()) {
      String memberName = member.name().orElse("");
      if (memberName.startsWith("$anon")) {
        probeMembers((GroupLayout) member, name, type, path, out);
      } else if (!memberName.isEmpty()) {
        String full = path + memberName;
        out.append("OFFSET(")
            .append(name)
            .append(", ")
            .append(type)
            .append(", ")
            .append(full)
            .append(")\n");
        if (member instanceof GroupLayout group) {
          probeMembers(group, name, type, full + ".", out);
        }
      }
    }
  }
}
