package org.meshless.sfu.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightBufferTest {
  private final List<byte[]> sent = new ArrayList<>();
  private final FlightBuffer flight = new FlightBuffer(sent::add);

  @Test
  void recordsOfAFlightLeaveTogether() {
    flight.add(new byte[] {0, 1, 2, 9}, 1, 2);
    flight.add(new byte[] {3}, 0, 1);
    assertEquals(0, sent.size());
    flight.flush();
    assertArrayEquals(new byte[] {1, 2, 3}, sent.getFirst());
  }

  @Test
  void whatDoesNotFitLeavesInADatagramOfItsOwn() {
    flight.add(new byte[700], 0, 700);
    flight.add(new byte[600], 0, 600);
    flight.add(new byte[600], 0, 600);
    flight.flush();
    assertEquals(List.of(700, 1_200), sent.stream().map(datagram -> datagram.length).toList());
  }

  @Test
  void nothingIsNotSent() {
    flight.flush();
    assertEquals(0, sent.size());
  }
}
