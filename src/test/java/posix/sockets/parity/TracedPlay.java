package posix.sockets.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The play of a scenario in which one program is traced, and the others are in C.
 *
 * @param layer of the program that is traced
 */
record TracedPlay(Script.Scenario scenario, String program, Layer layer) {
  /** What each start of the program asked of the kernel, by its name in the script. */
  CompletableFuture<Map<String, List<SystemCall>>> perform(Parity parity, Path folder) {
    return perform(parity, folder, null);
  }

  /**
   * The same of another program in its place.
   *
   * @param other its command without arguments; null if there is none
   */
  CompletableFuture<Map<String, List<SystemCall>>> perform(
      Parity parity, Path folder, List<String> other) {
    Cast cast = Cast.reference(scenario).with(program, layer);
    var arguments = new ConcurrentHashMap<String, List<String>>();
    Play.Commands commands =
        (run, args) -> {
          List<String> command = cast.command(run, args);
          if (!run.program().equals(program)) {
            return command;
          }
          arguments.put(run.name(), args);
          if (other != null) {
            command = Stream.concat(other.stream(), args.stream()).toList();
          }
          return Strace.of(file(folder, run.name()), command);
        };
    return parity
        .perform(scenario, commands)
        .thenApply(playbill -> {
          if (playbill.failure() != null) {
            throw new AssertionError(this + ": " + playbill.failure());
          }
          var traces = new LinkedHashMap<String, List<SystemCall>>();
          arguments.forEach(
              (name, args) -> traces.put(name, read(file(folder, name), args, playbill)));
          return traces;
        });
  }

  private Path file(Path folder, String name) {
    return folder.resolve(
        String.join("-", scenario.script(), program, layer.toString(), name).replace('/', '.'));
  }

  private List<SystemCall> read(Path file, List<String> args, Play.Playbill playbill) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      Files.delete(file);
      String begin =
          layer == Layer.C ? null : program.substring(program.lastIndexOf('/')) + ".class";
      return new Trace(lines, begin, args, text -> Comparison.normal(text, scenario, playbill))
          .calls();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return program + " of " + scenario.script() + ", " + layer;
  }
}
