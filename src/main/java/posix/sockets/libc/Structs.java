// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.libc;

/** Sizes and offsets of C structs: {@code sockaddr_in.sin_port} is an offset. */
public interface Structs {

  /** {@code struct pollfd}. */
  interface pollfd {
    int SIZE = 8;
    int fd = 0;
    int events = 4;
    int revents = 6;
  }

  /** {@code struct sockaddr}. */
  interface sockaddr {
    int SIZE = 16;
    int sa_family = 0;
    int sa_data = 2;
  }

  /** {@code struct sockaddr_in}. */
  interface sockaddr_in {
    int SIZE = 16;
    int sin_family = 0;
    int sin_port = 2;
    int sin_addr = 4;
    int sin_zero = 8;
  }

  /** {@code struct sockaddr_in6}. */
  interface sockaddr_in6 {
    int SIZE = 28;
    int sin6_family = 0;
    int sin6_port = 2;
    int sin6_flowinfo = 4;
    int sin6_addr = 8;
    int sin6_scope_id = 24;
  }

  /** {@code struct sockaddr_storage}. */
  interface sockaddr_storage {
    int SIZE = 128;
    int ss_family = 0;
    int __ss_padding = 2;
    int __ss_align = 120;
  }
}
