package posix.sockets.conformance;

import java.util.concurrent.Callable;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Fds;
import posix.sockets.testing.OwnThread;

/**
 * One behaviour of the kernel, and how it shows through each layer.
 *
 * @param call the call that answers, by its name in C
 * @param id the row's name
 * @param what the situation
 * @param answer what the raw layer says, see {@link Answer}
 * @param raw the calls on the raw layer, the last of which answers
 * @param typedAnswer what the typed facade says; why it cannot be asked, where there is no {@code
 *     typed}
 * @param typed the same on the typed facade
 */
record Row(
    String call, String id, String what, String answer, Raw raw, String typedAnswer, Typed typed) {
  /** Returns what the call returned, or a text if several calls answer. */
  interface Raw {
    Object on(Fds f) throws Exception;
  }

  /** The same; a socket or null stand for 0. */
  interface Typed {
    Object on(Sockets s) throws Exception;
  }

  /** A behaviour that both layers show alike: an errno's name, a number, or a text. */
  static Row row(String call, String id, String what, Object answer, Raw raw, Typed typed) {
    return new Row(call, id, what, answer.toString(), raw, answer.toString(), typed);
  }

  /** The same where only the raw layer can be asked. */
  Row rawOnly(String why) {
    return rawOnly(why, raw);
  }

  /** The same, with other calls on the raw layer, which only that can make. */
  Row rawOnly(String why, Raw raw) {
    return new Row(call, id, what, answer, raw, why, null);
  }

  /** The same where the typed facade throws an IllegalArgumentException before any system call. */
  Row illegal() {
    return typed("IllegalArgumentException", typed);
  }

  /** The same where the typed facade promises another answer. */
  Row typed(Object answer, Typed call) {
    return new Row(this.call, id, what, this.answer, raw, answer.toString(), call);
  }

  boolean isRawOnly() {
    return typed == null;
  }

  /** The same for a user without privileges. */
  Row asNobody() {
    return new Row(
        call,
        id,
        what,
        answer,
        _ -> OwnThread.asNobody(this::saidByRaw),
        typedAnswer,
        _ -> OwnThread.asNobody(this::saidByTyped));
  }

  private String saidByRaw() throws Exception {
    try (var fds = new Fds()) {
      Posix.errno(Answer.UNTOUCHED);
      Object result = raw.on(fds);
      String said = result instanceof Number n ? Answer.of(n.longValue()) : result.toString();
      return said + Answer.errnoNow();
    }
  }

  private String saidByTyped() throws Exception {
    try (var sockets = new Sockets()) {
      return Answer.of(call, () -> typed.on(sockets));
    }
  }

  /** Null if the raw layer answers as it should; else how it did. */
  String rawFault() {
    return fault(this::saidByRaw, answer);
  }

  /** Null if the typed facade answers as it should; else how it did. */
  String typedFault() {
    return fault(this::saidByTyped, typedAnswer);
  }

  private static String fault(Callable<String> answer, String expected) {
    try {
      String said = answer.call();
      return said.equals(expected) ? null : "answers " + said + " instead of " + expected;
    } catch (Exception | AssertionError e) {
      return "ended by " + e;
    }
  }

  @Override
  public String toString() {
    return "%s, %s: %s: %s".formatted(id, call, what, answer);
  }
}
