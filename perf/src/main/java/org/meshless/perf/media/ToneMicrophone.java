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
public final class ToneMicrophone extends Microphone {
  private static final int TONES = 16;
  private static final int FRAMES = 10;
  private static final int FRAME_BYTES = 40;
  private static final int LOWEST_HZ = 425;
  private static final int STEP_HZ = 150;
  private static final int SILENT = 127;

  /** CELT, fullband, 20 ms: nothing. */
  private static final byte[] SILENCE = {(byte) 0xf8, (byte) 0xff, (byte) 0xfe};

  private static final byte[] ALL_TONES = tones();

  private final int tone;
  private final Recording recording = new Recording();
  private volatile int loudness = SILENT;
  private int level = SILENT;

  /** A silent microphone; numbers of the same remainder by {@value #TONES} sound alike. */
  public ToneMicrophone(int number, long seed) {
    super(PayloadPattern.random(seed));
    tone = number % TONES;
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
  int nextSize() {
    int now = loudness;
    level = now == SILENT ? SILENT : VOICE | now;
    int from = (tone * FRAMES + (int) (packets() % FRAMES)) * FRAME_BYTES;
    byte[] payload =
        now == SILENT ? SILENCE : Arrays.copyOfRange(ALL_TONES, from, from + FRAME_BYTES);
    recording.add(payload);
    return payload.length;
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
  public int audioLevel() {
    return level;
  }
}
