package posix.sockets.bench.race;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a case: all contenders are there all the time, and have turns one after the other, round by
 * round. What changes on the machine during the run changes all of them.
 */
public final class Race {
  private final Case race;
  private final Place place;
  private final Plan plan;
  private final Progress progress;

  /** Of the case, whose C programs are in {@code programs}. */
  public Race(Case race, Path programs, Plan plan, Progress progress) {
    this.race = race;
    this.plan =
        plan.smoke()
            ? plan
            : new Plan(
                plan.warmUps(), plan.rounds(), (int) (plan.millis() * race.turnFactor()), false);
    this.place = Place.of(programs, this.plan, race.cores(), race.batch());
    this.progress = progress;
  }

  /** Runs it. */
  public Results.Outcome run() throws Exception {
    if (race.peer().isEmpty()) {
      return run(place);
    }
    try (var peer = Peer.of(place, race.peer())) {
      return run(place.with(peer.address()));
    }
  }

  private Results.Outcome run(Place here) throws Exception {
    Map<String, Contender> contenders = new LinkedHashMap<>();
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    try {
      for (Entrant entrant : race.entrants()) {
        Contender contender = entrant.opening().open(here);
        contenders.put(entrant.name(), contender);
        samples.put(entrant.name(), new ArrayList<>());
        for (int i = 0; i < plan.warmUps(); i++) {
          if (contender.warmsUp()) {
            turn(entrant.name(), contender, "warming up");
          } else {
            progress.skip(race);
          }
        }
      }
      List<String> order = new ArrayList<>(contenders.keySet());
      for (int round = 1; round <= plan.rounds(); round++) {
        for (String name : order) {
          String what = "round " + round + " of " + plan.rounds();
          samples.get(name).add(turn(name, contenders.get(name), what));
        }
        Collections.rotate(order, 1); // nobody always goes first
      }
    } catch (Exception e) {
      endAll(contenders, e);
      throw e;
    }
    for (Contender contender : contenders.values()) {
      contender.close(); // which tells whether all went well
    }
    return new Results.Outcome(
        race.group(),
        race.variant(),
        race.title(),
        race.cores(),
        race.bytes(),
        plan.millis(),
        race.metrics(),
        race.goals(),
        samples);
  }

  private Sample turn(String name, Contender contender, String what) throws IOException {
    try {
      Sample sample = contender.turn();
      progress.turn(race, name, what, race.metrics().getFirst().of(sample, race.bytes()));
      return sample;
    } catch (Exception e) {
      throw new IOException(race.name() + ", " + name + ": " + e.getMessage(), e);
    }
  }

  private static void endAll(Map<String, Contender> contenders, Exception cause) {
    for (Contender contender : contenders.values()) {
      contender.closeAfter(cause);
    }
  }
}
