package io.winnow.descriptor.source;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Networks that are not public and from which images may come all the same: CIDR blocks or single
 * addresses. Whatever is not public and not in one of them is refused.
 */
public final class InternalNetworks {

  private final List<Network> networks;

  /**
   * @throws IllegalArgumentException naming an entry that is neither network nor address
   */
  public InternalNetworks(Collection<String> networks) {
    this.networks = networks.stream().map(Network::parse).toList();
  }

  /** Why an address must not be asked, such as {@code loopback}; nothing if it may. */
  Optional<String> refusal(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address))
        ? Optional.empty()
        : SpecialAddresses.kindOf(address);
  }
}
