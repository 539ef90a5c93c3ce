package posix.sockets;

import static posix.sockets.Constants.*;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.testing.Await;
import posix.sockets.testing.Pair;

/** Every call of a socket that blocks, somewhere where it does. */
final class BlockingCalls {
  /** How many bytes let a receive go on. */
  private static final int SOME = 4;

  private static final int LO = 1;

  private BlockingCalls() {}

  /** A call; it tells how much came of it, which is never 0. */
  private interface Call {
    long on(PosixSocket socket) throws Exception;
  }

  private interface CallTo {
    long on(PosixSocket socket, SockAddr to) throws Exception;
  }

  /** A call and where it blocks, on a platform thread in which system call. */
  record Row(String name, String systemCall, Opening opening, CallTo call) {
    private Row(String name, String systemCall, Opening opening, Call call) {
      this(name, systemCall, opening, (socket, to) -> call.on(socket));
    }

    Site open() throws Exception {
      return opening.open();
    }

    /** Makes the call on the site's socket, or on the same with a deadline. */
    long call(PosixSocket socket, Site site) throws Exception {
      return call.on(socket, site.to);
    }

    /** A SYN is only sent again after a second. */
    boolean isSlow() {
      return name.equals("connect TCP");
    }
  }

  private interface Opening {
    Site open() throws Exception;
  }

  private interface Step {
    void run() throws Exception;
  }

  /** A socket that calls block on, and what it takes. */
  static final class Site implements AutoCloseable {
    final PosixSocket socket;
    private final SockAddr to;
    private final Step unblock;
    private final List<PosixSocket> others;

    private Site(PosixSocket socket, Step unblock, PosixSocket... others) {
      this(socket, null, unblock, others);
    }

    private Site(PosixSocket socket, SockAddr to, Step unblock, PosixSocket... others) {
      this.socket = socket;
      this.to = to;
      this.unblock = unblock;
      this.others = List.of(others);
    }

    /** Lets a call go on. */
    void unblock() throws Exception {
      unblock.run();
    }

    @Override
    public void close() throws IOException {
      socket.close();
      for (PosixSocket other : others) {
        other.close();
      }
    }
  }

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(receives());
    rows.addAll(kinds());
    rows.addAll(sends());
    rows.addAll(connections());
    return rows;
  }

  private static List<Row> receives() {
    Opening tcp = BlockingCalls::tcp;
    return List.of(
        new Row("recv segment", "recv", tcp, s -> s.recv(Local.room(9))),
        new Row("recv exactly full", "recv", tcp, s -> s.recv(Local.room(SOME))),
        new Row("recv array", "recv", tcp, s -> s.recv(new byte[9], 0, 9)),
        new Row("recv heap buffer", "recv", tcp, s -> s.recv(ByteBuffer.allocate(9))),
        new Row("recv direct buffer", "recv", tcp, s -> s.recv(ByteBuffer.allocateDirect(9))),
        new Row("recv MSG_WAITALL", "recv", tcp, s -> s.recv(Local.room(SOME), MSG_WAITALL)),
        new Row("recv MSG_PEEK", "recv", tcp, s -> s.recv(Local.room(SOME), MSG_PEEK)),
        new Row(
            "recvfrom segment",
            "recv",
            tcp,
            s -> s.recvfrom(Local.room(9), MsgFlags.NONE).length()),
        new Row(
            "recvfrom, buffer for the address",
            "recv",
            BlockingCalls::udp,
            s -> s.recvfrom(Local.room(9), MsgFlags.NONE, new AddressBuffer())),
        new Row("recvfrom buffer", "recv", tcp, s -> s.recvfrom(ByteBuffer.allocate(9)).length()),
        new Row("recvfrom array", "recv", tcp, s -> s.recvfrom(new byte[9], 0, 9).length()),
        new Row("recvmsg", "recvmsg", tcp, BlockingCalls::recvmsg),
        new Row("recvmsg, datagram", "recvmsg", BlockingCalls::udp, BlockingCalls::recvmsg),
        new Row("readv", "readv", tcp, s -> s.readv(Local.room(2), Local.room(9))),
        new Row("recvmmsg", "recvmmsg", BlockingCalls::udpTwice, s -> recvmmsg(s, MsgFlags.NONE)),
        new Row(
            "recvmmsg MSG_WAITFORONE",
            "recvmmsg",
            BlockingCalls::udp,
            s -> recvmmsg(s, MSG_WAITFORONE)),
        new Row("recvExactly segment", "recv", tcp, BlockingCalls::recvExactly),
        new Row("recvExactly array", "recv", tcp, BlockingCalls::recvExactlyIntoArray),
        new Row("stream read", "recv", tcp, s -> Transfer.inputStream(s).read() + 1),
        new Row("stream read array", "recv", tcp, s -> Transfer.inputStream(s).read(new byte[9])));
  }

  private static List<Row> kinds() {
    Call recv = s -> s.recv(Local.room(200));
    return List.of(
        new Row("recv TCP over IPv6", "recv", () -> tcp(Inet6.loopback(0)), recv),
        new Row("recv UDP", "recv", BlockingCalls::udp, recv),
        new Row("recv UDP connected", "recv", BlockingCalls::udpConnected, recv),
        new Row("recv AF_UNIX stream", "recv", () -> unix(SOCK_STREAM), recv),
        new Row("recv AF_UNIX datagram", "recv", () -> unix(SOCK_DGRAM), recv),
        new Row("recv AF_UNIX sequenced", "recv", () -> unix(SOCK_SEQPACKET), recv),
        new Row("recv netlink", "recv", BlockingCalls::netlink, recv),
        new Row("recv packet", "recv", BlockingCalls::packet, recv),
        new Row("recv raw ICMP", "recv", BlockingCalls::rawIcmp, recv));
  }

  private static List<Row> sends() {
    Opening tcp = BlockingCalls::fullTcp;
    Opening queue = () -> fullQueue(true);
    MemorySegment bytes = Local.pattern(SOME);
    byte[] array = new byte[SOME];
    return List.of(
        new Row("send segment", "send", tcp, s -> s.send(bytes)),
        new Row("send array", "send", tcp, s -> s.send(array, 0, SOME)),
        new Row("send heap buffer", "send", tcp, s -> s.send(ByteBuffer.wrap(array))),
        new Row("send direct buffer", "send", tcp, s -> s.send(ByteBuffer.allocateDirect(SOME))),
        new Row("send AF_UNIX stream", "send", () -> fullUnix(SOCK_STREAM), s -> s.send(bytes)),
        new Row(
            "send AF_UNIX sequenced", "send", () -> fullUnix(SOCK_SEQPACKET), s -> s.send(bytes)),
        new Row("send to a full queue", "send", queue, s -> s.send(bytes)),
        new Row(
            "sendto a full queue",
            "send",
            () -> fullQueue(false),
            (s, to) -> s.sendto(bytes, MsgFlags.NONE, to)),
        new Row("sendmsg", "sendmsg", tcp, s -> s.sendmsg(bytes)),
        new Row("sendmsg to a full queue", "sendmsg", queue, s -> s.sendmsg(bytes)),
        new Row("writev", "sendmsg", tcp, s -> s.writev(bytes, bytes)),
        new Row("sendmmsg", "sendmmsg", queue, BlockingCalls::sendmmsg),
        new Row("sendfile", "sendfile", tcp, BlockingCalls::sendfile),
        new Row("sendAll segment", "send", tcp, BlockingCalls::sendAll),
        new Row("sendAll array", "send", tcp, BlockingCalls::sendAllOfArray),
        new Row("stream write", "send", tcp, BlockingCalls::write));
  }

  private static List<Row> connections() {
    Opening tcp = BlockingCalls::tcpListener;
    return List.of(
        new Row("accept TCP", "accept", tcp, s -> closed(s.accept().socket())),
        new Row(
            "accept4", "accept", tcp, s -> closed(s.accept4(SOCK_NONBLOCK, new AddressBuffer()))),
        new Row(
            "accept AF_UNIX",
            "accept",
            BlockingCalls::unixListener,
            s -> closed(s.accept().socket())),
        new Row(
            "connect TCP",
            "connect",
            () -> fullListener(AF_INET, Inet4.loopback(0)),
            BlockingCalls::connect),
        new Row(
            "connect AF_UNIX",
            "connect",
            () -> fullListener(AF_UNIX, Unix.unnamed()),
            BlockingCalls::connect));
  }

  // The calls.

  private static long recvmsg(PosixSocket socket) throws IOException {
    try (var received = socket.recvmsg(MsgFlags.NONE, 64, Local.room(2), Local.room(9))) {
      return received.length();
    }
  }

  private static long recvmmsg(PosixSocket socket, MsgFlags flags) throws IOException {
    return socket.recvmmsg(new MessageBatch(2, 9), 2, flags);
  }

  private static long recvExactly(PosixSocket socket) throws IOException {
    Transfer.recvExactly(socket, Local.room(SOME));
    return SOME;
  }

  private static long recvExactlyIntoArray(PosixSocket socket) throws IOException {
    Transfer.recvExactly(socket, new byte[9], 1, SOME);
    return SOME;
  }

  private static long sendmmsg(PosixSocket socket) throws IOException {
    return socket.sendmmsg(new MessageBatch(2, SOME), 0, 2, MsgFlags.NONE);
  }

  private static long sendfile(PosixSocket socket) throws IOException {
    int file = OpenFds.openMarker();
    try {
      return socket.sendfile(file, 0, SOME);
    } finally {
      OpenFds.close(file);
    }
  }

  private static long sendAll(PosixSocket socket) throws IOException {
    Transfer.sendAll(socket, Local.pattern(SOME));
    return SOME;
  }

  private static long sendAllOfArray(PosixSocket socket) throws IOException {
    Transfer.sendAll(socket, new byte[9], 1, SOME);
    return SOME;
  }

  private static long write(PosixSocket socket) throws IOException {
    Transfer.outputStream(socket).write(1);
    return 1;
  }

  private static long closed(PosixSocket accepted) throws IOException {
    accepted.close();
    return 1;
  }

  private static long connect(PosixSocket socket, SockAddr to) throws IOException {
    socket.connect(to);
    return 1;
  }

  // Where they block.

  private static Site tcp() throws IOException {
    return tcp(Inet4.loopback(0));
  }

  private static Site tcp(SockAddr address) throws IOException {
    Pair pair = Pair.tcp(address);
    return receiving(pair.server(), pair.client());
  }

  private static Site receiving(PosixSocket receiver, PosixSocket sender) {
    return new Site(receiver, () -> sender.send(Local.pattern(SOME)), sender);
  }

  private static Site udpConnected() throws IOException {
    Pair pair = Pair.udp();
    return receiving(pair.server(), pair.client());
  }

  private static Site udp() throws IOException {
    return udp(1);
  }

  private static Site udpTwice() throws IOException {
    return udp(2);
  }

  private static Site udp(int datagrams) throws IOException {
    var receiver = PosixSocket.open(AF_INET, SOCK_DGRAM).bind(Inet4.loopback(0));
    var sender = PosixSocket.open(AF_INET, SOCK_DGRAM).connect(receiver.getsockname());
    return new Site(
        receiver,
        () -> {
          for (int i = 0; i < datagrams; i++) {
            sender.send(Local.pattern(SOME));
          }
        },
        sender);
  }

  private static Site unix(SocketType type) throws IOException {
    SocketPair pair = PosixSocket.socketpair(AF_UNIX, type);
    return receiving(pair.first(), pair.second());
  }

  private static Site netlink() throws IOException {
    var userSock = new Protocol(2); // NETLINK_USERSOCK
    var socket = PosixSocket.open(AF_NETLINK, SOCK_DGRAM, userSock).bind(Netlink.kernel());
    return toItself(socket, PosixSocket.open(AF_NETLINK, SOCK_DGRAM, userSock), SOME);
  }

  private static Site toItself(PosixSocket socket, PosixSocket sender, int length)
      throws IOException {
    SockAddr own = socket.getsockname();
    return new Site(socket, () -> sender.sendto(Local.pattern(length), MsgFlags.NONE, own), sender);
  }

  /** A protocol that nobody speaks, on the loopback interface; other processes take another. */
  private static Site packet() throws IOException {
    int experimental = 0xb000 | (int) (ProcessHandle.current().pid() & 0xfff);
    var socket = PosixSocket.open(AF_PACKET, SOCK_DGRAM).bind(Packet.of(experimental, LO));
    var sender = PosixSocket.open(AF_PACKET, SOCK_DGRAM);
    var to = new Packet(experimental, LO, 0, 0, new byte[6]);
    return new Site(socket, () -> sender.sendto(Local.pattern(SOME), MsgFlags.NONE, to), sender);
  }

  /** An address that nobody else sends to: process numbers have 22 bits at most. */
  private static Site rawIcmp() throws IOException {
    long pid = ProcessHandle.current().pid();
    String own = "127." + (64 + (pid >> 16)) + "." + (pid >> 8 & 255) + "." + (pid & 255);
    var socket = PosixSocket.open(AF_INET, SOCK_RAW, IPPROTO_ICMP).bind(Inet4.of(own, 0));
    return toItself(socket, PosixSocket.open(AF_INET, SOCK_RAW, IPPROTO_ICMP), 8);
  }

  private static Site fullTcp() throws IOException {
    Pair pair = Pair.tcp();
    pair.client().setsockopt(SO_SNDBUF, 1 << 14);
    pair.server().setsockopt(SO_RCVBUF, 1 << 14);
    return full(pair.client(), pair.server());
  }

  private static Site fullUnix(SocketType type) throws IOException {
    SocketPair pair = PosixSocket.socketpair(AF_UNIX, type);
    return full(pair.first(), pair.second());
  }

  private static Site full(PosixSocket sender, PosixSocket receiver) throws IOException {
    fill(sender);
    return new Site(sender, () -> drain(receiver), receiver);
  }

  /** Sends until there is no room. On TCP, more may turn up until all has been acknowledged. */
  private static void fill(PosixSocket socket) throws IOException {
    fill(socket, Local.pattern(1 << 12));
    fill(socket, Local.pattern(1));
  }

  private static long fill(PosixSocket socket, MemorySegment part) throws IOException {
    long sent = 0;
    for (long n; (n = socket.trySend(part)) != PosixSocket.WOULD_BLOCK; ) {
      sent += n;
    }
    return sent;
  }

  private static void drain(PosixSocket socket) throws IOException {
    while (socket.tryRecv(Local.room(1 << 16)) != PosixSocket.WOULD_BLOCK) {}
  }

  /** A queue of the receiver's, which a datagram goes straight into, has no room. */
  private static Site fullQueue(boolean connected) throws IOException {
    var receiver = PosixSocket.open(AF_UNIX, SOCK_DGRAM).bind(Unix.unnamed());
    SockAddr to = receiver.getsockname();
    List<PosixSocket> others = new ArrayList<>(List.of(receiver));
    for (long sent = 1; sent > 0; ) { // one alone may have less room than the queue
      var filler = PosixSocket.open(AF_UNIX, SOCK_DGRAM).connect(to);
      others.add(filler);
      sent = fill(filler, Local.pattern(1));
    }
    var sender = PosixSocket.open(AF_UNIX, SOCK_DGRAM);
    if (connected) {
      sender.connect(to);
    }
    return new Site(sender, to, () -> drain(receiver), others.toArray(PosixSocket[]::new));
  }

  private static Site tcpListener() throws IOException {
    return listener(PosixSocket.open(AF_INET, SOCK_STREAM).bind(Inet4.loopback(0)));
  }

  private static Site unixListener() throws IOException {
    return listener(PosixSocket.open(AF_UNIX, SOCK_STREAM).bind(Unix.unnamed()));
  }

  private static Site listener(PosixSocket socket) throws IOException {
    SockAddr address = socket.listen(8).getsockname();
    var client = PosixSocket.open(address.family(), SOCK_STREAM);
    return new Site(socket, () -> client.connect(address), client);
  }

  /** A listener that lets nobody in until it accepts; on TCP, SYNs to it are dropped. */
  private static Site fullListener(AddressFamily family, SockAddr address) throws IOException {
    var listener = PosixSocket.open(family, SOCK_STREAM).bind(address).listen(0);
    SockAddr to = listener.getsockname();
    var waiting = PosixSocket.open(family, SOCK_STREAM).connect(to);
    Await.readable(listener); // connect may return before it is in the queue
    var client = PosixSocket.open(family, SOCK_STREAM);
    return new Site(client, to, () -> listener.accept().socket().close(), listener, waiting);
  }
}
