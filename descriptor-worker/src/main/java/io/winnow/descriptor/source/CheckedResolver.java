package io.winnow.descriptor.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Turns a host into the addresses to connect to and refuses those of the inside. The client asks it
 * once for each connection and connects to what it answers, so a name server that changes its mind
 * between check and connection (DNS rebinding) gains nothing.
 *
 * <p>A host written as an address was allowed by its address, and {@code localhost} cannot be
 * anything but this machine (RFC 6761): these two need no further permission.
 */
final class CheckedResolver implements DnsResolver {

  /** Asks the name servers. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  /** A host is at an address that must not be asked. */
  static final class ForbiddenAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String message) {
      super(message);
    }
  }

  private final InternalNetworks internal;
  private final Lookup lookup;

  CheckedResolver(InternalNetworks internal, Lookup lookup) {
    this.internal = internal;
    this.lookup = lookup;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (Network.isLiteral(name)) {
      return new InetAddress[] {InetAddress.getByName(name)};
    }
    InetAddress[] addresses = lookup.addressesOf(name);
    boolean local = name.toLowerCase(Locale.ROOT).equals("localhost");
    for (InetAddress address : addresses) {
      Optional<String> refusal = internal.refusal(address);
      if (refusal.isPresent() && !(local && address.isLoopbackAddress())) {
        throw new ForbiddenAddressException(
            "host %s is at %s, a %s address, which is not in http.internal.networks"
                .formatted(name, address.getHostAddress(), refusal.get()));
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
