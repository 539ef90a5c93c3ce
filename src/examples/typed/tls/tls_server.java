// A TLS echo server: the library's sockets underneath, the JDK's SSLEngine on top.
import static posix.sockets.Constants.*;

import module posix.sockets;

void main(String[] args) throws Exception {
  int port = args.length > 2 ? parse_number(args[2], 0, 65535) : 8443;
  long clients = args.length > 3 ? parse_number(args[3], 1, Integer.MAX_VALUE) : Long.MAX_VALUE;
  if (args.length < 2 || args.length > 4 || port == -1 || clients == -1) {
    System.err.println("usage: tls_server keystore password [port [clients]]");
    System.exit(1);
  }
  SSLContext context;
  try {
    context = load_keys(Path.of(args[0]), args[1].toCharArray());
  } catch (IOException | GeneralSecurityException e) { // no such file, wrong password
    System.err.println("keystore: " + e.getMessage());
    System.exit(1);
    return;
  }
  try {
    serve(context, port, clients);
  } catch (ErrnoException e) {
    e.perror();
    System.exit(1);
  }
}

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

// The private key and the certificate that tells clients who we are.
SSLContext load_keys(Path file, char[] password) throws IOException, GeneralSecurityException {
  var store = KeyStore.getInstance("PKCS12");
  try (var in = Files.newInputStream(file)) {
    store.load(in, password);
  }
  var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
  keys.init(store, password);
  var context = SSLContext.getInstance("TLS");
  context.init(keys.getKeyManagers(), null, null);
  return context;
}

void serve(SSLContext context, int port, long clients) throws IOException {
  try (var server = PosixSocket.open(AF_INET, SOCK_STREAM)) {
    server.setsockopt(SO_REUSEADDR, true); // else the port stays taken for a minute after a run
    server.bind(Inet4.loopback(port)).listen(128);
    IO.println("bound to " + server.getsockname());
    for (long served = 0; served < clients; served++) {
      serve_client(context, server.accept().socket());
    }
  }
}

// Echoes to one client until it has no more to say. What it does wrong ends nobody else's service.
void serve_client(SSLContext context, PosixSocket client) throws IOException {
  SSLEngine engine = context.createSSLEngine();
  engine.setUseClientMode(false);
  engine.setEnabledProtocols(new String[] {"TLSv1.3"}); // before it, close_notify ends both ways
  long echoed = 0;
  try (var channel = new TlsChannel(client, engine)) {
    // Without it each short send waits until the client has acknowledged the last.
    client.setsockopt(TCP_NODELAY, true);
    channel.handshake();
    IO.println("client connected: " + engine.getSession().getProtocol());
    var buffer = new byte[1024]; // small on purpose: a long message takes several rounds
    int length;
    while ((length = channel.read(buffer)) != -1) {
      channel.write(buffer, 0, length);
      echoed += length;
    }
  } catch (SSLException e) {
    System.err.println("tls: " + e.getMessage());
  } catch (ErrnoException e) {
    switch (e.errno()) {
      case ECONNRESET, EPIPE -> e.perror(); // only this client has gone
      default -> throw e;
    }
  }
  IO.println("client disconnected after " + echoed + " bytes");
}

// TLS over a socket: plain bytes on this side, records on that. One thread at a time.
class TlsChannel implements AutoCloseable {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PosixSocket socket;
  private final SSLEngine engine;
  private ByteBuffer received; // what came from the socket and is not unwrapped yet
  private ByteBuffer plain; // what was unwrapped and is not read yet
  private ByteBuffer sealed; // room for what is wrapped; it is sent at once

  TlsChannel(PosixSocket socket, SSLEngine engine) {
    this.socket = socket;
    this.engine = engine;
    SSLSession session = engine.getSession();
    received = ByteBuffer.allocate(session.getPacketBufferSize()).limit(0);
    plain = ByteBuffer.allocate(session.getApplicationBufferSize()).limit(0);
    sealed = ByteBuffer.allocate(session.getPacketBufferSize());
  }

  // Agrees on keys with the peer, and makes sure of who it is.
  void handshake() throws IOException {
    engine.beginHandshake();
    while (step()) {
      // until the handshake wants nothing more
    }
    if (engine.isInboundDone()) {
      throw new SSLException("closed during the handshake");
    }
  }

  // Reads what there is, at least one byte; -1 after the peer's close_notify.
  int read(byte[] buffer) throws IOException {
    while (!plain.hasRemaining()) {
      if (engine.isInboundDone() || !step() && !unwrap()) {
        return -1;
      }
    }
    int length = Math.min(plain.remaining(), buffer.length);
    plain.get(buffer, 0, length);
    return length;
  }

  // Writes all of it.
  void write(byte[] buffer, int offset, int length) throws IOException {
    var data = ByteBuffer.wrap(buffer, offset, length);
    while (data.hasRemaining()) { // a record holds 16 KiB
      runTasks();
      if (!wrap(data)) {
        throw new SSLException("write after close_notify");
      }
    }
  }

  // Sends close_notify: the end of what we say. What the peer says can still be read (TLS 1.3).
  void shutdownOutput() throws IOException {
    engine.closeOutbound();
    while (!engine.isOutboundDone() && wrap(NOTHING)) {
      // until all that waits is sent
    }
  }

  // Says goodbye, if that was not done, or why (a queued alert), and closes the socket.
  @Override
  public void close() throws IOException {
    try (socket) {
      shutdownOutput();
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case EPIPE, ECONNRESET -> {} // the peer has not waited for it
        default -> throw e;
      }
    }
  }

  // Does one thing that the handshake wants; false if it wants nothing, or the peer has closed. It
  // may want something later too: new keys, or to hand out tickets.
  private boolean step() throws IOException {
    return switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> runTasks();
      case NEED_WRAP -> wrap(NOTHING);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(); // also where only we have closed
      case FINISHED, NOT_HANDSHAKING -> false;
    };
  }

  // Does what takes long, such as to check certificates.
  private boolean runTasks() {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
    return true;
  }

  // Takes one record apart; false at close_notify.
  private boolean unwrap() throws IOException {
    while (true) {
      plain.compact();
      SSLEngineResult result;
      try {
        result = engine.unwrap(received, plain);
      } finally {
        plain.flip();
      }
      switch (result.getStatus()) {
        case OK -> {
          return true;
        }
        case CLOSED -> {
          return false;
        }
        case BUFFER_OVERFLOW -> // no room for all of the record
            plain = enlarged(plain, engine.getSession().getApplicationBufferSize());
        case BUFFER_UNDERFLOW -> { // not all of the record is here
          if (!receive()) {
            engine.closeInbound(); // throws: without close_notify, somebody may have cut us off
            return false;
          }
        }
      }
    }
  }

  // Receives some bytes more; false at end of file.
  private boolean receive() throws IOException {
    if (received.remaining() == received.capacity()) {
      received = enlarged(received, engine.getSession().getPacketBufferSize());
    }
    received.compact();
    try {
      return socket.recv(received) > 0;
    } finally {
      received.flip();
    }
  }

  // Seals some of the data, or what the handshake has to say, and sends it; false if closed.
  private boolean wrap(ByteBuffer data) throws IOException {
    while (true) {
      sealed.clear();
      SSLEngineResult result = engine.wrap(data, sealed);
      Transfer.sendAll(socket, sealed.array(), 0, sealed.position());
      switch (result.getStatus()) {
        case OK -> {
          return true;
        }
        case CLOSED -> {
          return false;
        }
        case BUFFER_OVERFLOW -> sealed = ByteBuffer.allocate(2 * sealed.capacity());
        case BUFFER_UNDERFLOW -> throw new AssertionError("wrap needs no more than it has");
      }
    }
  }

  // The same bytes, still to be read, with more room behind them.
  private static ByteBuffer enlarged(ByteBuffer buffer, int more) {
    return ByteBuffer.allocate(buffer.remaining() + more).put(buffer).flip();
  }
}
