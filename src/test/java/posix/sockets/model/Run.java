package posix.sockets.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of a scenario. Its threads are real, but only one goes at a time, from one step to the
 * next, and a chooser says which. Their monitors are kept here. Nobody wakes from a wait for no
 * reason.
 */
final class Run {
  /** Says who goes next. */
  interface Chooser {
    /**
     * Chooses.
     *
     * @param run {@link #done} and {@link #next}
     * @param ready the threads that can go, a bit each
     */
    int choose(Run run, int ready);
  }

  /** Longer runs than this are taken for endless ones. */
  private static final int LONGEST = 1000;

  private static final ThreadLocal<Actor> ACTOR = new ThreadLocal<>();

  /** The steps that were taken. */
  final List<Step> done = new ArrayList<>();

  private final List<Actor> actors = new ArrayList<>();
  private final Map<Object, Owner> owners = new IdentityHashMap<>();
  private final Map<Object, List<Step>> doneTo = new IdentityHashMap<>();
  private final Chooser chooser;
  private final CountDownLatch over = new CountDownLatch(1);
  private Throwable failure;

  private record Owner(Actor actor, int depth) {}

  Run(List<Scenario.Part> parts, Chooser chooser) {
    this.chooser = chooser;
    for (Scenario.Part part : parts) {
      actors.add(new Actor(actors.size(), part, parts.size()));
    }
  }

  /**
   * Runs to the end.
   *
   * @throws Throwable what went wrong first; the threads stay where they were then
   */
  void run() throws Throwable {
    wake(advance());
    if (!over.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("a thread waits for what the model does not know");
    }
    if (failure != null) {
      throw failure;
    }
  }

  int size() {
    return actors.size();
  }

  /** What a thread is about to do; null when it has ended. */
  Step next(int thread) {
    return actors.get(thread).next;
  }

  String name(int thread) {
    return actors.get(thread).part.name();
  }

  /** By a thread, before a step: lets others go until it is this one's turn. */
  static void step(Object target, String field, String verb, Access access) {
    Actor actor = ACTOR.get();
    if (actor != null && !actor.reenters(target, access)) {
      actor.pause(new Step(actor.index, target, field, verb, access));
    }
  }

  /** By a thread that has a monitor: leaves it, and has it again once it was woken. */
  static void await(Object monitor) {
    Actor actor = ACTOR.get();
    if (actor == null) {
      throw new AssertionError("would wait, with nobody there to wake it");
    }
    actor.await(monitor);
  }

  /** By a thread that has a monitor: wakes those who wait for that. */
  static void awaken(Object monitor) {
    Actor actor = ACTOR.get();
    if (actor != null) {
      actor.awaken(monitor);
    }
  }

  /** Takes one step: that of the thread that goes on now; null when there is none. */
  private Actor advance() {
    try {
      int ready = 0;
      boolean ended = true;
      for (Actor actor : actors) {
        if (!actor.begun) {
          actor.begun = true;
          return actor; // up to its first step, which touches nothing that others see
        }
        ended &= actor.next == null;
        if (actor.next != null && mayGo(actor)) {
          ready |= 1 << actor.index;
        }
      }
      if (ready != 0) {
        Actor chosen = actors.get(chooser.choose(this, ready));
        if ((ready & 1 << chosen.index) == 0) {
          throw new AssertionError("does not go the same way twice");
        }
        take(chosen);
        return chosen;
      }
      if (!ended) {
        throw new AssertionError("waits forever");
      }
    } catch (Throwable t) {
      failure = t;
    }
    over.countDown();
    return null;
  }

  private boolean mayGo(Actor actor) {
    return actor.next.access != Access.LOCK
        || !actor.waits && !owners.containsKey(actor.next.target);
  }

  private void take(Actor actor) {
    Step step = actor.next;
    List<Step> toTheSame = doneTo.computeIfAbsent(step.target, _ -> new ArrayList<>());
    step.follow(actor.after, actor.visible, toTheSame);
    done.add(step);
    actor.after = step.after;
    actor.visible = step.visible;
    for (Step earlier : toTheSame) {
      if (step.races(earlier)) {
        int number = done.indexOf(earlier) + 1;
        throw new AssertionError("nothing orders the last step and step " + number);
      }
    }
    toTheSame.add(step);
    if (done.size() > LONGEST) {
      throw new AssertionError("does not end");
    }
    if (step.access == Access.LOCK) {
      owners.put(step.target, new Owner(actor, 1));
    } else if (step.access == Access.UNLOCK) {
      owners.remove(step.target);
    }
  }

  private static void wake(Actor actor) {
    if (actor != null) {
      actor.turn = true;
      LockSupport.unpark(actor.thread);
    }
  }

  /** A thread of the scenario: a virtual one, as those are passed on to fastest. */
  private final class Actor {
    final int index;
    final Scenario.Part part;
    final Thread thread;
    boolean begun;
    Step next;
    int[] after;
    int[] visible;
    boolean waits;
    volatile boolean turn;

    Actor(int index, Scenario.Part part, int size) {
      this.index = index;
      this.part = part;
      after = new int[size];
      visible = new int[size];
      thread = Thread.ofVirtual().name(part.name()).unstarted(this::live);
      thread.start();
    }

    private void live() {
      ACTOR.set(this);
      awaitTurn();
      try {
        part.body().run();
        next = null;
        wake(advance());
      } catch (Throwable t) {
        failure = t;
        over.countDown();
      }
    }

    /** Whether it locks what it has locked, or unlocks that: nobody else can tell. */
    private boolean reenters(Object monitor, Access access) {
      if (access != Access.LOCK && access != Access.UNLOCK) {
        return false;
      }
      Owner owner = owners.get(monitor);
      boolean isMine = owner != null && owner.actor == this;
      int depth = isMine ? owner.depth + (access == Access.LOCK ? 1 : -1) : 0;
      if (depth > 0) {
        owners.put(monitor, new Owner(this, depth));
      }
      return depth > 0;
    }

    private Owner owner(Object monitor) {
      Owner owner = owners.get(monitor);
      Scenario.check(owner != null && owner.actor == this, "does not have the monitor");
      return owner;
    }

    private void await(Object monitor) {
      Owner before = owner(monitor);
      pause(new Step(index, monitor, "", "wait", Access.UNLOCK));
      waits = true;
      pause(new Step(index, monitor, "", "lock again", Access.LOCK));
      owners.put(monitor, before);
    }

    /** No step: the monitor keeps others from telling when it happens. */
    private void awaken(Object monitor) {
      owner(monitor);
      for (Actor actor : actors) {
        if (actor.waits && actor.next.target == monitor) {
          actor.waits = false;
          actor.after = Step.merged(actor.after, after); // it cannot have gone on before this
        }
      }
    }

    private void pause(Step step) {
      next = step;
      Actor chosen = advance();
      if (chosen != this) {
        wake(chosen);
        awaitTurn();
      }
    }

    private void awaitTurn() {
      while (!turn) {
        LockSupport.park(this);
      }
      turn = false;
    }
  }
}
