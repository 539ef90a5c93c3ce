// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.raw.constants;

/**
 * The constants of Qualcomm IPC router:
 * {@code <linux/qrtr.h>}.
 */
public interface QrtrH {
  int QRTR_NODE_BCAST = -1;
  int QRTR_PORT_CTRL = -2;
  int QRTR_TYPE_BYE = 3;
  int QRTR_TYPE_DATA = 1;
  int QRTR_TYPE_DEL_CLIENT = 6;
  int QRTR_TYPE_DEL_LOOKUP = 11;
  int QRTR_TYPE_DEL_SERVER = 5;
  int QRTR_TYPE_EXIT = 8;
  int QRTR_TYPE_HELLO = 2;
  int QRTR_TYPE_NEW_LOOKUP = 10;
  int QRTR_TYPE_NEW_SERVER = 4;
  int QRTR_TYPE_PING = 9;
  int QRTR_TYPE_RESUME_TX = 7;
}
