package org.meshless.sfu.ice;

import java.net.InetAddress;

/**
 * A host candidate of a media loop (RFC 8445 §5.1): always UDP, component 1.
 *
 * @param address the address to offer: the socket's own, or what is announced in its stead
 * @param port 1..65535
 * @param socket index of the local socket behind it
 * @param priority 1..2³¹−1, unique among the candidates of a loop (RFC 8445 §5.1.2)
 * @param foundation 1..32 characters (RFC 8445 §5.1.1.3)
 */
public record LocalCandidate(
    InetAddress address, int port, int socket, long priority, String foundation) {}
