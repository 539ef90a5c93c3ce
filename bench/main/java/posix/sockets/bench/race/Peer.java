package posix.sockets.bench.race;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The C program at the other end: it prints how it is reached, serves until its input ends, and
 * exits with 1 if what came was wrong.
 */
final class Peer implements AutoCloseable {
  private final String name;
  private final Process process;
  private final String address;

  Peer(Arena arena, List<String> program) throws IOException {
    name = program.getFirst();
    List<String> command = new ArrayList<>(program);
    command.set(0, arena.program(name));
    process =
        new ProcessBuilder(arena.pinned(command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    address = process.inputReader().readLine();
    if (address == null) {
      throw new IOException(name + " did not start");
    }
  }

  String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    Child.end(name, process);
  }
}
