package posix.sockets.bench.race;

/**
 * How a case is run.
 *
 * @param warmUps turns that each contender has before the first round
 * @param rounds in each of which every contender has one turn
 * @param millis milliseconds of a turn
 * @param smoke whether it is about that everything runs, not about how fast
 */
public record Plan(int warmUps, int rounds, int millis, boolean smoke) {
  /** Of one contender. */
  public int turns() {
    return warmUps + rounds;
  }

  /** One turn that is as short as can be. */
  public static Plan smokeTest() {
    return new Plan(0, 1, 10, true);
  }
}
