package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.DataSection;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.transport.Transport;

/**
 * The data channels of a room's members on one loop: what one of them sends on a channel reaches
 * everybody who has opened one of that label, each over a stream of its own. What is in the
 * messages is never read.
 *
 * <p>Confined to its MediaLoop.
 */
final class DataRelay {
  /** Seconds from 1900, where NTP begins, to 1970. */
  private static final long NTP_TO_UNIX_S = 2_208_988_800L;

  private final MediaLoop loop;
  private final List<PartLink> links;
  private final List<DataSeat> seats = new ArrayList<>();
  private final KeptMessages kept = new KeptMessages();

  /** Relays between members here and, over {@code links}, those on other loops. */
  DataRelay(MediaLoop loop, List<PartLink> links) {
    this.loop = loop;
    this.links = links;
  }

  /** Lets a member have data channels, before the answer to its offer leaves. */
  DataSeat open(String id, DataSection section, Transport transport, Consumer<RoomEvent> events) {
    DataSeat seat = new DataSeat(this, id, section, transport, events);
    seats.add(seat);
    return seat;
  }

  /** The member's data channels are over. */
  void leave(DataSeat seat) {
    seats.remove(seat);
  }

  /** The room has come to another loop, where they know nothing of what was chatted. */
  void onBegun(PartLink link) {
    kept.all().forEach(link.data()::hand);
  }

  /** A message of a member here. */
  void publish(
      long nowNs, DataSeat from, DataTopic topic, @Nullable String to, boolean text, byte[] bytes) {
    count(LoopCounter.DATA_MESSAGES_RECEIVED);
    int flags = (text ? DataHeader.TEXT : 0) | (to == null ? 0 : DataHeader.PRIVATE);
    DataMessage message =
        new DataMessage(
            topic, from.id(), to, DataHeader.before(bytes, flags, from.sender(), timeMs(nowNs)));
    deliver(nowNs, message);
    for (int i = 0; i < links.size(); i++) {
      links.get(i).data().hand(message);
    }
  }

  /** A message of somebody on another loop. */
  void onHandedOver(DataMessage message) {
    deliver(loop.nowNs(), message);
  }

  /** Messages of somebody on another loop were lost on the way. */
  void onGap(DataTopic topic) {
    for (DataSeat seat : List.copyOf(seats)) {
      seat.overflow(loop.nowNs(), topic);
    }
  }

  private void deliver(long nowNs, DataMessage message) {
    if (message.isKept() && !kept.add(message)) {
      return;
    }
    for (int i = 0; i < seats.size(); i++) {
      DataSeat seat = seats.get(i);
      if (message.isFor(seat)) {
        seat.deliver(nowNs, message.topic(), message.bytes());
      }
    }
  }

  /** Somebody has opened the chat: what was said before they came. */
  void replay(long nowNs, DataSeat seat) {
    for (DataMessage message : kept.all()) {
      seat.deliver(nowNs, message.topic(), DataHeader.kept(message.bytes()));
    }
  }

  void count(LoopCounter counter) {
    loop.counters().increment(counter);
  }

  /** The server's wall clock, in milliseconds since 1970. */
  long timeMs(long nowNs) {
    long ntp = loop.ntpAt(nowNs);
    return ((ntp >>> 32) - NTP_TO_UNIX_S) * 1_000 + (((ntp & 0xffff_ffffL) * 1_000) >>> 32);
  }
}
