package posix.sockets.bench.race;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A server in a process of its own, and its load in another: the load has the turns, and tells what
 * the server did in them.
 */
public final class Server implements Contender {
  /** The C program that is the load, and its arguments; it is told the server as well. */
  public interface Load {
    /** In a place: the program's name first. */
    List<String> in(Place place) throws IOException;
  }

  private final Peer server;
  private final TurnTaker load;

  private Server(String name, Place place, List<String> command, Load program) throws IOException {
    server = new Peer(name, place.pinned(command));
    try {
      List<String> words = new ArrayList<>(program.in(place));
      words.set(0, place.program(words.getFirst()));
      words.add(1, Integer.toString(place.plan().millis()));
      words.add(2, server.address());
      words.add(3, Long.toString(server.pid()));
      load = new TurnTaker(name + "'s load", place.pinned(words));
    } catch (IOException e) {
      try (server) {
        throw e;
      }
    }
  }

  /** A server in C. */
  public static Entrant c(String program, Load load) {
    return new Entrant("c", place -> new Server("c", place, List.of(place.program(program)), load));
  }

  /** A class with a main method. */
  public static Entrant java(String name, Class<?> server, Load load) {
    return new Entrant(
        name,
        place -> {
          List<String> command = new ArrayList<>(place.java(List.of()));
          command.add(server.getName());
          return new Server(name, place, command, load);
        });
  }

  @Override
  public Sample turn() throws IOException {
    return load.turn();
  }

  @Override
  public void close() throws IOException {
    try {
      load.close();
    } finally {
      server.close();
    }
  }
}
