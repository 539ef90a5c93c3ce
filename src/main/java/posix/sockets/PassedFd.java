package posix.sockets;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import posix.sockets.internal.Descriptor;
import posix.sockets.internal.OpenFile;

/**
 * A descriptor in a control message. On its way out it is borrowed: the kernel passes a duplicate
 * on, and the sender keeps the own one. On its way in it is owned: somebody has to {@link #take}
 * it, make a {@link #socket} of it or {@link #close} it, and one that nobody refers to any more is
 * closed.
 */
public final class PassedFd implements AutoCloseable {
  private final Descriptor descriptor;
  private final boolean owned;

  private PassedFd(Descriptor descriptor, boolean owned) {
    this.descriptor = descriptor;
    this.owned = owned;
  }

  /**
   * A descriptor to pass on, which stays the caller's.
   *
   * @param fd an open descriptor of any kind
   * @return it
   */
  public static PassedFd of(int fd) {
    if (fd < 0) {
      throw new IllegalArgumentException("a descriptor is not negative: " + fd);
    }
    return new PassedFd(Descriptor.borrowed(fd), false);
  }

  /**
   * A socket to pass on, which stays the caller's.
   *
   * @param socket an open socket; if it is closed by the time of the call, the call throws
   * @return it
   */
  public static PassedFd of(PosixSocket socket) {
    socket.descriptor.file.share();
    return new PassedFd(socket.descriptor, false);
  }

  /** One that arrived. */
  static PassedFd received(int fd) {
    return new PassedFd(new Descriptor(fd, OpenFile.adopted()), true);
  }

  /** Who owns it, and counts the calls that need it. */
  Descriptor descriptor() {
    return descriptor;
  }

  /**
   * The descriptor, which goes on belonging to whom it belonged.
   *
   * @return its number, which is good for as long as this object is referred to
   * @throws IOException if it was taken or closed
   */
  public int fd() throws IOException {
    if (descriptor.isClosed()) {
      throw new ClosedChannelException();
    }
    return descriptor.fd;
  }

  /**
   * Takes ownership of a descriptor that arrived: from now on the caller has to close it.
   *
   * @return its number
   * @throws IOException if it was taken or closed
   * @throws IllegalStateException if it did not arrive but is to be sent
   */
  public int take() throws IOException {
    if (!owned) {
      throw new IllegalStateException("a borrowed descriptor cannot be taken");
    }
    return descriptor.release();
  }

  /**
   * Takes a socket that arrived.
   *
   * @return a socket that owns the descriptor
   * @throws IOException if it was taken or closed
   */
  public PosixSocket socket() throws IOException {
    return PosixSocket.adopt(take());
  }

  /** Closes a descriptor that arrived and was not taken; does nothing to a borrowed one. */
  @Override
  public void close() throws IOException {
    if (owned) {
      descriptor.close();
    }
  }

  /** The descriptor's number, or that there is none any more. */
  @Override
  public String toString() {
    return descriptor.isClosed() ? "PassedFd[closed]" : "PassedFd[" + descriptor.fd + "]";
  }
}
