package org.meshless.signaling.web;

/** Whether new people should be sent here: yes between start and stop. Thread-safe. */
public final class Readiness {
  private volatile boolean ready;

  public boolean isReady() {
    return ready;
  }

  public void set(boolean now) {
    ready = now;
  }
}
