package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.ErrnoException;
import posix.sockets.MptcpFullInfo;
import posix.sockets.MptcpInfo;
import posix.sockets.MptcpSubflow;
import posix.sockets.SockOpt.Codec;
import posix.sockets.TcpInfo;
import posix.sockets.libc.Structs.mptcp_subflow_addrs;
import posix.sockets.libc.Structs.mptcp_subflow_data;
import posix.sockets.libc.Structs.sockaddr_storage;
import posix.sockets.libc.Structs.tls12_crypto_info_aes_ccm_128;
import posix.sockets.libc.Structs.tls12_crypto_info_aes_gcm_128;
import posix.sockets.libc.Structs.tls12_crypto_info_aes_gcm_256;
import posix.sockets.libc.Structs.tls12_crypto_info_aria_gcm_128;
import posix.sockets.libc.Structs.tls12_crypto_info_aria_gcm_256;
import posix.sockets.libc.Structs.tls12_crypto_info_chacha20_poly1305;
import posix.sockets.libc.Structs.tls12_crypto_info_sm4_ccm;
import posix.sockets.libc.Structs.tls12_crypto_info_sm4_gcm;
import posix.sockets.libc.Structs.tls_crypto_info;
import posix.sockets.raw.constants.TlsH;

/**
 * The structs of {@code IPPROTO_TCP}, {@code SOL_MPTCP} and {@code SOL_TLS}, in one class as {@link
 * NumberCodec} is.
 *
 * @param <T> what the struct is in Java
 */
public final class TcpCodec<T> implements Inquiry<T> {
  private static final int FORM_TCP_INFO = 0;
  private static final int FORM_AO_KEYS = 1;
  private static final int FORM_CRYPTO = 2;
  private static final int FORM_MPTCP_INFO = 3;
  private static final int FORM_SUBFLOW_TCPINFO = 4;
  private static final int FORM_SUBFLOW_ADDRS = 5;
  private static final int FORM_FULL_INFO = 6;

  /** More than any kernel has so far; it gives what it has. */
  private static final int TCP_INFO_ROOM = 512;

  private static final int MPTCP_INFO_ROOM = 256;
  private static final int CRYPTO_ROOM = 128;
  private static final int SOME_SUBFLOWS = 8;

  // struct tcp_ao_getsockopt, of Linux 6.7's linux/tcp.h
  private static final int AO_KEY_SIZE = 304;
  private static final int AO_KEY_NKEYS = 272;

  // struct mptcp_subflow_info and mptcp_full_info, of Linux 6.6's linux/mptcp.h
  private static final int SUBFLOW_INFO_ADDRS = 8;
  private static final int SUBFLOW_INFO_SIZE = SUBFLOW_INFO_ADDRS + mptcp_subflow_addrs.SIZE;
  private static final int FULL_SIZE_TCPINFO_USER = 4;
  private static final int FULL_SIZE_SFINFO_USER = 12;
  private static final int FULL_NUM_SUBFLOWS = 16;
  private static final int FULL_SIZE_ARRAYS_USER = 20;
  private static final int FULL_SUBFLOW_INFO = 24;
  private static final int FULL_TCP_INFO = 32;
  private static final int FULL_MPTCP_INFO = 40;
  private static final int FULL_ROOM = FULL_MPTCP_INFO + MPTCP_INFO_ROOM;

  /** {@code struct tcp_info}, as long as the kernel's. */
  public static final Codec<TcpInfo> TCPINFO = new TcpCodec<>(FORM_TCP_INFO, TCP_INFO_ROOM);

  /** {@code struct tcp_ao_getsockopt[]}. */
  public static final Codec<byte[]> AO_KEYS = new TcpCodec<>(FORM_AO_KEYS, AO_KEY_SIZE);

  /** {@code struct tls_crypto_info} and what follows it, by the cipher. */
  public static final Codec<byte[]> CRYPTO = new TcpCodec<>(FORM_CRYPTO, CRYPTO_ROOM);

  /** {@code struct mptcp_info}, as long as the kernel's. */
  public static final Codec<MptcpInfo> MPTCPINFO = new TcpCodec<>(FORM_MPTCP_INFO, MPTCP_INFO_ROOM);

  /** {@code struct mptcp_subflow_data} and an array of {@code struct tcp_info}. */
  public static final Codec<List<TcpInfo>> SUBFLOW_TCPINFO =
      new TcpCodec<>(FORM_SUBFLOW_TCPINFO, TCP_INFO_ROOM);

  /** {@code struct mptcp_subflow_data} and an array of {@code struct mptcp_subflow_addrs}. */
  public static final Codec<List<MptcpSubflow>> SUBFLOW_ADDRS =
      new TcpCodec<>(FORM_SUBFLOW_ADDRS, mptcp_subflow_addrs.SIZE);

  /** {@code struct mptcp_full_info} and the arrays that it points to. */
  public static final Codec<MptcpFullInfo> FULL_INFO = new TcpCodec<>(FORM_FULL_INFO, FULL_ROOM);

  private final int form;
  private final int size;

  private TcpCodec(int form, int size) {
    this.form = form;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int size(T value) {
    return value instanceof byte[] bytes ? bytes.length : size;
  }

  @Override
  @SuppressWarnings("unchecked") // the constants above say which form goes with which type
  public T get(OptionCall call) throws ErrnoException {
    return switch (form) {
      case FORM_CRYPTO -> (T) crypto(call);
      case FORM_SUBFLOW_TCPINFO, FORM_SUBFLOW_ADDRS -> subflows(call);
      case FORM_FULL_INFO -> (T) fullInfo(call);
      default -> call.get(this);
    };
  }

  /** The keys, of which {@code optlen} is the size of one. */
  @Override
  @SuppressWarnings("unchecked") // as above
  public <Q> T get(OptionCall call, Codec<Q> form, Q question) throws ErrnoException {
    MemorySegment first = call.room(form.size(question));
    form.encode(question, first);
    int keys = Math.clamp(first.get(JAVA_INT_UNALIGNED, AO_KEY_NKEYS), 1, 1024);
    MemorySegment optval = call.room(keys * AO_KEY_SIZE);
    form.encode(question, optval);
    optval.set(JAVA_INT_UNALIGNED, AO_KEY_NKEYS, keys);
    call.check(call.getsockopt(optval, AO_KEY_SIZE));
    int there = Math.clamp(optval.get(JAVA_INT_UNALIGNED, AO_KEY_NKEYS), 0, keys);
    return (T) optval.asSlice(0, (long) there * AO_KEY_SIZE).toArray(JAVA_BYTE);
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public T decode(MemorySegment from) {
    byte[] bytes = from.toArray(JAVA_BYTE);
    Object value =
        switch (form) {
          case FORM_TCP_INFO -> TcpInfo.of(bytes);
          case FORM_MPTCP_INFO -> MptcpInfo.of(bytes);
          case FORM_SUBFLOW_TCPINFO, FORM_SUBFLOW_ADDRS -> subflows(from);
          default -> bytes;
        };
    return (T) value;
  }

  @Override
  public int encode(T value, MemorySegment to) {
    if (!(value instanceof byte[] bytes)) {
      throw new UnsupportedOperationException("read only");
    }
    int least = form == FORM_AO_KEYS ? AO_KEY_SIZE : tls_crypto_info.SIZE;
    int most = form == FORM_AO_KEYS ? AO_KEY_SIZE : CRYPTO_ROOM;
    if (bytes.length < least || bytes.length > most) {
      throw new IllegalArgumentException(least + " to " + most + " bytes, not " + bytes.length);
    }
    MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 0, bytes.length);
    return bytes.length;
  }

  /** The kernel gives the beginning, which tells the cipher, or exactly the cipher's struct. */
  private static byte[] crypto(OptionCall call) throws ErrnoException {
    MemorySegment optval = call.room(CRYPTO_ROOM);
    call.check(call.getsockopt(optval, tls_crypto_info.SIZE));
    int cipher = Short.toUnsignedInt(optval.get(JAVA_SHORT_UNALIGNED, tls_crypto_info.cipher_type));
    int size =
        switch (cipher) {
          case TlsH.TLS_CIPHER_AES_GCM_128 -> tls12_crypto_info_aes_gcm_128.SIZE;
          case TlsH.TLS_CIPHER_AES_GCM_256 -> tls12_crypto_info_aes_gcm_256.SIZE;
          case TlsH.TLS_CIPHER_AES_CCM_128 -> tls12_crypto_info_aes_ccm_128.SIZE;
          case TlsH.TLS_CIPHER_CHACHA20_POLY1305 -> tls12_crypto_info_chacha20_poly1305.SIZE;
          case TlsH.TLS_CIPHER_SM4_GCM -> tls12_crypto_info_sm4_gcm.SIZE;
          case TlsH.TLS_CIPHER_SM4_CCM -> tls12_crypto_info_sm4_ccm.SIZE;
          case TlsH.TLS_CIPHER_ARIA_GCM_128 -> tls12_crypto_info_aria_gcm_128.SIZE;
          case TlsH.TLS_CIPHER_ARIA_GCM_256 -> tls12_crypto_info_aria_gcm_256.SIZE;
          default -> tls_crypto_info.SIZE;
        };
    if (size != tls_crypto_info.SIZE) {
      call.check(call.getsockopt(optval, size));
    }
    return optval.asSlice(0, size).toArray(JAVA_BYTE);
  }

  /** The kernel fills what there is room for, and says how many there are. */
  private T subflows(OptionCall call) throws ErrnoException {
    int room = SOME_SUBFLOWS;
    while (true) {
      int length = mptcp_subflow_data.SIZE + room * size;
      MemorySegment optval = call.room(length);
      optval.set(JAVA_INT_UNALIGNED, mptcp_subflow_data.size_subflow_data, mptcp_subflow_data.SIZE);
      optval.set(JAVA_INT_UNALIGNED, mptcp_subflow_data.size_user, size);
      call.check(call.getsockopt(optval, length));
      int there = optval.get(JAVA_INT_UNALIGNED, mptcp_subflow_data.num_subflows);
      if (there <= room) {
        return call.decode(this, optval, call.length());
      }
      room = there;
    }
  }

  /** The elements are as large as the kernel's, or as there is room for. */
  private List<?> subflows(MemorySegment from) {
    int count = from.get(JAVA_INT_UNALIGNED, mptcp_subflow_data.num_subflows);
    int element = from.get(JAVA_INT_UNALIGNED, mptcp_subflow_data.size_user);
    List<Object> subflows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      MemorySegment at = from.asSlice(mptcp_subflow_data.SIZE + (long) i * element, element);
      subflows.add(form == FORM_SUBFLOW_ADDRS ? ends(at) : TcpInfo.of(at.toArray(JAVA_BYTE)));
    }
    return List.copyOf(subflows);
  }

  private static MptcpSubflow ends(MemorySegment from) {
    return new MptcpSubflow(
        SockAddrs.decode(
            from.asSlice(mptcp_subflow_addrs.sa_local, sockaddr_storage.SIZE),
            sockaddr_storage.SIZE),
        SockAddrs.decode(
            from.asSlice(mptcp_subflow_addrs.sa_remote, sockaddr_storage.SIZE),
            sockaddr_storage.SIZE));
  }

  /** The arrays stand behind the struct, in the same memory. */
  private static MptcpFullInfo fullInfo(OptionCall call) throws ErrnoException {
    int room = SOME_SUBFLOWS;
    while (true) {
      int tcpInfos = FULL_ROOM + room * SUBFLOW_INFO_SIZE;
      MemorySegment optval = call.room(tcpInfos + room * TCP_INFO_ROOM);
      optval.set(JAVA_INT_UNALIGNED, FULL_SIZE_TCPINFO_USER, TCP_INFO_ROOM);
      optval.set(JAVA_INT_UNALIGNED, FULL_SIZE_SFINFO_USER, SUBFLOW_INFO_SIZE);
      optval.set(JAVA_INT_UNALIGNED, FULL_SIZE_ARRAYS_USER, room);
      optval.set(JAVA_LONG_UNALIGNED, FULL_SUBFLOW_INFO, optval.address() + FULL_ROOM);
      optval.set(JAVA_LONG_UNALIGNED, FULL_TCP_INFO, optval.address() + tcpInfos);
      call.check(call.getsockopt(optval, FULL_ROOM));
      int there = optval.get(JAVA_INT_UNALIGNED, FULL_NUM_SUBFLOWS);
      if (there <= room) {
        try {
          return fullInfo(optval, call.length(), there, tcpInfos);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
          throw call.unexpected(e);
        }
      }
      room = there;
    }
  }

  static MptcpFullInfo fullInfo(MemorySegment from, int length, int count, int tcpInfos) {
    int info = from.get(JAVA_INT_UNALIGNED, FULL_SIZE_SFINFO_USER);
    int tcp = from.get(JAVA_INT_UNALIGNED, FULL_SIZE_TCPINFO_USER);
    List<MptcpFullInfo.Subflow> subflows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      MemorySegment at = from.asSlice(FULL_ROOM + (long) i * info, info);
      MemorySegment tcpAt = from.asSlice(tcpInfos + (long) i * tcp, tcp);
      subflows.add(
          new MptcpFullInfo.Subflow(
              at.get(JAVA_INT_UNALIGNED, 0),
              ends(at.asSlice(SUBFLOW_INFO_ADDRS, mptcp_subflow_addrs.SIZE)),
              TcpInfo.of(tcpAt.toArray(JAVA_BYTE))));
    }
    byte[] bytes =
        from.asSlice(
                FULL_MPTCP_INFO, Math.clamp(length, FULL_MPTCP_INFO, FULL_ROOM) - FULL_MPTCP_INFO)
            .toArray(JAVA_BYTE);
    return new MptcpFullInfo(MptcpInfo.of(bytes), subflows);
  }
}
