// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.raw.constants;

/**
 * The constants of XDP sockets:
 * {@code <linux/if_xdp.h>}.
 */
public interface XdpH {
  int XDP_COPY = 2;
  int XDP_MAX_TX_SKB_BUDGET = 9;
  int XDP_MMAP_OFFSETS = 1;
  int XDP_OPTIONS = 8;
  int XDP_OPTIONS_ZEROCOPY = 1;
  int XDP_PGOFF_RX_RING = 0;
  int XDP_PGOFF_TX_RING = -2147483648;
  int XDP_PKT_CONTD = 1;
  int XDP_RING_NEED_WAKEUP = 1;
  int XDP_RX_RING = 2;
  int XDP_SHARED_UMEM = 1;
  int XDP_STATISTICS = 7;
  int XDP_TXMD_FLAGS_CHECKSUM = 2;
  int XDP_TXMD_FLAGS_LAUNCH_TIME = 4;
  int XDP_TXMD_FLAGS_TIMESTAMP = 1;
  int XDP_TX_METADATA = 2;
  int XDP_TX_RING = 3;
  int XDP_UMEM_COMPLETION_RING = 6;
  int XDP_UMEM_FILL_RING = 5;
  long XDP_UMEM_PGOFF_COMPLETION_RING = 6442450944L;
  long XDP_UMEM_PGOFF_FILL_RING = 4294967296L;
  int XDP_UMEM_REG = 4;
  int XDP_UMEM_TX_METADATA_LEN = 4;
  int XDP_UMEM_TX_SW_CSUM = 2;
  int XDP_UMEM_UNALIGNED_CHUNK_FLAG = 1;
  int XDP_USE_NEED_WAKEUP = 8;
  int XDP_USE_SG = 16;
  int XDP_ZEROCOPY = 4;
  long XSK_UNALIGNED_BUF_ADDR_MASK = 281474976710655L;
  int XSK_UNALIGNED_BUF_OFFSET_SHIFT = 48;
}
