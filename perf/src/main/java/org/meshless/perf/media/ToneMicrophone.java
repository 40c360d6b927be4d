package org.meshless.perf.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A microphone whose sound every browser can play: a tone while its owner speaks, else silence, 50
 * packets a second. Its level (RFC 6464) is told by whoever says who speaks. Confined to its loop,
 * {@link #speak} apart.
 *
 * <p>{@code opus-tones.bin} holds {@value #TONES} tones, of 425 Hz and 150 Hz more each, one after
 * the other: {@value #FRAMES} frames of {@value #FRAME_BYTES} bytes each, CELT, 20 ms. Ten frames
 * are a whole number of periods and can be repeated.
 */
public final class ToneMicrophone implements MediaSource {
  private static final int TONES = 16;
  private static final int FRAMES = 10;
  private static final int FRAME_BYTES = 40;
  private static final int LOWEST_HZ = 425;
  private static final int STEP_HZ = 150;
  private static final double PACKETS_PER_SECOND = 50;
  private static final int SAMPLES = 960;
  private static final int VOICE = 0x80;
  private static final int SILENT = 127;

  /** CELT, fullband, 20 ms: nothing. */
  private static final byte[] SILENCE = {(byte) 0xf8, (byte) 0xff, (byte) 0xfe};

  private static final byte[] ALL_TONES = tones();

  private final int tone;
  private final double phase;
  private final int firstTimestamp;
  private final int[] sizes = new int[1];
  private final Recording recording = new Recording();
  private volatile int loudness = SILENT;
  private long startedNs;
  private long burst;
  private int level = SILENT;

  /** A silent microphone; numbers of the same remainder by {@value #TONES} sound alike. */
  public ToneMicrophone(int number, long seed) {
    tone = number % TONES;
    var random = PayloadPattern.random(seed);
    phase = random.nextDouble();
    firstTimestamp = random.nextInt();
  }

  /** The tone of a microphone of this number. */
  public static int toneHz(int number) {
    return LOWEST_HZ + STEP_HZ * (number % TONES);
  }

  /**
   * Speaks from now on, or ends to. Any thread.
   *
   * @param dbov how loud, 0 (loudest) … −126; −127 is silence
   */
  public void speak(int dbov) {
    loudness = Math.clamp(-dbov, 0, SILENT);
  }

  /** What the track of this microphone contains. */
  public Payloads payloads() {
    return recording;
  }

  @Override
  public void startAt(long nowNs) {
    startedNs = nowNs;
    burst = 0;
  }

  @Override
  public long dueNs() {
    return startedNs + (long) ((burst + phase) * 1e9 / PACKETS_PER_SECOND);
  }

  @Override
  public int next() {
    int now = loudness;
    level = now == SILENT ? SILENT : VOICE | now;
    int from = (tone * FRAMES + (int) (burst % FRAMES)) * FRAME_BYTES;
    byte[] payload =
        now == SILENT ? SILENCE : Arrays.copyOfRange(ALL_TONES, from, from + FRAME_BYTES);
    recording.add(payload);
    sizes[0] = payload.length;
    burst++;
    return 1;
  }

  private static byte[] tones() {
    try (InputStream in = ToneMicrophone.class.getResourceAsStream("opus-tones.bin")) {
      if (in == null) {
        throw new IllegalStateException("opus-tones.bin is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int[] sizes() {
    return sizes;
  }

  @Override
  public int timestamp() {
    return firstTimestamp + (int) ((startedNs / 20_000_000 + burst) * SAMPLES);
  }

  @Override
  public boolean isKeyFrame() {
    return true;
  }

  @Override
  public boolean startsFrame() {
    return true;
  }

  @Override
  public boolean endsFrame() {
    return true;
  }

  @Override
  public void requestKeyFrame() {}

  @Override
  public int audioLevel() {
    return level;
  }
}
