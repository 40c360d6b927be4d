package org.meshless.sfu.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.OptionalAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.message.Response;
import org.ice4j.stack.StunStack;
import org.jspecify.annotations.Nullable;

/** Reads genuine requests and writes responses with ice4j's message classes. Stateless. */
final class StunCodec {
  private StunCodec() {}

  /** Answers a check of its own, so that ice4j has loaded its classes and configuration. */
  static void warmUp() {
    CheckIntegrity integrity = new CheckIntegrity("warm-up");
    InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    Request request = MessageFactory.createBindingRequest();
    try {
      request.setTransactionID(new byte[12]);
      byte[] response = success(request, nobody, integrity);
      Message.decode(response, 0, response.length);
    } catch (StunException e) {
      throw new IllegalStateException("ice4j cannot read what it wrote", e);
    }
  }

  /** What a request says; null when ice4j cannot make sense of it. */
  static @Nullable Request read(BindingRequest request) {
    try {
      // A copy of exactly the message: ice4j's decoder is only safe at offset 0 and looks at the
      // array's length.
      byte[] message = Arrays.copyOf(request.bytes(), request.length());
      return (Request) Message.decode(message, 0, message.length);
    } catch (StunException | RuntimeException e) {
      return null;
    }
  }

  static boolean useCandidate(Request request) {
    return request.containsAttribute(Attribute.USE_CANDIDATE);
  }

  /** An attribute that must be understood (RFC 8489 §14) and is not; 0 when there is none. */
  static char unknownRequired(Request request) {
    for (Attribute attribute : request.getAttributes()) {
      if (attribute instanceof OptionalAttribute && attribute.getAttributeType() < 0x8000) {
        return attribute.getAttributeType();
      }
    }
    return 0;
  }

  /** The answer to a check (RFC 8445 §7.3.1): where it seems to come from. */
  static byte[] success(Request request, InetSocketAddress from, CheckIntegrity integrity) {
    TransportAddress mapped =
        new TransportAddress(from.getAddress(), from.getPort(), Transport.UDP);
    return sign(MessageFactory.createBindingResponse(request, mapped), request, integrity);
  }

  /** The refusal of a check that asks for something unknown (RFC 8489 §6.3.1). */
  static byte[] unknownAttribute(Request request, char attribute, CheckIntegrity integrity) {
    Response response =
        MessageFactory.createBindingErrorResponse(
            (char) 420, "Unknown Attribute", new char[] {attribute});
    return sign(response, request, integrity);
  }

  private static byte[] sign(Response response, Request request, CheckIntegrity integrity) {
    try {
      response.setTransactionID(request.getTransactionID());
    } catch (StunException e) {
      throw new IllegalStateException("a transaction id of a message that was read", e);
    }
    response.putAttribute(new Integrity(integrity));
    response.putAttribute(AttributeFactory.createFingerprintAttribute());
    return response.encode(null);
  }

  /** MESSAGE-INTEGRITY without ice4j's stack, whose credentials are those of a whole agent. */
  private static final class Integrity extends MessageIntegrityAttribute {
    private final CheckIntegrity integrity;

    Integrity(CheckIntegrity integrity) {
      this.integrity = integrity;
    }

    @Override
    public byte[] encode(StunStack stack, byte[] content, int offset, int length) {
      byte[] encoded = new byte[HEADER_LENGTH + DATA_LENGTH];
      encoded[1] = (byte) MESSAGE_INTEGRITY;
      encoded[3] = (byte) DATA_LENGTH;
      System.arraycopy(
          integrity.of(content, offset, length), 0, encoded, HEADER_LENGTH, DATA_LENGTH);
      return encoded;
    }
  }
}
