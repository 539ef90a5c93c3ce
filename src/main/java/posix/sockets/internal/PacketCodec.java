package posix.sockets.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import posix.sockets.FanoutArgs;
import posix.sockets.PacketMreq;
import posix.sockets.SockOpt.Codec;
import posix.sockets.TpacketReq;
import posix.sockets.TpacketRolloverStats;
import posix.sockets.TpacketStats;
import posix.sockets.libc.Structs.fanout_args;
import posix.sockets.libc.Structs.packet_mreq;
import posix.sockets.libc.Structs.tpacket_req3;
import posix.sockets.libc.Structs.tpacket_rollover_stats;
import posix.sockets.libc.Structs.tpacket_stats_v3;

/**
 * The structs of {@code SOL_PACKET} and {@code SOL_NETLINK}, in one class as {@link NumberCodec}
 * is.
 *
 * @param <T> what the struct is in Java
 */
public final class PacketCodec<T> implements Codec<T> {
  private static final int FORM_MREQ = 0;
  private static final int FORM_FANOUT = 1;
  private static final int FORM_RING = 2;
  private static final int FORM_STATS = 3;
  private static final int FORM_ROLLOVER = 4;
  private static final int FORM_MEMBERSHIPS = 5;

  private static final int SOME_GROUPS = 64;

  /** {@code struct packet_mreq}. */
  public static final Codec<PacketMreq> PACKET_MREQ =
      new PacketCodec<>(FORM_MREQ, packet_mreq.SIZE);

  /** {@code struct fanout_args} without its last member, which is for eBPF's own groups. */
  public static final Codec<FanoutArgs> FANOUT = new PacketCodec<>(FORM_FANOUT, Integer.BYTES);

  /** {@code struct tpacket_req3}. */
  public static final Codec<TpacketReq> RING = new PacketCodec<>(FORM_RING, tpacket_req3.SIZE);

  /** {@code struct tpacket_stats_v3}, or the shorter {@code struct tpacket_stats}. */
  public static final Codec<TpacketStats> STATS =
      new PacketCodec<>(FORM_STATS, tpacket_stats_v3.SIZE);

  /** {@code struct tpacket_rollover_stats}. */
  public static final Codec<TpacketRolloverStats> ROLLOVER =
      new PacketCodec<>(FORM_ROLLOVER, tpacket_rollover_stats.SIZE);

  /** Netlink's groups, one bit each, the first for group 1. */
  public static final Codec<List<Integer>> MEMBERSHIPS =
      new PacketCodec<>(FORM_MEMBERSHIPS, SOME_GROUPS / Byte.SIZE);

  private final int form;
  private final int size;

  private PacketCodec(int form, int size) {
    this.form = form;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  @SuppressWarnings("unchecked") // the constants above say which form goes with which type
  public T decode(MemorySegment from) {
    Object value =
        switch (form) {
          case FORM_FANOUT ->
              new FanoutArgs(
                  Short.toUnsignedInt(from.get(JAVA_SHORT_UNALIGNED, fanout_args.id)),
                  from.get(JAVA_SHORT_UNALIGNED, fanout_args.type_flags) & 0xff,
                  from.get(JAVA_SHORT_UNALIGNED, fanout_args.type_flags) & 0xff00);
          case FORM_STATS ->
              new TpacketStats(
                  unsigned(from, tpacket_stats_v3.tp_packets),
                  unsigned(from, tpacket_stats_v3.tp_drops),
                  from.byteSize() < tpacket_stats_v3.SIZE
                      ? 0
                      : unsigned(from, tpacket_stats_v3.tp_freeze_q_cnt));
          case FORM_ROLLOVER ->
              new TpacketRolloverStats(
                  from.get(JAVA_LONG_UNALIGNED, tpacket_rollover_stats.tp_all),
                  from.get(JAVA_LONG_UNALIGNED, tpacket_rollover_stats.tp_huge),
                  from.get(JAVA_LONG_UNALIGNED, tpacket_rollover_stats.tp_failed));
          case FORM_MEMBERSHIPS -> memberships(from);
          default -> throw new UnsupportedOperationException("written only");
        };
    return (T) value;
  }

  private static long unsigned(MemorySegment from, long at) {
    return Integer.toUnsignedLong(from.get(JAVA_INT_UNALIGNED, at));
  }

  private static List<Integer> memberships(MemorySegment from) {
    List<Integer> groups = new ArrayList<>();
    int words = (int) from.byteSize() / Integer.BYTES;
    for (int bit = 0; bit < words * Integer.SIZE; bit++) {
      long at = bit / Integer.SIZE * (long) Integer.BYTES;
      if ((from.get(JAVA_INT_UNALIGNED, at) & 1 << bit) != 0) {
        groups.add(bit + 1);
      }
    }
    return List.copyOf(groups);
  }

  @Override
  public int encode(T value, MemorySegment to) {
    switch (form) {
      case FORM_MREQ -> {
        PacketMreq m = (PacketMreq) value;
        byte[] address = m.address();
        to.set(JAVA_INT_UNALIGNED, packet_mreq.mr_ifindex, m.ifindex());
        to.set(JAVA_SHORT_UNALIGNED, packet_mreq.mr_type, (short) m.type());
        to.set(JAVA_SHORT_UNALIGNED, packet_mreq.mr_alen, (short) address.length);
        MemorySegment.copy(address, 0, to, JAVA_BYTE, packet_mreq.mr_address, address.length);
      }
      case FORM_FANOUT -> {
        FanoutArgs f = (FanoutArgs) value;
        to.set(JAVA_SHORT_UNALIGNED, fanout_args.id, (short) f.id());
        to.set(JAVA_SHORT_UNALIGNED, fanout_args.type_flags, (short) (f.type() | f.flags()));
      }
      case FORM_RING -> {
        TpacketReq r = (TpacketReq) value;
        to.set(JAVA_INT_UNALIGNED, tpacket_req3.tp_block_size, r.blockSize());
        to.set(JAVA_INT_UNALIGNED, tpacket_req3.tp_block_nr, r.blockNr());
        to.set(JAVA_INT_UNALIGNED, tpacket_req3.tp_frame_size, r.frameSize());
        to.set(JAVA_INT_UNALIGNED, tpacket_req3.tp_frame_nr, r.frameNr());
        to.set(JAVA_INT_UNALIGNED, tpacket_req3.tp_retire_blk_tov, r.retireBlkTov());
        to.set(JAVA_INT_UNALIGNED, tpacket_req3.tp_sizeof_priv, r.sizeofPriv());
        to.set(JAVA_INT_UNALIGNED, tpacket_req3.tp_feature_req_word, r.featureReqWord());
      }
      default -> throw new UnsupportedOperationException("read only");
    }
    return size;
  }
}
