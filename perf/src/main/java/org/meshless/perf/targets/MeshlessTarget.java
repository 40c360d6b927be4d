package org.meshless.perf.targets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.client.Client;
import org.meshless.perf.client.ClientLoop;
import org.meshless.perf.client.IceCredentials;
import org.meshless.perf.client.Publication;
import org.meshless.perf.client.RemotePeer;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.sdp.Attribute;

/** A Meshless server somewhere, joined as a browser joins it. Thread-safe. */
public final class MeshlessTarget implements Target {
  private static final long CONNECT_WITHIN_S = 30;

  private final URI url;
  private final String fingerprint;
  private final Inet4Address clientAddress;
  private final UnaryOperator<InetSocketAddress> way;
  private final RandomGenerator random = new SecureRandom();
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * A server that runs already.
   *
   * @param url of its page
   * @param fingerprint of the clients' certificate
   */
  public MeshlessTarget(URI url, String fingerprint, Inet4Address clientAddress) {
    this(url, fingerprint, clientAddress, UnaryOperator.identity());
  }

  /**
   * A server that is reached by way of something else, such as a relay.
   *
   * @param way where one more client finds the server's media, given where it really is
   */
  MeshlessTarget(
      URI url,
      String fingerprint,
      Inet4Address clientAddress,
      UnaryOperator<InetSocketAddress> way) {
    this.url = url;
    this.way = way;
    this.fingerprint = fingerprint;
    this.clientAddress = clientAddress;
  }

  /** The address of this machine by which a host is reached. */
  public static Inet4Address towards(String host) throws IOException {
    try (java.net.DatagramSocket probe = new java.net.DatagramSocket()) {
      probe.connect(InetAddress.getByName(host), 9);
      if (probe.getLocalAddress() instanceof Inet4Address local) {
        return local;
      }
    }
    throw new IOException(host + " is not reached over IPv4");
  }

  @Override
  public String name() {
    return url.toString();
  }

  @Override
  public Participant join(ClientLoop loop, Role role) throws IOException, InterruptedException {
    URI socketUrl = URI.create("ws" + url.resolve("/ws").toString().substring("http".length()));
    RoomSocket socket = RoomSocket.open(http, socketUrl);
    Client client = null;
    try {
      ServerMessage.Joined _ =
          socket.ask(
              new ClientMessage.Join(
                  socket.nextId(), new RoomName(role.room()), new DisplayName(role.name()), null),
              ServerMessage.Joined.class);
      client = loop.open(clientAddress, random);
      List<Description.Line> lines = lines(role);
      String offer =
          Description.offer(client.credentials(), fingerprint, Attribute.Setup.ACTPASS, lines);
      if (role.data()) {
        offer = Description.withData(offer);
      }
      ServerMessage.Answer answer =
          socket.ask(
              new ClientMessage.Offer(socket.nextId(), offer, tracks(role)),
              ServerMessage.Answer.class);
      RemotePeer described =
          Description.peer(Description.parse(answer.sdp()), new ArrayList<>(lines));
      RemotePeer peer = described.at(way.apply(described.address()));
      Client connected =
          client.connect(peer, role.publishes()).get(CONNECT_WITHIN_S, TimeUnit.SECONDS);
      return new Seated(connected, socket, fingerprint, lines, tracks(role));
    } catch (ExecutionException | TimeoutException e) {
      socket.close();
      if (client != null) {
        client.close();
      }
      throw new IOException("no connection: " + e, e);
    }
  }

  private List<Description.Line> lines(Role role) {
    List<Description.Line> lines = new ArrayList<>();
    for (Publication publication : role.publishes()) {
      lines.add(Description.Line.sending(publication, random));
    }
    for (int i = 0; i < role.videos(); i++) {
      lines.add(Description.Line.receiving(true));
    }
    for (int i = 0; i < role.audios(); i++) {
      lines.add(Description.Line.receiving(false));
    }
    return lines;
  }

  /** At most one camera and one microphone each: that is what a participant has. */
  private static List<OfferedTrack> tracks(Role role) {
    List<OfferedTrack> tracks = new ArrayList<>();
    for (int i = 0; i < role.publishes().size(); i++) {
      boolean video = role.publishes().get(i).video();
      tracks.add(
          new OfferedTrack(
              String.valueOf(i), video ? TrackSource.CAMERA : TrackSource.MICROPHONE, false));
    }
    return tracks;
  }

  @Override
  public Inet4Address clientAddress() {
    return clientAddress;
  }

  @Override
  public @Nullable ServerProcess process() {
    return null;
  }

  @Override
  public void describe(ObjectNode json) {
    json.put("url", url.toString());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** Its one connection, the socket that holds the seat, and what it offered. */
  private record Seated(
      Client client,
      RoomSocket socket,
      String fingerprint,
      List<Description.Line> lines,
      List<OfferedTrack> tracks)
      implements Participant {
    @Override
    public CompletableFuture<Long> restartIce() throws IOException, InterruptedException {
      IceCredentials ours = client.newCredentials();
      ServerMessage.Answer answer =
          socket.ask(
              new ClientMessage.Offer(
                  socket.nextId(),
                  Description.offer(ours, fingerprint, Attribute.Setup.ACTPASS, lines),
                  tracks),
              ServerMessage.Answer.class);
      return client.restart(
          ours, Description.peer(Description.parse(answer.sdp()), new ArrayList<>(lines)));
    }

    @Override
    public List<Client> clients() {
      return List.of(client);
    }

    @Override
    public void close() {
      client.close();
      socket.leave();
    }
  }
}
