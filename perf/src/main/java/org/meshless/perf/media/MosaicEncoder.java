package org.meshless.perf.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Encodes VP8 (RFC 6386) that every decoder shows: pictures in which each macroblock is of one
 * colour. A key frame predicts each macroblock from its neighbours (DC_PRED), any other frame from
 * itself in the frame before (ZEROMV); what differs is the DC coefficient alone. With quantizer 0
 * and no loop filter the decoder's picture is exactly the one given. Confined to its source.
 */
final class MosaicEncoder {
  private static final int PLANES = 3;

  /** DC of luma is transformed twice and of chroma once: coefficients per step of brightness. */
  private static final int[] SCALE = {8, 2, 2};

  /** §13.5, default token probabilities; only those of [block type][band][context] in use. */
  private static final int[][] Y2_FIRST = {
    {198, 35, 237, 223, 193, 187, 162, 160, 145, 155, 62},
    {131, 45, 198, 221, 172, 176, 220, 157, 252, 221, 1},
    {68, 47, 146, 208, 149, 167, 221, 162, 255, 223, 128}
  };

  private static final int[][] CHROMA_FIRST = {
    {253, 9, 248, 251, 207, 208, 255, 192, 128, 128, 128},
    {175, 13, 224, 243, 193, 185, 249, 198, 255, 255, 128},
    {73, 17, 171, 221, 161, 179, 236, 167, 255, 234, 128}
  };

  /** That nothing follows the first coefficient, by whether that was one or larger. */
  private static final int[] Y2_END = {0, 184, 81};

  private static final int[] CHROMA_END = {0, 239, 155};

  /** That a luma block has nothing but what its Y2 block says. */
  private static final int LUMA_END = 253;

  /** §13.2: the extra bits of the categories, and from which value on each is. */
  private static final int[][] EXTRA = {
    {159},
    {165, 145},
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private static final int[] CATEGORY_FROM = {5, 7, 11, 19, 35, 67};

  /** §16.3: that a macroblock has not moved, by how many of its neighbours have not. */
  private static final int[] NOT_MOVED = {7, 14, 135, 60, 159, 234};

  /** §17.2: that the probabilities of motion vectors stay. */
  private static final int[] MV_UPDATE = {
    237, 246, 253, 253, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 250, 250, 252, 254, 254,
    231, 243, 245, 253, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 251, 251, 254, 254, 254
  };

  private static final int[] UPDATE = updateProbabilities();
  private static final int SKIP = 128;

  private final int columns;
  private final int rows;
  private final int[][] shown;
  private final int[] residual = new int[PLANES];
  private final boolean[][] above;
  private final boolean[] left = new boolean[5];
  private final BoolEncoder modes = new BoolEncoder();
  private final BoolEncoder tokens = new BoolEncoder();
  private final byte[] tokenBytes;

  /** For pictures of so many macroblocks of 16 × 16 pixels. */
  MosaicEncoder(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
    shown = new int[PLANES][columns * rows];
    above = new boolean[columns][5];
    tokenBytes = new byte[columns * rows * 64];
  }

  /** An array of this length has room for every frame. */
  int maxBytes() {
    return 1024 + columns * rows * 66;
  }

  /**
   * Encodes the next frame.
   *
   * @param picture Y, U and V of each macroblock, row by row, 0 … 255
   * @return its length
   */
  int encode(boolean keyFrame, int[][] picture, byte[] out) {
    int start = keyFrame ? 10 : 3;
    modes.begin(out, start);
    tokens.begin(tokenBytes, 0);
    header(keyFrame);
    for (boolean[] column : above) {
      Arrays.fill(column, false);
    }
    for (int row = 0; row < rows; row++) {
      Arrays.fill(left, false);
      for (int column = 0; column < columns; column++) {
        macroblock(keyFrame, picture, row, column);
      }
    }
    int end = modes.end();
    int first = end - start;
    int tag = (keyFrame ? 0 : 1) | (1 << 4) | (first << 5);
    out[0] = (byte) tag;
    out[1] = (byte) (tag >>> 8);
    out[2] = (byte) (tag >>> 16);
    if (keyFrame) {
      out[3] = (byte) 0x9d;
      out[4] = 0x01;
      out[5] = 0x2a;
      out[6] = (byte) (columns * 16);
      out[7] = (byte) ((columns * 16) >>> 8);
      out[8] = (byte) (rows * 16);
      out[9] = (byte) ((rows * 16) >>> 8);
    }
    int length = tokens.end();
    System.arraycopy(tokenBytes, 0, out, end, length);
    return end + length;
  }

  /** §9.2 to §9.11. */
  private void header(boolean keyFrame) {
    if (keyFrame) {
      modes.literal(0, 2); // colour space, clamping
    }
    modes.literal(0, 1); // no segments
    modes.literal(0, 1 + 6 + 3); // no loop filter
    modes.literal(0, 1); // nor adjustments to it
    modes.literal(0, 2); // one partition of tokens
    modes.literal(0, 7 + 5); // quantizer 0 for everything
    if (keyFrame) {
      modes.literal(1, 1); // probabilities stay
    } else {
      modes.literal(0, 1 + 1 + 2 + 2 + 1 + 1); // golden and altref frames as they are
      modes.literal(1, 1);
      modes.literal(1, 1); // the next frame refers to this one
    }
    for (int probability : UPDATE) {
      modes.write(false, probability);
    }
    modes.literal(1, 1); // macroblocks may say that they have no tokens
    modes.literal(SKIP, 8);
    if (!keyFrame) {
      modes.literal(1, 8); // hardly any macroblock is intra …
      modes.literal(255, 8); // … and all refer to the last frame
      modes.literal(128, 8);
      modes.literal(0, 2);
      for (int probability : MV_UPDATE) {
        modes.write(false, probability);
      }
    }
  }

  private void macroblock(boolean keyFrame, int[][] picture, int row, int column) {
    int at = row * columns + column;
    boolean changes = false;
    for (int plane = 0; plane < PLANES; plane++) {
      int predicted = keyFrame ? fromNeighbours(shown[plane], row, column) : shown[plane][at];
      residual[plane] = (picture[plane][at] - predicted) * SCALE[plane];
      shown[plane][at] = picture[plane][at];
      changes |= residual[plane] != 0;
    }
    modes.write(!changes, SKIP);
    if (keyFrame) {
      modes.write(true, 145); // not B_PRED
      modes.write(false, 156);
      modes.write(false, 163); // DC_PRED
      modes.write(false, 142); // chroma likewise
    } else {
      modes.write(true, 1); // inter
      modes.write(false, 255); // of the last frame
      int unmoved = (row > 0 ? 2 : 0) + (column > 0 ? 2 : 0) + (row > 0 && column > 0 ? 1 : 0);
      modes.write(false, NOT_MOVED[unmoved]);
    }
    if (changes) {
      tokens(above[column]);
    } else {
      Arrays.fill(above[column], false);
      Arrays.fill(left, false);
    }
  }

  /** §12.2: the mean of the pixels above and to the left, which have one colour each. */
  private int fromNeighbours(int[] plane, int row, int column) {
    int at = row * columns + column;
    if (row == 0) {
      return column == 0 ? 128 : plane[at - 1];
    }
    return column == 0 ? plane[at - columns] : (plane[at - columns] + plane[at - 1] + 1) >> 1;
  }

  /**
   * A Y2 block, 16 luma blocks, 4 blocks of each chroma plane (§13).
   *
   * @param up whether the blocks above have tokens: Y2, then two columns of U and two of V
   */
  private void tokens(boolean[] up) {
    int context = (up[0] ? 1 : 0) + (left[0] ? 1 : 0);
    block(residual[0], Y2_FIRST[context], Y2_END);
    up[0] = residual[0] != 0;
    left[0] = up[0];
    for (int i = 0; i < 16; i++) {
      tokens.write(false, LUMA_END);
    }
    for (int plane = 1; plane < PLANES; plane++) {
      int first = 2 * plane - 1;
      for (int i = 0; i < 4; i++) {
        int x = first + (i & 1);
        int y = first + (i >> 1);
        block(residual[plane], CHROMA_FIRST[(up[x] ? 1 : 0) + (left[y] ? 1 : 0)], CHROMA_END);
        up[x] = residual[plane] != 0;
        left[y] = up[x];
      }
    }
  }

  /** One coefficient or none, and the end of the block. */
  private void block(int value, int[] p, int[] end) {
    int size = Math.abs(value);
    tokens.write(size != 0, p[0]);
    if (size == 0) {
      return;
    }
    tokens.write(true, p[1]);
    tokens.write(size > 1, p[2]);
    if (size > 1) {
      tokens.write(size > 4, p[3]);
      if (size <= 4) {
        tokens.write(size > 2, p[4]);
        if (size > 2) {
          tokens.write(size > 3, p[5]);
        }
      } else {
        category(size, p);
      }
    }
    tokens.write(value < 0, 128);
    tokens.write(false, end[Math.min(size, 2)]);
  }

  private void category(int size, int[] p) {
    int category = CATEGORY_FROM.length - 1;
    while (size < CATEGORY_FROM[category]) {
      category--;
    }
    tokens.write(category > 1, p[6]);
    if (category <= 1) {
      tokens.write(category == 1, p[7]);
    } else {
      tokens.write(category > 3, p[8]);
      tokens.write((category & 1) != 0, p[category > 3 ? 10 : 9]);
    }
    int[] extra = EXTRA[category];
    int rest = size - CATEGORY_FROM[category];
    for (int i = 0; i < extra.length; i++) {
      tokens.write(((rest >>> (extra.length - 1 - i)) & 1) != 0, extra[i]);
    }
  }

  private static int[] updateProbabilities() {
    try (InputStream in = MosaicEncoder.class.getResourceAsStream("vp8-update-probabilities.txt")) {
      if (in == null) {
        throw new IllegalStateException("vp8-update-probabilities.txt is missing");
      }
      return new String(in.readAllBytes(), US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.split(" ", -1)))
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
