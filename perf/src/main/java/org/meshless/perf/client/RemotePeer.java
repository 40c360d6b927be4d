package org.meshless.perf.client;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.ext.ExtensionMap;

/**
 * The server as a negotiation describes it to one client. Immutable; the password stays out of
 * {@link #toString}.
 *
 * @param address of the server's best candidate
 * @param fingerprint of its certificate, as SDP writes it
 */
public record RemotePeer(
    String ufrag,
    String pwd,
    InetSocketAddress address,
    String fingerprintAlgorithm,
    String fingerprint,
    List<SendLine> sends,
    List<ReceiveLine> receives) {
  public RemotePeer {
    sends = List.copyOf(sends);
    receives = List.copyOf(receives);
  }

  /**
   * A stream the client sends.
   *
   * @param rid empty where its m-line has only one
   */
  public record Encoding(String rid, long ssrc, long rtxSsrc) {}

  /** An m-line the client sends on. */
  public record SendLine(
      String mid,
      boolean video,
      int payloadType,
      int rtxPayloadType,
      List<Encoding> encodings,
      ExtensionMap extensions) {
    public SendLine {
      encodings = List.copyOf(encodings);
    }
  }

  /**
   * An m-line the client receives on.
   *
   * @param ssrc announced by the server, or −1
   * @param rtxSsrc announced by the server, or −1
   */
  public record ReceiveLine(
      String mid,
      boolean video,
      int payloadType,
      int rtxPayloadType,
      long ssrc,
      long rtxSsrc,
      ExtensionMap extensions) {}

  /** The line a packet of an unannounced stream belongs to. */
  @Nullable ReceiveLine receiving(int payloadType) {
    for (ReceiveLine line : receives) {
      if (line.payloadType() == payloadType || line.rtxPayloadType() == payloadType) {
        return line;
      }
    }
    return null;
  }

  /** The same server, reached at another address. */
  public RemotePeer at(InetSocketAddress elsewhere) {
    return new RemotePeer(
        ufrag, pwd, elsewhere, fingerprintAlgorithm, fingerprint, sends, receives);
  }

  @Override
  public String toString() {
    return "RemotePeer[ufrag=" + ufrag + ", address=" + address + "]";
  }
}
