package posix.sockets.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Of which layer each program of a scenario is. Those who run the same program are of the same
 * layer.
 */
public record Cast(Map<String, Layer> layers, Way way) implements Play.Commands {
  /** How the programs are started. */
  public enum Way {
    /** Java compiled beforehand, C optimised. */
    COMPILED,
    /** As a reader would: java with the source file. */
    DOCUMENTED,
    /** As {@link #COMPILED}, and C with the sanitizers. */
    SANITIZED
  }

  /** What the others are compared with: C, wherever there is a C program. */
  public static Cast reference(Script.Scenario scenario) {
    return uniform(scenario, Layer.C);
  }

  /** All of one layer, but for programs that are not there in it: these are C, or what they are. */
  static Cast uniform(Script.Scenario scenario, Layer layer) {
    var layers = new LinkedHashMap<String, Layer>();
    for (String program : scenario.programs()) {
      layers.put(program, layer.exists(program) ? layer : layers(program).getFirst());
    }
    return new Cast(layers, Way.COMPILED);
  }

  private static List<Layer> layers(String program) {
    return Stream.of(Layer.values()).filter(layer -> layer.exists(program)).toList();
  }

  /**
   * Those that a scenario is played with beside the reference. The first of a script: one or two
   * programs in all combinations; of more, each one by itself in Java, and all. In the others there
   * is one layer throughout: what fails does not depend on who is at the other end.
   */
  static Set<Cast> some(Script.Scenario scenario) {
    var casts = new LinkedHashSet<Cast>();
    if (scenario.first() && scenario.programs().size() <= 2) {
      return all(scenario);
    }
    Cast reference = reference(scenario);
    if (scenario.first()) {
      for (String program : scenario.programs()) {
        layers(program).forEach(layer -> casts.add(reference.with(program, layer)));
      }
    }
    for (Layer layer : Layer.values()) {
      casts.add(uniform(scenario, layer));
    }
    casts.remove(reference);
    return casts;
  }

  /** Every combination but the reference. */
  static Set<Cast> all(Script.Scenario scenario) {
    Cast reference = reference(scenario);
    List<Cast> casts = List.of(reference);
    for (String program : scenario.programs()) {
      casts =
          casts.stream()
              .flatMap(cast -> layers(program).stream().map(layer -> cast.with(program, layer)))
              .toList();
    }
    var others = new LinkedHashSet<>(casts);
    others.remove(reference);
    return others;
  }

  Cast with(String program, Layer layer) {
    var changed = new LinkedHashMap<>(layers);
    changed.put(program, layer);
    return new Cast(changed, way);
  }

  /** The same, started in another way. */
  Cast started(Way another) {
    return new Cast(layers, another);
  }

  @Override
  public List<String> command(Step.Run run, List<String> args) {
    Layer layer = layers.get(run.program());
    String[] arguments = args.toArray(String[]::new);
    if (way == Way.DOCUMENTED) {
      return Layer.quick(layer.command(run.program(), arguments));
    }
    if (way == Way.SANITIZED && layer == Layer.C) {
      var command = new ArrayList<>(List.of(Layer.program("sanitized/" + run.program())));
      command.addAll(args);
      return command;
    }
    return layer.compiled(run.program(), arguments);
  }

  @Override
  public String toString() {
    String suffix = way == Way.COMPILED ? "" : " (" + way.name().toLowerCase() + ")";
    if (Set.copyOf(layers.values()).size() == 1) {
      return layers.values().iterator().next() + suffix;
    }
    return layers.entrySet().stream()
            .map(entry ->
                entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1)
                    + " "
                    + entry.getValue())
            .collect(Collectors.joining(", "))
        + suffix;
  }
}
