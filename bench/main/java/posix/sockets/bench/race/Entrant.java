package posix.sockets.bench.race;

import java.util.ArrayList;
import java.util.List;
import posix.sockets.bench.work.Worker;

/** Who takes part in a case, and how it is started. */
public record Entrant(String name, Opening opening) {
  /** Starts a contender in the place of its case. */
  public interface Opening {
    /** It is ready when this returns. */
    Contender open(Place place) throws Exception;
  }

  /**
   * A C program of native/bench; it is told the peer, if there is one, a turn's length, and this.
   */
  public static Entrant c(String program, Object... arguments) {
    return new Entrant(
        "c",
        place -> {
          List<String> command = new ArrayList<>(List.of(place.program(program)));
          command.add(Integer.toString(place.plan().millis()));
          if (place.peer() != null) {
            command.add(place.peer());
          }
          for (Object argument : arguments) {
            command.add(argument.toString());
          }
          return new TurnTaker("c", place.pinned(command));
        });
  }

  /** A {@link posix.sockets.bench.work.Work}, which is told the peer and what else is said here. */
  public static Entrant java(String name, String work, Object... arguments) {
    return java(name, List.of(), work, arguments);
  }

  /** The same, in a JVM with these flags. */
  public static Entrant java(String name, List<String> flags, String work, Object... arguments) {
    return new Entrant(
        name,
        place -> {
          List<String> command = new ArrayList<>(place.java(flags));
          command.add(Worker.class.getName());
          command.add(work);
          command.add(Integer.toString(place.plan().turns()));
          command.add(Integer.toString(place.plan().millis()));
          if (place.peer() != null) {
            command.add("peer=" + place.peer());
          }
          for (Object argument : arguments) {
            command.add(argument.toString());
          }
          return new TurnTaker(name, place.pinned(command));
        });
  }
}
