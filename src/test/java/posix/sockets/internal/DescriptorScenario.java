package posix.sockets.internal;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import posix.sockets.libc.LibcFiles;
import posix.sockets.model.Access;
import posix.sockets.model.Hooks;
import posix.sockets.model.Scenario;
import posix.sockets.raw.constants.SocketH;

/**
 * Threads at one descriptor, and what must hold in whatever order their steps fall. They are
 * virtual ones, whose frames come from the direction, and whom no signal wakes.
 */
public final class DescriptorScenario implements Scenario {
  /** What a thread does. */
  enum Deed {
    RECV,
    TWO_RECVS,
    /** Is told not to block. */
    TRY,
    /** Might block; the poller knows the descriptor from then on. */
    WAIT,
    SEND,
    POLL,
    TWO_POLLS,
    CLOSE,
    CLOSE_IN_A_CALL,
    RELEASE;

    boolean ends() {
      return compareTo(CLOSE) >= 0;
    }

    boolean isTwo() {
      return name().startsWith("TWO");
    }
  }

  private static final int FD = 1_000_000_000; // nobody has it, should it be closed in earnest

  /** The one that runs now. */
  private static DescriptorScenario current;

  private final Descriptor descriptor;
  private final List<Part> parts = new ArrayList<>();
  private final boolean ends;
  private final boolean wakes;
  private boolean returned; // from close or release
  private int inside;
  private final Set<CallFrame> frames = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closeCalled;
  private boolean released;
  private boolean registered;
  private int closed;

  /** For a list of {@link Deed}s, one for each thread. */
  public DescriptorScenario(List<String> deeds) throws IOException {
    current = this;
    OpenFile file = OpenFile.made(SocketH.AF_UNIX, SocketH.SOCK_STREAM, 0);
    file.makeNonBlocking(BlockingCall.ofVirtualThreads(), FD); // which whoever gives it away undoes
    descriptor = new Descriptor(FD, file);
    int toEnd = 0;
    int two = 0;
    for (String each : deeds) {
      Deed deed = Deed.valueOf(each);
      parts.add(new Part(each, body(deed)));
      toEnd += deed.ends() ? 1 : 0;
      two += deed.isTwo() ? 1 : 0;
    }
    ends = toEnd > 0;
    wakes = toEnd == 1 && two < 2;
  }

  private Body body(Deed deed) {
    return switch (deed) {
      case RECV -> () -> call(descriptor.in);
      case TWO_RECVS -> twice(() -> call(descriptor.in));
      case TRY -> () -> callThatMayBlock(true);
      case WAIT -> () -> callThatMayBlock(false);
      case SEND -> () -> call(descriptor.out);
      case POLL -> this::hold;
      case TWO_POLLS -> twice(this::hold);
      case CLOSE -> this::close;
      case CLOSE_IN_A_CALL -> this::closeInACall;
      case RELEASE -> this::release;
    };
  }

  private static Body twice(Body body) {
    return () -> {
      body.run();
      body.run();
    };
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  private void call(Direction direction) {
    boolean late = isLate();
    CallFrame frame;
    try {
      frame = direction.enter();
    } catch (ClosedChannelException _) {
      Scenario.check(ends, "was not closed");
      return;
    }
    begin(late);
    use(frame);
    end();
    direction.exit(frame);
  }

  private void callThatMayBlock(boolean answers) throws IOException {
    boolean late = isLate();
    BlockingCall call;
    try {
      call = descriptor.in.begin(0, answers);
    } catch (ClosedChannelException _) {
      Scenario.check(ends, "was not closed");
      return;
    }
    begin(late);
    use(call);
    if (call.waits()) {
      Scenario.check(!answers, "waits instead of answering");
      descriptor.register(call);
    }
    end();
    descriptor.in.end(call);
  }

  private void use(CallFrame frame) {
    Scenario.check(frames.add(frame), "has another call's frame");
    Hooks.step(frame, "memory", "write", Access.WRITE);
    frames.remove(frame);
  }

  private void hold() {
    boolean late = isLate();
    try {
      descriptor.held.hold();
    } catch (ClosedChannelException _) {
      Scenario.check(ends, "was not closed");
      return;
    }
    begin(late);
    end();
    descriptor.held.exit();
  }

  private void begin(boolean late) {
    Scenario.check(!late, "got in after close or release had returned");
    inside++;
  }

  private void end() {
    Hooks.step(descriptor, "file", "use", Access.READ);
    Scenario.check(closed == 0, "uses a descriptor that is closed");
    Scenario.check(!released, "uses a descriptor that was released");
    inside--;
  }

  private void close() throws IOException {
    closeCalled = true;
    descriptor.close();
    ended();
  }

  private void closeInACall() throws IOException {
    try {
      descriptor.held.hold();
    } catch (ClosedChannelException _) {
      return;
    }
    begin(false);
    close();
    end();
    descriptor.held.exit();
  }

  private void release() throws IOException {
    try {
      descriptor.release();
    } catch (ClosedChannelException _) {
      ended();
      return;
    }
    // Whose it is now may do with it what they want.
    Hooks.step(descriptor, "file", "take over", Access.WRITE);
    Scenario.check(inside == 0, "is released under a call");
    Scenario.check(closed == 0, "releases what is closed");
    released = true;
    ended();
  }

  private void ended() {
    Scenario.check(descriptor.isClosed(), "is not closed");
    Hooks.step(this, "close has returned", "note", Access.NOTE);
    returned = true;
  }

  /** Whether a call that begins now is too late. */
  private boolean isLate() {
    Hooks.step(this, "close has returned", "recall", Access.RECALL);
    return returned;
  }

  /** Instead of {@link LibcFiles#close}. */
  static int close(MemorySegment errno, int fd) {
    current.end(fd, "close");
    Scenario.check(current.closeCalled, "closes without being asked to");
    current.closed++;
    return 0;
  }

  /** Instead of {@link LibcFiles#fcntl}. */
  static int fcntl(MemorySegment errno, int fd, int cmd, long arg) {
    if (current.descriptor != null) { // else it is being made
      current.end(fd, "fcntl");
    }
    return 0;
  }

  /** Instead of {@link Poller#register}. */
  static Readiness register(int fd, CallFrame call) {
    Scenario.check(!current.registered, "registers twice");
    current.registered = true;
    return new Readiness(fd);
  }

  /** Instead of {@link Poller#forget}. */
  static void forget(MemorySegment errno, int fd, Readiness readiness, boolean open) {
    current.end(fd, "forget");
    Scenario.check(current.registered, "forgets twice, or what it does not know");
    current.registered = false;
  }

  private void end(int fd, String verb) {
    Hooks.step(descriptor, "file", verb, Access.WRITE);
    Scenario.check(fd == FD, verb + " of another descriptor");
    Scenario.check(!released, verb + " of what was released");
    Scenario.check(closed == 0, verb + " of what is closed");
    Scenario.check(inside == 0, verb + " under a call");
  }

  /**
   * Instead of {@link Retry#until}: tries once, or, where there would be too many orders, not at
   * all. To wake changes nothing that others see, and orders more than nothing does.
   */
  static void until(BooleanSupplier done) {
    if (current.wakes) {
      boolean _ = done.getAsBoolean();
    }
  }

  @Override
  public void atTheEnd() {
    Scenario.check(ends || closed == 0, "is closed though nobody closed it");
    if (!ends) {
      closeAfterAll();
    }
    int endings = closed + (released ? 1 : 0);
    Scenario.check(endings == 1, "it was ended " + endings + " times");
    Scenario.check(!registered, "the poller still knows it");
  }

  /** Which shows that no call is counted any more. A cleaner must not come across it either. */
  private void closeAfterAll() {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
