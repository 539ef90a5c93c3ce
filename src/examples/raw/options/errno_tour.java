// Shows how calls say what went wrong, and each way to put it into words.
import static posix.sockets.raw.Posix.*;

import module posix.sockets;

record Code(String name, int code) {}

final Code[] CODES = {
  new Code("EAI_BADFLAGS", EAI_BADFLAGS), new Code("EAI_NONAME", EAI_NONAME),
  new Code("EAI_AGAIN", EAI_AGAIN), new Code("EAI_FAIL", EAI_FAIL),
  new Code("EAI_NODATA", EAI_NODATA), new Code("EAI_FAMILY", EAI_FAMILY),
  new Code("EAI_SOCKTYPE", EAI_SOCKTYPE), new Code("EAI_SERVICE", EAI_SERVICE),
  new Code("EAI_MEMORY", EAI_MEMORY), new Code("EAI_SYSTEM", EAI_SYSTEM),
  new Code("EAI_OVERFLOW", EAI_OVERFLOW),
};

// Reads a decimal number from min to max, or answers -1; parseLong alone would also take "+1".
int parse_number(String text, int min, int max) {
  if (!text.matches("0*[0-9]{1,18}")) {
    return -1;
  }
  long number = Long.parseLong(text);
  return number >= min && number <= max ? (int) number : -1;
}

// Prints a number, its name and its text.
void print_number(int number) {
  String name = strerrorname_np(number); // null for a number that is none
  IO.println("%4d %-16s %s".formatted(number, name == null ? "-" : name, strerror(number)));
}

// -1 says that a call has failed, errno why; a call that succeeds leaves errno alone.
int show_errno() {
  errno(0);
  int result = close(-1);
  IO.println("close(-1) = " + result + ", errno = " + strerrorname_np(errno()));
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd == -1) {
    perror("socket");
    return -1;
  }
  result = close(fd);
  IO.println("close(fd) = " + result + ", errno = " + strerrorname_np(errno()));
  perror("close"); // prints errno on standard error, whatever has failed
  return result;
}

// Some calls return the number itself, and leave errno alone.
void show_texts() {
  var stack = Arena.ofAuto(); // native memory, as C's local variables are: gone when unused
  String description = strerrordesc_np(9999);
  IO.println("strerror(9999) = " + strerror(9999));
  IO.println("strerrordesc_np(9999) = " + (description == null ? "NULL" : description));
  IO.println("strerrordesc_np(EBADF) = " + strerrordesc_np(EBADF));
  MemorySegment small = stack.allocate(8);
  MemorySegment large = stack.allocate(64);
  // GNU's returns the text, which need not be in the buffer; POSIX's returns an error number.
  IO.println("strerror_r(EBADF, 8) = " + strerror_r(EBADF, small, small.byteSize()));
  IO.println("strerror_r(9999, 8) = " + strerror_r(9999, small, small.byteSize()));
  int error = __xpg_strerror_r(EBADF, large, large.byteSize());
  IO.println("__xpg_strerror_r(EBADF, 64) = " + error + ": " + large.getString(0));
  error = __xpg_strerror_r(EBADF, small, small.byteSize());
  String name = strerrorname_np(error);
  IO.println("__xpg_strerror_r(EBADF, 8) = " + name + ": " + small.getString(0));
  error = __xpg_strerror_r(9999, large, large.byteSize());
  name = strerrorname_np(error);
  IO.println("__xpg_strerror_r(9999, 64) = " + name + ": " + large.getString(0));
}

// getaddrinfo and getnameinfo have codes of their own. (The older gethostbyname sets h_errno, which
// hstrerror explains; neither is to be had from Java.)
void show_codes() {
  for (Code code : CODES) {
    IO.println("%4d %-16s %s".formatted(code.code, code.name, gai_strerror(code.code)));
  }
}

int run(String[] args) {
  int number = args.length > 0 ? parse_number(args[0], 0, 9999) : 0;
  if (args.length > 1 || number == -1) {
    System.err.println("usage: errno_tour [number]");
    return 1;
  }

  if (args.length > 0) {
    print_number(number);
    return strerrorname_np(number) == null ? 1 : 0;
  }

  for (int i = 1; i <= EHWPOISON; i++) {
    print_number(i);
  }

  if (show_errno() == -1) {
    return 1;
  }

  show_texts();

  show_codes();
  return 0;
}

void main(String[] args) {
  System.exit(run(args));
}
