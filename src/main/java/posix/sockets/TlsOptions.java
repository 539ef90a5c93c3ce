package posix.sockets;

import static posix.sockets.internal.NumberCodec.BOOLEAN;
import static posix.sockets.internal.NumberCodec.SHORT;
import static posix.sockets.internal.TcpCodec.CRYPTO;
import static posix.sockets.raw.constants.SocketH.SOL_TLS;

import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.raw.constants.TlsH;

/** The options of level {@code SOL_TLS}, sorted by name. */
public interface TlsOptions {
  /**
   * The key to receive with, {@code struct tls12_crypto_info_aes_gcm_128} or that of another
   * cipher; after {@code TCP_ULP}. Since Linux 4.17.
   */
  ReadWrite<byte[]> TLS_RX = new ReadWrite<>(SOL_TLS, TlsH.TLS_RX, CRYPTO, "TLS_RX");

  /** Records of TLS 1.3 are expected to have no padding. Since Linux 6.0. */
  ReadWrite<Boolean> TLS_RX_EXPECT_NO_PAD =
      new ReadWrite<>(SOL_TLS, TlsH.TLS_RX_EXPECT_NO_PAD, BOOLEAN, "TLS_RX_EXPECT_NO_PAD");

  /**
   * The key to send with, {@code struct tls12_crypto_info_aes_gcm_128} or that of another cipher;
   * after {@code TCP_ULP}. Since Linux 4.13.
   */
  ReadWrite<byte[]> TLS_TX = new ReadWrite<>(SOL_TLS, TlsH.TLS_TX, CRYPTO, "TLS_TX");

  /** The largest record to send, in bytes. Since a Linux after 6.13. */
  ReadWrite<Integer> TLS_TX_MAX_PAYLOAD_LEN =
      new ReadWrite<>(SOL_TLS, TlsH.TLS_TX_MAX_PAYLOAD_LEN, SHORT, "TLS_TX_MAX_PAYLOAD_LEN");

  /** What is sent by {@code sendfile} is not copied, and must not change. Since Linux 5.19. */
  ReadWrite<Boolean> TLS_TX_ZEROCOPY_RO =
      new ReadWrite<>(SOL_TLS, TlsH.TLS_TX_ZEROCOPY_RO, BOOLEAN, "TLS_TX_ZEROCOPY_RO");
}
