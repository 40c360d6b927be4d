package org.meshless.perf.jmh;

import java.util.concurrent.TimeUnit;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpProfile;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.rtp.srtp.SrtpReceiver;
import org.meshless.rtp.srtp.SrtpSender;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to protect a packet of 1200 bytes for one subscriber of fifty, each with its own
 * keys, and to protect and unprotect it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SrtpBenchmark {
  private static final int SUBSCRIBERS = 50;
  private static final int HEADER = RtpHeader.FIXED_LENGTH;
  private static final int PREFIX = 6;

  /** Who does AES-GCM; Corretto falls back where it does not load. */
  public enum Provider {
    CORRETTO,
    SUN_JCE
  }

  @Param public SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
  @Param public Provider provider = Provider.CORRETTO;

  private final SrtpSender[] senders = new SrtpSender[SUBSCRIBERS];
  private final byte[] payload = new byte[1200 - HEADER];
  private final byte[] out = new byte[1500];
  private final byte[] back = new byte[1500];
  private SrtpReceiver[] receivers = {};
  private int turn;
  private int sequenceNumber;

  @Setup
  public void setUp() {
    SrtpProvider chosen =
        switch (provider) {
          case CORRETTO -> SrtpProvider.choose();
          case SUN_JCE -> SrtpProvider.sunJce();
        };
    receivers = new SrtpReceiver[SUBSCRIBERS];
    for (int i = 0; i < SUBSCRIBERS; i++) {
      byte[] key = new byte[profile.keyLength()];
      key[0] = (byte) i;
      SrtpKeys keys = new SrtpKeys(profile, key, new byte[profile.saltLength()]);
      senders[i] = new SrtpSender(keys, chosen);
      receivers[i] = new SrtpReceiver(keys, chosen);
    }
    RtpHeader.write(out, 0, false, 96, 0, 0, 0xCAFE);
  }

  @Benchmark
  public int protect() {
    return next().protect(out, 0, HEADER, payload, 0, payload.length);
  }

  @Benchmark
  public int protectWithPrefixAndPadding() {
    return next().protect(out, 0, HEADER, PREFIX, payload, PREFIX, payload.length - PREFIX, 2);
  }

  @Benchmark
  public int protectAndUnprotect() {
    int length = next().protect(out, 0, HEADER, payload, 0, payload.length);
    return receivers[turn].unprotect(out, 0, length, back);
  }

  /** The subscriber whose turn it is, with the next number in the header. */
  private SrtpSender next() {
    turn++;
    if (turn == SUBSCRIBERS) {
      turn = 0;
      sequenceNumber++;
    }
    RtpHeader.setSequenceNumber(out, 0, sequenceNumber);
    return senders[turn];
  }
}
