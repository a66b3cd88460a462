package io.winnow.descriptor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "::1, loopback",
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "::, unspecified",
    "10.0.0.1, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.1.1, private",
    "100.64.0.1, carrier-grade NAT",
    "100.127.255.255, carrier-grade NAT",
    "169.254.1.1, link-local",
    "fe80::1, link-local",
    "febf::1, link-local",
    "fec0::1, site-local",
    "fc00::1, unique-local",
    "fdff::1, unique-local",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "ff02::1, multicast",
    "255.255.255.255, reserved",
    "240.0.0.1, reserved",
    "192.0.2.1, reserved",
    "198.18.0.1, reserved",
    "203.0.113.1, reserved",
    "2001::1, reserved",
    "2001:db8::1, reserved",
    "64:ff9b:1::1, reserved",
    "4000::1, reserved",
    "169.254.169.254, cloud metadata",
    "100.100.100.200, cloud metadata",
    "168.63.129.16, cloud metadata",
    "192.0.0.192, cloud metadata",
    "fd00:ec2::254, cloud metadata",
    "fd20:ce::254, cloud metadata",
    "::ffff:127.0.0.1, loopback",
    "::ffff:a9fe:a9fe, cloud metadata",
    "::ffff:10.0.0.1, private",
    "::127.0.0.1, reserved",
    "64:ff9b::7f00:1, loopback",
    "64:ff9b::a9fe:a9fe, cloud metadata",
    "2002:7f00:1::, loopback",
    "2002:c0a8:101::, private"
  })
  void shouldNameWhatIsNotPublic(String address, String kind) throws UnknownHostException {
    assertThat(SpecialAddresses.kindOf(InetAddress.getByName(address))).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "223.255.255.255",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1"
      })
  void shouldPassWhatIsPublic(String address) throws UnknownHostException {
    assertThat(SpecialAddresses.kindOf(InetAddress.getByName(address))).isEmpty();
  }

  @Test
  void shouldPassAddressesOfAllowedNetworksOnly() throws UnknownHostException {
    InternalNetworks allowed =
        new InternalNetworks(List.of("10.1.0.0/16", "192.168.7.130/25", "fd12::/16", "::1"));

    assertThat(allowed.refusal(InetAddress.getByName("10.1.255.255"))).isEmpty();
    assertThat(allowed.refusal(InetAddress.getByName("10.2.0.0"))).contains("private");
    assertThat(allowed.refusal(InetAddress.getByName("192.168.7.128"))).isEmpty();
    assertThat(allowed.refusal(InetAddress.getByName("192.168.7.127"))).contains("private");
    assertThat(allowed.refusal(InetAddress.getByName("fd12:1::"))).isEmpty();
    assertThat(allowed.refusal(InetAddress.getByName("fd13::"))).contains("unique-local");
    assertThat(allowed.refusal(InetAddress.getByName("::1"))).isEmpty();
    assertThat(allowed.refusal(InetAddress.getByName("127.0.0.1"))).contains("loopback");
    assertThat(allowed.refusal(InetAddress.getByName("8.8.8.8"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.org", "10.0.0.0/33", "10.0.0.0/x", "fd00::/129", "300.0.0.1/8", "", "/8"})
  void shouldRefuseWhatIsNoNetwork(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InternalNetworks(List.of(text)))
        .withMessage("'" + text + "' is neither a network such as 10.0.0.0/8 nor an address");
  }
}
