package posix.sockets.conformance;

import java.util.List;
import java.util.stream.Stream;

/**
 * All rows: what the kernel answers, by groups of calls. A new one is a line in the group of its
 * call, with the socket, what else the call takes, and the answer in words:
 *
 * <pre>{@code
 * listen("LIS8", "a backlog of -1", "0", BOUND, -1),
 * }</pre>
 *
 * <p>It is run as it is on both layers. Where the typed facade refuses the arguments itself, it
 * ends with {@code .illegal()}; where it promises another answer, with {@code .typed(answer,
 * call)}; where it has no such call, with {@code .rawOnly(why)}.
 */
final class Table {
  static final List<Row> ROWS =
      Stream.of(
              SocketRows.ROWS,
              BindRows.ROWS,
              ConnectRows.ROWS,
              DataRows.ROWS,
              OptionRows.ROWS,
              WaitRows.ROWS,
              MessageRows.ROWS,
              BlockedRows.ROWS,
              TcpLifeRows.ROWS,
              TcpDataRows.ROWS,
              StreamRows.ROWS,
              UnixRows.ROWS,
              PassingRows.ROWS,
              DatagramRows.ROWS,
              HeaderRows.ROWS,
              WakeRows.ROWS)
          .flatMap(List::stream)
          .toList();

  private Table() {}
}
