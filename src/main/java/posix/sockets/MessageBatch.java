package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import posix.sockets.internal.SockAddrs;
import posix.sockets.libc.Structs.iovec;
import posix.sockets.libc.Structs.mmsghdr;
import posix.sockets.libc.Structs.msghdr;
import posix.sockets.libc.Structs.sockaddr_storage;
import posix.sockets.raw.constants.SocketH;

/**
 * An array of {@code struct mmsghdr} with a buffer, an address and room for control messages for
 * each message, for {@code sendmmsg} and {@code recvmmsg}. It is made once and used again; neither
 * call allocates. For one thread at a time.
 *
 * <p>After {@code recvmmsg}, {@link #length}, {@link #buffer}, {@link #address} and {@link
 * #control} tell what arrived. {@code sendmmsg} sends what these are set to, so that an echo needs
 * no more than the lengths that arrived.
 */
public final class MessageBatch {
  private static final int MOST_CONTROL = Integer.MAX_VALUE & -Long.BYTES; // of whole words

  private final int capacity;
  private final int bufferSize;
  private final int controlRoom;
  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment addresses;
  private final MemorySegment controls;
  private final MemorySegment[] buffers;
  private final int[] sendControl;
  private final List<List<Cmsg>> received;

  /**
   * Messages without room for control messages.
   *
   * @param capacity how many messages, 1 to 1024
   * @param bufferSize how many bytes each takes
   */
  public MessageBatch(int capacity, int bufferSize) {
    this(capacity, bufferSize, 0);
  }

  /**
   * Messages with room for control messages.
   *
   * @param capacity how many messages, 1 to 1024
   * @param bufferSize how many bytes each takes
   * @param controlRoom the room of each for control messages in bytes: the sum of {@code
   *     CMSG_SPACE}, rounded up to that of whole messages, a multiple of 8
   */
  public MessageBatch(int capacity, int bufferSize, int controlRoom) {
    if (capacity < 1
        || capacity > 1024
        || bufferSize < 0
        || controlRoom < 0
        || controlRoom > MOST_CONTROL) {
      throw new IllegalArgumentException(
          capacity + " messages of " + bufferSize + " bytes and " + controlRoom + " of control");
    }
    this.capacity = capacity;
    this.bufferSize = bufferSize;
    this.controlRoom = (controlRoom + Long.BYTES - 1) & -Long.BYTES;
    sendControl = new int[capacity];
    received = new ArrayList<>(Collections.nCopies(capacity, List.of()));
    buffers = new MemorySegment[capacity];
    Arena arena = Arena.ofAuto();
    headers = arena.allocate((long) capacity * mmsghdr.SIZE, Long.BYTES);
    vectors = arena.allocate((long) capacity * iovec.SIZE, Long.BYTES);
    addresses = arena.allocate((long) capacity * sockaddr_storage.SIZE, Long.BYTES);
    controls = arena.allocate(Math.max(1, (long) capacity * this.controlRoom), Long.BYTES);
    MemorySegment all = arena.allocate(Math.max(1, (long) capacity * bufferSize), 4096);
    for (int i = 0; i < capacity; i++) {
      buffers[i] = all.asSlice((long) i * bufferSize, bufferSize);
      vectors.set(JAVA_LONG, vector(i) + iovec.iov_base, buffers[i].address());
      vectors.set(JAVA_LONG, vector(i) + iovec.iov_len, bufferSize);
      headers.set(JAVA_LONG, header(i) + msghdr.msg_iov, vectors.address() + vector(i));
      headers.set(JAVA_LONG, header(i) + msghdr.msg_iovlen, 1);
    }
  }

  private static long header(int i) {
    return (long) i * mmsghdr.SIZE + mmsghdr.msg_hdr;
  }

  private static long vector(int i) {
    return (long) i * iovec.SIZE;
  }

  private MemorySegment addressMemory(int i) {
    return addresses.asSlice((long) i * sockaddr_storage.SIZE, sockaddr_storage.SIZE);
  }

  private MemorySegment controlMemory(int i) {
    return controls.asSlice((long) i * controlRoom, controlRoom);
  }

  /**
   * How many messages there are.
   *
   * @return the capacity
   */
  public int capacity() {
    return capacity;
  }

  /**
   * A message's buffer.
   *
   * @param i which, from 0
   * @return the whole of it, however much of it is used
   */
  public MemorySegment buffer(int i) {
    return buffers[i];
  }

  /**
   * How many bytes of a message arrived, or were sent.
   *
   * @param i which, from 0
   * @return {@code msg_len}
   */
  public int length(int i) {
    Objects.checkIndex(i, capacity);
    return headers.get(JAVA_INT, (long) i * mmsghdr.SIZE + mmsghdr.msg_len);
  }

  /**
   * Sets how many bytes of a message's buffer are to be sent.
   *
   * @param i which, from 0
   * @param length bytes, at most the buffer's size
   */
  public void length(int i, int length) {
    Objects.checkIndex(i, capacity);
    Objects.checkFromToIndex(0, length, bufferSize);
    vectors.set(JAVA_LONG, vector(i) + iovec.iov_len, length);
  }

  /**
   * Where a message came from, or is to go.
   *
   * @param i which, from 0
   * @return {@code msg_name}; an {@link Opaque} of {@code AF_UNSPEC} for none
   */
  public SockAddr address(int i) {
    Objects.checkIndex(i, capacity);
    int length = headers.get(JAVA_INT, header(i) + msghdr.msg_namelen);
    return SockAddrs.decode(addressMemory(i), length);
  }

  /**
   * Sets where a message is to go.
   *
   * @param i which, from 0
   * @param to the address; null for where the socket is connected to
   */
  public void address(int i, SockAddr to) {
    Objects.checkIndex(i, capacity);
    int length = to == null ? 0 : SockAddrs.encode(to, addressMemory(i));
    headers.set(JAVA_INT, header(i) + msghdr.msg_namelen, length);
  }

  /**
   * {@code msg_flags} of a message that arrived: {@code MSG_TRUNC} if data did not fit, {@code
   * MSG_CTRUNC} if control messages did not.
   *
   * @param i which, from 0
   * @return the flags
   */
  public MsgFlags flags(int i) {
    Objects.checkIndex(i, capacity);
    // The kernel repeats the flag that recvmmsg added.
    return MsgFlags.of(
        headers.get(JAVA_INT, header(i) + msghdr.msg_flags) & ~SocketH.MSG_CMSG_CLOEXEC);
  }

  /**
   * The control messages of a message that arrived.
   *
   * @param i which, from 0
   * @return the messages; descriptors among them have to be taken or closed
   */
  public List<Cmsg> control(int i) {
    Objects.checkIndex(i, capacity);
    return received.get(i);
  }

  /**
   * Sets the control messages to be sent with a message.
   *
   * @param i which, from 0
   * @param control the messages; no descriptors, which are passed by {@code sendmsg}
   * @throws IllegalArgumentException if they do not fit the room for them
   */
  public void control(int i, List<Cmsg> control) {
    Objects.checkIndex(i, capacity);
    long space = CmsgCodec.space(control);
    if (space > controlRoom || control.stream().anyMatch(Cmsg.Rights.class::isInstance)) {
      throw new IllegalArgumentException(
          space + " bytes in room for " + controlRoom + ", or descriptors: " + control);
    }
    MemorySegment memory = controlMemory(i);
    memory.fill((byte) 0);
    CmsgCodec.encode(control, memory);
    sendControl[i] = (int) space;
  }

  /** Before sendmmsg. */
  MemorySegment toSend(int from, int count) {
    Objects.checkFromIndexSize(from, count, capacity);
    for (int i = from; i < from + count; i++) {
      long header = header(i);
      boolean named = headers.get(JAVA_INT, header + msghdr.msg_namelen) > 0;
      long name = addresses.address() + (long) i * sockaddr_storage.SIZE;
      headers.set(JAVA_LONG, header + msghdr.msg_name, named ? name : 0);
      setControl(i, sendControl[i]);
    }
    return from == 0 ? headers : headers.asSlice((long) from * mmsghdr.SIZE);
  }

  /** The buffers of the messages from one on, as the kernel is told of them. */
  MemorySegment iovecs(int from) {
    return vectors.asSlice(vector(from));
  }

  /** What sendmmsg has left of a message. */
  MemorySegment unsent(int i) {
    long length = vectors.get(JAVA_LONG, vector(i) + iovec.iov_len);
    return buffers[i].asSlice(length(i), length - length(i));
  }

  /** More of a message was sent. */
  void sent(int i, long more) {
    long at = (long) i * mmsghdr.SIZE + mmsghdr.msg_len;
    headers.set(JAVA_INT, at, length(i) + (int) more);
  }

  /** Before recvmmsg, each time: the kernel has written over the lengths. */
  MemorySegment toReceive(int count) {
    Objects.checkFromIndexSize(0, count, capacity);
    for (int i = 0; i < count; i++) {
      long header = header(i);
      headers.set(
          JAVA_LONG,
          header + msghdr.msg_name,
          addresses.address() + (long) i * sockaddr_storage.SIZE);
      headers.set(JAVA_INT, header + msghdr.msg_namelen, sockaddr_storage.SIZE);
      vectors.set(JAVA_LONG, vector(i) + iovec.iov_len, bufferSize);
      setControl(i, controlRoom);
      sendControl[i] = 0;
      if (controlRoom > 0) {
        received.set(i, List.of()); // nothing stays from before
      }
    }
    return headers;
  }

  /** After recvmmsg, at once: each descriptor that arrived gets an owner. */
  void received(int count) {
    if (controlRoom == 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      long length = headers.get(JAVA_LONG, header(i) + msghdr.msg_controllen);
      received.set(i, length == 0 ? List.of() : CmsgCodec.decode(controlMemory(i), length));
    }
  }

  private void setControl(int i, int length) {
    long memory = controls.address() + (long) i * controlRoom;
    headers.set(JAVA_LONG, header(i) + msghdr.msg_control, length == 0 ? 0 : memory);
    headers.set(JAVA_LONG, header(i) + msghdr.msg_controllen, length);
  }
}
