package org.meshless.signaling.hall;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.ParticipantInfo;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.VideoCodec;

/** The seats of one room, in the order in which they were taken. Lives while there is one. */
final class Room {
  /** Growth is in steps, so that a room that fills does not negotiate with every newcomer. */
  private static final int[] VIDEO_STEPS = {4, 8, 16, 27};

  private static final int[] AUDIO_STEPS = {4, 8, 10};

  private final RoomName name;
  private final Map<String, Seat> seats = new LinkedHashMap<>();
  private final Set<String> takenNames = new HashSet<>();

  private final RoomCodec codec;

  Room(RoomName name, VideoCodec codec) {
    this.name = name;
    this.codec = new RoomCodec(codec);
  }

  /** What the cameras of the room are to be encoded with. */
  VideoCodec codec() {
    return codec.inForce();
  }

  /** A participant can be sent these codecs; all are told if another one is in force for that. */
  void onDecodable(Seat seat, Set<VideoCodec> codecs) {
    VideoCodec before = codec.inForce();
    codec.onDecodable(seat.participantId(), codecs);
    tellCodec(before);
  }

  private void tellCodec(VideoCodec before) {
    VideoCodec now = codec.inForce();
    if (now != before) {
      String because = codec.because();
      for (Seat seat : seats.values()) {
        seat.tell(n -> new ServerMessage.CodecChanged(n, now, because));
      }
    }
  }

  /**
   * How many slots a newcomer needs to see and hear those who are there.
   *
   * @param least at least so many
   */
  ServerMessage.SlotCounts slotsFor(ServerMessage.SlotCounts least) {
    int video = 0;
    int audio = 0;
    for (Seat seat : seats.values()) {
      video += seat.count(TrackSource.CAMERA) + seat.count(TrackSource.SCREEN);
      audio += seat.count(TrackSource.MICROPHONE) + seat.count(TrackSource.SCREEN_AUDIO);
    }
    return new ServerMessage.SlotCounts(
        step(VIDEO_STEPS, least.video(), video), step(AUDIO_STEPS, least.audio(), audio));
  }

  private static int step(int[] steps, int least, int wanted) {
    for (int step : steps) {
      if (step >= wanted) {
        return Math.max(step, least);
      }
    }
    return Math.max(steps[steps.length - 1], least);
  }

  RoomName name() {
    return name;
  }

  int size() {
    return seats.size();
  }

  Collection<Seat> seats() {
    return List.copyOf(seats.values());
  }

  @Nullable Seat find(String participantId) {
    return seats.get(participantId);
  }

  /**
   * {@code wanted}, or with the first number after it that makes it unique: "Ann", "Ann 2", "Ann
   * 3".
   */
  DisplayName freeName(DisplayName wanted) {
    DisplayName free = wanted;
    for (int number = 2; takenNames.contains(free.key()); number++) {
      free = wanted.followedBy(" " + number);
    }
    return free;
  }

  void add(Seat seat) {
    seats.put(seat.participantId(), seat);
    takenNames.add(seat.name().key());
  }

  void remove(Seat seat) {
    if (seats.remove(seat.participantId(), seat)) {
      takenNames.remove(seat.name().key());
      VideoCodec before = codec.inForce();
      codec.onLeft(seat.participantId());
      tellCodec(before);
    }
  }

  /** Everybody but {@code viewer}, as {@code viewer} is shown them. */
  List<ParticipantInfo> others(Seat viewer) {
    return seats.values().stream().filter(seat -> seat != viewer).map(Seat::info).toList();
  }

  /** Tells everybody but {@code cause}. */
  void tellOthers(Seat cause, LongFunction<ServerMessage.Event> event) {
    for (Seat seat : seats.values()) {
      if (seat != cause) {
        seat.tell(event);
      }
    }
  }
}
