package posix.sockets;

/**
 * {@code struct tpacket_req3}, the value of {@code PACKET_RX_RING} and {@code PACKET_TX_RING}; up
 * to {@code TPACKET_V2} the kernel takes the first four, {@code struct tpacket_req}.
 *
 * @param blockSize the size of a block in bytes, a multiple of a page's
 * @param blockNr how many blocks there are; 0 to give the ring up
 * @param frameSize the size of a frame in bytes, a multiple of 16
 * @param frameNr how many frames there are, as many as the blocks hold
 * @param retireBlkTov after how many milliseconds a block is handed over, full or not
 * @param sizeofPriv room of one's own in a block, in bytes
 * @param featureReqWord {@code TP_FT_REQ_FILL_RXHASH}
 */
public record TpacketReq(
    int blockSize,
    int blockNr,
    int frameSize,
    int frameNr,
    int retireBlkTov,
    int sizeofPriv,
    int featureReqWord) {
  /**
   * {@code struct tpacket_req}.
   *
   * @param blockSize the size of a block in bytes, a multiple of a page's
   * @param blockNr how many blocks there are; 0 to give the ring up
   * @param frameSize the size of a frame in bytes, a multiple of 16
   * @param frameNr how many frames there are, as many as the blocks hold
   */
  public TpacketReq(int blockSize, int blockNr, int frameSize, int frameNr) {
    this(blockSize, blockNr, frameSize, frameNr, 0, 0, 0);
  }
}
