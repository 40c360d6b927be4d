package org.meshless.perf.targets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.client.Client;
import org.meshless.perf.client.ClientLoop;
import org.meshless.perf.client.Publication;

/** A server under measurement, started and ready. Thread-safe: joins come from many threads. */
public interface Target extends AutoCloseable {
  /** As on the command line: {@code self}, {@code janus}, a URL. */
  String name();

  /**
   * Somebody who joins.
   *
   * @param videos how many to receive; likewise audios
   * @param data whether to offer data channels
   */
  record Role(
      String room, String name, List<Publication> publishes, int videos, int audios, boolean data) {
    public Role {
      publishes = List.copyOf(publishes);
    }

    /** Without data channels. */
    public Role(String room, String name, List<Publication> publishes, int videos, int audios) {
      this(room, name, publishes, videos, audios, false);
    }
  }

  /**
   * Somebody who has joined: a connection to the server, or two where the server wants one for each
   * direction.
   */
  interface Participant extends AutoCloseable {
    List<Client> clients();

    /**
     * Restarts ICE by a new offer; blocks until it is answered.
     *
     * @return when the new path was confirmed, in nanoseconds since 1970
     * @throws UnsupportedOperationException where the server's protocol has no way to
     */
    default CompletableFuture<Long> restartIce() throws IOException, InterruptedException {
      throw new UnsupportedOperationException();
    }

    @Override
    void close();
  }

  /**
   * Joins, and returns when all connections are up; blocks.
   *
   * @throws IOException if the server does not take it
   */
  Participant join(ClientLoop loop, Role role) throws IOException, InterruptedException;

  /** The address clients bind to. */
  Inet4Address clientAddress();

  /** The server's process where it runs on this machine, else null. */
  @Nullable ServerProcess process();

  /** How the server was started and set up. */
  void describe(ObjectNode json);

  @Override
  void close();
}
