package posix.sockets.bench.work;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** JMH's view of a {@link Work}: it warms up, takes the time, and counts. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WorkBenchmark {
  /** The name of a class below {@code posix.sockets.bench.work}. */
  @Param("")
  public String work;

  /** What it is told. */
  @Param("")
  public String arguments;

  private Work doing;

  /** Opens what it takes. */
  @Setup
  public void open() throws Exception {
    if (Thread.currentThread().isVirtual()
        != "VIRTUAL".equals(System.getProperty("jmh.executor"))) {
      throw new IllegalStateException("on the wrong kind of thread");
    }
    var type = Class.forName(Work.class.getPackageName() + "." + work).asSubclass(Work.class);
    String[] pairs = arguments.isBlank() ? new String[0] : arguments.split(" ");
    doing = type.getConstructor(Arguments.class).newInstance(Arguments.of(pairs));
    Worker.operations = doing.operations();
  }

  /** Does it. */
  @Benchmark
  public void run() throws Exception {
    doing.run();
  }

  /** What JMH itself does between turns is not the work's CPU. */
  @Setup(Level.Iteration)
  public void begin() {
    Worker.cpu = -Clock.processCpu();
  }

  /** Looks at what was done. */
  @TearDown(Level.Iteration)
  public void check() throws Exception {
    Worker.cpu += Clock.processCpu();
    doing.check();
  }

  /** Closes. */
  @TearDown
  public void close() throws Exception {
    doing.close();
  }
}
