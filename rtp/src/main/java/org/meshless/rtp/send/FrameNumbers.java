package org.meshless.rtp.send;

import org.meshless.rtp.ext.DependencyNumbers;

/**
 * Frame numbers and template ids of dependency descriptors (AV1 RTP specification, A.8) under one
 * reign: the former go on from source to source, the latter never mean the templates of the source
 * before, for a late packet of it would be read by the wrong ones (A.8.3.4, {@code
 * template_id_offset}).
 *
 * <p>Frames that are dropped on purpose leave their gaps: frames name those they depend on by
 * differences of frame numbers.
 */
final class FrameNumbers {
  private static final int OWN = -1;

  /** A step of more frames than this is no loss: the encoder began anew. */
  private static final int MAX_STEP = BitWindow.SIZE;

  private final int firstFrame;
  private final int firstTemplate;
  private boolean begun;
  private int frameOffset;
  private int templateShift;
  private int newest; // as the source counts
  private int newestStructure; // the frame that brought it, or the first
  private int templateEnd; // as sent: one after the last template of the structure in force

  private FrameNumbers(int firstFrame, int firstTemplate) {
    this.firstFrame = firstFrame;
    this.firstTemplate = firstTemplate;
  }

  /** Numbers that leave the first source's as they are. */
  static FrameNumbers asInSource() {
    return new FrameNumbers(OWN, OWN);
  }

  /** The numbers of what comes next, with {@code missing} frames left out between. */
  FrameNumbers next(int missing) {
    return begun
        ? new FrameNumbers(newest + frameOffset + 1 + missing & 0xFFFF, templateEnd)
        : new FrameNumbers(firstFrame, firstTemplate);
  }

  /**
   * Whether the newest packet's frame goes on with the source's numbers: not where its encoder
   * counts anew.
   */
  boolean goesOnWith(byte[] b, int offset) {
    int step = (short) (DependencyNumbers.frameNumber(b, offset) - newest);
    return !begun || (step >= 0 && step <= MAX_STEP);
  }

  /** Remembers the frame of a packet that is sent now. */
  void take(byte[] b, int offset, int length) {
    int frame = DependencyNumbers.frameNumber(b, offset);
    boolean structured = DependencyNumbers.hasStructure(b, offset, length);
    int template =
        structured
            ? DependencyNumbers.templateIdOffset(b, offset)
            : DependencyNumbers.templateId(b, offset);
    if (!begun) {
      begun = true;
      frameOffset = firstFrame == OWN ? 0 : firstFrame - frame;
      templateShift = firstTemplate == OWN ? 0 : firstTemplate - template;
      templateEnd = firstTemplate == OWN ? template : firstTemplate;
      newest = frame;
      newestStructure = frame;
    }
    if ((short) (frame - newest) > 0) {
      newest = frame;
    }
    if (structured && (short) (frame - newestStructure) >= 0) {
      newestStructure = frame;
      int count = DependencyNumbers.templateCount(b, offset, length);
      templateEnd = template + count + templateShift & 0x3F;
    }
  }

  /** Whether {@link #renumber} changes anything. */
  boolean isChanged() {
    return (frameOffset & 0xFFFF) != 0 || (templateShift & 0x3F) != 0;
  }

  /** Turns the source's numbers in a descriptor into those sent. */
  void renumber(byte[] b, int offset, int length) {
    int frame = DependencyNumbers.frameNumber(b, offset) + frameOffset;
    DependencyNumbers.renumber(b, offset, length, frame, templateShift);
  }
}
