package posix.sockets.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posix.sockets.Constants.AF_INET;
import static posix.sockets.Constants.SOCK_STREAM;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posix.sockets.BlockedThread;
import posix.sockets.Inet4;
import posix.sockets.PosixSocket;

/**
 * Each segment that a downcall is given gets to the linker as one, also where only its address has
 * a place among the arguments in C: it is checked, and cannot be closed during the call.
 */
class HeldSegmentsTest {
  private final MemorySegment errno = Arena.ofAuto().allocate(Call.ERRNO);

  @Test
  void noneIsTakenThatIsClosed() throws Exception {
    MemorySegment closed;
    try (var arena = Arena.ofConfined()) {
      closed = arena.allocate(64, 8);
    }
    assertThat(takers(closed, IllegalStateException.class)).isEmpty();
  }

  @Test
  void noneIsTakenThatIsOfAnotherThread() throws Exception {
    try (var arena = Arena.ofConfined()) {
      MemorySegment another = arena.allocate(64, 8);
      var takers = new BlockedThread<>(() -> takers(another, WrongThreadException.class)).result();
      assertThat(takers).isEmpty();
    }
  }

  @Test
  void noneIsTakenThatIsOnTheHeap() throws Exception {
    MemorySegment heap = MemorySegment.ofArray(new long[8]);
    assertThat(takers(heap, IllegalArgumentException.class)).isEmpty();
  }

  @Test
  void oneBehindItsAddressCannotBeClosedDuringTheCall() throws Exception {
    MemorySegment address = Arena.ofAuto().allocate(128, 8);
    try (var server = PosixSocket.open(AF_INET, SOCK_STREAM);
        var client = PosixSocket.open(AF_INET, SOCK_STREAM);
        var arena = Arena.ofShared()) {
      server.bind(Inet4.loopback(0)).listen(1);
      MemorySegment length = arena.allocate(JAVA_INT);
      length.set(JAVA_INT, 0, 128);
      int fd = server.fd();
      var accept = new BlockedThread<>(() -> Libc.accept4(errno, fd, address, length, 0));
      accept.awaitBlocked("accept");
      assertThatThrownBy(arena::close).isInstanceOf(IllegalStateException.class);
      client.connect(server.getsockname());
      PosixSocket.adopt(accept.result()).close();
    }
  }

  /** The calls that do not refuse a segment, tried in each place. */
  private List<String> takers(MemorySegment bad, Class<? extends Exception> refusal)
      throws IllegalAccessException {
    List<String> takers = new ArrayList<>();
    int tried = 0;
    for (Class<?> calls : Linked.CALLS) {
      for (Method call : calls.getDeclaredMethods()) {
        if (!Modifier.isPublic(call.getModifiers())) {
          continue;
        }
        Class<?>[] types = call.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
          if (types[i] == MemorySegment.class) {
            tried++;
            try {
              call.invoke(null, arguments(types, i, bad));
              takers.add(call.getName() + ", argument " + i);
            } catch (InvocationTargetException e) {
              assertThat(e.getCause()).as(call.getName() + ", argument " + i).isInstanceOf(refusal);
            }
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(150);
    return takers;
  }

  /** Of a call that would do nothing, were it made: no descriptor is -1. */
  private Object[] arguments(Class<?>[] types, int place, MemorySegment bad) {
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      if (types[i] == MemorySegment.class) {
        arguments[i] = i == 0 ? errno : MemorySegment.NULL;
      } else {
        arguments[i] = types[i] == int.class ? (Object) (-1) : (Object) (-1L);
      }
    }
    arguments[place] = bad;
    return arguments;
  }
}
