package posix.sockets.faults;

import java.util.Set;

/**
 * Something that the typed layer does, and the function of libc whose faults it is to meet.
 *
 * @param name its name; by it, or by the function's, the table tells what is to come of each errno
 * @param function the function
 * @param waiting the function where it is tried and waited for
 * @param call what an exception says that was called
 * @param ways in which it is made
 * @param delivery how a fault comes
 * @param ownRows whether only those rows of the table are meant that have its own name
 * @param opening opens a place to make it
 */
record Operation(
    String name,
    String function,
    String waiting,
    String call,
    Set<Way> ways,
    Delivery delivery,
    boolean ownRows,
    Opening opening) {
  static final Set<Way> ALL = Set.of(Way.values());
  static final Set<Way> PLATFORM = Set.of(Way.PLATFORM);
  static final Set<Way> DEADLINE = Set.of(Way.DEADLINE);
  static final Set<Way> VIRTUAL = Set.of(Way.VIRTUAL);
  static final Set<Way> THREADS = Set.of(Way.PLATFORM, Way.VIRTUAL);

  /** Opens a place to make an operation. */
  interface Opening {
    Site open(Way way) throws Exception;
  }

  /** How a function fails. */
  enum Delivery {
    /** It answers -1 and does nothing. */
    ERRNO,

    /** It answers -1, but has done its work. */
    AFTERWARDS,

    /** It answers 0, or NULL. */
    NULL,

    /** It answers the error itself. */
    CODE
  }

  /** One by the name of its function, or by that, a slash and more. */
  static Operation of(String name, Set<Way> ways, Opening opening) {
    String function = name.replaceFirst("/.*", "");
    return new Operation(name, function, function, function, ways, Delivery.ERRNO, false, opening);
  }

  /** With another name in exceptions. */
  Operation saying(String call) {
    return new Operation(name, function, waiting, call, ways, delivery, ownRows, opening);
  }

  /** With another function where it waits. */
  Operation waitingIn(String waiting) {
    return new Operation(name, function, waiting, call, ways, delivery, ownRows, opening);
  }

  Operation by(Delivery delivery) {
    return new Operation(name, function, waiting, call, ways, delivery, ownRows, opening);
  }

  /** With the rows of its own name only. */
  Operation alone() {
    return new Operation(name, function, waiting, call, ways, delivery, true, opening);
  }

  /** The function that is called. */
  String function(Way way) {
    return way.waits() ? waiting : function;
  }

  /** What is to be done to the calls chosen. */
  Faults fault(Faults.Where calls, int number, int errno) {
    return switch (delivery) {
      case ERRNO -> calls.fails(number);
      case AFTERWARDS -> calls.failsAfterwards(number);
      case NULL -> calls.answers(0, number);
      case CODE -> calls.answers(number, errno);
    };
  }
}
