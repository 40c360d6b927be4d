package org.meshless.signaling.browser;

/** A running browser. Confined to the thread that started it. */
public interface Browser extends AutoCloseable {

  /** Opens a page in a new profile, with its own camera and microphone. */
  BrowserPage newPage(SyntheticMedia media);

  @Override
  void close();
}
