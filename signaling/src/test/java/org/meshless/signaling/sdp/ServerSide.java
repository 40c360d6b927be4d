package org.meshless.signaling.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.signaling.sdp.AnswerResult.Answered;

/** The server's side of an answer, to be varied by a test. */
final class ServerSide {
  private String iceUfrag = "srvU";
  private CodecPolicy codecs = CodecPolicy.DEFAULT;
  private @Nullable Answered previous;
  private int ssrcBase = 1000;

  ServerSide iceUfrag(String iceUfrag) {
    this.iceUfrag = iceUfrag;
    return this;
  }

  ServerSide preferring(Codec codec) {
    codecs = new CodecPolicy(codec);
    return this;
  }

  ServerSide after(Answered previous) {
    this.previous = previous;
    return this;
  }

  ServerSide ssrcBase(int ssrcBase) {
    this.ssrcBase = ssrcBase;
    return this;
  }

  AnswerParameters parameters() {
    return new AnswerParameters(
        iceUfrag,
        "serverPasswordServerPassword",
        List.of(
            Attribute.Candidate.host("1", 2130706431, "192.0.2.1", 10000),
            Attribute.Candidate.host("2", 2130706175, "fd00::1", 10000)),
        new Attribute.Fingerprint("sha-256", Fixtures.fingerprint("AB")),
        "server",
        index -> new OutboundStream(ssrcBase + 2 * index, ssrcBase + 2 * index + 1, "", "", ""),
        codecs,
        4711,
        previous);
  }
}
