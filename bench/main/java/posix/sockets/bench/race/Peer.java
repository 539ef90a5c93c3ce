package posix.sockets.bench.race;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A process at the other end: it prints how it is reached, serves until its input ends, and exits
 * with 1 if what came was wrong.
 */
final class Peer implements AutoCloseable {
  private final String name;
  private final Process process;
  private final String address;

  /** Started by a command. */
  Peer(String name, List<String> command) throws IOException {
    this.name = name;
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    address = process.inputReader().readLine();
    if (address == null) {
      throw new IOException(name + " did not start");
    }
  }

  /** A C program and its arguments. */
  static Peer of(Place place, List<String> program) throws IOException {
    List<String> command = new ArrayList<>(program);
    command.set(0, place.program(program.getFirst()));
    return new Peer(program.getFirst(), place.pinned(command));
  }

  String address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    Child.end(name, process);
  }
}
