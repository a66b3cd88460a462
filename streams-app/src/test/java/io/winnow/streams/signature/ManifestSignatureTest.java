package io.winnow.streams.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.TriggerKind;
import io.winnow.schemas.serde.TrustedRecords;
import io.winnow.streams.StreamsAppConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSignatureTest {

  /** The key pair of RFC 8032, 7.1, test 2, and the public key of its test 1. */
  private static final String SEED =
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";

  private static final String PUBLIC =
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  private static final String OTHER_PUBLIC =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  @TempDir private Path directory;
  private Path privateKey;
  private Path publicKey;

  @BeforeAll
  static void trustRecords() {
    TrustedRecords.trust();
  }

  @BeforeEach
  void writeKeys() throws IOException {
    privateKey = pem("key.pem", "PRIVATE KEY", "302e020100300506032b657004220420" + SEED);
    publicKey = publicPem("key.pub.pem", PUBLIC);
  }

  @Test
  void shouldAcceptTheSignatureOfThePublicKeyThatBelongsToThePrivateOne() {
    RoundClosed signed = ManifestSigner.read(privateKey).sign(manifest("ab".repeat(32)));

    assertThat(ManifestVerifier.read(publicKey).problem(signed)).isEmpty();
  }

  @Test
  void shouldSignTheSameManifestWithTheSameBytes() {
    RoundClosed once = ManifestSigner.read(privateKey).sign(manifest("ab".repeat(32)));
    RoundClosed again = ManifestSigner.read(privateKey).sign(manifest("ab".repeat(32)));

    assertThat(again).isEqualTo(once);
    assertThat(once.getSignature().remaining()).isEqualTo(64);
  }

  @Test
  void shouldNameAnotherDigestAnotherKeyAndAMissingSignature() throws IOException {
    RoundClosed signed = ManifestSigner.read(privateKey).sign(manifest("ab".repeat(32)));
    ManifestVerifier verifier = ManifestVerifier.read(publicKey);
    ManifestVerifier other = ManifestVerifier.read(publicPem("other.pem", OTHER_PUBLIC));

    assertThat(other.problem(signed).orElseThrow())
        .startsWith("signature: by another key, " + signed.getSigningKey());
    assertThat(verifier.problem(manifest("ab".repeat(32))))
        .contains("signature: the manifest is not signed");
    assertThat(verifier.problem(edit(signed).setDigest("cd".repeat(32)).build()))
        .contains("signature: it is not that of digest " + "cd".repeat(32));
    assertThat(verifier.problem(edit(signed).setSignature(ByteBuffer.wrap(new byte[3])).build()))
        .isPresent();
    assertThat(verifier.problem(edit(signed).setSigningKey("ef".repeat(32)).build()).orElseThrow())
        .startsWith("signature: signingKey is " + "ef".repeat(32));
  }

  @Test
  void shouldRefuseFilesThatHoldNoSuchKeyWithoutShowingThem() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "nothing");
    Path damaged = pem("damaged.pem", "PRIVATE KEY", SEED);

    assertThatThrownBy(() -> ManifestSigner.read(publicKey))
        .isInstanceOf(KeyFileException.class)
        .hasMessage(publicKey + " is no PEM file with a PRIVATE KEY");
    assertThatThrownBy(() -> ManifestVerifier.read(text))
        .hasMessage(text + " is no PEM file with a PUBLIC KEY");
    assertThatThrownBy(() -> ManifestSigner.read(damaged))
        .hasMessage(damaged + " holds no Ed25519 private key")
        .hasNoCause();
    assertThatThrownBy(() -> ManifestSigner.read(directory.resolve("absent")))
        .hasMessageStartingWith("cannot read " + directory.resolve("absent"));
  }

  @Test
  void shouldNameTheSettingWhenItsFileIsNoKey() {
    StreamsAppConfig config =
        new StreamsAppConfig(
            Map.of(
                StreamsAppConfig.BOOTSTRAP_SERVERS,
                "none:1",
                "schema.registry.url",
                "mock://none",
                StreamsAppConfig.SIGNING_KEY_FILE,
                publicKey.toString()));

    assertThatThrownBy(config::signer)
        .isInstanceOf(ConfigException.class)
        .hasMessage("signing.key.file: " + publicKey + " is no PEM file with a PRIVATE KEY");
  }

  private Path publicPem(String name, String key) throws IOException {
    return pem(name, "PUBLIC KEY", "302a300506032b6570032100" + key);
  }

  private Path pem(String name, String label, String hex) throws IOException {
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    String text = "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    return Files.write(directory.resolve(name), text.getBytes(US_ASCII));
  }

  private static RoundClosed.Builder edit(RoundClosed manifest) {
    return RoundClosed.newBuilder(manifest);
  }

  private static RoundClosed manifest(String digest) {
    return RoundClosed.newBuilder()
        .setPool("pool")
        .setRound(1)
        .setTrigger(TriggerKind.REQUEST)
        .setOpenedAt(Instant.ofEpochMilli(1_000))
        .setPolicy(
            PoolPolicy.newBuilder()
                .setBudget(1)
                .setEncoderId("ab".repeat(32))
                .setDescriptorSize(8)
                .build())
        .setPolicyDigest("p")
        .setBudget(1)
        .setEncoderId("ab".repeat(32))
        .setModelVersions(List.of("m@1"))
        .setOffsets(Map.of())
        .setEligible(1)
        .setWithoutDescriptor(0)
        .setWithoutUncertainty(0)
        .setOutsideWindow(0)
        .setLate(0)
        .setShortlisted(1)
        .setSelected(1)
        .setMeanUncertainty(0.5)
        .setShortlistDigest("s")
        .setSelectionDigest("t")
        .setSoftwareVersion("test")
        .setDigest(digest)
        .build();
  }
}
