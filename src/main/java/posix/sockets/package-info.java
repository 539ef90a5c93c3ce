/**
 * Sockets with types: {@link posix.sockets.PosixSocket} has the calls, {@link
 * posix.sockets.Constants} every constant, {@link posix.sockets.SockAddr} the addresses, {@link
 * posix.sockets.ErrnoException} what the kernel refused.
 *
 * <p>Each method is one call of libc by the same name. What is added in silence is exactly this:
 * {@code SOCK_CLOEXEC} on every descriptor made ({@code EPOLL_CLOEXEC} on an epoll's), {@code
 * MSG_CMSG_CLOEXEC} on every one received, {@code MSG_NOSIGNAL} on every send, and EINTR retried,
 * except in {@code connect} (an interrupted one goes on and is waited for) and {@code close}.
 * Addresses are received with room for any, 128 bytes.
 */
package posix.sockets;
