/**
 * Sockets with types: {@link posix.sockets.PosixSocket} has the calls, {@link
 * posix.sockets.Constants} every constant, {@link posix.sockets.SockAddr} the addresses, {@link
 * posix.sockets.ErrnoException} what the kernel refused; {@link posix.sockets.Transfer} loops over
 * calls, and has streams of {@code java.io}.
 *
 * <p>Each method is one call of libc by the same name. What is added in silence is exactly this:
 * {@code SOCK_CLOEXEC} on every descriptor made ({@code EPOLL_CLOEXEC} on an epoll's), {@code
 * MSG_CMSG_CLOEXEC} on every one received, {@code MSG_NOSIGNAL} on every send, and EINTR retried,
 * except in {@code connect} (an interrupted one goes on and is waited for) and {@code close}.
 * Addresses are received with room for any, 128 bytes. {@code recvmmsg} is made with {@code
 * MSG_WAITFORONE}, as often as it takes.
 *
 * <h2>What ends a call that blocks</h2>
 *
 * On platform threads and on virtual ones alike:
 *
 * <ul>
 *   <li>{@code close} by any thread, and {@code release}: {@link
 *       java.nio.channels.ClosedChannelException}, as from each later call. It is never taken for
 *       an end of file, and nothing is done to the socket itself: who has another descriptor of it,
 *       in this process or in another one, goes on using it. A {@link posix.sockets.Poll} answers
 *       {@code POLLNVAL} for it.
 *   <li>{@link java.lang.Thread#interrupt}: {@link java.io.InterruptedIOException}. The thread
 *       stays interrupted, and the socket open: others may be using it, and whoever wants it closed
 *       can close it. A call that may block throws at once if its thread is interrupted already.
 *   <li>A deadline, {@link posix.sockets.PosixSocket#within} or {@link
 *       posix.sockets.PosixSocket#until}: {@link java.net.SocketTimeoutException}, and the socket
 *       stays open.
 *   <li>{@code SO_RCVTIMEO} and {@code SO_SNDTIMEO}: EAGAIN, or EINPROGRESS from {@code connect},
 *       as in C. A signal restarts them, because the call is made again; a deadline it does not.
 * </ul>
 *
 * A call that has transferred a part by then returns that, and the next one throws. Platform
 * threads are woken by a signal, the highest real-time one that nobody uses; it is sent to a thread
 * only while that is in such a call.
 *
 * <h2>Virtual threads</h2>
 *
 * No call holds the carrier but for a {@code sendfile} that has to read from a disk. Where a
 * platform thread blocks in the kernel, a virtual one is parked until the kernel says that
 * something has happened, and what a call does is the same, with these exceptions:
 *
 * <ul>
 *   <li>{@code SO_RCVLOWAT} does not make it wait for more than there is.
 *   <li>{@code recvmsg} with {@code MSG_WAITALL} ends where a control message has come or had no
 *       room.
 *   <li>A shared arena may be closed under it, and it throws then.
 *   <li>An {@code SO_RCVTIMEO} or {@code SO_SNDTIMEO} below 0, with which the kernel waits for
 *       nothing, is none, as it reads.
 *   <li>A sender to {@code AF_UNIX} datagrams or netlink looks again every 2 ms while the
 *       receiver's queue is full, and so does one of very many that wait for the same socket in a
 *       {@code Poll}.
 * </ul>
 *
 * What it takes:
 *
 * <ul>
 *   <li>For {@code accept}, {@code connect} and {@code sendfile}, which have no {@code
 *       MSG_DONTWAIT}, {@code O_NONBLOCK} is set by the first such call, and so it is by one with a
 *       deadline. {@link posix.sockets.PosixSocket#isNonBlocking} does not show it, {@code release}
 *       and a close that others survive take it back, but as long as the socket is open those who
 *       share it see it.
 *   <li>Name resolution, and the close of a socket that lingers, are made by one of at most 16
 *       platform threads.
 *   <li>The first virtual thread that waits takes two descriptors for good, and each wait in a
 *       {@code Poll} takes one for its time; where there is none the call throws EMFILE of {@code
 *       epoll_create1}, and the next one tries again.
 * </ul>
 *
 * <p>{@code O_NONBLOCK}, {@code SO_RCVTIMEO}, {@code SO_SNDTIMEO} and {@code SO_LINGER} are
 * remembered for that. Of a socket whose descriptor is known elsewhere ({@code fd()}, {@code
 * adopt}, passed, inherited) the kernel is asked, at two calls more for each wait.
 *
 * <h2>What is dropped</h2>
 *
 * A socket that nobody refers to any more is closed some time after; an {@code Epoll} or a {@code
 * Poll} that it is registered with refers to it. With the system property {@code
 * posix.sockets.leaks} set to {@code true}, a warning of the logger {@code posix.sockets} says
 * where it was made.
 */
package posix.sockets;
