package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.FIREFOX_AUDIO;
import static org.meshless.sfu.room.RoomStage.MS;
import static org.meshless.sfu.room.RoomStage.ids;
import static org.meshless.sfu.room.RoomStage.published;
import static org.meshless.sfu.room.RoomStage.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.rtcp.RtcpPacket;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.session.InboundSource;
import org.meshless.sfu.room.RoomStage.Person;

/**
 * What one publisher captures at one instant, a flash and a beep, is played at one instant by a
 * receiver that goes by our sender reports: at every packet, within the ±45 ms that nobody notices
 * (ITU-R BT.1359).
 */
class LipSyncTest {
  private static final long NOTICEABLE_NS = 45 * MS;

  private final RoomStage stage = new RoomStage(1, 2);

  /** By the loops of publishers and how far their clocks run off. */
  @ParameterizedTest
  @CsvSource({"0, 0", "0, 200", "0, -200", "1, 200"})
  void pictureAndSoundStayTogether(int loop, double ppm) {
    SplittableRandom random = new SplittableRandom(7);
    Publisher ann = new Publisher("ann", loop, 100, ppm, random);
    Person cid = stage.join("cid", 0);
    cid.offer(
        slot("5", CHROMIUM_VIDEO, ids(3, 2), "stream"),
        slot("6", FIREFOX_AUDIO, ids(3, 2), "stream"));
    cid.connect();
    Receiver receiver = new Receiver(cid);
    cid.watch(receiver::onPacket);

    stage.advance(240_000 * MS);
    int before = receiver.skewsNs.size();
    receiver.assertTogether();

    Publisher ben = new Publisher("ben", loop, 200, -ppm, random);
    stage.advance(3_000 * MS);
    ann.leave();
    stage.advance(20_000 * MS);

    assertEquals(0, stage.failures());
    assertTrue(before > 10_000, before + " packets before");
    assertTrue(receiver.skewsNs.size() - before > 1_000);
    assertEquals("ben", cid.eventsOf(RoomEvent.SlotAssigned.class).getLast().publisherId());
    receiver.assertTogether();
    ben.leave();
  }

  /** A camera that is slow to encode and a quick microphone. */
  private final class Publisher {
    private final Person person;
    private final CameraModel camera;
    private final MicrophoneModel microphone;

    Publisher(String id, int loop, long ssrc, double ppm, SplittableRandom random) {
      person = stage.join(id, loop);
      person.offer(
          published("0", CHROMIUM_VIDEO, new InboundSource(ssrc, ssrc + 1)),
          published("1", FIREFOX_AUDIO, new InboundSource(ssrc + 2, -1)));
      person.connect();
      camera = new CameraModel(stage, person, ssrc, 1, random.split());
      camera.delayNs = 80 * MS;
      camera.jitterNs = 30 * MS;
      camera.clockPpm = ppm;
      microphone = new MicrophoneModel(stage, person, ssrc + 2, random.split());
      microphone.delayNs = 20 * MS;
      microphone.jitterNs = 10 * MS;
      microphone.clockPpm = ppm;
      camera.start();
      microphone.start();
    }

    void leave() {
      camera.stop();
      microphone.running = false;
      person.leave();
    }
  }

  /** Knows of each packet when it was captured and when our reports say that it was. */
  private static final class Receiver {
    private final Person person;
    private final List<Long> skewsNs = new ArrayList<>();
    private long videoErrorNs = Long.MIN_VALUE;
    private long audioErrorNs = Long.MIN_VALUE;

    Receiver(Person person) {
      this.person = person;
    }

    void onPacket(RtpPacket packet) {
      boolean video = packet.ssrc() == person.slotOf("5").ssrc();
      SenderReport report = latestReport(packet.ssrc());
      if (report == null) {
        return;
      }
      long ntp = report.ntpTimestamp();
      long reportNs = ((ntp >>> 32) - 2_208_988_800L) * 1_000 * MS;
      reportNs += ((ntp & 0xffff_ffffL) * 1_000 * MS) >>> 32;
      long ticks = (int) (packet.timestamp() - report.rtpTimestamp());
      long saidNs = reportNs + ticks * 1_000 * MS / (video ? 90_000 : 48_000);
      int offset = packet.payloadOffset();
      if (video) {
        videoErrorNs = saidNs - CameraModel.captureNsOf(packet.bytes(), offset);
      } else {
        audioErrorNs = saidNs - MicrophoneModel.captureNsOf(packet.bytes(), offset);
      }
      if (videoErrorNs != Long.MIN_VALUE && audioErrorNs != Long.MIN_VALUE) {
        skewsNs.add(videoErrorNs - audioErrorNs);
      }
    }

    private @Nullable SenderReport latestReport(long ssrc) {
      List<RtcpPacket> all = person.receivedRtcp;
      for (int i = all.size() - 1; i >= 0; i--) {
        if (all.get(i) instanceof SenderReport report && report.senderSsrc() == ssrc) {
          return report;
        }
      }
      return null;
    }

    void assertTogether() {
      long worstNs = skewsNs.stream().mapToLong(Math::abs).max().orElseThrow();
      assertTrue(worstNs <= NOTICEABLE_NS, worstNs / MS + " ms apart");
    }
  }
}
