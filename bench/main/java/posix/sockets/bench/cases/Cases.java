package posix.sockets.bench.cases;

import java.util.ArrayList;
import java.util.List;
import posix.sockets.bench.race.Case;

/** Everything that is compared. */
public final class Cases {
  /** Else the JDK and Netty take IPv6 sockets for IPv4 addresses, which costs them. */
  static final List<String> IPV4 = List.of("-Djava.net.preferIPv4Stack=true");

  private Cases() {}

  /** In the order of the report. */
  public static List<Case> all() {
    List<Case> all = new ArrayList<>();
    all.addAll(CallCases.all());
    all.addAll(PingPongCases.all());
    all.addAll(StreamCases.all());
    all.addAll(ConnectCases.all());
    all.addAll(UdpCases.all());
    all.addAll(FdCases.all());
    all.addAll(EchoCases.all());
    all.addAll(FirstUseCases.all());
    all.addAll(AllocationCases.all());
    return all;
  }
}
