// A TLS client that sends each line of standard input and prints what comes back: the library's
// sockets underneath, the JDK's SSLEngine on top.
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
    server = Inet4.of(args.length > 2 ? args[2] : "127.0.0.1", parse_port(args));
    if (args.length < 2 || args.length > 5) {
      throw new IllegalArgumentException();
    }
  } catch (IllegalArgumentException _) {
    System.err.println("usage: tls_client keystore password [address [port [name]]]");
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

int parse_port(String[] args) {
  if (args.length < 4) {
    return 8443;
  }
  if (args[3].matches("0*[0-9]{1,5}") && Integer.parseInt(args[3]) > 0) {
    return Integer.parseInt(args[3]); // Inet4 refuses what is over 65535
  }
  throw new IllegalArgumentException(args[3]);
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
      byte[] line;
      while ((line = read_line()) != null) {
        channel.write(line, 0, line.length);
        if (print(channel, line.length) < line.length) {
          throw new EOFException("tls: connection closed by the server");
        }
      }
      channel.shutdownOutput();
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

// A line with its newline, which the last one may lack; null at end of input.
byte[] read_line() throws IOException {
  var line = new ByteArrayOutputStream(); // no Reader, no String: lines may hold any bytes
  int b;
  while ((b = System.in.read()) != -1) {
    line.write(b);
    if (b == '\n') {
      break;
    }
  }
  return line.size() == 0 ? null : line.toByteArray();
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
