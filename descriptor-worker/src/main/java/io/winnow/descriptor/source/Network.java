package io.winnow.descriptor.source;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of IP addresses in CIDR notation (RFC 4632, RFC 4291).
 *
 * @param prefix any address of the block
 * @param length bits that all addresses of the block share, 0 to 32 or 128
 */
record Network(InetAddress prefix, int length) {

  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

  Network {
    int bits = Byte.SIZE * prefix.getAddress().length;
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException(
          "a network of %s has 0 to %d bits, not %d"
              .formatted(prefix.getHostAddress(), bits, length));
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address. Asks no name server.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Network parse(String text) {
    String[] parts = text.split("/", 2);
    if (!isLiteral(parts[0]) || (parts.length == 2 && !LENGTH.matcher(parts[1]).matches())) {
      throw notOne(text, null);
    }
    try {
      InetAddress prefix = InetAddress.getByName(parts[0]);
      int bits = Byte.SIZE * prefix.getAddress().length;
      return new Network(prefix, parts.length == 1 ? bits : Integer.parseInt(parts[1]));
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw notOne(text, e);
    }
  }

  private static IllegalArgumentException notOne(String text, Exception cause) {
    return new IllegalArgumentException(
        "'" + text + "' is neither a network such as 10.0.0.0/8 nor an address", cause);
  }

  /** Whether a host is written as an address: four decimal numbers, or IPv6 without brackets. */
  static boolean isLiteral(String host) {
    return LITERAL.matcher(host).matches();
  }

  /** Whether an address lies in the block; one of the other protocol version never does. */
  boolean contains(InetAddress address) {
    byte[] mine = prefix.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    int whole = length / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != other[i]) {
        return false;
      }
    }
    int rest = length % Byte.SIZE;
    return rest == 0 || ((mine[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
  }

  /** The IPv4 address in four bytes of an IPv6 address, as transition mechanisms embed them. */
  static InetAddress embedded(Inet6Address address, int offset) {
    byte[] bytes = new byte[Integer.BYTES];
    System.arraycopy(address.getAddress(), offset, bytes, 0, bytes.length);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
