package org.meshless.sfu.ice;

import java.util.Objects;

/**
 * A username fragment and its password (RFC 8445 §5.3). Immutable; the password is a secret and
 * stays out of {@link #toString}.
 */
public record IceCredentials(String ufrag, String pwd) {
  public IceCredentials {
    Objects.requireNonNull(ufrag);
    Objects.requireNonNull(pwd);
  }

  @Override
  public String toString() {
    return "IceCredentials[ufrag=" + ufrag + "]";
  }
}
