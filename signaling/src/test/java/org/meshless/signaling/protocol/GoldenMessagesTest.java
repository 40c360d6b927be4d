package org.meshless.signaling.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenMessagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  static List<String> clientMessages() {
    return GoldenMessages.of("client");
  }

  static List<String> serverMessages() {
    return GoldenMessages.of("server");
  }

  @ParameterizedTest
  @MethodSource("clientMessages")
  void whatAClientSendsIsUnderstoodAndWrittenTheSameWay(String golden)
      throws JsonProcessingException {
    var understood =
        assertInstanceOf(
            ClientMessageParser.Understood.class, ClientMessageParser.parse(golden), golden);

    assertEquals(JSON.readTree(golden), JSON.readTree(ProtocolJson.write(understood.message())));
  }

  @ParameterizedTest
  @MethodSource("serverMessages")
  void whatTheServerSendsIsReadAndWrittenTheSameWay(String golden) throws JsonProcessingException {
    ServerMessage message = ProtocolJson.readServerMessage(golden);

    assertEquals(JSON.readTree(golden), JSON.readTree(ProtocolJson.write(message)));
  }

  @Test
  void everyMessageHasAnExample() throws JsonProcessingException {
    assertEquals(typesOf(ClientMessage.class), types(clientMessages()));
    assertEquals(typesOf(ServerMessage.class), types(serverMessages()));
  }

  @Test
  void theProtocolDocumentShowsJustTheseExamples() throws IOException {
    String document = Files.readString(Path.of("..", "PROTOCOL.md"));
    int replies = document.indexOf("## What the server replies");

    assertEquals(trees(clientMessages()), examples(document.substring(0, replies)));
    assertEquals(trees(serverMessages()), examples(document.substring(replies)));
  }

  @Test
  void theProtocolDocumentListsEveryErrorCode() throws IOException {
    String document = Files.readString(Path.of("..", "PROTOCOL.md"));
    Set<String> rows =
        document
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> Arrays.stream(line.split("\\|", -1)[1].split(",", -1)))
            .map(cell -> cell.strip().replace("`", ""))
            .filter(cell -> !cell.startsWith("GET"))
            .collect(Collectors.toSet());

    assertEquals(
        Arrays.stream(ErrorCode.values()).map(ErrorCode::wire).collect(Collectors.toSet()), rows);
  }

  private static Set<JsonNode> examples(String text) throws JsonProcessingException {
    Set<JsonNode> examples = new HashSet<>();
    Matcher matcher = EXAMPLE.matcher(text);
    while (matcher.find()) {
      examples.add(JSON.readTree(matcher.group(1)));
    }
    return examples;
  }

  private static Set<JsonNode> trees(List<String> texts) throws JsonProcessingException {
    Set<JsonNode> trees = new HashSet<>();
    for (String text : texts) {
      trees.add(JSON.readTree(text));
    }
    return trees;
  }

  private static Set<String> types(List<String> texts) throws JsonProcessingException {
    Set<String> types = new HashSet<>();
    for (JsonNode tree : trees(texts)) {
      types.add(tree.get("type").textValue());
    }
    return types;
  }

  private static Set<String> typesOf(Class<?> messages) {
    return Arrays.stream(messages.getAnnotation(JsonSubTypes.class).value())
        .map(JsonSubTypes.Type::name)
        .collect(Collectors.toSet());
  }
}
