package io.winnow.descriptor.source;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Web hosts images may come from: {@code host} (any port) or {@code host:port}. Names are compared
 * without case and are not resolved; an IPv6 address is written in brackets.
 */
public final class AllowedHosts {

  private static final Pattern ENTRY =
      Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:[0-9]{1,5})?");

  private final Set<String> entries;

  /**
   * @throws IllegalArgumentException naming an entry that is neither host nor host:port
   */
  public AllowedHosts(Collection<String> entries) {
    this.entries =
        entries.stream()
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    for (String entry : this.entries) {
      if (!ENTRY.matcher(entry).matches()) {
        throw new IllegalArgumentException("'" + entry + "' is neither host nor host:port");
      }
    }
  }

  boolean allows(URI uri) {
    String host = WebAddress.host(uri).toLowerCase(Locale.ROOT);
    return entries.contains(host) || entries.contains(WebAddress.hostAndPort(uri));
  }
}
