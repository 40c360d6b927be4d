package org.meshless.sfu.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/** The system call sendmmsg(2), many datagrams at once. Confined to its media loop. */
final class Sendmmsg implements LinuxDatagramPort.Kernel {
  private static final int MSG_DONTWAIT = 0x40;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private final MethodHandle call;
  private final MemorySegment state = Arena.ofAuto().allocate(STATE);

  @SuppressWarnings("restricted") // a function of the C library, with its own types
  Sendmmsg() {
    Linker linker = Linker.nativeLinker();
    call =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("sendmmsg"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.captureCallState("errno"));
  }

  /** Whether this is a system whose structures {@link MessageVector} knows: Linux of 64 bits. */
  static boolean isAvailable() {
    String architecture = System.getProperty("os.arch", "");
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")
        && (architecture.equals("amd64") || architecture.equals("aarch64"));
  }

  @Override
  public int send(int fd, MemorySegment headers, int count) {
    try {
      int sent = (int) call.invokeExact(state, fd, headers, count, MSG_DONTWAIT);
      return sent >= 0 ? sent : -(int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("a call into the C library", e);
    }
  }
}
