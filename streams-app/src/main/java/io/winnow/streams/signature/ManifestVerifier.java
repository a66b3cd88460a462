package io.winnow.streams.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.winnow.schemas.RoundClosed;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;

/** Checks signatures of manifests by one public key. */
public final class ManifestVerifier {

  private final PublicKey key;
  private final String fingerprint;

  private ManifestVerifier(PublicKey key) {
    this.key = key;
    this.fingerprint = Ed25519Keys.fingerprint(key);
  }

  /**
   * @param file public key in X.509 PEM
   * @throws KeyFileException if the file cannot be read or holds something else
   */
  public static ManifestVerifier read(Path file) {
    return new ManifestVerifier(Ed25519Keys.readPublic(file));
  }

  /**
   * Returns in one line what is wrong with the signature of the manifest's digest; nothing if it is
   * right. Whether the digest is that of the manifest is not looked at.
   */
  public Optional<String> problem(RoundClosed manifest) {
    if (manifest.getSignature() == null) {
      return Optional.of("signature: the manifest is not signed");
    }
    byte[] bytes = new byte[manifest.getSignature().remaining()];
    manifest.getSignature().duplicate().get(bytes);
    if (signs(bytes, manifest.getDigest())) {
      return fingerprint.equals(manifest.getSigningKey())
          ? Optional.empty()
          : Optional.of(
              "signature: signingKey is " + manifest.getSigningKey() + ", expected " + fingerprint);
    }
    return Optional.of(
        fingerprint.equals(manifest.getSigningKey())
            ? "signature: it is not that of digest " + manifest.getDigest()
            : "signature: by another key, "
                + manifest.getSigningKey()
                + ", expected "
                + fingerprint);
  }

  private boolean signs(byte[] bytes, String digest) {
    try {
      Signature signature = Signature.getInstance(Ed25519Keys.ALGORITHM);
      signature.initVerify(key);
      signature.update(digest.getBytes(US_ASCII));
      return signature.verify(bytes);
    } catch (SignatureException e) {
      return false; // not even of the form of a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the signature cannot be checked", e);
    }
  }
}
