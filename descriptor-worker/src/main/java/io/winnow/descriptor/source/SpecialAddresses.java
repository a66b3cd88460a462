package io.winnow.descriptor.source;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells addresses of the public Internet from those of the inside: of this machine, its networks,
 * its cloud. After IANA's registries of special-purpose addresses (RFC 6890 and successors).
 */
final class SpecialAddresses {

  // The first that matches names the address. 168.63.129.16 is Azure's, the only such service at an
  // address that looks public; the others lie in the blocks below it.
  private static final Map<Network, String> BLOCKS = new LinkedHashMap<>();

  static {
    put("cloud metadata", "169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192");
    put("cloud metadata", "fd00:ec2::254", "fd20:ce::254");
    put("unspecified", "0.0.0.0/8", "::");
    put("loopback", "127.0.0.0/8", "::1");
    put("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
    put("carrier-grade NAT", "100.64.0.0/10");
    put("link-local", "169.254.0.0/16", "fe80::/10");
    put("site-local", "fec0::/10");
    put("unique-local", "fc00::/7");
    put("multicast", "224.0.0.0/4", "ff00::/8");
    put("reserved", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15");
    put("reserved", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4");
    put("reserved", "2001::/23", "2001:db8::/32", "3fff::/20");
  }

  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");
  // Both carry an IPv4 address, to which a gateway passes the packets on.
  private static final Network NAT64 = Network.parse("64:ff9b::/96");
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

  private SpecialAddresses() {}

  private static void put(String kind, String... networks) {
    for (String network : networks) {
      BLOCKS.put(Network.parse(network), kind);
    }
  }

  /**
   * What makes an address special, such as {@code loopback}; nothing for a public one. An
   * IPv4-mapped IPv6 address is an IPv4 address to Java and is judged as one.
   */
  static Optional<String> kindOf(InetAddress address) {
    for (Map.Entry<Network, String> block : BLOCKS.entrySet()) {
      if (block.getKey().contains(address)) {
        return Optional.of(block.getValue());
      }
    }
    return address instanceof Inet6Address ipv6 ? kindOf(ipv6) : Optional.empty();
  }

  private static Optional<String> kindOf(Inet6Address address) {
    if (NAT64.contains(address)) {
      return kindOf(Network.embedded(address, 12));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return kindOf(Network.embedded(address, 2));
    }
    return GLOBAL_UNICAST.contains(address) ? Optional.empty() : Optional.of("reserved");
  }
}
