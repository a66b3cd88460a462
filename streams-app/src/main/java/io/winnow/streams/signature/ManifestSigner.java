package io.winnow.streams.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.serde.TrustedRecords;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * Signs the digests of manifests. Ed25519 is deterministic (RFC 8032): a round closed again after a
 * crash has the same signature.
 */
public final class ManifestSigner {

  private final PrivateKey key;
  private final String fingerprint;

  private ManifestSigner(PrivateKey key, String fingerprint) {
    this.key = key;
    this.fingerprint = fingerprint;
  }

  /**
   * @param file private key in PKCS#8 PEM
   * @throws KeyFileException if the file cannot be read or holds something else
   */
  public static ManifestSigner read(Path file) {
    TrustedRecords.trust(); // signing copies manifests by their builder
    KeyPair pair = Ed25519Keys.readPair(file);
    return new ManifestSigner(pair.getPrivate(), Ed25519Keys.fingerprint(pair.getPublic()));
  }

  /** Returns the manifest with its signature and the fingerprint of the key. */
  public RoundClosed sign(RoundClosed manifest) {
    try {
      Signature signature = Signature.getInstance(Ed25519Keys.ALGORITHM);
      signature.initSign(key);
      signature.update(manifest.getDigest().getBytes(US_ASCII));
      return RoundClosed.newBuilder(manifest)
          .setSignature(ByteBuffer.wrap(signature.sign()))
          .setSigningKey(fingerprint)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the manifest cannot be signed", e);
    }
  }
}
