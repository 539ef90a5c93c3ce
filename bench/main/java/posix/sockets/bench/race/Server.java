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
    /** In an arena: the program's name first. */
    List<String> in(Arena arena) throws IOException;
  }

  private final Peer server;
  private final TurnTaker load;

  private Server(String name, Arena arena, List<String> command, Load program) throws IOException {
    server = new Peer(name, arena.pinned(command));
    try {
      List<String> words = new ArrayList<>(program.in(arena));
      words.set(0, arena.program(words.getFirst()));
      words.add(1, Integer.toString(arena.plan().millis()));
      words.add(2, server.address());
      words.add(3, Long.toString(server.pid()));
      load = new TurnTaker(name + "'s load", arena.pinned(words));
    } catch (IOException e) {
      try (server) {
        throw e;
      }
    }
  }

  /** A server in C. */
  public static Entrant c(String program, Load load) {
    return new Entrant("c", arena -> new Server("c", arena, List.of(arena.program(program)), load));
  }

  /** A class with a main method. */
  public static Entrant java(String name, Class<?> server, Load load) {
    return new Entrant(
        name,
        arena -> {
          List<String> command = new ArrayList<>(arena.java(List.of()));
          command.add(server.getName());
          return new Server(name, arena, command, load);
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
