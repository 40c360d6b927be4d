package org.meshless.signaling.sdp;

/** What became of a text that should be a session description. */
public sealed interface ParseResult {
  /** It is one. */
  record Parsed(SessionDescription description) implements ParseResult {}

  /**
   * It is none.
   *
   * @param line the number of the line that is wrong, from 1; 0 if it is the text as a whole
   * @param message a sentence that names the line, with nothing copied from it: it may be logged
   */
  record Malformed(int line, String message) implements ParseResult {}
}
