package org.meshless.rtp.codec;

/** What an m-line carries: {@code m=audio} or {@code m=video}. */
public enum MediaKind {
  AUDIO,
  VIDEO
}
