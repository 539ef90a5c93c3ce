package posix.sockets.faults;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Sites of several kinds. */
final class Sites {
  private Sites() {}

  /** Where nothing is needed. */
  static Site simple(Callable<?> operation) {
    return operation::call;
  }

  /** Uses something up. */
  interface Use<T> {
    void on(T thing) throws Exception;
  }

  /** Each time something new, but after a failure the same again. */
  static <T extends AutoCloseable> Site renewed(Callable<T> maker, Use<T> use) {
    return new Site() {
      private T thing;

      @Override
      public void make() throws Exception {
        if (thing == null) {
          thing = maker.call();
        }
        use.on(thing);
        close();
      }

      @Override
      public void close() throws IOException {
        if (thing != null) {
          try {
            thing.close();
          } catch (IOException | RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IOException(e);
          }
          thing = null;
        }
      }
    };
  }

  /** A site with something more to close, and a descriptor whose calls are meant. */
  record With(Site site, int fd, Closeable more) implements Site {
    @Override
    public void make() throws Exception {
      site.make();
    }

    @Override
    public void check() throws Exception {
      site.check();
    }

    @Override
    public void close() throws IOException {
      try (var _ = more) {
        site.close();
      }
    }
  }
}
