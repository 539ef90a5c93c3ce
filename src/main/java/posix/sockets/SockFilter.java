package posix.sockets;

/**
 * {@code struct sock_filter}, an instruction of classic BPF: {@code tcpdump -dd} prints them.
 *
 * @param code what to do, 16 bits
 * @param jt how many instructions to skip if true, 8 bits
 * @param jf how many instructions to skip if false, 8 bits
 * @param k the operand, 32 bits
 */
public record SockFilter(int code, int jt, int jf, int k) {
  /** Refuses what does not fit. */
  public SockFilter {
    if (code != (code & 0xffff) || jt != (jt & 0xff) || jf != (jf & 0xff)) {
      throw new IllegalArgumentException(
          "code has 16 bits, jt and jf have 8: " + code + ", " + jt + ", " + jf);
    }
  }
}
