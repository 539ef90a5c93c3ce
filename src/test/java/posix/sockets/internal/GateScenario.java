package posix.sockets.internal;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.model.Access;
import posix.sockets.model.Hooks;
import posix.sockets.model.Scenario;

/** Threads at one gate, and what must hold in whatever order their steps fall. */
public final class GateScenario implements Scenario {
  /** What a thread does. */
  enum Deed {
    CALL,
    TWO_CALLS,
    CALL_ALONE,
    CLOSE
  }

  private final Gate gate = new Gate();
  private final List<Part> parts = new ArrayList<>();
  private final boolean isClosed;
  private int toClose; // threads that have not closed it yet
  private boolean returned; // from the last of these
  private int inside;
  private int ends;

  /** For a list of {@link Deed}s, one for each thread. */
  public GateScenario(List<String> deeds) {
    for (String deed : deeds) {
      parts.add(new Part(deed, body(Deed.valueOf(deed))));
      toClose += deed.equals(Deed.CLOSE.name()) ? 1 : 0;
    }
    isClosed = toClose > 0;
  }

  private Body body(Deed deed) {
    return switch (deed) {
      case CALL -> this::call;
      case TWO_CALLS ->
          () -> {
            call();
            call();
          };
      case CALL_ALONE -> this::callAlone;
      case CLOSE -> this::close;
    };
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  private void call() {
    boolean late = isLate();
    try {
      gate.enter();
    } catch (ClosedChannelException _) {
      Scenario.check(isClosed, "was not closed");
      return;
    }
    Scenario.check(!late, "got in after close had returned");
    use();
    exit();
  }

  private void callAlone() {
    boolean late = isLate();
    try {
      gate.enterAlone();
    } catch (ClosedChannelException _) {
      Scenario.check(isClosed, "was not closed");
      return;
    } catch (IllegalStateException _) {
      Scenario.check(!late, "waits for others after close had returned");
      return;
    }
    Scenario.check(!late, "got in after close had returned");
    Scenario.check(inside == 0, "is not alone");
    Hooks.step(gate, "what one at a time uses", "write", Access.WRITE);
    use();
    exit();
  }

  private void use() {
    inside++;
    Hooks.step(gate, "what it guards", "read", Access.READ);
    Scenario.check(ends == 0, "was ended under a call");
    inside--;
  }

  private void exit() {
    if (gate.exit()) {
      end();
    }
  }

  private void close() {
    if (gate.close() == Gate.Closing.LAST) {
      end();
    }
    Scenario.check(gate.isClosed(), "is not closed");
    if (--toClose == 0) {
      Hooks.step(this, "close has returned", "note", Access.NOTE);
      returned = true;
    }
  }

  /** Whether a call that begins now is too late. */
  private boolean isLate() {
    Hooks.step(this, "close has returned", "recall", Access.RECALL);
    return returned;
  }

  private void end() {
    Hooks.step(gate, "what it guards", "end", Access.WRITE);
    Scenario.check(inside == 0, "is the last one while a call is in flight");
    ends++;
  }

  @Override
  public void atTheEnd() {
    Scenario.check(ends == (isClosed ? 1 : 0), "there were " + ends + " last ones");
  }
}
