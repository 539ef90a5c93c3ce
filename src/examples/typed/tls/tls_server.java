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

// Echoes to one client until it has no more to say, and then says how much that was: a direction
// ends alone. What a client does wrong ends nobody else's service.
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
      channel.write(buffer, length);
      echoed += length;
    }
    byte[] last = (echoed + " bytes echoed\n").getBytes();
    channel.write(last, last.length);
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

// TLS over a socket: plain bytes on this side, records on that. For one thread.
class TlsChannel implements Closeable {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PosixSocket socket;
  private final SSLEngine engine;
  // The session says how much a record can hold, so each of them has room for any.
  private final ByteBuffer received; // what came from the socket and is not unwrapped yet
  private final ByteBuffer plain; // what was unwrapped and is not read yet
  private final ByteBuffer sealed; // what is wrapped; it is sent at once

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
    while (engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING) {
      if (!step()) {
        throw new SSLException("closed during the handshake");
      }
    }
  }

  // Reads what there is, at least one byte; -1 after the peer's close_notify.
  int read(byte[] buffer) throws IOException {
    while (!plain.hasRemaining()) {
      if (engine.isInboundDone() || !step()) {
        return -1;
      }
    }
    int length = Math.min(plain.remaining(), buffer.length);
    plain.get(buffer, 0, length);
    return length;
  }

  // Writes all of it, in as many records as it takes.
  void write(byte[] buffer, int length) throws IOException {
    var data = ByteBuffer.wrap(buffer, 0, length);
    while (data.hasRemaining()) {
      if (!wrap(data)) {
        throw new SSLException("write after close_notify");
      }
    }
  }

  // Sends close_notify: the end of what we say. What the peer says can still be read.
  void shutdown_output() throws IOException {
    engine.closeOutbound();
    while (!engine.isOutboundDone() && wrap(NOTHING)) {
      // until all that waits is sent
    }
  }

  // Says goodbye, or what was wrong (an alert that waits to be sent), and closes the socket.
  @Override
  public void close() throws IOException {
    try (socket) {
      shutdown_output();
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case EPIPE, ECONNRESET -> {} // the peer has not waited for it
        default -> throw e;
      }
    }
  }

  // Does what the handshake wants, also after its end (new keys, tickets), or takes one record
  // apart; false if the peer has said its last.
  private boolean step() throws IOException {
    return switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> { // what takes long, such as to check certificates
        engine.getDelegatedTask().run();
        yield true;
      }
      case NEED_WRAP -> wrap(NOTHING) || unwrap();
      default -> unwrap();
    };
  }

  // Takes one record apart; false at close_notify.
  private boolean unwrap() throws IOException {
    while (true) {
      plain.clear(); // nothing is unwrapped while there is something to read
      try {
        switch (engine.unwrap(received, plain).getStatus()) {
          case OK -> {
            return true;
          }
          case CLOSED -> {
            return false;
          }
          case BUFFER_UNDERFLOW -> receive(); // not all of the record is here
          case BUFFER_OVERFLOW -> throw new AssertionError("a record that is too large");
        }
      } finally {
        plain.flip();
      }
    }
  }

  // Receives some bytes more.
  private void receive() throws IOException {
    received.compact();
    try {
      if (socket.recv(received) == 0) {
        engine.closeInbound(); // throws: without close_notify, somebody may have cut us off
      }
    } finally {
      received.flip();
    }
  }

  // Seals some of the data, or what the handshake has to say, and sends it; false if closed.
  private boolean wrap(ByteBuffer data) throws IOException {
    SSLEngineResult result = engine.wrap(data, sealed.clear());
    Transfer.sendAll(socket, sealed.array(), 0, sealed.position());
    return result.getStatus() == SSLEngineResult.Status.OK;
  }
}
