package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import posix.sockets.internal.SockAddrs;
import posix.sockets.libc.Structs.sockaddr_storage;

/**
 * A {@code struct sockaddr_storage} and its {@code socklen_t}, for loops that receive from many and
 * must not allocate: {@code recvfrom} leaves an address here, {@code sendto} takes it back, and
 * {@link #address} decodes it when asked to. For one thread at a time.
 */
public final class AddressBuffer {
  final MemorySegment address;
  final MemorySegment length;

  /** An empty buffer; its memory is freed with it. */
  public AddressBuffer() {
    MemorySegment block = Arena.ofAuto().allocate(sockaddr_storage.SIZE + Integer.BYTES, 8);
    address = block.asSlice(0, sockaddr_storage.SIZE);
    length = block.asSlice(sockaddr_storage.SIZE, Integer.BYTES);
  }

  /**
   * The address that a call left here.
   *
   * @return its value; an {@link Opaque} of {@code AF_UNSPEC} if there is none, as from a connected
   *     stream
   */
  public SockAddr address() {
    return SockAddrs.decode(address, length());
  }

  /**
   * Puts an address here.
   *
   * @param value the address
   */
  public void set(SockAddr value) {
    length.set(JAVA_INT, 0, SockAddrs.encode(value, address));
  }

  /** How much of the memory is the address. */
  int length() {
    return Math.min(length.get(JAVA_INT, 0), sockaddr_storage.SIZE);
  }

  /** Before a call that fills it in. */
  void makeRoom() {
    length.set(JAVA_INT, 0, sockaddr_storage.SIZE);
  }
}
