package io.winnow.cli.encoder;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneException;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoder;
import java.util.Optional;

/** Finds the backbone that an encoder was fitted on. */
final class BackboneOfEncoder {

  private BackboneOfEncoder() {}

  /**
   * Opens an encoder with a backbone of its weights: the given one, else the one it names.
   *
   * @param given name or directory of a backbone
   * @throws BackboneException if the encoder's own is not built in and none of its weights is given
   */
  static Describer open(Encoder encoder, Optional<String> given, Backend backend) {
    if (given.isPresent()) {
      Backbone backbone = Backbones.open(Backbones.spec(given.get()), backend);
      if (backbone.weightDigest().equals(encoder.spec().weightDigest())) {
        return new Describer(encoder, backbone);
      }
      backbone.close();
    }
    try {
      return Describer.open(encoder, backend);
    } catch (BackboneException e) {
      throw new BackboneException(
          "encoder %s: %s; --backbone DIR names the one it was fitted on"
              .formatted(encoder.encoderId().substring(0, 12), e.getMessage()),
          e);
    }
  }
}
