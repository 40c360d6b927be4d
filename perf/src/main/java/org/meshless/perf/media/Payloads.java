package org.meshless.perf.media;

/** What the packets of a track contain. Called on the publisher's loop unless said otherwise. */
public interface Payloads {
  /**
   * Writes a packet's payload again, for as long as the packet can be asked for.
   *
   * @return false if it is no longer known
   */
  boolean write(PublishedTrack.Packet packet, byte[] out, int offset);

  /** The shortest payload that can be written. */
  int minLength();

  /**
   * Whether a payload is what was published, what a server may change apart. From any loop.
   *
   * @param length of the payload
   */
  boolean matches(PublishedTrack.Packet packet, byte[] b, int offset, int length);
}
