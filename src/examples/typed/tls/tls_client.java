// A TLS client that sends standard input and prints what comes back: the library's sockets
// underneath, the JDK's SSLEngine on top.
import static posix.sockets.Constants.*;

import module posix.sockets;

// Without a buffer, and without System.out's silence about errors.
final OutputStream stdout = new FileOutputStream(FileDescriptor.out);

void main(String[] args) {
  System.exit(run(args));
}

int run(String[] args) {
  Inet4 server;
  try {
    server = args.length > 3 ? Inet4.of(args[2], parse_port(args[3])) : null;
  } catch (IllegalArgumentException _) {
    server = null;
  }
  if (server == null || args.length > 5) {
    System.err.println("usage: tls_client keystore password address port [name]");
    return 1;
  }
  SSLContext context;
  try {
    context = load_certificates(Path.of(args[0]), args[1].toCharArray());
  } catch (IOException | GeneralSecurityException e) { // no such file, wrong password
    System.err.println("keystore: " + e.getMessage());
    return 1;
  }
  String name = args.length > 4 ? args[4] : server.host();
  try {
    talk(context, server, name);
    return 0;
  } catch (SSLException e) {
    System.err.println("tls: " + e.getMessage());
  } catch (ErrnoException e) {
    e.perror();
  } catch (IOException e) { // of standard input or output
    System.err.println(e.getMessage());
  }
  return 1;
}

int parse_port(String text) {
  if (text.matches("0*[1-9][0-9]{0,4}")) { // parseInt alone would also take "+1"
    return Integer.parseInt(text); // Inet4 refuses what is over 65535
  }
  throw new IllegalArgumentException(text);
}

// The certificates that we trust: the server's has to be one of them, or signed by one.
SSLContext load_certificates(Path file, char[] password)
    throws IOException, GeneralSecurityException {
  var store = KeyStore.getInstance("PKCS12");
  try (var in = Files.newInputStream(file)) {
    store.load(in, password);
  }
  var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
  trust.init(store);
  var context = SSLContext.getInstance("TLS");
  context.init(null, trust.getTrustManagers(), null);
  return context;
}

void talk(SSLContext context, Inet4 server, String name) throws IOException {
  SSLEngine engine = context.createSSLEngine(name, server.port());
  engine.setUseClientMode(true);
  engine.setEnabledProtocols(new String[] {"TLSv1.3"}); // before it, close_notify ends both ways
  SSLParameters parameters = engine.getSSLParameters();
  parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else any trusted name would do
  engine.setSSLParameters(parameters);

  try (var socket = PosixSocket.open(AF_INET, SOCK_STREAM)) {
    socket.connect(server);
    try (var channel = new TlsChannel(socket, engine)) {
      channel.handshake();
      var buffer = new byte[1024];
      int length;
      while ((length = System.in.read(buffer)) != -1) {
        channel.write(buffer, length);
        if (print(channel, length) < length) {
          throw new EOFException("tls: connection closed by the server");
        }
      }
      channel.shutdown_output();
      print(channel, Long.MAX_VALUE); // what is left, up to the server's close_notify
    }
  }
}

// Prints what the server sends, up to so many bytes or its end; how many there were.
long print(TlsChannel channel, long most) throws IOException {
  var buffer = new byte[1024];
  long printed = 0;
  int length;
  while (printed < most && (length = channel.read(buffer)) != -1) {
    stdout.write(buffer, 0, length);
    printed += length;
  }
  return printed;
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
