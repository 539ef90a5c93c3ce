package posix.sockets;

import static posix.sockets.internal.NumberCodec.BOOLEAN;
import static posix.sockets.internal.NumberCodec.INT;
import static posix.sockets.internal.PacketCodec.FANOUT;
import static posix.sockets.internal.PacketCodec.PACKET_MREQ;
import static posix.sockets.internal.PacketCodec.RING;
import static posix.sockets.internal.PacketCodec.ROLLOVER;
import static posix.sockets.internal.PacketCodec.STATS;
import static posix.sockets.internal.SocketCodec.FPROG;
import static posix.sockets.raw.constants.SocketH.SOL_PACKET;

import posix.sockets.SockOpt.AskOnly;
import posix.sockets.SockOpt.ReadOnly;
import posix.sockets.SockOpt.ReadWrite;
import posix.sockets.SockOpt.WriteOnly;
import posix.sockets.raw.constants.PacketH;

/**
 * The options of level {@code SOL_PACKET}, sorted by name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
 */
public interface PacketOptions {
  /** Also gets frames to another address, to a group or to anybody. */
  WriteOnly<PacketMreq> PACKET_ADD_MEMBERSHIP =
      new WriteOnly<>(
          SOL_PACKET, PacketH.PACKET_ADD_MEMBERSHIP, PACKET_MREQ, "PACKET_ADD_MEMBERSHIP");

  /**
   * {@code recvmsg} tells a frame's length and VLAN, {@code struct tpacket_auxdata}. Since Linux
   * 2.6.21.
   */
  ReadWrite<Boolean> PACKET_AUXDATA =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_AUXDATA, BOOLEAN, "PACKET_AUXDATA");

  /** Frames longer than the ring's are also queued for {@code recv}, if not 0. Since Linux 2.4. */
  ReadWrite<Integer> PACKET_COPY_THRESH =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_COPY_THRESH, INT, "PACKET_COPY_THRESH");

  /** Undoes {@code PACKET_ADD_MEMBERSHIP}. */
  WriteOnly<PacketMreq> PACKET_DROP_MEMBERSHIP =
      new WriteOnly<>(
          SOL_PACKET, PacketH.PACKET_DROP_MEMBERSHIP, PACKET_MREQ, "PACKET_DROP_MEMBERSHIP");

  /** Sockets of one group share the frames that come in. Since Linux 3.1. */
  ReadWrite<FanoutArgs> PACKET_FANOUT =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_FANOUT, FANOUT, "PACKET_FANOUT");

  /**
   * The classic BPF program that chooses among a fanout group. An eBPF program's descriptor is set
   * by {@code SockOpt.of} and {@code Codec.INT}. Since Linux 4.3.
   */
  WriteOnly<SockFprog> PACKET_FANOUT_DATA =
      new WriteOnly<>(SOL_PACKET, PacketH.PACKET_FANOUT_DATA, FPROG, "PACKET_FANOUT_DATA");

  /**
   * The length of a frame's header in the ring, in bytes, asked with a version: {@code TPACKET_V2}
   * and the like. Since Linux 2.6.27.
   */
  AskOnly<Integer, Integer> PACKET_HDRLEN =
      new AskOnly<>(SOL_PACKET, PacketH.PACKET_HDRLEN, INT, INT, "PACKET_HDRLEN");

  /** Frames that this machine sends do not come. Since Linux 4.20. */
  ReadWrite<Boolean> PACKET_IGNORE_OUTGOING =
      new ReadWrite<>(
          SOL_PACKET, PacketH.PACKET_IGNORE_OUTGOING, BOOLEAN, "PACKET_IGNORE_OUTGOING");

  /** Malformed frames in the transmit ring are skipped. Since Linux 2.6.31. */
  ReadWrite<Boolean> PACKET_LOSS =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_LOSS, BOOLEAN, "PACKET_LOSS");

  /**
   * The address tells the interface that a frame really came by, not the bond's. Since Linux
   * 2.6.22.
   */
  ReadWrite<Boolean> PACKET_ORIGDEV =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_ORIGDEV, BOOLEAN, "PACKET_ORIGDEV");

  /** Frames go to the device without queueing. Since Linux 3.14. */
  ReadWrite<Boolean> PACKET_QDISC_BYPASS =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_QDISC_BYPASS, BOOLEAN, "PACKET_QDISC_BYPASS");

  /** Room before each frame in the ring, in bytes. Since Linux 2.6.27. */
  ReadWrite<Integer> PACKET_RESERVE =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_RESERVE, INT, "PACKET_RESERVE");

  /**
   * How often frames rolled over to another socket of the fanout group; EINVAL without rollover.
   * Since Linux 4.2.
   */
  ReadOnly<TpacketRolloverStats> PACKET_ROLLOVER_STATS =
      new ReadOnly<>(SOL_PACKET, PacketH.PACKET_ROLLOVER_STATS, ROLLOVER, "PACKET_ROLLOVER_STATS");

  /** The ring that frames come in, to be mapped into memory. */
  WriteOnly<TpacketReq> PACKET_RX_RING =
      new WriteOnly<>(SOL_PACKET, PacketH.PACKET_RX_RING, RING, "PACKET_RX_RING");

  /** How many frames came and were dropped; reading sets them to 0. */
  ReadOnly<TpacketStats> PACKET_STATISTICS =
      new ReadOnly<>(SOL_PACKET, PacketH.PACKET_STATISTICS, STATS, "PACKET_STATISTICS");

  /**
   * Which time stamps frames in the ring have: {@code SOF_TIMESTAMPING_RAW_HARDWARE} and the like.
   * Since Linux 2.6.36.
   */
  ReadWrite<Integer> PACKET_TIMESTAMP =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_TIMESTAMP, INT, "PACKET_TIMESTAMP");

  /** Frames in the transmit ring say where their data begins. Since Linux 3.11. */
  ReadWrite<Boolean> PACKET_TX_HAS_OFF =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_TX_HAS_OFF, BOOLEAN, "PACKET_TX_HAS_OFF");

  /** The ring that frames are sent from, to be mapped into memory. Since Linux 2.6.31. */
  WriteOnly<TpacketReq> PACKET_TX_RING =
      new WriteOnly<>(SOL_PACKET, PacketH.PACKET_TX_RING, RING, "PACKET_TX_RING");

  /** The ring's version: {@code TPACKET_V1} to {@code TPACKET_V3}. Since Linux 2.6.27. */
  ReadWrite<Integer> PACKET_VERSION =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_VERSION, INT, "PACKET_VERSION");

  /** A {@code struct virtio_net_hdr} stands before each frame. Since Linux 2.6.34. */
  ReadWrite<Boolean> PACKET_VNET_HDR =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_VNET_HDR, BOOLEAN, "PACKET_VNET_HDR");

  /** The size of the header before each frame: 0, 10 or 12 bytes. Since Linux 6.6. */
  ReadWrite<Integer> PACKET_VNET_HDR_SZ =
      new ReadWrite<>(SOL_PACKET, PacketH.PACKET_VNET_HDR_SZ, INT, "PACKET_VNET_HDR_SZ");
}
