package org.meshless.perf.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final int LENGTH = 100;
  private static final int LAST = -1;
  private static final Link.Conditions AMPLE = new Link.Conditions(1_000_000_000, 250, 5, 0);

  private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();

  private Link link(Link.Conditions conditions) {
    return new Link("test", conditions, 1, bytes -> arrived.add((int) bytes[0]));
  }

  private static void send(Link link, int what) {
    byte[] datagram = new byte[LENGTH];
    datagram[0] = (byte) what;
    link.send(datagram, LENGTH);
  }

  /** All that arrives before the last one. */
  private List<Integer> arrivals() throws InterruptedException {
    List<Integer> before = new ArrayList<>();
    while (true) {
      Integer next = arrived.poll(30, TimeUnit.SECONDS);
      assertNotNull(next, "the last one did not arrive");
      if (next == LAST) {
        return before;
      }
      before.add(next);
    }
  }

  @Test
  void whatEntersArrivesInOrder() throws InterruptedException {
    Link link = link(AMPLE);
    for (int i = 0; i < 100; i++) {
      send(link, i);
    }
    send(link, LAST);

    assertEquals(IntStream.range(0, 100).boxed().toList(), arrivals());
  }

  @Test
  void asManyAreLostAsWasSaid() throws InterruptedException {
    Link link = link(new Link.Conditions(1_000_000_000, 250, 0, 0.05));
    for (int i = 0; i < 10_000; i++) {
      send(link, i % 100);
    }
    link.set(AMPLE);
    send(link, LAST);

    int lost = 10_000 - arrivals().size();
    assertTrue(lost > 400 && lost < 600, lost + " of 10,000 lost");
  }

  @Test
  void whatFindsTheQueueFullIsDropped() throws InterruptedException {
    // A datagram takes a second: all others would wait for longer than they may.
    Link link = link(new Link.Conditions(1_024, 100, 0, 0));
    for (int i = 0; i < 100; i++) {
      send(link, i);
    }
    link.set(new Link.Conditions(1_000_000_000, 10_000, 0, 0));
    send(link, LAST);

    assertEquals(List.of(0), arrivals());
  }
}
