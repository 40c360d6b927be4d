package org.meshless.perf.media;

import java.util.Arrays;

/**
 * A camera whose picture every browser can show and every test can read: a bar that moves before
 * the publisher's colour and, in the lower four rows of 16 × 9 cells, a mark that says who
 * publishes it and when.
 *
 * <pre>
 *   0      8               24        32                48             64
 *   | B2   | run           | publisher | second        | CRC-16       |   a cell each bit, white is 1
 * </pre>
 *
 * Confined to its loop.
 */
public final class MarkedCamera implements MediaSource {
  private static final int COLUMNS = 16;
  private static final int ROWS = 9;
  private static final int MARK_ROW = 5;
  private static final int MAGIC = 0xb2;
  private static final int BLACK = 16;
  private static final int WHITE = 235;
  private static final int GREY = 128;
  private static final int CLOCK = 90_000;
  private static final int DESCRIPTOR = 4;
  private static final int MAX_PAYLOAD = 1100;

  private final int run;
  private final int publisher;
  private final double framesPerSecond;
  private final double phase;
  private final int firstTimestamp;
  private final MosaicEncoder encoder = new MosaicEncoder(COLUMNS, ROWS);
  private final byte[] encoded = new byte[encoder.maxBytes()];
  private final int[][] picture = new int[3][COLUMNS * ROWS];
  private final int[] sizes = new int[1 + encoder.maxBytes() / MAX_PAYLOAD];
  private final Recording recording = new Recording();
  private long startedNs;
  private long frame;
  private int pictureId;
  private int timestamp;
  private boolean keyFrameWanted = true;
  private boolean keyFrame;

  /**
   * A camera.
   *
   * @param run whatever tells this run from others; 16 bits
   * @param publisher 0 … 255
   */
  public MarkedCamera(int run, int publisher, double framesPerSecond, long seed) {
    this.run = run;
    this.publisher = publisher;
    this.framesPerSecond = framesPerSecond;
    var random = PayloadPattern.random(seed);
    phase = random.nextDouble();
    firstTimestamp = random.nextInt();
  }

  /** What the track of this camera contains. */
  public Payloads payloads() {
    return recording;
  }

  @Override
  public void startAt(long nowNs) {
    startedNs = nowNs;
    frame = 0;
    keyFrameWanted = true;
  }

  @Override
  public long dueNs() {
    return startedNs + (long) ((frame + phase) * 1e9 / framesPerSecond);
  }

  @Override
  public int next() {
    long dueNs = dueNs();
    timestamp = firstTimestamp + (int) (dueNs / 1000 * CLOCK / 1_000_000);
    keyFrame = keyFrameWanted;
    keyFrameWanted = false;
    draw((int) (dueNs / 1_000_000_000L) & 0xffff);
    int length = encoder.encode(keyFrame, picture, encoded);
    frame++;
    pictureId = (pictureId + 1) & 0x7fff;
    int packets = FrameSplitter.aboutEqually(length, MAX_PAYLOAD, 0, sizes);
    int from = 0;
    for (int i = 0; i < packets; i++) {
      recording.add(packet(i == 0, from, sizes[i]));
      from += sizes[i];
      sizes[i] += DESCRIPTOR;
    }
    return packets;
  }

  /** RFC 7741 §4.2: the beginning of the first partition is marked, the picture id has 15 bits. */
  private byte[] packet(boolean first, int from, int size) {
    byte[] payload = new byte[DESCRIPTOR + size];
    payload[0] = (byte) (0x80 | (first ? 0x10 : 0));
    payload[1] = (byte) 0x80;
    payload[2] = (byte) (0x80 | (pictureId >>> 8));
    payload[3] = (byte) pictureId;
    System.arraycopy(encoded, from, payload, DESCRIPTOR, size);
    return payload;
  }

  private void draw(int second) {
    int u = 64 + publisher * 53 % 128;
    int v = 64 + publisher * 97 % 128;
    for (int row = 0; row < MARK_ROW; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        boolean bar = column == frame % COLUMNS && row > 0 && row < MARK_ROW - 1;
        put(row * COLUMNS + column, bar ? 200 : 110, bar ? 255 - u : u, bar ? 255 - v : v);
      }
    }
    byte[] mark = mark(run, publisher, second);
    for (int cell = 0; cell < mark.length * 8; cell++) {
      boolean white = ((mark[cell >> 3] >> (7 - (cell & 7))) & 1) != 0;
      put(MARK_ROW * COLUMNS + cell, white ? WHITE : BLACK, GREY, GREY);
    }
  }

  private void put(int at, int y, int u, int v) {
    picture[0][at] = y;
    picture[1][at] = u;
    picture[2][at] = v;
  }

  static byte[] mark(int run, int publisher, int second) {
    byte[] mark = {
      (byte) MAGIC,
      (byte) (run >>> 8),
      (byte) run,
      (byte) publisher,
      (byte) (second >>> 8),
      (byte) second,
      0,
      0
    };
    int crc = crc16(Arrays.copyOf(mark, 6));
    mark[6] = (byte) (crc >>> 8);
    mark[7] = (byte) crc;
    return mark;
  }

  /** CRC-16/CCITT-FALSE. */
  private static int crc16(byte[] bytes) {
    int crc = 0xffff;
    for (byte b : bytes) {
      crc ^= (b & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = ((crc << 1) ^ ((crc & 0x8000) != 0 ? 0x1021 : 0)) & 0xffff;
      }
    }
    return crc;
  }

  @Override
  public int[] sizes() {
    return sizes;
  }

  @Override
  public int timestamp() {
    return timestamp;
  }

  @Override
  public boolean isKeyFrame() {
    return keyFrame;
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
  public void requestKeyFrame() {
    keyFrameWanted = true;
  }

  @Override
  public int audioLevel() {
    return 0;
  }
}
