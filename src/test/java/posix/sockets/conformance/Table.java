package posix.sockets.conformance;

import java.util.List;
import java.util.stream.Stream;

/** All rows: what the kernel answers, by groups of calls. */
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
