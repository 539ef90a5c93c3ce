package posix.sockets.bench.race;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/**
 * What one contender did in one turn.
 *
 * @param operations how many it did
 * @param nanos nanoseconds that it took for all of them
 * @param cpu nanoseconds of CPU that its process used for all of them
 * @param allocated bytes of the Java heap for each, as JMH's profiler counts them
 * @param percentiles latencies in nanoseconds, where each operation was timed; else empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Sample(
    long operations, double nanos, double cpu, double allocated, Map<Double, Double> percentiles) {
  /** Which percentiles are told; native/bench/bench.h has the same ones. */
  public static final List<Double> PERCENTILES =
      List.of(1.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.99);

  private static final JsonMapper JSON = new JsonMapper();

  /** Nothing is null. */
  public Sample {
    percentiles = percentiles == null ? Map.of() : percentiles;
  }

  /** In one line. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Sample fromJson(String line) throws JsonProcessingException {
    Sample sample = JSON.readValue(line, Sample.class);
    if (sample.operations <= 0 || !(sample.nanos > 0)) {
      throw new IllegalStateException("nothing was done: " + line);
    }
    return sample;
  }
}
