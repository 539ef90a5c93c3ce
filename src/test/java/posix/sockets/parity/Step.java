package posix.sockets.parity;

import java.util.List;

/** A line of a {@link Script}. Each names a program that plays a part. */
public sealed interface Step {
  /** What the program is called in its scenario. */
  String name();

  /** {@code run NAME PROGRAM ARGUMENT…}: starts one of the examples. */
  record Run(String name, String program, List<String> args) implements Step {}

  /**
   * {@code tool NAME COMMAND…}: starts somebody else's program, from the JDK or the PATH. Its
   * output is never compared.
   */
  record Tool(String name, List<String> command) implements Step {}

  /**
   * {@code expect NAME LINE}: waits for that line on standard output; {@code {word}} in it is a
   * word that is kept under this name, or the one that was.
   */
  record Expect(String name, String line) implements Step {}

  /** {@code type NAME LINE}: gives it a line on standard input. */
  record Type(String name, String line) implements Step {}

  /** {@code end NAME}: ends its standard input. */
  record End(String name) implements Step {}

  /** {@code exit NAME STATUS}: waits for its end, with that exit status. */
  record Exit(String name, int status) implements Step {}
}
