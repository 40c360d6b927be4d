package org.meshless.signaling.browser;

import java.util.ArrayList;
import java.util.List;

/**
 * The distribution's Firefox, headless: a process of its own for every page, since the tone of its
 * microphone is a preference.
 */
public final class FirefoxBrowser implements Browser {

  private final List<FirefoxPage> pages = new ArrayList<>();

  @Override
  public BrowserPage newPage(SyntheticMedia media) {
    FirefoxPage page = new FirefoxPage(media);
    pages.add(page);
    return page;
  }

  @Override
  public void close() {
    pages.forEach(FirefoxPage::close);
  }
}
