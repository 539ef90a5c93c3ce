package posix.sockets;

/**
 * Every constant of the typed calls, by its C name: {@code import static
 * posix.sockets.Constants.*;}.
 *
 * <p>The options stand in an interface for each level. Some names are options of two levels, and
 * have to be said with one of them, or they do not compile: {@code Ipv6Options.MCAST_JOIN_GROUP}
 * (as all {@code MCAST_} names), {@code RawOptions.IPV6_CHECKSUM}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
 */
public interface Constants
    extends AddressFamilies,
        SocketTypes,
        Protocols,
        ShutdownDirections,
        MessageFlags,
        PollConstants,
        ResolverConstants,
        InterfaceConstants,
        SolSocketOptions,
        IpOptions,
        Ipv6Options,
        TcpOptions,
        UdpOptions,
        UdpLiteOptions,
        RawOptions,
        Icmpv6Options,
        NetlinkOptions,
        PacketOptions,
        VsockOptions,
        MptcpOptions,
        TlsOptions {}
