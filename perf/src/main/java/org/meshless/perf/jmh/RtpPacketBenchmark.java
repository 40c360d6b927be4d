package org.meshless.perf.jmh;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpPacket;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to find the parts of a packet: once per packet that arrives, whoever it is for. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RtpPacketBenchmark {
  private final ExtensionMap extensions =
      ExtensionMap.builder()
          .put(HeaderExtension.MID, 1)
          .put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 3)
          .build();

  /** 1200 bytes as Chromium sends them: a MID of one character, a transport-wide number. */
  private final byte[] packet = new byte[1200];

  public RtpPacketBenchmark() {
    byte[] header = {
      (byte) 0x90,
      96,
      0x12,
      0x34,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      2,
      (byte) 0xbe,
      (byte) 0xde,
      0,
      2,
      0x10,
      '0',
      0x31,
      0,
      7,
      0,
      0,
      0
    };
    System.arraycopy(header, 0, packet, 0, header.length);
  }

  @Benchmark
  public @Nullable RtpPacket parse() {
    return RtpPacket.parse(packet, packet.length, extensions);
  }
}
