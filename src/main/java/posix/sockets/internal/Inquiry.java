package posix.sockets.internal;

import java.lang.foreign.MemorySegment;
import posix.sockets.ErrnoException;
import posix.sockets.SockOpt.Codec;

/**
 * A codec whose option has rules of its own for being read or set.
 *
 * @param <T> the value's type
 */
public interface Inquiry<T> extends Codec<T> {
  /** Reads the option, by as many calls of {@code getsockopt} as its rules ask for. */
  default T get(OptionCall call) throws ErrnoException {
    return call.get(this);
  }

  /** Reads the option with a question that stands in {@code optval}. */
  default <Q> T get(OptionCall call, Codec<Q> form, Q question) throws ErrnoException {
    return call.ask(form, question, this);
  }

  /** After a {@code setsockopt} that succeeded: what the kernel wrote back. */
  default void written(T value, MemorySegment optval) {}
}
