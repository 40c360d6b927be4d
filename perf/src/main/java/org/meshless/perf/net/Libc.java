package org.meshless.perf.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls that Java has no class for: many datagrams per call, and control messages.
 * Stateless.
 */
@SuppressWarnings("restricted") // declared functions of the C library, with its own types
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle SOCKET = of("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = of("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = of("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      of("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      of("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle EPOLL_CREATE1 = of("epoll_create1", JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      of("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_PWAIT2 =
      of("epoll_pwait2", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle RECVMMSG =
      of("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SENDMMSG =
      of("sendmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOCK_GETTIME =
      of("clock_gettime", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SETPRIORITY =
      of("setpriority", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);

  private static final int CLOCK_REALTIME = 0;

  private Libc() {}

  private static MethodHandle of(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  static int socket(int domain, int type, int protocol) {
    try {
      return (int) SOCKET.invokeExact(domain, type, protocol);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static int bind(int fd, MemorySegment address, int length) {
    try {
      return (int) BIND.invokeExact(fd, address, length);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static int close(int fd) {
    try {
      return (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static int getsockname(int fd, MemorySegment address, MemorySegment length) {
    try {
      return (int) GETSOCKNAME.invokeExact(fd, address, length);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** Sets an option that is an int. */
  static int setsockopt(int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(JAVA_INT, value);
      return (int) SETSOCKOPT.invokeExact(fd, level, option, segment, Integer.BYTES);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static int epollCreate() {
    try {
      return (int) EPOLL_CREATE1.invokeExact(0);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
    try {
      return (int) EPOLL_CTL.invokeExact(epoll, operation, fd, event);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static int epollWait(int epoll, MemorySegment events, int max, MemorySegment timeout) {
    try {
      return (int) EPOLL_PWAIT2.invokeExact(epoll, events, max, timeout, MemorySegment.NULL);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static int recvmmsg(int fd, MemorySegment messages, int count, int flags) {
    try {
      return (int) RECVMMSG.invokeExact(fd, messages, count, flags, MemorySegment.NULL);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static int sendmmsg(int fd, MemorySegment messages, int count, int flags) {
    try {
      return (int) SENDMMSG.invokeExact(fd, messages, count, flags);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /**
   * The wall clock, which the kernel stamps datagrams with.
   *
   * @param timespec 16 bytes of the caller's, written to
   */
  static long realtimeNs(MemorySegment timespec) {
    try {
      int _ = (int) CLOCK_GETTIME.invokeExact(CLOCK_REALTIME, timespec);
    } catch (Throwable e) {
      throw broken(e);
    }
    return timespec.get(JAVA_LONG, 0) * 1_000_000_000L + timespec.get(JAVA_LONG, 8);
  }

  /** Makes the calling thread more important; does nothing where that is not allowed. */
  static void niceThisThread(int nice) {
    try {
      int _ = (int) SETPRIORITY.invokeExact(0, 0, nice);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  private static IllegalStateException broken(Throwable e) {
    return new IllegalStateException("a call into the C library", e);
  }
}
