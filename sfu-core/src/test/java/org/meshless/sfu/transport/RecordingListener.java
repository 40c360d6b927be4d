package org.meshless.sfu.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps what a transport tells. Confined to one thread, as the real one is. */
final class RecordingListener implements TransportListener {
  final List<String> said = new ArrayList<>();
  final List<byte[]> rtp = new ArrayList<>();
  final List<byte[]> rtcp = new ArrayList<>();

  @Override
  public void onConnected(long nowNs) {
    said.add("connected");
  }

  @Override
  public void onRtp(long nowNs, byte[] plaintext, int length) {
    rtp.add(Arrays.copyOf(plaintext, length));
  }

  @Override
  public void onRtcp(long nowNs, byte[] bytes, int offset, int length) {
    rtcp.add(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public void onSilent(long nowNs) {
    said.add("silent");
  }

  @Override
  public void onAlive(long nowNs) {
    said.add("alive");
  }

  @Override
  public void onClosed(long nowNs, TransportClose reason) {
    said.add("closed " + reason);
  }
}
