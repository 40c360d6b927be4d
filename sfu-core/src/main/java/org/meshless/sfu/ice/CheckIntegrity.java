package org.meshless.sfu.ice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * MESSAGE-INTEGRITY under one password (RFC 8489 §14.5, short-term credentials): HMAC-SHA1 over the
 * message up to the attribute, with the length field as if the message ended with it. Confined to
 * its media loop.
 */
final class CheckIntegrity {
  private final Mac mac;
  private final byte[] lengthField = new byte[2];

  CheckIntegrity(String pwd) {
    try {
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(pwd.getBytes(US_ASCII), "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA1", e);
    }
  }

  /** Whether the request was written by somebody who knows the password; in constant time. */
  boolean holds(BindingRequest request) {
    byte[] bytes = request.bytes();
    int at = request.integrityOffset();
    int length = at + 4 + BindingRequest.MESSAGE_INTEGRITY_BYTES - BindingRequest.HEADER;
    lengthField[0] = (byte) (length >>> 8);
    lengthField[1] = (byte) length;
    mac.update(bytes, 0, 2);
    mac.update(lengthField);
    mac.update(bytes, 4, at - 4);
    byte[] expected = mac.doFinal();
    byte[] actual = new byte[BindingRequest.MESSAGE_INTEGRITY_BYTES];
    System.arraycopy(bytes, at + 4, actual, 0, actual.length);
    return MessageDigest.isEqual(expected, actual);
  }

  /** The value for a message whose length field already counts the attribute. */
  byte[] of(byte[] bytes, int offset, int length) {
    mac.update(bytes, offset, length);
    return mac.doFinal();
  }
}
