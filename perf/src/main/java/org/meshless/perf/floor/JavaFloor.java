package org.meshless.perf.floor;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.meshless.perf.measure.ProcFile;
import org.meshless.perf.net.SendBatch;
import org.meshless.perf.net.UdpSocket;

/**
 * {@code floor.c} in Java: the JCE and the system calls, nothing of the server. Prints the same
 * line. A program of its own; a first round warms it up and does not count.
 */
public final class JavaFloor {
  private static final int HEADER = 20;
  private static final int TAG = 16;
  private static final int MAX_SEGMENTS = 10;
  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private final FloorPlan plan;
  private final Receiver[] receivers;
  private final byte[] plain = new byte[1500];
  private final byte[] out = new byte[SendBatch.MAX_BYTES];
  private final SendBatch batch = new SendBatch();
  private final UdpSocket socket;

  private JavaFloor(FloorPlan plan, Provider provider)
      throws IOException, GeneralSecurityException {
    this.plan = plan;
    receivers = new Receiver[plan.receivers().size()];
    for (int i = 0; i < receivers.length; i++) {
      receivers[i] = new Receiver(plan.receivers().get(i), i, provider);
    }
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (i * 131);
    }
    plain[0] = (byte) 0x80;
    plain[1] = 96;
    socket = UdpSocket.open((Inet4Address) InetAddress.getByName("0.0.0.0"), 1 << 22);
  }

  private static final class Receiver {
    private final InetSocketAddress address;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private final byte[] salt = new byte[12];
    private final byte[] iv = new byte[12];
    private long index;

    Receiver(InetSocketAddress address, int number, Provider provider)
        throws GeneralSecurityException {
      this.address = address;
      byte[] bytes = new byte[16];
      for (int k = 0; k < 16; k++) {
        bytes[k] = (byte) (number * 31 + k * 7);
      }
      System.arraycopy(bytes, 0, salt, 0, 12);
      key = new SecretKeySpec(bytes, "AES");
      cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    }

    int protect(byte[] plain, int size, byte[] out, int at) throws GeneralSecurityException {
      System.arraycopy(plain, 0, out, at, HEADER);
      out[at + 2] = (byte) (index >>> 8);
      out[at + 3] = (byte) index;
      System.arraycopy(salt, 0, iv, 0, 12);
      for (int i = 0; i < 6; i++) {
        iv[11 - i] ^= (byte) (index >>> (8 * i));
      }
      index++;
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
      cipher.updateAAD(out, at, HEADER);
      return HEADER + cipher.doFinal(plain, HEADER, size - HEADER, out, at + HEADER);
    }
  }

  public static void main(String[] args) throws IOException, GeneralSecurityException {
    FloorPlan plan = FloorPlan.read(Path.of(args[0]));
    JavaFloor floor = new JavaFloor(plan, provider());
    long warmUp = Math.max(1, 200_000 / Math.max(1, plan.packetsPerPeriod()));
    floor.run(Math.min(warmUp, plan.repeat()), plan.paced());
    long pid = ProcessHandle.current().pid();
    long refused = floor.batch.refused();
    long cpuNs = ProcFile.cpuNs(pid);
    long startNs = System.nanoTime();
    long lateNs = floor.run(plan.repeat(), plan.paced());
    System.out.println(
        "packets "
            + plan.repeat() * plan.packetsPerPeriod()
            + " cpu-ns "
            + (ProcFile.cpuNs(pid) - cpuNs)
            + " wall-ns "
            + (System.nanoTime() - startNs)
            + " late-ns "
            + lateNs
            + " refused "
            + (floor.batch.refused() - refused)
            + " gso 1");
  }

  private static Provider provider() {
    try {
      if (Class.forName(CORRETTO).getField("INSTANCE").get(null) instanceof Provider corretto) {
        return corretto;
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      // Then the JDK's own.
    }
    return Security.getProvider("SunJCE");
  }

  private long run(long repeat, boolean paced) throws GeneralSecurityException {
    long startNs = System.nanoTime() + 10_000_000;
    long lateNs = 0;
    for (long k = 0; k < repeat; k++) {
      for (FloorPlan.Burst burst : plan.bursts()) {
        if (paced) {
          long dueNs = startNs + k * plan.periodNs() + burst.dueNs();
          for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
          }
          lateNs = Math.max(lateNs, System.nanoTime() - dueNs);
        }
        send(burst);
      }
    }
    return lateNs;
  }

  private void send(FloorPlan.Burst burst) throws GeneralSecurityException {
    int count = burst.sizes().size();
    for (Receiver receiver : receivers) {
      int i = 0;
      while (i < count) {
        int segment = burst.sizes().get(i) + TAG;
        int bytes = 0;
        int run = 0;
        int last = segment;
        while (i < count
            && run < MAX_SEGMENTS
            && bytes + segment <= out.length
            && last == segment
            && burst.sizes().get(i) + TAG <= segment) {
          last = burst.sizes().get(i) + TAG;
          bytes += receiver.protect(plain, burst.sizes().get(i), out, bytes);
          run++;
          i++;
        }
        if (batch.isFull()) {
          batch.flush(socket);
        }
        batch.add(receiver.address, out, 0, bytes, segment);
      }
    }
    batch.flush(socket);
  }
}
