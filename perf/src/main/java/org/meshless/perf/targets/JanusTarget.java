package org.meshless.perf.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.client.Client;
import org.meshless.perf.client.ClientLoop;
import org.meshless.perf.client.Publication;
import org.meshless.perf.client.RemotePeer;
import org.meshless.signaling.sdp.Attribute;
import org.meshless.signaling.sdp.SessionDescription;

/**
 * Debian's Janus with its VideoRoom, ICE-lite as we are, in a network namespace: it takes no
 * loopback address. Who publishes and who listens are different participants. Thread-safe.
 */
public final class JanusTarget implements Target {
  private static final int SOCKET_PORT = 8188;
  private static final long CONNECT_WITHIN_S = 30;
  private static final Path PROGRAM = Path.of("/usr/bin/janus");

  private final ServerProcess process;
  private final String fingerprint;
  private final Inet4Address address;
  private final String configuration;
  private final URI url = URI.create("ws://127.0.0.1:" + SOCKET_PORT + "/");
  private final HttpClient http = HttpClient.newHttpClient();
  private final RandomGenerator random = new SecureRandom();
  private final Map<String, List<Long>> feeds = new HashMap<>();

  private JanusTarget(
      ServerProcess process, String fingerprint, Inet4Address address, String configuration) {
    this.process = process;
    this.fingerprint = fingerprint;
    this.address = address;
    this.configuration = configuration;
  }

  /**
   * Starts it, within the namespace this process is in.
   *
   * @param network the interface that has {@code address}
   */
  public static JanusTarget start(
      @Nullable String cores,
      Inet4Address address,
      String network,
      String fingerprint,
      Path directory)
      throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IOException("no Janus here; run: apt-get install janus");
    }
    Path folder = Files.createDirectories(directory.resolve("janus"));
    String configuration =
        """
        general: {
          configs_folder = "%s"
          debug_level = 4
          debug_colors = false
          session_timeout = 0
        }
        nat: {
          ice_lite = true
          ice_enforce_list = "%s"
        }
        media: {
          rtp_port_range = "20000-29999"
        }
        plugins: {
          disable = "libjanus_audiobridge.so,libjanus_echotest.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_nosip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so,libjanus_lua.so,libjanus_duktape.so"
        }
        transports: {
          disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so"
        }
        """
            .formatted(folder, network);
    Files.writeString(folder.resolve("janus.jcfg"), configuration);
    Files.writeString(
        folder.resolve("janus.transport.websockets.jcfg"),
        """
        general: {
          json = "compact"
          ws = true
          ws_port = %d
          ws_ip = "127.0.0.1"
          wss = false
        }
        admin: {
          admin_ws = false
        }
        """
            .formatted(SOCKET_PORT));
    ServerProcess process =
        ServerProcess.start(
            List.of(
                PROGRAM.toString(),
                "-F",
                folder.toString(),
                "-C",
                folder.resolve("janus.jcfg").toString(),
                "-o"),
            cores,
            directory.resolve("janus.log"),
            "WebSockets thread started");
    return new JanusTarget(process, fingerprint, address, configuration);
  }

  @Override
  public String name() {
    return "janus";
  }

  @Override
  public Participant join(ClientLoop loop, Role role) throws IOException, InterruptedException {
    if (!role.publishes().isEmpty() && role.videos() + role.audios() > 0) {
      throw new IOException("target janus can not play meeting: a peer connection each way");
    }
    if (role.publishes().stream().anyMatch(publication -> publication.layers().size() > 1)) {
      throw new IOException("target janus takes no layers here");
    }
    JanusSocket socket = JanusSocket.open(http, url);
    Client client = null;
    try {
      client = loop.open(address, random);
      RemotePeer peer =
          role.publishes().isEmpty()
              ? subscribe(socket, client, role)
              : publish(socket, client, role);
      Client connected =
          client.connect(peer, role.publishes()).get(CONNECT_WITHIN_S, TimeUnit.SECONDS);
      socket.awaitUp();
      return new Connected(connected, socket);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      socket.close();
      if (client != null) {
        client.close();
      }
      throw new IOException("no connection: " + e, e);
    }
  }

  private static int number(String room) {
    return room.hashCode() & 0x3fff_ffff;
  }

  private RemotePeer publish(JanusSocket socket, Client client, Role role)
      throws IOException, InterruptedException {
    int room = number(role.room());
    synchronized (this) {
      if (feeds.putIfAbsent(role.room(), new ArrayList<>()) == null) {
        JanusSocket.Reply _ =
            socket.ask(
                JanusSocket.body("create")
                    .put("room", room)
                    .put("publishers", 1000)
                    .put("audiocodec", "opus")
                    .put("videocodec", "vp8")
                    .put("bitrate", 0),
                null,
                null);
      }
    }
    JsonNode joined =
        socket
            .ask(
                JanusSocket.body("join")
                    .put("ptype", "publisher")
                    .put("room", room)
                    .put("display", role.name()),
                null,
                null)
            .data();
    List<Description.Line> lines = new ArrayList<>();
    for (Publication publication : role.publishes()) {
      lines.add(Description.Line.sending(publication, random));
    }
    String offer =
        Description.offer(client.credentials(), fingerprint, Attribute.Setup.ACTIVE, lines);
    JanusSocket.Reply reply =
        socket.ask(
            JanusSocket.body("publish"), "offer", Description.withCandidate(offer, client.local()));
    if (reply.sdp() == null) {
      throw new IOException("Janus gave no answer");
    }
    synchronized (this) {
      feeds.getOrDefault(role.room(), new ArrayList<>()).add(joined.path("id").asLong());
    }
    return Description.peer(Description.parse(reply.sdp()), new ArrayList<>(lines));
  }

  private RemotePeer subscribe(JanusSocket socket, Client client, Role role)
      throws IOException, InterruptedException {
    ObjectNode body =
        JanusSocket.body("join").put("ptype", "subscriber").put("room", number(role.room()));
    ArrayNode streams = body.putArray("streams");
    synchronized (this) {
      feeds.getOrDefault(role.room(), List.of()).stream()
          .limit(Math.max(role.videos(), role.audios()))
          .forEach(feed -> streams.addObject().put("feed", feed));
    }
    JanusSocket.Reply offered = socket.ask(body, null, null);
    if (offered.sdp() == null) {
      throw new IOException("Janus offered nothing");
    }
    SessionDescription offer = Description.parse(offered.sdp());
    String answer = Description.answer(client.credentials(), fingerprint, offer);
    JanusSocket.Reply _ =
        socket.ask(
            JanusSocket.body("start"), "answer", Description.withCandidate(answer, client.local()));
    return Description.peer(offer, List.of());
  }

  @Override
  public Inet4Address clientAddress() {
    return address;
  }

  @Override
  public ServerProcess process() {
    return process;
  }

  @Override
  public void describe(ObjectNode json) {
    ArrayNode command = json.putArray("command");
    process.command().forEach(command::add);
    json.put("janusConfiguration", configuration);
    json.put("startMs", process.startedAfterMs());
  }

  @Override
  public void close() {
    http.shutdownNow();
    process.close();
  }

  private record Connected(Client client, JanusSocket socket) implements Participant {
    @Override
    public List<Client> clients() {
      return List.of(client);
    }

    @Override
    public void close() {
      client.close();
      socket.close();
    }
  }
}
