package posix.sockets;

import static posix.sockets.internal.NumberCodec.LONG;
import static posix.sockets.internal.NumberCodec.TIMEVAL;
import static posix.sockets.raw.constants.SocketH.AF_VSOCK;

import java.time.Duration;
import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.raw.constants.VmSocketsH;

/**
 * The options of level {@code AF_VSOCK}, sorted by name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/vsock.7.html">vsock(7)</a>
 */
public interface VsockOptions {
  /** The largest buffer that may be set, in bytes. Since Linux 3.9. */
  ReadWrite<Long> SO_VM_SOCKETS_BUFFER_MAX_SIZE =
      new ReadWrite<>(
          AF_VSOCK,
          VmSocketsH.SO_VM_SOCKETS_BUFFER_MAX_SIZE,
          LONG,
          "SO_VM_SOCKETS_BUFFER_MAX_SIZE");

  /** The smallest buffer that may be set, in bytes. Since Linux 3.9. */
  ReadWrite<Long> SO_VM_SOCKETS_BUFFER_MIN_SIZE =
      new ReadWrite<>(
          AF_VSOCK,
          VmSocketsH.SO_VM_SOCKETS_BUFFER_MIN_SIZE,
          LONG,
          "SO_VM_SOCKETS_BUFFER_MIN_SIZE");

  /** The receive buffer, in bytes. Since Linux 3.9. */
  ReadWrite<Long> SO_VM_SOCKETS_BUFFER_SIZE =
      new ReadWrite<>(
          AF_VSOCK, VmSocketsH.SO_VM_SOCKETS_BUFFER_SIZE, LONG, "SO_VM_SOCKETS_BUFFER_SIZE");

  /** How long {@code connect} waits, in microseconds. Since Linux 3.9. */
  ReadWrite<Duration> SO_VM_SOCKETS_CONNECT_TIMEOUT =
      new ReadWrite<>(
          AF_VSOCK,
          VmSocketsH.SO_VM_SOCKETS_CONNECT_TIMEOUT,
          TIMEVAL,
          "SO_VM_SOCKETS_CONNECT_TIMEOUT");

  /** As {@code SO_VM_SOCKETS_CONNECT_TIMEOUT}, with 64 bits on any machine. Since Linux 5.16. */
  ReadWrite<Duration> SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW =
      new ReadWrite<>(
          AF_VSOCK,
          VmSocketsH.SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW,
          TIMEVAL,
          "SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW");
}
