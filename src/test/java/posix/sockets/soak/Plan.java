package posix.sockets.soak;

/**
 * How much there is to be, and for how long.
 *
 * @param connections how many connections live all the time
 * @param seconds how long they do
 * @param messages how many messages there are in a second, there and back
 * @param heapMegabytes the heap of each process
 * @param fault what the server is to do wrong
 */
record Plan(int connections, int seconds, int messages, int heapMegabytes, Fault fault) {
  private static final int SAMPLES = 180;
  private static final int LONGEST_MILLIS = 10_000;
  private static final int SHORT_PAUSE_MILLIS = 100; // 8 threads: some 80 connections a second
  private static final int SPARE = 500; // descriptors for all but connections that live

  static Plan of(int connections, int seconds) {
    return new Plan(connections, seconds, 10_000, 384, Fault.NONE);
  }

  static Plan small(int connections, int seconds) {
    return new Plan(connections, seconds, 2_000, 128, Fault.NONE);
  }

  /** How many descriptors a process has to be allowed. */
  int descriptors() {
    return connections + SPARE;
  }

  /** The same with no more connections than a limit of descriptors allows. */
  Plan within(long limit) {
    int most = (int) Math.min(connections, limit - SPARE);
    return new Plan(most, seconds, messages, heapMegabytes, fault);
  }

  /** The same with something wrong. */
  Plan with(Fault wrong) {
    return new Plan(connections, seconds, messages, heapMegabytes, wrong);
  }

  /** Between two exchanges of a connection. */
  int pauseMillis() {
    return Math.max(1, (int) (2_000L * connections / messages));
  }

  /** Between two short connections of a thread. */
  int shortPauseMillis() {
    return SHORT_PAUSE_MILLIS;
  }

  /** Between two samples. */
  int sampleMillis() {
    return Math.clamp(1_000L * seconds / SAMPLES, LONGEST_MILLIS / 20, LONGEST_MILLIS);
  }
}
