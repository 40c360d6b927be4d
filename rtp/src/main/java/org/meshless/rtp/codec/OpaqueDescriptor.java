package org.meshless.rtp.codec;

/** A payload without a descriptor: there is none to read, or none that could be read. */
public enum OpaqueDescriptor implements PayloadDescriptor {
  /** A forwarder needs nothing from this codec's payloads. */
  UNREAD,

  /** No payload at all, but for padding: sent to probe for bandwidth. */
  EMPTY,

  /** Not what the codec's payload format allows. */
  MALFORMED;

  @Override
  public boolean startsKeyFrame() {
    return false;
  }
}
