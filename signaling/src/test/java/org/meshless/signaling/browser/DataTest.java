package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages between real browsers over the server's data channels. */
@Tag("browser")
class DataTest {

  @RegisterExtension static final Stage stage = new Stage();

  private final String room = Stage.newRoom();

  private DataMember chromium(String name) {
    return DataMember.join(stage.chromium(room, name, media(1)), room);
  }

  private DataMember firefox(String name) {
    return DataMember.join(stage.firefox(room, name, media(2)), room);
  }

  private static SyntheticMedia media(int publisher) {
    return SyntheticMedia.marked(Stage.newRun(), publisher);
  }

  @Test
  void textBytesAndEmptyMessagesGoBothWaysWhateverTheReliability() {
    DataMember ann = chromium("Ann");
    DataMember fox = firefox("Fox");
    List<String> reliabilities =
        List.of(
            "{}",
            "{ordered: false}",
            "{maxRetransmits: 100}",
            "{ordered: false, maxPacketLifeTime: 60000}");
    for (int i = 0; i < reliabilities.size(); i++) {
      String label = "label " + i;
      ann.open(label, reliabilities.get(i));
      fox.open(label, reliabilities.get(i));
      for (DataMember[] pair : new DataMember[][] {{ann, fox}, {fox, ann}}) {
        DataMember from = pair[0];
        from.send(label, "grüße " + i);
        from.send(label, "");
        assertEquals("true", from.sendBytes(label, 0));
        assertEquals("true", from.sendBytes(label, 20_000));
        JsonNode got = pair[1].awaitMessages(label, 4);
        // What may overtake may; of four, each is another.
        assertTrue(has(got, from.name(), "text", "grüße " + i), got.toString());
        assertTrue(has(got, from.name(), "text", ""), got.toString());
        assertTrue(has(got, from.name(), "bytes", "0"), got.toString());
        assertTrue(has(got, from.name(), "bytes", "20000"), got.toString());
      }
    }
  }

  private static boolean has(JsonNode messages, String from, String field, String value) {
    for (JsonNode message : messages) {
      if (message.path("from").asText().equals(from)
          && message.path(field).asText("absent").equals(value)
          && message.path("intact").asBoolean(true)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aMessageOf256KibArrivesAndALongerOneIsRefusedInWords() {
    DataMember ann = chromium("Ann");
    DataMember fox = firefox("Fox");
    ann.open("large", "{}");
    fox.open("large", "{}");
    assertEquals("true", ann.sendBytes("large", 262_144));
    assertTrue(has(fox.awaitMessages("large", 1), "Ann", "bytes", "262144"));
    assertEquals("true", fox.sendBytes("large", 262_144));
    assertTrue(has(ann.awaitMessages("large", 1), "Fox", "bytes", "262144"));
    assertEquals("too-large", ann.sendBytes("large", 262_145));
    assertEquals("too-large", fox.sendBytes("large", 262_145));
  }

  @Test
  void twoHundredChannelsAreOpenedAndClosedAndOpenedAgain() {
    DataMember ann = chromium("Ann");
    DataMember fox = firefox("Fox");
    for (int round = 0; round < 2; round++) {
      ann.openMany(200);
      fox.openMany(200);
      ann.sendOnMany();
      fox.awaitOnMany(1);
      fox.sendOnMany();
      ann.awaitOnMany(1);
      ann.closeMany();
      fox.closeMany();
    }
  }

  @Test
  void anIndependentStackSendsBackWhateverABrowserSendsIt() {
    DataMember ann = chromium("Ann");
    try (AiortcParticipant other = AiortcParticipant.echoing(stage.server(), room, "Rtc")) {
      String[] options = {
        "{}",
        "{ordered: false}",
        "{maxRetransmits: 100}",
        "{ordered: false, maxPacketLifeTime: 60000}"
      };
      for (int i = 0; i < options.length; i++) {
        String label = "rtc " + i;
        other.await("open " + label, line -> line.path("label").asText().equals(label));
        ann.open(label, options[i]);
        ann.send(label, "grüße");
        ann.send(label, "");
        assertEquals("true", ann.sendBytes(label, 0));
        assertEquals("true", ann.sendBytes(label, i == 0 ? 262_144 : 20_000));
        JsonNode got = ann.awaitMessages(label, 4);
        assertTrue(has(got, "Rtc", "text", "grüße"), got.toString());
        assertTrue(has(got, "Rtc", "text", ""), got.toString());
        assertTrue(has(got, "Rtc", "bytes", "0"), got.toString());
        assertTrue(has(got, "Rtc", "bytes", i == 0 ? "262144" : "20000"), got.toString());
      }
    }
  }

  @Test
  void whatIsForOneReachesNobodyElse() {
    DataMember ann = chromium("Ann");
    DataMember bob = chromium("Bob");
    DataMember fox = firefox("Fox");
    for (DataMember member : List.of(ann, bob, fox)) {
      member.open("game", "{}");
    }
    ann.awaitReachable("Fox");
    ann.sendTo("Fox", "game", "between us");
    assertTrue(fox.awaitMessages("game", 1).get(0).path("isPrivate").asBoolean());
    fox.send("game", "for all");
    JsonNode heard = bob.awaitMessages("game", 1);
    assertEquals("for all", heard.get(0).path("text").asText());
  }
}
