package posix.sockets.hostile;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import posix.sockets.MptcpInfo;
import posix.sockets.PassedFd;
import posix.sockets.TcpInfo;

/** All that can be read of a decoded value, as text; and the descriptors in it. */
public final class Rendering {
  private final StringBuilder text = new StringBuilder();
  private final List<PassedFd> fds = new ArrayList<>();

  /** Throws if something that has to be true is not. */
  public static void require(boolean kept, String what) {
    if (!kept) {
      throw new AssertionError(what);
    }
  }

  /** Adds a value, with all that it consists of. */
  public void add(Object value) throws Exception {
    switch (value) {
      case null -> text.append("null");
      case PassedFd fd -> {
        fds.add(fd);
        text.append("fd");
      }
      case TcpInfo info -> accessors(info);
      case MptcpInfo info -> accessors(info);
      case Iterable<?> values -> {
        text.append('[');
        for (Object one : values) {
          add(one);
          text.append(", ");
        }
        text.append(']');
      }
      case Record record -> record(record);
      case Object array when array.getClass().isArray() -> {
        for (int i = 0; i < Array.getLength(array); i++) {
          text.append(Array.get(array, i)).append(' ');
        }
      }
      default -> text.append(value);
    }
  }

  private void record(Record record) throws Exception {
    text.append(record.getClass().getSimpleName()).append('(');
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      add(component.getAccessor().invoke(record));
      text.append(", ");
    }
    text.append(')');
    if (fds.isEmpty()) { // a descriptor's number is another one each time
      text.append(record).append(record.hashCode());
    }
  }

  private void accessors(Object info) throws Exception {
    Method[] methods = info.getClass().getDeclaredMethods();
    Arrays.sort(methods, Comparator.comparing(Method::getName));
    for (Method method : methods) {
      if (method.getParameterCount() == 0
          && Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())) {
        text.append(method.getName()).append('=');
        add(method.invoke(info));
        text.append(' ');
      }
    }
  }

  /** The descriptors, in order. */
  public List<PassedFd> fds() {
    return fds;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
