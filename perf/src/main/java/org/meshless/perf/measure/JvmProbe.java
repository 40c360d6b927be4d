package org.meshless.perf.measure;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/**
 * A look into another JVM of this machine by its own management beans, which costs it nothing while
 * nobody asks. Thread-safe.
 */
public final class JvmProbe implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;
  private final MemoryMXBean memory;

  private JvmProbe(JMXConnector connector) throws IOException {
    this.connector = connector;
    MBeanServerConnection beans = connector.getMBeanServerConnection();
    threads =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    memory =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
  }

  /** Attaches; null if the process is no JVM, or will not have it. */
  @SuppressWarnings("BanJNDI") // the address is a socket of a process of ours
  public static @Nullable JvmProbe attach(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
      try {
        return new JvmProbe(
            JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
      } finally {
        machine.detach();
      }
    } catch (IOException | AttachNotSupportedException e) {
      return null;
    }
  }

  /** Bytes allocated by all threads since the JVM began. */
  public long allocatedBytes() {
    return threads.getTotalThreadAllocatedBytes();
  }

  /** Heap in use, garbage included. */
  public long heapBytes() {
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** Heap in use after a collection. */
  public long liveHeapBytes() {
    memory.gc();
    return heapBytes();
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      // The server is gone.
    }
  }
}
