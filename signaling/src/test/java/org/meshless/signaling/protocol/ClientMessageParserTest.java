package org.meshless.signaling.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageParserTest {
  private static ClientMessage understood(String text) {
    return assertInstanceOf(
            ClientMessageParser.Understood.class, ClientMessageParser.parse(text), text)
        .message();
  }

  private static ClientMessageParser.Refused refused(String text) {
    return assertInstanceOf(
        ClientMessageParser.Refused.class, ClientMessageParser.parse(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{\"id\":1,",
        "{\"id\":1}{",
        "{\"id\":1} 2",
        "hello",
        "{'id':1}",
        "{\"type\":\"leave\",\"id\":01}",
        "\u0000",
        "{\"data\":[1,}",
        "{\"data\":\"a\nb\"}",
      })
  void whatIsNotJsonIsRefused(String text) {
    ClientMessageParser.Refused refused = refused(text);

    assertEquals(ErrorCode.BAD_JSON, refused.code());
    assertNull(refused.re());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"join\"", "[]", "[{\"id\":1,\"type\":\"leave\"}]", "true"})
  void whatIsNotAnObjectIsRefused(String text) {
    assertEquals(ErrorCode.BAD_MESSAGE, refused(text).code());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "type   | {'id':7}",
        "type   | {'id':7,'type':7}",
        "type   | {'id':7,'type':''}",
        "room   | {'id':7,'type':'join','name':'Ann'}",
        "room   | {'id':7,'type':'join','name':'Ann','room':7}",
        "name   | {'id':7,'type':'join','room':'r','name':null}",
        "name   | {'id':7,'type':'join','room':'r','name':{}}",
        "sdp    | {'id':7,'type':'offer','tracks':[]}",
        "sdp    | {'id':7,'type':'offer','sdp':'','tracks':[]}",
        "tracks | {'id':7,'type':'offer','sdp':'v=0'}",
        "tracks | {'id':7,'type':'offer','sdp':'v=0','tracks':{}}",
        "tracks | {'id':7,'type':'offer','sdp':'v=0','tracks':[1]}",
        "mid    | {'id':7,'type':'offer','sdp':'v=0','tracks':[{'source':'camera','muted':true}]}",
        "source |"
            + " {'id':7,'type':'offer','sdp':'v=0','tracks':[{'mid':'0','source':'tv','muted':true}]}",
        "muted  |"
            + " {'id':7,'type':'offer','sdp':'v=0','tracks':[{'mid':'0','source':'camera','muted':1}]}",
        "source | {'id':7,'type':'track','muted':true}",
        "muted  | {'id':7,'type':'track','source':'camera','muted':'true'}",
        "codec  | {'id':7,'type':'join','room':'r','name':'Ann','codec':'H265'}",
        "codec  | {'id':7,'type':'join','room':'r','name':'Ann','codec':8}",
        "tiles  | {'id':7,'type':'view'}",
        "participant | {'id':7,'type':'view','tiles':[{'source':'camera','width':1,'height':1}]}",
        "source |"
            + " {'id':7,'type':'view','tiles':[{'participant':'a','source':'microphone','width':1,'height':1}]}",
        "width  |"
            + " {'id':7,'type':'view','tiles':[{'participant':'a','source':'camera','width':0,'height':1}]}",
        "height |"
            + " {'id':7,'type':'view','tiles':[{'participant':'a','source':'camera','width':1,'height':65536}]}",
        "pinned |"
            + " {'id':7,'type':'view','tiles':[{'participant':'a','source':'camera','width':1,'height':1,'pinned':1}]}",
        "slots | {'id':7,'type':'covered'}",
        "mid | {'id':7,'type':'covered','slots':[{'generation':1}]}",
        "generation | {'id':7,'type':'covered','slots':[{'mid':'1','generation':0}]}",
        "generation | {'id':7,'type':'covered','slots':[{'mid':'1','generation':2147483648}]}",
        "text   | {'id':7,'type':'chat'}",
        "text   | {'id':7,'type':'chat','text':''}",
        "text   | {'id':7,'type':'chat','text':['a']}",
        "to     | {'id':7,'type':'chat','text':'a','to':7}",
        "kind   | {'id':7,'type':'app','data':1}",
        "seat   | {'id':7,'type':'resume','secret':'s','last':1}",
        "last   | {'id':7,'type':'resume','seat':'s','secret':'s'}",
        "last   | {'id':7,'type':'resume','seat':'s','secret':'s','last':-1}",
        "last   | {'id':7,'type':'resume','seat':'s','secret':'s','last':1.5}",
        "last   | {'id':7,'type':'resume','seat':'s','secret':'s','last':99999999999999999999}",
        "last   | {'id':7,'type':'resume','seat':'s','secret':'s','last':'1'}",
      })
  void aFieldThatIsMissingOrOfTheWrongTypeIsNamed(String field, String text) {
    ClientMessageParser.Refused refused = refused(text.replace('\'', '"'));

    assertEquals(ErrorCode.BAD_MESSAGE, refused.code());
    assertTrue(refused.sentence().startsWith(field + " "), refused::sentence);
    assertEquals(RequestId.of(7), refused.re());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "1.5", "true", "1e3", "\"\"", "99999999999999999999"})
  void anIdThatIsNoneIsRefusedWithoutRe(String id) {
    ClientMessageParser.Refused refused = refused("{\"type\":\"leave\",\"id\":" + id + "}");

    assertEquals(ErrorCode.BAD_MESSAGE, refused.code());
    assertTrue(refused.sentence().startsWith("id "), refused::sentence);
    assertNull(refused.re());
  }

  @Test
  void anIdMayBeAnIntegerOrAStringAndTheTwoDiffer() {
    assertEquals(RequestId.of(1), understood("{\"type\":\"leave\",\"id\":1}").id());
    assertEquals(RequestId.of("1"), understood("{\"type\":\"leave\",\"id\":\"1\"}").id());
  }

  @Test
  void anUnknownTypeIsRefusedUnderItsId() {
    ClientMessageParser.Refused refused = refused("{\"type\":\"jo\\u0000in\",\"id\":\"x\"}");

    assertEquals(ErrorCode.UNKNOWN_TYPE, refused.code());
    assertEquals(RequestId.of("x"), refused.re());
    assertEquals("There is no message of type \"jo?in\".", refused.sentence());
  }

  @Test
  void unknownFieldsAreIgnored() {
    assertInstanceOf(
        ClientMessage.Leave.class,
        understood("{\"type\":\"leave\",\"id\":1,\"more\":{\"deep\":[1,2]}}"));
  }

  @Test
  void aFieldGivenTwiceIsRefused() {
    assertEquals(
        ErrorCode.BAD_MESSAGE, refused("{\"type\":\"leave\",\"type\":\"leave\",\"id\":1}").code());
    assertEquals(
        ErrorCode.BAD_MESSAGE,
        refused("{\"type\":\"app\",\"kind\":\"k\",\"data\":1,\"data\":2}").code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"a\" : [1.50, -0.0,1E400] }",
        "\"tab\\t and \\ud800\"",
        "12345678901234567890123456789012",
        "[ ]",
        "null",
        "false",
        "\"\"",
      })
  void anApplicationsDataIsKeptAsItWasWritten(String data) {
    for (String text :
        List.of(
            "{\"type\":\"app\",\"kind\":\"k\",\"data\":" + data + "}",
            "{\"data\" : " + data + " , \"kind\":\"k\",\"type\":\"app\"}")) {
      var app = assertInstanceOf(ClientMessage.App.class, understood(text));

      assertEquals(data, app.data().text());
    }
  }

  @Test
  void aRoomOrNameThatIsNoneHasItsOwnCode() {
    assertEquals(
        ErrorCode.BAD_ROOM,
        refused("{\"id\":1,\"type\":\"join\",\"room\":\"a//b\",\"name\":\"Ann\"}").code());
    assertEquals(
        ErrorCode.BAD_NAME,
        refused("{\"id\":1,\"type\":\"join\",\"room\":\"a\",\"name\":\"  \"}").code());
  }

  @Test
  void twoTracksOfOneSourceOrOneMidAreRefused() {
    String track = "{\"mid\":\"%s\",\"source\":\"%s\",\"muted\":false}";
    String offer = "{\"id\":1,\"type\":\"offer\",\"sdp\":\"v=0\",\"tracks\":[%s,%s]}";

    assertEquals(
        ErrorCode.BAD_MESSAGE,
        refused(offer.formatted(track.formatted("0", "camera"), track.formatted("1", "camera")))
            .code());
    assertEquals(
        ErrorCode.BAD_MESSAGE,
        refused(offer.formatted(track.formatted("0", "camera"), track.formatted("0", "screen")))
            .code());
  }

  @ParameterizedTest
  @CsvSource({"65536, true", "65537, false"})
  void aMessageHas64KibibytesAtMost(int sizeBytes, boolean fits) {
    // Two bytes each: bytes count, not characters.
    String frame = "{\"id\":1,\"type\":\"app\",\"kind\":\"k\",\"data\":\"\"}";
    int room = sizeBytes - frame.length();
    String data = "é".repeat(room / 2) + "e".repeat(room % 2);
    String text = frame.replace("\"data\":\"", "\"data\":\"" + data);

    if (fits) {
      understood(text);
    } else {
      assertEquals(ErrorCode.TOO_LARGE, refused(text).code());
      assertEquals(RequestId.of(1), refused(text).re());
    }
  }

  @ParameterizedTest
  @CsvSource({"262144, true", "262145, false"})
  void anOffersSdpHas256KibibytesAtMost(int sizeBytes, boolean fits) {
    String sdp = "a=x\\r\\n".repeat(sizeBytes / 5) + "a".repeat(sizeBytes % 5);
    String text = "{\"id\":1,\"type\":\"offer\",\"tracks\":[],\"sdp\":\"" + sdp + "\"}";

    if (fits) {
      understood(text);
    } else {
      assertEquals(ErrorCode.TOO_LARGE, refused(text).code());
      assertEquals(RequestId.of(1), refused(text).re());
    }
  }

  @Test
  void whatAnOfferSaysBesideItsSdpIsBoundedLikeAnyMessage() {
    String text =
        "{\"id\":1,\"type\":\"offer\",\"tracks\":[],\"sdp\":\"v=0\",\"more\":\""
            + "x".repeat(65_536)
            + "\"}";

    assertEquals(ErrorCode.TOO_LARGE, refused(text).code());
  }

  @Test
  void deepJsonIsRefusedWhereverItStands() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);

    assertEquals(ErrorCode.BAD_JSON, refused("{\"x\":" + deep + "}").code());
    assertEquals(
        ErrorCode.BAD_JSON,
        refused("{\"type\":\"app\",\"kind\":\"k\",\"data\":" + deep + "}").code());
    assertEquals(
        ErrorCode.BAD_JSON,
        refused("{\"type\":\"offer\",\"id\":1,\"sdp\":\"v\",\"tracks\":" + deep + "}").code());
  }

  @Test
  void aNumberOfAThousandDigitsIsRefused() {
    assertEquals(
        ErrorCode.BAD_JSON, refused("{\"type\":\"leave\",\"id\":" + "1".repeat(1000) + "}").code());
  }
}
