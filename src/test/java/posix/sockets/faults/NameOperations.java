package posix.sockets.faults;

import static posix.sockets.faults.Operation.THREADS;
import static posix.sockets.faults.Site.require;

import java.util.List;
import java.util.concurrent.Callable;
import posix.sockets.AddrInfo;
import posix.sockets.Constants;
import posix.sockets.Inet4;
import posix.sockets.NameInfoFlags;
import posix.sockets.NetInterfaces;
import posix.sockets.Services;
import posix.sockets.faults.Operation.Delivery;

/** What libc knows of names, interfaces and services. */
final class NameOperations {
  static final List<Operation> ALL_OF_THEM =
      List.of(
          asking("if_nametoindex", Delivery.NULL, () -> NetInterfaces.if_nametoindex("lo")),
          asking("if_indextoname", Delivery.NULL, () -> NetInterfaces.if_indextoname(1)),
          asking("if_nameindex", Delivery.NULL, NetInterfaces::if_nameindex),
          asking("getifaddrs", Delivery.ERRNO, NetInterfaces::getifaddrs),
          asking(
              "getservbyname_r",
              Delivery.CODE,
              () -> Services.getservbyname("domain", "udp").orElseThrow()),
          asking(
              "getservbyport_r",
              Delivery.CODE,
              () -> Services.getservbyport(53, "udp").orElseThrow()),
          asking(
              "getprotobyname_r",
              Delivery.CODE,
              () -> Services.getprotobyname("tcp").orElseThrow()),
          asking(
              "getprotobynumber_r",
              Delivery.CODE,
              () -> Services.getprotobynumber(Constants.IPPROTO_TCP).orElseThrow()),
          asking("getaddrinfo", Delivery.CODE, () -> AddrInfo.getaddrinfo("127.0.0.1", "53")),
          asking(
              "getnameinfo",
              Delivery.CODE,
              () -> AddrInfo.getnameinfo(Inet4.loopback(53), numeric())));

  private NameOperations() {}

  private static NameInfoFlags numeric() {
    return Constants.NI_NUMERICHOST.or(Constants.NI_NUMERICSERV);
  }

  /** Asks for something that does not change. */
  private static Operation asking(String function, Delivery delivery, Callable<?> question) {
    return Operation.of(
            function,
            THREADS,
            _ -> {
              Object before = question.call().toString();
              return Sites.simple(() -> {
                Object answer = question.call().toString();
                require(function.equals("getifaddrs") || answer.equals(before), "%s", answer);
                return answer;
              });
            })
        .by(delivery);
  }
}
