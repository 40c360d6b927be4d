package org.meshless.sfu.ice;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.ice4j.ice.harvest.HostCandidateHarvester;

/**
 * An address to listen on and the one to offer in its stead: another behind a 1:1 NAT, else itself.
 *
 * @param bind an address of this machine, never a wildcard
 * @param offer what candidates carry
 */
public record ListenAddress(InetAddress bind, InetAddress offer) {
  private static final int TYPE_PREFERENCE_HOST = 126; // RFC 8445 §5.1.2.2

  /** Without a scope, which would mean nothing to anybody else. */
  public ListenAddress {
    offer = withoutScope(offer);
  }

  /**
   * The addresses of this machine that ice4j's host harvester finds (interfaces that are up, no
   * link-local ones), and loopback last.
   *
   * @param announce addresses to offer instead, see {@link #of}
   */
  public static List<ListenAddress> ofThisMachine(List<InetAddress> announce) {
    List<InetAddress> addresses = new ArrayList<>();
    for (InetAddress address : HostCandidateHarvester.getAllAllowedAddresses()) {
      if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
        addresses.add(address);
      }
    }
    addresses.add(InetAddress.getLoopbackAddress());
    return of(addresses, announce);
  }

  /**
   * Pairs addresses with those to announce: the first announced IPv4 address stands for the first
   * IPv4 address listened on that is not loopback, the second for the second, and IPv6 likewise. An
   * address without a partner is offered as it is.
   *
   * @throws IllegalArgumentException with a sentence for people: a wildcard, or an announced
   *     address that finds no partner
   */
  public static List<ListenAddress> of(List<InetAddress> listen, List<InetAddress> announce) {
    List<InetAddress> unpaired = new ArrayList<>(announce);
    List<ListenAddress> addresses = new ArrayList<>();
    for (InetAddress address : listen) {
      if (address.isAnyLocalAddress()) {
        throw new IllegalArgumentException(
            "Cannot listen on " + address.getHostAddress() + ": name the addresses themselves.");
      }
      addresses.add(new ListenAddress(address, partner(address, unpaired)));
    }
    if (!unpaired.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot announce "
              + unpaired.getFirst().getHostAddress()
              + ": no address to listen on is left for it.");
    }
    return addresses;
  }

  private static InetAddress partner(InetAddress address, List<InetAddress> unpaired) {
    if (!address.isLoopbackAddress()) {
      for (InetAddress candidate : unpaired) {
        if (isIpv4(candidate) == isIpv4(address)) {
          unpaired.remove(candidate);
          return candidate;
        }
      }
    }
    return address;
  }

  public boolean isLoopback() {
    return bind.isLoopbackAddress();
  }

  /**
   * The host candidate of a socket bound here.
   *
   * @param port 1..65535
   * @param socket index of the socket in its loop, 0..65535; earlier ones are preferred
   */
  public LocalCandidate candidate(int port, int socket) {
    long localPreference = 65_535L - socket;
    long priority = ((long) TYPE_PREFERENCE_HOST << 24) | (localPreference << 8) | (256 - 1);
    return new LocalCandidate(offer, port, socket, priority, Integer.toString(socket + 1));
  }

  private static InetAddress withoutScope(InetAddress address) {
    if (!(address instanceof Inet6Address scoped)) {
      return address;
    }
    try {
      return Inet6Address.getByAddress(null, scoped.getAddress(), -1);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of another length than its own", e);
    }
  }

  private static boolean isIpv4(InetAddress address) {
    return address instanceof Inet4Address;
  }
}
