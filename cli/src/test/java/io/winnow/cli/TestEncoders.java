package io.winnow.cli;

import io.winnow.descriptor.encoder.DuplicateCosine;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.FitRecord;

/** Encoders that nobody fitted. */
final class TestEncoders {

  private TestEncoders() {}

  /** Another encoder, with another mean by {@code shift} and duplicate cosine. */
  static Encoder shifted(Encoder encoder, float shift, DuplicateCosine duplicates) {
    FitRecord fit = encoder.fit();
    float[] mean = encoder.mean();
    mean[0] += shift;
    return new Encoder(
        encoder.spec(),
        new FitRecord(
            fit.sampleCount(),
            fit.sampleDigest(),
            fit.seed(),
            fit.backend(),
            fit.rank(),
            fit.explainedVariance(),
            fit.whitening(),
            fit.algorithm(),
            duplicates),
        mean,
        encoder.components());
  }
}
