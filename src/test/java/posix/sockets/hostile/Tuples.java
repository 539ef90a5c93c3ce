package posix.sockets.hostile;

import static posix.sockets.hostile.Rendering.require;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import posix.sockets.*;
import posix.sockets.faults.Faults;
import posix.sockets.raw.Posix;
import posix.sockets.testing.Project;

/**
 * Random arguments, most of them wrong, for everything public. Whatever they are: nothing is thrown
 * but what is documented, and where Java refuses them no function of libc is called. The faults'
 * library counts those calls.
 */
public final class Tuples {
  /** What says in Java that arguments are wrong. */
  private static final List<Class<?>> REFUSALS =
      List.of(
          NullPointerException.class,
          IllegalArgumentException.class,
          IndexOutOfBoundsException.class,
          IllegalStateException.class,
          WrongThreadException.class,
          ReadOnlyBufferException.class,
          UnsupportedOperationException.class,
          ClosedChannelException.class);

  /** The classes whose calls go to the kernel: a null is wrong there. */
  private static final Set<Class<?>> CALLS =
      Set.of(PosixSocket.class, Poll.class, Epoll.class, InetAddresses.class, NetInterfaces.class);

  /**
   * Not called at all. Those that give a descriptor away, or make it block; those that wait for
   * ever, or ask a name server; those that print.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "PosixSocket.close",
          "PosixSocket.release",
          "PosixSocket.setNonBlocking",
          "Poll.close",
          "Poll.poll/0",
          "Epoll.close",
          "Epoll.epoll_wait/1",
          "PassedFd.close",
          "PassedFd.take",
          "PassedFd.socket",
          "Received.close",
          "SocketPair.close",
          "ErrnoException.printStackTrace",
          "Activation.sd_listen_fds",
          "Activation.sd_listen_fds_with_names",
          "Codec.encode",
          "Codec.size/1"); // whose type is erased: setsockopt gives them theirs

  /**
   * Of the raw layer: whatever takes a pointer to free, to map or to unmap, or a path to remove or
   * to make; any system call; what sleeps, prints, or asks a name server.
   */
  private static final Set<String> RAW_LEFT_OUT =
      Set.of(
          "freeaddrinfo",
          "freeifaddrs",
          "if_freenameindex",
          "mmap",
          "munmap",
          "unlink",
          "open",
          "syscall",
          "sleep",
          "perror",
          "gethostbyname",
          "gethostbyaddr");

  /** Null is an answer there: no address, nothing wanted, any protocol. */
  private static final Set<String> NULLABLE = Set.of("sendmsg 1", "add 2");

  /** Calls that write to their first segment. */
  private static final Set<String> WRITERS =
      Set.of("recv", "tryRecv", "recvfrom", "read", "recvExactly");

  private static final int LIFE = 200;

  /** One method or constructor, with what it is called on. */
  private record Target(Class<?> type, Executable executable) {
    String name() {
      return executable instanceof Constructor<?> ? "new" : executable.getName();
    }

    boolean isRaw() {
      return type == Posix.class;
    }

    /** Half of all tuples are for these. */
    boolean calls() {
      return isRaw()
          || CALLS.contains(type)
          || type == MessageBatch.class
          || type == Transfer.class;
    }

    boolean isLeftOut() {
      String name = type.getSimpleName() + "." + name();
      return isRaw()
          ? RAW_LEFT_OUT.contains(name())
          : LEFT_OUT.contains(name)
              || LEFT_OUT.contains(name + "/" + executable.getParameterCount());
    }

    @Override
    public String toString() {
      return executable.toGenericString();
    }
  }

  private final Random random;
  private final List<Target> targets = targets();
  private final List<Target> calling = targets.stream().filter(Target::calls).toList();
  private final Set<Target> untried = new LinkedHashSet<>(calling);
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Map<Target, String> failures = new LinkedHashMap<>(); // one of each is enough
  private Fixture fixture;
  private Values values;

  private Tuples(long seed) {
    random = new Random(seed);
  }

  private static List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (var file : Project.libraryClassFiles()) {
      var path = Project.CLASSES.relativize(file);
      if (path.getNameCount() != 3) {
        continue; // not of the package posix.sockets
      }
      try {
        add(
            targets,
            Class.forName("posix.sockets." + path.getFileName().toString().replace(".class", "")));
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
    add(targets, Posix.class);
    targets.removeIf(Target::isLeftOut);
    targets.sort(Comparator.comparing(Target::toString));
    return targets;
  }

  private static void add(List<Target> targets, Class<?> type) {
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      if (!Modifier.isPublic(outer.getModifiers())) {
        return;
      }
    }
    for (Constructor<?> constructor : type.getConstructors()) {
      targets.add(new Target(type, constructor));
    }
    for (Method method : type.getMethods()) {
      if (method.getDeclaringClass() == type
          || method.getDeclaringClass().getPackageName().equals("posix.sockets.raw")) {
        method.setAccessible(true); // inherited from a class that is not public
        targets.add(new Target(type, method));
      }
    }
  }

  /**
   * What became of so many tuples.
   *
   * @param targets how many methods and constructors there are
   * @param untried those of them that go to the kernel and were never called
   * @param outcomes how often there was which
   * @param failures what is wrong
   */
  public record Result(
      int targets, List<String> untried, Map<String, Integer> outcomes, List<String> failures) {}

  /** Tries so many. */
  public static Result run(int count, long seed) throws IOException {
    var tuples = new Tuples(seed);
    for (int i = 0; i < count; ) {
      if (i % LIFE == 0) {
        tuples.renew();
      }
      i += tuples.one() ? 1 : 0;
    }
    tuples.fixture.close();
    return new Result(
        tuples.targets.size(),
        tuples.untried.stream().map(Target::toString).toList(),
        tuples.outcomes,
        List.copyOf(tuples.failures.values()));
  }

  private void renew() throws IOException {
    if (fixture != null) {
      fixture.close();
    }
    fixture = new Fixture();
    values = new Values(fixture);
  }

  /** Whether there was something to call the method on. */
  private boolean one() {
    List<Target> some = random.nextBoolean() ? targets : calling;
    Target target = some.get(random.nextInt(some.size()));
    Object receiver = null;
    boolean isStatic =
        target.executable() instanceof Constructor<?>
            || Modifier.isStatic(target.executable().getModifiers());
    if (!isStatic) {
      receiver = pick(values.of(target.type()));
      if (receiver == null) {
        return false; // a value that needs no kernel
      }
    }
    untried.remove(target);
    Object[] arguments = arguments(target);
    boolean wrong = isWrong(target, receiver, arguments);
    long before = Faults.callsOfThread();
    Throwable thrown = null;
    Object result = null;
    try {
      result = invoke(target.executable(), receiver, arguments);
    } catch (InvocationTargetException e) {
      thrown = e.getCause();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(target.toString(), e);
    }
    long calls = Faults.callsOfThread() - before;
    judge(target, receiver, arguments, wrong, thrown, calls);
    release(target, arguments, result);
    return true;
  }

  private static Object invoke(Executable executable, Object receiver, Object[] arguments)
      throws ReflectiveOperationException {
    return executable instanceof Constructor<?> constructor
        ? constructor.newInstance(arguments)
        : ((Method) executable).invoke(receiver, arguments);
  }

  private Object pick(Object[] of) {
    return of.length == 0 ? null : of[random.nextInt(of.length)];
  }

  private Object[] arguments(Target target) {
    Class<?>[] types = target.executable().getParameterTypes();
    var arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      boolean isNull = !types[i].isPrimitive() && random.nextInt(8) == 0;
      arguments[i] =
          isNull ? null : pick(Table.row(target.type(), target.name(), i, types, values));
    }
    if (target.name().equals("setsockopt") && arguments[0] instanceof SockOpt<?> option) {
      arguments[1] = pick(Values.ofOption(option));
    }
    return arguments;
  }

  /** Whether it is certain that no call can come of it. */
  private boolean isWrong(Target target, Object receiver, Object[] arguments) {
    if (receiver == fixture.closed
        || receiver == fixture.closedPoll
        || receiver == fixture.closedEpoll) {
      return true;
    }
    Class<?>[] types = target.executable().getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      if (arguments[i] instanceof MemorySegment segment
          && (fixture.isUnusable(segment)
              || segment.isReadOnly() && WRITERS.contains(target.name()))) {
        return true;
      }
      if (arguments[i] == null
          && !NULLABLE.contains(target.name() + " " + i)
          && (CALLS.contains(target.type()) || target.isRaw() && types[i] == MemorySegment.class)) {
        return true;
      }
      if (i + 2 < types.length
          && types[i] == byte[].class
          && types[i + 1] == int.class
          && types[i + 2] == int.class
          && CALLS.contains(target.type())
          && isOutside((byte[]) arguments[i], (int) arguments[i + 1], (int) arguments[i + 2])) {
        return true;
      }
      if (i + 1 < types.length
          && target.isRaw()
          && arguments[i] instanceof MemorySegment segment
          && Table.LENGTHS.contains(target.name())
          && isLonger(segment, arguments[i + 1])) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOutside(byte[] bytes, int offset, int length) {
    return bytes == null || offset < 0 || length < 0 || (long) offset + length > bytes.length;
  }

  private static boolean isLonger(MemorySegment segment, Object length) {
    return switch (length) {
      case Long n -> n < 0 || n > segment.byteSize();
      case Integer n -> n > segment.byteSize();
      case null, default -> false;
    };
  }

  private void judge(
      Target target,
      Object receiver,
      Object[] arguments,
      boolean wrong,
      Throwable thrown,
      long calls) {
    boolean refused = thrown != null && REFUSALS.stream().anyMatch(type -> type.isInstance(thrown));
    boolean documented = thrown == null || refused || thrown instanceof IOException;
    String problem = null;
    if (!documented) {
      problem = "threw " + thrown;
    } else if (calls > 0 && wrong) {
      problem = calls + " calls of libc with what is wrong";
    } else if (calls > 0 && refused && !Table.mayAskFirst(target.name(), thrown)) {
      problem = calls + " calls of libc, and then " + thrown;
    } else if (wrong
        && !refused
        && CALLS.contains(target.type())
        && !Table.isHarmless(target.name())) {
      problem = "took what is wrong" + (thrown == null ? "" : ", and threw " + thrown);
    }
    outcomes.merge(
        problem != null ? "failed" : refused ? "refused" : thrown != null ? "error" : "fine",
        1,
        Integer::sum);
    outcomes.merge(wrong ? "certainly wrong" : "perhaps wrong", 1, Integer::sum);
    if (problem != null) {
      var trace = thrown == null ? "" : " at " + thrown.getStackTrace()[0];
      String with = " of " + receiver + " with " + Arrays.deepToString(arguments) + ": ";
      failures.putIfAbsent(target, target + with + problem + trace);
    }
  }

  /** Closes what the call has made. */
  private void release(Target target, Object[] arguments, Object result) {
    try {
      if (target.isRaw()) {
        if (Table.MAKERS.contains(target.name()) && result instanceof Integer fd && fd > 2) {
          Posix.close(fd);
        }
        if (Table.PAIR_MAKERS.contains(target.name()) && Integer.valueOf(0).equals(result)) {
          MemorySegment pair =
              (MemorySegment)
                  Arrays.stream(arguments)
                      .filter(MemorySegment.class::isInstance)
                      .findFirst()
                      .orElseThrow();
          Posix.close(pair.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 0));
          Posix.close(pair.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 4));
        }
      } else if (Table.MAKERS.contains(target.name()) && result instanceof AutoCloseable made) {
        made.close();
      }
    } catch (Exception e) {
      require(e instanceof ErrnoException, "closing: " + e); // of a descriptor that is none
    }
  }

  /**
   * Tries as many as the first argument says, with the seed that the second one is.
   *
   * @param arguments a million, unless said otherwise; a seed
   */
  public static void main(String[] arguments) throws Exception {
    Faults.prepare();
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    long begin = System.nanoTime();
    System.out.printf("%,d tuples, seed %d%n", count, seed);
    Result result = run(count, seed);
    result.failures().forEach(System.out::println);
    System.out.printf(
        "%d methods and constructors, %s, %.0f s%n",
        result.targets(), result.outcomes(), (System.nanoTime() - begin) / 1e9);
    System.exit(result.failures().isEmpty() ? 0 : 1);
  }
}
