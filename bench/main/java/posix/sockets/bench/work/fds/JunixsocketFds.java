package posix.sockets.bench.work.fds;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;
import org.newsclub.net.unix.FileDescriptorCast;
import posix.sockets.bench.work.Arguments;

/** The library junixsocket. */
public final class JunixsocketFds extends Passing {
  private static final int ROOM = 24; // CMSG_SPACE of an int

  private final AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
  private final AFUNIXSocketChannel sender = pair.getSocket1();
  private final AFUNIXSocketChannel receiver = pair.getSocket2();
  private final ByteBuffer buf = ByteBuffer.allocateDirect(1);

  /** No arguments. */
  public JunixsocketFds(Arguments arguments) throws IOException {
    receiver.setAncillaryReceiveBufferSize(ROOM);
  }

  @Override
  void pass(boolean look) throws IOException {
    sender.setOutboundFileDescriptors(file.getFD());
    buf.clear();
    sender.write(buf);
    buf.clear();
    receiver.read(buf);
    var received = receiver.getReceivedFileDescriptors();
    if (received.length != 1) {
      throw new IllegalStateException(received.length + " descriptors have arrived");
    }
    if (look) {
      look(FileDescriptorCast.using(received[0]).as(Integer.class));
    }
    new FileInputStream(received[0]).close();
  }

  @Override
  public void close() throws IOException {
    super.close();
    pair.close();
  }
}
