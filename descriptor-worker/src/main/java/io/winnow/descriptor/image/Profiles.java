package io.winnow.descriptor.image;

import java.util.Optional;
import java.util.function.Consumer;

/** Applies the profile that a picture came with, or counts that it cannot be. */
final class Profiles {

  private Profiles() {}

  /**
   * Converts to sRGB in place.
   *
   * @param icc the profile's bytes, if there is one
   * @param kind of the picture's colours
   */
  static void apply(
      Optional<byte[]> icc, ColourProfile.Kind kind, byte[] rgb, Consumer<Oddity> oddities) {
    if (icc.isEmpty()) {
      return;
    }
    Optional<ColourProfile> profile = ColourProfile.of(icc.get(), kind);
    if (profile.isEmpty()) {
      oddities.accept(Oddity.PROFILE_IGNORED);
      return;
    }
    profile.get().apply(rgb);
  }
}
