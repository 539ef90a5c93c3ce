// Written by bindings/Derive.java from the bindings. Not to be edited.

package posix.sockets.raw.constants;

/**
 * The constants of signals:
 * {@code <bits/signum-arch.h>}, {@code <bits/signum-generic.h>}, {@code <bits/sigaction.h>}.
 */
public interface SignalH {
  int SA_INTERRUPT = 536870912;
  int SA_NOCLDSTOP = 1;
  int SA_NOCLDWAIT = 2;
  int SA_NODEFER = 1073741824;
  int SA_NOMASK = 1073741824;
  int SA_ONESHOT = -2147483648;
  int SA_ONSTACK = 134217728;
  int SA_RESETHAND = -2147483648;
  int SA_RESTART = 268435456;
  int SA_SIGINFO = 4;
  int SA_STACK = 134217728;
  int SIGABRT = 6;
  int SIGALRM = 14;
  int SIGBUS = 7;
  int SIGCHLD = 17;
  int SIGCLD = 17;
  int SIGCONT = 18;
  int SIGFPE = 8;
  int SIGHUP = 1;
  int SIGILL = 4;
  int SIGINT = 2;
  int SIGIO = 29;
  int SIGIOT = 6;
  int SIGKILL = 9;
  int SIGPIPE = 13;
  int SIGPOLL = 29;
  int SIGPROF = 27;
  int SIGPWR = 30;
  int SIGQUIT = 3;
  int SIGSEGV = 11;
  int SIGSTKFLT = 16;
  int SIGSTOP = 19;
  int SIGSYS = 31;
  int SIGTERM = 15;
  int SIGTRAP = 5;
  int SIGTSTP = 20;
  int SIGTTIN = 21;
  int SIGTTOU = 22;
  int SIGURG = 23;
  int SIGUSR1 = 10;
  int SIGUSR2 = 12;
  int SIGVTALRM = 26;
  int SIGWINCH = 28;
  int SIGXCPU = 24;
  int SIGXFSZ = 25;
  int SIG_BLOCK = 0;
  int SIG_SETMASK = 2;
  int SIG_UNBLOCK = 1;
}
