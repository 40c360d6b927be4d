package org.meshless.signaling.sdp;

/**
 * An address in an {@code o=} or {@code c=} line; the network type is always {@code IN}.
 *
 * @param type {@code IP4} or {@code IP6}
 * @param address numeric, or a host name
 */
public record NetworkAddress(String type, String address) {
  /** What stands in for an address that is not known or does not matter. */
  public static final NetworkAddress UNSPECIFIED = new NetworkAddress("IP4", "0.0.0.0");

  /** The address with the type that its spelling shows. */
  public static NetworkAddress of(String address) {
    return new NetworkAddress(address.indexOf(':') < 0 ? "IP4" : "IP6", address);
  }
}
