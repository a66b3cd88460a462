package io.winnow.streams.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** Keys in PEM files as {@code openssl} writes them. */
final class Ed25519Keys {

  static final String ALGORITHM = "Ed25519";

  /** Far more than such a file has; a wrong file is not read to its end. */
  private static final int LARGEST_FILE = 16 << 10;

  private Ed25519Keys() {}

  /**
   * Reads a PKCS#8 private key and computes its public key.
   *
   * @throws KeyFileException if the file cannot be read or holds something else
   */
  static KeyPair readPair(Path file) {
    byte[] encoded = pem(file, "PRIVATE KEY");
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return new KeyPair(publicKey((EdECPrivateKey) key), key);
    } catch (GeneralSecurityException e) {
      // the cause is left out: what a parser says of a private key has no place in a log
      throw new KeyFileException(file + " holds no Ed25519 private key", null);
    }
  }

  /**
   * Reads an X.509 public key.
   *
   * @throws KeyFileException if the file cannot be read or holds something else
   */
  static PublicKey readPublic(Path file) {
    byte[] encoded = pem(file, "PUBLIC KEY");
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new KeyFileException(file + " holds no Ed25519 public key", e);
    }
  }

  /** Returns the SHA-256 of the X.509 encoding, 64 lower-case hexadecimal digits. */
  static String fingerprint(PublicKey key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The JDK computes a public key only where it makes a pair, from 32 random bytes that are the
   * private key (RFC 8032, 5.1.5): it is given those of the key at hand.
   */
  private static PublicKey publicKey(EdECPrivateKey key) throws GeneralSecurityException {
    byte[] seed = key.getBytes().orElseThrow(() -> new GeneralSecurityException("no key bytes"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
    generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
    return generator.generateKeyPair().getPublic();
  }

  private static byte[] pem(Path file, String label) {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(LARGEST_FILE), US_ASCII);
    } catch (IOException e) {
      throw new KeyFileException("cannot read " + file + ": " + e, e);
    }
    String header = "-----BEGIN " + label + "-----";
    int begin = text.indexOf(header);
    int end = text.indexOf("-----END " + label + "-----");
    if (begin < 0 || end < begin) {
      throw new KeyFileException(file + " is no PEM file with a " + label, null);
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(begin + header.length(), end));
    } catch (IllegalArgumentException e) {
      throw new KeyFileException(file + " is no PEM file with a " + label, null);
    }
  }

  /** Hands out the bytes it was given. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
