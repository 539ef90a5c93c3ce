package posix.sockets.soak;

import java.lang.foreign.MemorySegment;

/** A connection as the server sees it. */
final class Conversation {
  private final Ledger ledger;
  private final Flow request = Flow.requestOfUnknown();
  private Flow reply;

  Conversation(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Checks what has arrived, and answers how many replies are due for it. */
  int received(MemorySegment got) {
    int due = request.received(got);
    ledger.add(Ledger.Of.MESSAGES, due);
    return due;
  }

  /** What is answered; there has to have been a message. */
  Flow reply() {
    if (reply == null) {
      reply = Flow.reply(request.connection());
    }
    return reply;
  }

  /** The client has said all. */
  void end() {
    if (!request.isDone() || reply != null && !reply.isDone()) {
      throw new AssertionError("ended in the midst of " + request + ", " + reply);
    }
    ledger.ended(request, reply());
  }
}
