package posix.sockets.raw;

import java.lang.foreign.MemorySegment;
import posix.sockets.raw.constants.*;

/**
 * The socket API as C has it: the same names, the same arguments in the same order, the same
 * constants. A program says {@code import static posix.sockets.raw.Posix.*;} and reads like its C
 * twin; the structs are in {@code posix.sockets.bindings}.
 *
 * <p>A call that fails returns -1 and leaves the reason in {@link #errno()}, which each thread has
 * of its own. As in C there are no retries, no flags added, and no care for virtual threads: a call
 * that blocks holds the carrier of a virtual thread, and closing a descriptor wakes nobody.
 *
 * <p>One thing C does not do: where a pointer argument is a segment with a size, a length beyond
 * its end throws {@link IndexOutOfBoundsException} and nothing is called. {@link
 * MemorySegment#NULL} and what {@link MemorySegment#ofAddress(long)} makes have no size, and are
 * taken as C would take them: the kernel answers EFAULT where such a pointer is wrong, and a
 * function that runs in the process itself, such as {@link #inet_ntop(int, MemorySegment,
 * MemorySegment, int) inet_ntop}, ends the JVM.
 *
 * <p>A {@code const char *} is a {@link String} or a segment. A string goes to C as UTF-8; one with
 * a NUL inside throws {@link IllegalArgumentException}, for C would see another string. What a call
 * returns a pointer to is a segment of the struct's size, in libc's memory or the program's: it is
 * there as long as C says it is, and nobody checks.
 */
public final class Posix extends Macros
    implements AlgH,
        CanH,
        DiagH,
        ErrnoH,
        ErrqueueH,
        FcntlH,
        IcmpH,
        IfH,
        InH,
        IoctlH,
        IpH,
        MptcpH,
        MrouteH,
        NetdbH,
        NetfilterH,
        NetlinkH,
        PacketH,
        PollH,
        QrtrH,
        SignalH,
        SocketH,
        TcpH,
        TipcH,
        TlsH,
        UdpH,
        UnistdH,
        VmSocketsH,
        XdpH {

  private Posix() {}
}
