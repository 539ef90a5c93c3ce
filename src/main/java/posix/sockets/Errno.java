package posix.sockets;

import posix.sockets.raw.constants.ErrnoH;

/**
 * The error numbers of Linux, by their C names.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
 */
public enum Errno {
  /** Operation not permitted. */
  EPERM(ErrnoH.EPERM),
  /** No such file or directory. */
  ENOENT(ErrnoH.ENOENT),
  /** No such process. */
  ESRCH(ErrnoH.ESRCH),
  /** Interrupted system call. */
  EINTR(ErrnoH.EINTR),
  /** Input/output error. */
  EIO(ErrnoH.EIO),
  /** No such device or address. */
  ENXIO(ErrnoH.ENXIO),
  /** Argument list too long. */
  E2BIG(ErrnoH.E2BIG),
  /** Exec format error. */
  ENOEXEC(ErrnoH.ENOEXEC),
  /** Bad file descriptor. */
  EBADF(ErrnoH.EBADF),
  /** No child processes. */
  ECHILD(ErrnoH.ECHILD),
  /** Resource temporarily unavailable. */
  EAGAIN(ErrnoH.EAGAIN),
  /** Cannot allocate memory. */
  ENOMEM(ErrnoH.ENOMEM),
  /** Permission denied. */
  EACCES(ErrnoH.EACCES),
  /** Bad address. */
  EFAULT(ErrnoH.EFAULT),
  /** Block device required. */
  ENOTBLK(ErrnoH.ENOTBLK),
  /** Device or resource busy. */
  EBUSY(ErrnoH.EBUSY),
  /** File exists. */
  EEXIST(ErrnoH.EEXIST),
  /** Invalid cross-device link. */
  EXDEV(ErrnoH.EXDEV),
  /** No such device. */
  ENODEV(ErrnoH.ENODEV),
  /** Not a directory. */
  ENOTDIR(ErrnoH.ENOTDIR),
  /** Is a directory. */
  EISDIR(ErrnoH.EISDIR),
  /** Invalid argument. */
  EINVAL(ErrnoH.EINVAL),
  /** Too many open files in system. */
  ENFILE(ErrnoH.ENFILE),
  /** Too many open files. */
  EMFILE(ErrnoH.EMFILE),
  /** Inappropriate ioctl for device. */
  ENOTTY(ErrnoH.ENOTTY),
  /** Text file busy. */
  ETXTBSY(ErrnoH.ETXTBSY),
  /** File too large. */
  EFBIG(ErrnoH.EFBIG),
  /** No space left on device. */
  ENOSPC(ErrnoH.ENOSPC),
  /** Illegal seek. */
  ESPIPE(ErrnoH.ESPIPE),
  /** Read-only file system. */
  EROFS(ErrnoH.EROFS),
  /** Too many links. */
  EMLINK(ErrnoH.EMLINK),
  /** Broken pipe. */
  EPIPE(ErrnoH.EPIPE),
  /** Numerical argument out of domain. */
  EDOM(ErrnoH.EDOM),
  /** Numerical result out of range. */
  ERANGE(ErrnoH.ERANGE),
  /** Resource deadlock avoided. */
  EDEADLK(ErrnoH.EDEADLK),
  /** File name too long. */
  ENAMETOOLONG(ErrnoH.ENAMETOOLONG),
  /** No locks available. */
  ENOLCK(ErrnoH.ENOLCK),
  /** Function not implemented. */
  ENOSYS(ErrnoH.ENOSYS),
  /** Directory not empty. */
  ENOTEMPTY(ErrnoH.ENOTEMPTY),
  /** Too many levels of symbolic links. */
  ELOOP(ErrnoH.ELOOP),
  /** No message of desired type. */
  ENOMSG(ErrnoH.ENOMSG),
  /** Identifier removed. */
  EIDRM(ErrnoH.EIDRM),
  /** Channel number out of range. */
  ECHRNG(ErrnoH.ECHRNG),
  /** Level 2 not synchronized. */
  EL2NSYNC(ErrnoH.EL2NSYNC),
  /** Level 3 halted. */
  EL3HLT(ErrnoH.EL3HLT),
  /** Level 3 reset. */
  EL3RST(ErrnoH.EL3RST),
  /** Link number out of range. */
  ELNRNG(ErrnoH.ELNRNG),
  /** Protocol driver not attached. */
  EUNATCH(ErrnoH.EUNATCH),
  /** No CSI structure available. */
  ENOCSI(ErrnoH.ENOCSI),
  /** Level 2 halted. */
  EL2HLT(ErrnoH.EL2HLT),
  /** Invalid exchange. */
  EBADE(ErrnoH.EBADE),
  /** Invalid request descriptor. */
  EBADR(ErrnoH.EBADR),
  /** Exchange full. */
  EXFULL(ErrnoH.EXFULL),
  /** No anode. */
  ENOANO(ErrnoH.ENOANO),
  /** Invalid request code. */
  EBADRQC(ErrnoH.EBADRQC),
  /** Invalid slot. */
  EBADSLT(ErrnoH.EBADSLT),
  /** Bad font file format. */
  EBFONT(ErrnoH.EBFONT),
  /** Device not a stream. */
  ENOSTR(ErrnoH.ENOSTR),
  /** No data available. */
  ENODATA(ErrnoH.ENODATA),
  /** Timer expired. */
  ETIME(ErrnoH.ETIME),
  /** Out of streams resources. */
  ENOSR(ErrnoH.ENOSR),
  /** Machine is not on the network. */
  ENONET(ErrnoH.ENONET),
  /** Package not installed. */
  ENOPKG(ErrnoH.ENOPKG),
  /** Object is remote. */
  EREMOTE(ErrnoH.EREMOTE),
  /** Link has been severed. */
  ENOLINK(ErrnoH.ENOLINK),
  /** Advertise error. */
  EADV(ErrnoH.EADV),
  /** Srmount error. */
  ESRMNT(ErrnoH.ESRMNT),
  /** Communication error on send. */
  ECOMM(ErrnoH.ECOMM),
  /** Protocol error. */
  EPROTO(ErrnoH.EPROTO),
  /** Multihop attempted. */
  EMULTIHOP(ErrnoH.EMULTIHOP),
  /** RFS specific error. */
  EDOTDOT(ErrnoH.EDOTDOT),
  /** Bad message. */
  EBADMSG(ErrnoH.EBADMSG),
  /** Value too large for defined data type. */
  EOVERFLOW(ErrnoH.EOVERFLOW),
  /** Name not unique on network. */
  ENOTUNIQ(ErrnoH.ENOTUNIQ),
  /** File descriptor in bad state. */
  EBADFD(ErrnoH.EBADFD),
  /** Remote address changed. */
  EREMCHG(ErrnoH.EREMCHG),
  /** Can not access a needed shared library. */
  ELIBACC(ErrnoH.ELIBACC),
  /** Accessing a corrupted shared library. */
  ELIBBAD(ErrnoH.ELIBBAD),
  /** .lib section in a.out corrupted. */
  ELIBSCN(ErrnoH.ELIBSCN),
  /** Attempting to link in too many shared libraries. */
  ELIBMAX(ErrnoH.ELIBMAX),
  /** Cannot exec a shared library directly. */
  ELIBEXEC(ErrnoH.ELIBEXEC),
  /** Invalid or incomplete multibyte or wide character. */
  EILSEQ(ErrnoH.EILSEQ),
  /** Interrupted system call should be restarted. */
  ERESTART(ErrnoH.ERESTART),
  /** Streams pipe error. */
  ESTRPIPE(ErrnoH.ESTRPIPE),
  /** Too many users. */
  EUSERS(ErrnoH.EUSERS),
  /** Socket operation on non-socket. */
  ENOTSOCK(ErrnoH.ENOTSOCK),
  /** Destination address required. */
  EDESTADDRREQ(ErrnoH.EDESTADDRREQ),
  /** Message too long. */
  EMSGSIZE(ErrnoH.EMSGSIZE),
  /** Protocol wrong type for socket. */
  EPROTOTYPE(ErrnoH.EPROTOTYPE),
  /** Protocol not available. */
  ENOPROTOOPT(ErrnoH.ENOPROTOOPT),
  /** Protocol not supported. */
  EPROTONOSUPPORT(ErrnoH.EPROTONOSUPPORT),
  /** Socket type not supported. */
  ESOCKTNOSUPPORT(ErrnoH.ESOCKTNOSUPPORT),
  /** Operation not supported. */
  EOPNOTSUPP(ErrnoH.EOPNOTSUPP),
  /** Protocol family not supported. */
  EPFNOSUPPORT(ErrnoH.EPFNOSUPPORT),
  /** Address family not supported by protocol. */
  EAFNOSUPPORT(ErrnoH.EAFNOSUPPORT),
  /** Address already in use. */
  EADDRINUSE(ErrnoH.EADDRINUSE),
  /** Cannot assign requested address. */
  EADDRNOTAVAIL(ErrnoH.EADDRNOTAVAIL),
  /** Network is down. */
  ENETDOWN(ErrnoH.ENETDOWN),
  /** Network is unreachable. */
  ENETUNREACH(ErrnoH.ENETUNREACH),
  /** Network dropped connection on reset. */
  ENETRESET(ErrnoH.ENETRESET),
  /** Software caused connection abort. */
  ECONNABORTED(ErrnoH.ECONNABORTED),
  /** Connection reset by peer. */
  ECONNRESET(ErrnoH.ECONNRESET),
  /** No buffer space available. */
  ENOBUFS(ErrnoH.ENOBUFS),
  /** Transport endpoint is already connected. */
  EISCONN(ErrnoH.EISCONN),
  /** Transport endpoint is not connected. */
  ENOTCONN(ErrnoH.ENOTCONN),
  /** Cannot send after transport endpoint shutdown. */
  ESHUTDOWN(ErrnoH.ESHUTDOWN),
  /** Too many references: cannot splice. */
  ETOOMANYREFS(ErrnoH.ETOOMANYREFS),
  /** Connection timed out. */
  ETIMEDOUT(ErrnoH.ETIMEDOUT),
  /** Connection refused. */
  ECONNREFUSED(ErrnoH.ECONNREFUSED),
  /** Host is down. */
  EHOSTDOWN(ErrnoH.EHOSTDOWN),
  /** No route to host. */
  EHOSTUNREACH(ErrnoH.EHOSTUNREACH),
  /** Operation already in progress. */
  EALREADY(ErrnoH.EALREADY),
  /** Operation now in progress. */
  EINPROGRESS(ErrnoH.EINPROGRESS),
  /** Stale file handle. */
  ESTALE(ErrnoH.ESTALE),
  /** Structure needs cleaning. */
  EUCLEAN(ErrnoH.EUCLEAN),
  /** Not a XENIX named type file. */
  ENOTNAM(ErrnoH.ENOTNAM),
  /** No XENIX semaphores available. */
  ENAVAIL(ErrnoH.ENAVAIL),
  /** Is a named type file. */
  EISNAM(ErrnoH.EISNAM),
  /** Remote I/O error. */
  EREMOTEIO(ErrnoH.EREMOTEIO),
  /** Disk quota exceeded. */
  EDQUOT(ErrnoH.EDQUOT),
  /** No medium found. */
  ENOMEDIUM(ErrnoH.ENOMEDIUM),
  /** Wrong medium type. */
  EMEDIUMTYPE(ErrnoH.EMEDIUMTYPE),
  /** Operation canceled. */
  ECANCELED(ErrnoH.ECANCELED),
  /** Required key not available. */
  ENOKEY(ErrnoH.ENOKEY),
  /** Key has expired. */
  EKEYEXPIRED(ErrnoH.EKEYEXPIRED),
  /** Key has been revoked. */
  EKEYREVOKED(ErrnoH.EKEYREVOKED),
  /** Key was rejected by service. */
  EKEYREJECTED(ErrnoH.EKEYREJECTED),
  /** Owner died. */
  EOWNERDEAD(ErrnoH.EOWNERDEAD),
  /** State not recoverable. */
  ENOTRECOVERABLE(ErrnoH.ENOTRECOVERABLE),
  /** Operation not possible due to RF-kill. */
  ERFKILL(ErrnoH.ERFKILL),
  /** Memory page has hardware error. */
  EHWPOISON(ErrnoH.EHWPOISON),
  /** A number that has no constant here; {@link ErrnoException#number} has its value. */
  UNKNOWN(-1);

  /** EAGAIN by another name, on Linux. */
  public static final Errno EWOULDBLOCK = EAGAIN;

  /** EDEADLK by another name, on Linux. */
  public static final Errno EDEADLOCK = EDEADLK;

  /** EOPNOTSUPP by another name, on Linux. */
  public static final Errno ENOTSUP = EOPNOTSUPP;

  private static final Errno[] BY_NUMBER = new Errno[256];

  static {
    for (Errno errno : values()) {
      if (errno != UNKNOWN) {
        BY_NUMBER[errno.number] = errno;
      }
    }
  }

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /**
   * The constant for a number.
   *
   * @param number an error number
   * @return its constant, or {@link #UNKNOWN}
   */
  public static Errno of(int number) {
    Errno errno = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    return errno != null ? errno : UNKNOWN;
  }

  /**
   * The number that C has for this error.
   *
   * @return the number, or -1 for {@link #UNKNOWN}
   */
  public int number() {
    return number;
  }
}
