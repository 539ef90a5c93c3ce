package posix.sockets.internal;

import java.lang.foreign.MemorySegment;
import posix.sockets.ErrnoException;
import posix.sockets.SockOpt.Codec;

/**
 * What {@code getsockopt} answers to a question.
 *
 * @param form the question's form
 * @param question the question
 * @param codec the answer's form
 * @param <Q> the question's type
 * @param <T> the answer's type
 */
public record Asked<Q, T>(Codec<Q> form, Q question, Codec<T> codec) implements Inquiry<T> {
  @Override
  public T get(OptionCall call) throws ErrnoException {
    return codec instanceof Inquiry<T> inquiry
        ? inquiry.get(call, form, question)
        : call.ask(form, question, codec);
  }

  @Override
  public int size() {
    return codec.size();
  }

  @Override
  public T decode(MemorySegment from) {
    return codec.decode(from);
  }

  @Override
  public int encode(T value, MemorySegment to) {
    return codec.encode(value, to);
  }
}
