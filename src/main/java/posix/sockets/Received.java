package posix.sockets;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What {@code recvmsg} gives. Descriptors that arrived are closed by {@link #close}, unless
 * somebody took them.
 *
 * @param length how many bytes arrived; 0 at end of file or for an empty datagram
 * @param from {@code msg_name}, the sender's address; an {@link Opaque} of {@code AF_UNSPEC} if
 *     there is none
 * @param flags {@code msg_flags}: {@code MSG_TRUNC} if data did not fit, {@code MSG_CTRUNC} if
 *     control messages did not, {@code MSG_EOR}, {@code MSG_OOB}, {@code MSG_ERRQUEUE}
 * @param control the control messages, in the order of their arrival
 */
public record Received(long length, SockAddr from, MsgFlags flags, List<Cmsg> control)
    implements AutoCloseable {
  /** Copies the list. */
  public Received {
    control = List.copyOf(control);
  }

  /**
   * {@code MSG_TRUNC}.
   *
   * @return whether a part of the datagram did not fit and is lost
   */
  public boolean isTruncated() {
    return flags.has(Constants.MSG_TRUNC);
  }

  /**
   * {@code MSG_CTRUNC}.
   *
   * @return whether control messages did not fit and are lost
   */
  public boolean isControlTruncated() {
    return flags.has(Constants.MSG_CTRUNC);
  }

  /**
   * The first control message of a type.
   *
   * @param type for example {@code Cmsg.Rights.class}
   * @param <T> the type
   * @return the message, or nothing
   */
  public <T extends Cmsg> Optional<T> first(Class<T> type) {
    return control.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Closes the descriptors that arrived and were not taken: each, even if one fails. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Cmsg cmsg : control) {
      List<PassedFd> fds =
          switch (cmsg) {
            case Cmsg.Rights rights -> rights.fds();
            case Cmsg.PidFd pidFd -> List.of(pidFd.fd());
            default -> List.of();
          };
      for (PassedFd fd : fds) {
        try {
          fd.close();
        } catch (IOException e) {
          if (failure == null) {
            failure = e;
          } else {
            failure.addSuppressed(e);
          }
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
