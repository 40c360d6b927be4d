package org.meshless.perf.jmh;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.send.Segment;
import org.meshless.rtp.send.StreamRewriter;
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
 * What it costs to give a packet its numbers in a slot, and to find one that is asked for again.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StreamRewriterBenchmark {
  /** One packet in so many is dropped on purpose; 0 for none. */
  @Param({"0", "10"})
  public int dropEvery;

  private final StreamRewriter rewriter = new StreamRewriter(90_000, 1, 1);
  private final byte[] payload = {(byte) 0x90, (byte) 0xe0, (byte) 0x80, 1, 1, 0, 1, 0, 0, 0, 0, 0};
  private final PayloadDescriptor descriptor =
      PayloadDescriptor.parse(new Codec.Vp8(), payload, 0, payload.length);
  private final byte[] out = new byte[64];
  private long extSeq = 100_000;
  private int sequenceNumber;

  @Setup
  public void begin() {
    rewriter.begin(0, 1, extSeq, 0);
    for (int i = 0; i < 1_000; i++) {
      rewrite();
    }
  }

  @Benchmark
  public long rewrite() {
    extSeq++;
    if (dropEvery > 0 && extSeq % dropEvery == 0) {
      rewriter.drop(1, extSeq);
      extSeq++;
    }
    long timestamp = extSeq * 300;
    sequenceNumber = rewriter.sequence(extSeq, 1, extSeq, timestamp, descriptor);
    Segment segment = rewriter.current();
    if (segment == null) {
      throw new IllegalStateException("a reign has begun");
    }
    segment.writePrefix(descriptor, payload, 0, out, 12);
    return segment.timestamp(timestamp) + sequenceNumber;
  }

  @Benchmark
  public @Nullable Segment findForRetransmission() {
    int asked = (sequenceNumber - 500) & 0xffff;
    Segment segment = rewriter.segmentOf(asked);
    if (segment == null || segment.sourceExtendedSeq(asked) < 0) {
      throw new IllegalStateException("sent 500 packets ago");
    }
    return segment;
  }
}
