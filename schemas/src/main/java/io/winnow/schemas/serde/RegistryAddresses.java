package io.winnow.schemas.serde;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * Addresses of a registry, and apart from them the user and password that they may carry ({@code
 * https://user:password@host}): the registry client logs the addresses it asks, and errors name
 * them.
 *
 * @param urls without user and password
 * @param userInfo {@code user:password}, decoded, if an address carries them
 */
record RegistryAddresses(List<String> urls, Optional<String> userInfo) {

  private static final Pattern WITH_USER = Pattern.compile("([^:/]+://)([^/?#]*)@(.*)");

  /**
   * @throws ConfigException if two addresses carry different ones
   */
  static RegistryAddresses of(List<String> given) {
    List<String> urls = new ArrayList<>();
    Set<String> users = new LinkedHashSet<>();
    for (String url : given) {
      Matcher matcher = WITH_USER.matcher(url);
      if (matcher.matches()) {
        urls.add(matcher.group(1) + matcher.group(3));
        users.add(decoded(matcher.group(2)));
      } else {
        urls.add(url);
      }
    }
    if (users.size() > 1) {
      throw new ConfigException(
          RegistryConfig.URL + ": its addresses carry different users or passwords");
    }
    return new RegistryAddresses(List.copyOf(urls), users.stream().findFirst());
  }

  /** Percent-encoding only: a plus is a plus before the host. */
  private static String decoded(String userInfo) {
    return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
