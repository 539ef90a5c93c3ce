package posix.sockets;

import java.io.IOException;
import java.util.Map;
import posix.sockets.internal.Names;
import posix.sockets.raw.constants.NetdbH;

/**
 * {@code getaddrinfo} or {@code getnameinfo} failed: {@code getaddrinfo: Name or service not known
 * (EAI_NONAME, -2): nosuch.example, http}. The message is one line, whatever was asked for.
 */
public final class AddrInfoException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final class Printed {
    static final Map<Integer, String> NAMES = Names.of(NetdbH.class, "EAI_");
  }

  /** The libc call that failed. */
  private final String call;

  /** What it returned. */
  private final int code;

  /** libc's text for it. */
  private final String text;

  /** What errno was, with EAI_SYSTEM; else 0. */
  private final int number;

  /** The host that was asked for, or null. */
  private final String host;

  /** The service that was asked for, or null. */
  private final String service;

  /**
   * An error as libc reported it.
   *
   * @param call the libc call that failed, {@code getaddrinfo} or {@code getnameinfo}
   * @param code its EAI code
   * @param text libc's text for the code
   * @param number errno if the code is EAI_SYSTEM, else 0
   * @param errnoText libc's text for that errno, or null
   * @param host the host concerned, or null
   * @param service the service concerned, or null
   */
  public AddrInfoException(
      String call,
      int code,
      String text,
      int number,
      String errnoText,
      String host,
      String service) {
    super(message(call, code, text, number, errnoText, host, service));
    this.call = call;
    this.code = code;
    this.text = text;
    this.number = number;
    this.host = host;
    this.service = service;
  }

  private static String message(
      String call,
      int code,
      String text,
      int number,
      String errnoText,
      String host,
      String service) {
    String name = Printed.NAMES.get(code);
    String system = number == 0 ? "" : ": " + errnoText + " (" + numbered(number) + ")";
    String about = host == null || service == null ? "" : ", ";
    return call
        + ": "
        + text
        + " ("
        + (name == null ? "" : name + ", ")
        + code
        + ")"
        + system
        + (host == null && service == null ? "" : ": ")
        + (host == null ? "" : ErrnoException.printable(host))
        + about
        + (service == null ? "" : ErrnoException.printable(service));
  }

  private static String numbered(int number) {
    Errno errno = Errno.of(number);
    return errno == Errno.UNKNOWN ? Integer.toString(number) : errno + ", " + number;
  }

  /**
   * The libc call that failed.
   *
   * @return its name
   */
  public String call() {
    return call;
  }

  /**
   * What the call returned, to switch on: {@code case EAI_NONAME}.
   *
   * @return the code, known or not
   */
  public int code() {
    return code;
  }

  /**
   * The code's constant.
   *
   * @return for example {@code EAI_NONAME}; the number where it has no name
   */
  public String name() {
    return Printed.NAMES.getOrDefault(code, Integer.toString(code));
  }

  /**
   * {@code const char *gai_strerror(int errcode)}, for this error.
   *
   * @return libc's text
   * @see <a href="https://man7.org/linux/man-pages/man3/gai_strerror.3.html">gai_strerror(3)</a>
   */
  public String gai_strerror() {
    return text;
  }

  /**
   * The error behind {@code EAI_SYSTEM}.
   *
   * @return it, or {@link Errno#UNKNOWN} for a number that has none, and with any other code
   */
  public Errno errno() {
    return Errno.of(number);
  }

  /**
   * The number of the error behind {@code EAI_SYSTEM}.
   *
   * @return errno, or 0 with any other code
   */
  public int number() {
    return number;
  }

  /**
   * The host that was asked for; of {@code getnameinfo}, the address.
   *
   * @return it, or null
   */
  public String host() {
    return host;
  }

  /**
   * The service that was asked for.
   *
   * @return it, or null
   */
  public String service() {
    return service;
  }
}
