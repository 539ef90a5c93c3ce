// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.raw.constants;

/**
 * The constants of vsock:
 * {@code <linux/vm_sockets.h>}.
 */
public interface VmSocketsH {
  int IOCTL_VM_SOCKETS_GET_LOCAL_CID = 1977;
  int SOL_VSOCK = 287;
  int SO_VM_SOCKETS_BUFFER_MAX_SIZE = 2;
  int SO_VM_SOCKETS_BUFFER_MIN_SIZE = 1;
  int SO_VM_SOCKETS_BUFFER_SIZE = 0;
  int SO_VM_SOCKETS_CONNECT_TIMEOUT = 6;
  int SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW = 8;
  int SO_VM_SOCKETS_CONNECT_TIMEOUT_OLD = 6;
  int SO_VM_SOCKETS_NONBLOCK_TXRX = 7;
  int SO_VM_SOCKETS_PEER_HOST_VM_ID = 3;
  int SO_VM_SOCKETS_TRUSTED = 5;
  int VMADDR_CID_ANY = -1;
  int VMADDR_CID_HOST = 2;
  int VMADDR_CID_HYPERVISOR = 0;
  int VMADDR_CID_LOCAL = 1;
  int VMADDR_FLAG_TO_HOST = 1;
  int VMADDR_PORT_ANY = -1;
  int VM_SOCKETS_INVALID_VERSION = -1;
  int VSOCK_RECVERR = 1;
}
