package posix.sockets;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.List;
import posix.sockets.SockOpt.Codec;

/**
 * Options' values that are what control messages carry.
 *
 * @param <T> what the value is in Java
 */
final class OptionCodec<T> implements Codec<T> {
  private static final int FORM_PIDFD = 0;
  private static final int FORM_CMSGS = 1;
  private static final int SOME_CMSGS = 512;

  /** A descriptor that was made by the call, and has to be closed. */
  static final Codec<PassedFd> PIDFD = new OptionCodec<>(FORM_PIDFD, Integer.BYTES);

  /** Control messages. */
  static final Codec<List<Cmsg>> CMSGS = new OptionCodec<>(FORM_CMSGS, SOME_CMSGS);

  private final int form;
  private final int size;

  private OptionCodec(int form, int size) {
    this.form = form;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int size(T value) {
    return value instanceof List<?> list ? (int) CmsgCodec.space(cmsgs(list)) : size;
  }

  @SuppressWarnings("unchecked") // of what CMSGS is given
  private static List<Cmsg> cmsgs(List<?> list) {
    return (List<Cmsg>) list;
  }

  @Override
  @SuppressWarnings("unchecked") // the constants above say which form goes with which type
  public T decode(MemorySegment from) {
    return form == FORM_PIDFD
        ? (T) PassedFd.received(from.get(JAVA_INT_UNALIGNED, 0))
        : (T) List.copyOf(CmsgCodec.decode(from, from.byteSize()));
  }

  @Override
  public int encode(T value, MemorySegment to) {
    if (!(value instanceof List<?> list)) {
      throw new UnsupportedOperationException("read only");
    }
    List<Cmsg> messages = cmsgs(list);
    CmsgCodec.check(messages);
    CmsgCodec.encode(messages, to);
    return (int) to.byteSize();
  }
}
