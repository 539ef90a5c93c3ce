package posix.sockets.bench.race;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** A process that works for one turn for each line that it reads, and answers with its figures. */
final class TurnTaker implements Contender {
  private final String name;
  private final Process process;
  private final Writer turns;
  private final BufferedReader figures;

  TurnTaker(String name, List<String> command) throws IOException {
    this.name = name;
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    turns = process.outputWriter();
    figures = process.inputReader();
  }

  @Override
  public Sample turn() throws IOException {
    try {
      turns.write("go\n");
      turns.flush();
    } catch (IOException e) {
      throw new IOException(name + " has failed", e); // its own words are on standard error
    }
    String line = figures.readLine();
    if (line == null) {
      throw new IOException(name + " has failed");
    }
    return Sample.fromJson(line);
  }

  @Override
  public void close() throws IOException {
    turns.close();
    Child.end(name, process);
  }
}
