// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.raw.constants;

/**
 * The constants of UDP options:
 * {@code <netinet/udp.h>}, {@code <linux/udp.h>}.
 */
public interface UdpH {
  int SOL_UDP = 17;
  int TCP_ENCAP_ESPINTCP = 7;
  int UDPLITE_RECV_CSCOV = 11;
  int UDPLITE_SEND_CSCOV = 10;
  int UDP_CORK = 1;
  int UDP_ENCAP = 100;
  int UDP_ENCAP_ESPINUDP = 2;
  int UDP_ENCAP_ESPINUDP_NON_IKE = 1;
  int UDP_ENCAP_GTP0 = 4;
  int UDP_ENCAP_GTP1U = 5;
  int UDP_ENCAP_L2TPINUDP = 3;
  int UDP_ENCAP_OVPNINUDP = 8;
  int UDP_ENCAP_RXRPC = 6;
  int UDP_GRO = 104;
  int UDP_NO_CHECK6_RX = 102;
  int UDP_NO_CHECK6_TX = 101;
  int UDP_SEGMENT = 103;
}
