package org.meshless.sfu.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.ice4j.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * The lite side of ICE for one peer (RFC 8445 §2.5): it sends no checks, it answers them. Confined
 * to its media loop; told the time.
 *
 * <p>All remote candidates are peer-reflexive: a path exists once a genuine check came over it. The
 * selected path is that of the latest genuine check with USE-CANDIDATE. Unlike RFC 8445 §8.1.1 a
 * later nomination replaces an earlier one whatever its priority, because Chromium repeats
 * USE-CANDIDATE on the pair it prefers at the moment: a change of network moves the path at once.
 *
 * <p>In an ICE restart the old credentials stay valid until the first nomination under the new.
 */
public final class IceAgent {
  /** What the agent wants done. */
  public interface Output {
    /** Send this response to where the check came from. */
    void sendResponse(int socket, InetSocketAddress remote, byte[] response);

    /**
     * A first genuine check has come over this path.
     *
     * @return false when it is somebody else's path: the check is not answered then, for its source
     *     address may be forged
     */
    boolean claim(IcePath path);

    /** The path is no longer valid: too old, or one too many. */
    void onPathRemoved(IcePath path);

    /** Everything goes to this path from now on. */
    void onPathSelected(long nowNs, IcePath path);

    /** Checks with this username fragment of ours need not be handed in any more. */
    void onUfragExpired(String ufrag);

    /** Nothing genuine for {@link #SILENCE_NS}. */
    void onSilent(long nowNs);

    /** The peer is back after {@link #onSilent}. */
    void onAlive(long nowNs);

    /** No genuine check for {@link #CONSENT_NS}: nothing may be sent any more. */
    void onConsentLost(long nowNs);
  }

  /** After this long without a check or a genuine packet the peer is presumed away. */
  public static final long SILENCE_NS = 10_000_000_000L;

  /** After this long without a check the peer's consent is gone (RFC 7675 §5.1). */
  public static final long CONSENT_NS = 30_000_000_000L;

  /** Paths kept at a time, the one unused for longest making room; a browser has two or three. */
  static final int MAX_PATHS = 8;

  private final Output output;
  private final List<IcePath> paths = new ArrayList<>(2);
  private final CheckHistory history = new CheckHistory();
  private Generation current;

  /** The credentials before a restart, until a nomination under {@link #current}. */
  private @Nullable Generation previous;

  private @Nullable IcePath selected;
  private long lastCheckNs;

  /** Of the last check or genuine packet. */
  private long lastHeardNs;

  private boolean silent;
  private boolean lost;

  /**
   * An agent that has seen nothing; silence and consent count from now.
   *
   * @param credentials ours
   */
  public IceAgent(long nowNs, IceCredentials credentials, Output output) {
    this.output = output;
    this.current = new Generation(credentials);
    this.lastCheckNs = nowNs;
    this.lastHeardNs = nowNs;
  }

  /**
   * Goes through one answer in memory: the first one of a process takes some 100 ms, and that is
   * better spent before anybody waits for it.
   */
  public static void warmUp() {
    StunCodec.warmUp();
  }

  /** Our newest credentials. */
  public IceCredentials credentials() {
    return current.credentials;
  }

  /** Whose checks count under our newest credentials: the peer's own username fragment. */
  public void remoteUfrag(String ufrag) {
    current.remoteUfrag = ufrag;
  }

  /** Starts an ICE restart with new credentials of ours; the peer's are yet to be told. */
  public void restart(IceCredentials credentials) {
    if (previous == null) {
      previous = current;
    } else {
      output.onUfragExpired(current.credentials.ufrag()); // a restart that was never finished
    }
    current = new Generation(credentials);
  }

  /** The path to send to: selected, or else the newest valid one; null when there is none. */
  public @Nullable IcePath path() {
    return selected != null || paths.isEmpty() ? selected : paths.getLast();
  }

  /** Whether a path has been nominated and is still valid. */
  public boolean hasSelected() {
    return selected != null;
  }

  /** Handles a well-formed check; what it deserves in answer goes to the output. */
  public CheckVerdict onCheck(
      long nowNs, int socket, InetSocketAddress remote, BindingRequest check) {
    Generation generation = generation(check.localUfrag());
    if (lost || generation == null || !generation.isGenuine(check)) {
      return CheckVerdict.NOT_GENUINE;
    }
    if (!history.admits(check.transaction(), socket, remote)) {
      return CheckVerdict.REPLAYED;
    }
    Request request = StunCodec.read(check);
    if (request == null) {
      return CheckVerdict.MALFORMED;
    }
    IcePath path = path(nowNs, socket, remote);
    if (path == null) {
      return CheckVerdict.PATH_TAKEN;
    }
    char unknown = StunCodec.unknownRequired(request);
    if (unknown != 0) {
      byte[] refusal = StunCodec.unknownAttribute(request, unknown, generation.integrity);
      output.sendResponse(socket, remote, refusal);
      return CheckVerdict.MALFORMED;
    }
    byte[] response = StunCodec.success(request, remote, generation.integrity);
    output.sendResponse(socket, remote, response);
    path.lastCheckNs = nowNs;
    lastCheckNs = nowNs;
    onHeard(nowNs);
    if (StunCodec.useCandidate(request)) {
      nominate(nowNs, generation, path);
    }
    return CheckVerdict.ANSWERED;
  }

  /**
   * Something else that proves the peer is there: a packet that authenticated. It ends and delays
   * silence, for Firefox checks only every six seconds or so and a check may be lost; consent is
   * renewed by checks alone (RFC 7675 §5.1).
   */
  public void onHeard(long nowNs) {
    lastHeardNs = nowNs;
    if (silent && !lost) {
      silent = false;
      output.onAlive(nowNs);
    }
  }

  /** When {@link #onTimeout} is next due. */
  public long nextDeadlineNs() {
    if (lost) {
      return Long.MAX_VALUE;
    }
    long consentNs = lastCheckNs + CONSENT_NS;
    long deadlineNs = silent ? consentNs : Math.min(consentNs, lastHeardNs + SILENCE_NS);
    for (int i = 0; i < paths.size(); i++) {
      deadlineNs = Math.min(deadlineNs, paths.get(i).lastCheckNs + CONSENT_NS);
    }
    return deadlineNs;
  }

  /** Notices silence, lost consent and paths grown old. */
  public void onTimeout(long nowNs) {
    if (lost) {
      return;
    }
    if (!silent && nowNs - lastHeardNs >= SILENCE_NS) {
      silent = true;
      output.onSilent(nowNs);
    }
    for (int i = paths.size() - 1; i >= 0; i--) {
      IcePath path = paths.get(i);
      if (nowNs - path.lastCheckNs >= CONSENT_NS) {
        remove(nowNs, path);
      }
    }
    if (nowNs - lastCheckNs >= CONSENT_NS) {
      lost = true;
      output.onConsentLost(nowNs);
    }
  }

  /** Gives up all paths and credentials; the agent is of no more use. */
  public void close() {
    lost = true;
    selected = null;
    for (IcePath path : paths) {
      output.onPathRemoved(path);
    }
    paths.clear();
    expirePrevious();
    output.onUfragExpired(current.credentials.ufrag());
  }

  private @Nullable Generation generation(String ufrag) {
    if (current.credentials.ufrag().equals(ufrag)) {
      return current;
    }
    Generation old = previous;
    return old != null && old.credentials.ufrag().equals(ufrag) ? old : null;
  }

  /** The path, perhaps a new one; null when it is somebody else's. */
  private @Nullable IcePath path(long nowNs, int socket, InetSocketAddress remote) {
    IcePath known = find(socket, remote);
    if (known != null) {
      return known;
    }
    IcePath path = new IcePath(socket, remote, nowNs);
    if (!output.claim(path)) {
      return null;
    }
    if (paths.size() == MAX_PATHS) {
      remove(nowNs, oldestUnselected());
    }
    paths.add(path);
    return path;
  }

  private void nominate(long nowNs, Generation generation, IcePath path) {
    if (generation == current) {
      expirePrevious();
    }
    select(nowNs, path);
  }

  private void select(long nowNs, IcePath path) {
    if (selected != path) {
      selected = path;
      output.onPathSelected(nowNs, path);
    }
  }

  private void expirePrevious() {
    Generation old = previous;
    previous = null;
    if (old != null) {
      output.onUfragExpired(old.credentials.ufrag());
    }
  }

  private @Nullable IcePath find(int socket, InetSocketAddress remote) {
    for (int i = 0; i < paths.size(); i++) {
      if (paths.get(i).is(socket, remote)) {
        return paths.get(i);
      }
    }
    return null;
  }

  private IcePath oldestUnselected() {
    IcePath oldest = paths.getFirst() == selected ? paths.get(1) : paths.getFirst();
    for (IcePath path : paths) {
      if (path != selected && path.lastCheckNs < oldest.lastCheckNs) {
        oldest = path;
      }
    }
    return oldest;
  }

  private void remove(long nowNs, IcePath path) {
    paths.remove(path);
    output.onPathRemoved(path);
    if (path == selected) {
      selected = null;
      IcePath freshest = null;
      for (IcePath other : paths) {
        if (freshest == null || other.lastCheckNs > freshest.lastCheckNs) {
          freshest = other;
        }
      }
      if (freshest != null) {
        select(nowNs, freshest);
      }
    }
  }

  /** Our credentials and the peer's fragment between two restarts. */
  private static final class Generation {
    final IceCredentials credentials;
    final CheckIntegrity integrity;
    @Nullable String remoteUfrag;

    Generation(IceCredentials credentials) {
      this.credentials = credentials;
      this.integrity = new CheckIntegrity(credentials.pwd());
    }

    boolean isGenuine(BindingRequest check) {
      return remoteUfrag != null && check.remoteUfragIs(remoteUfrag) && integrity.holds(check);
    }
  }
}
