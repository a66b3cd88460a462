package io.winnow.descriptor.worker;

import io.winnow.descriptor.encoder.DegenerateImageException;
import io.winnow.descriptor.image.RejectionKind;
import io.winnow.descriptor.worker.Outcome.Described;
import io.winnow.descriptor.worker.Outcome.Prepared;
import io.winnow.descriptor.worker.Outcome.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the prepared images of a batch, or of a part of one, through the encoder, together. */
final class BatchDescriber {

  private final ImageEncoder encoder;
  private final WorkerMetrics metrics;

  BatchDescriber(ImageEncoder encoder, WorkerMetrics metrics) {
    this.encoder = encoder;
    this.metrics = metrics;
  }

  /** How many threads may {@link #describe} at the same time. */
  int passes() {
    return encoder.passes();
  }

  /**
   * Describes a batch.
   *
   * @return the outcomes in the same order, every {@link Prepared} replaced by {@link Described} or
   *     {@link Rejected}
   */
  List<Outcome> describe(List<Outcome> batch) {
    List<Prepared> prepared = new ArrayList<>();
    for (Outcome outcome : batch) {
      if (outcome instanceof Prepared image) {
        prepared.add(image);
      }
    }
    List<Outcome> finished = prepared.isEmpty() ? List.of() : describeAll(prepared);
    List<Outcome> result = new ArrayList<>(batch.size());
    int next = 0;
    for (Outcome outcome : batch) {
      result.add(outcome instanceof Prepared ? finished.get(next++) : outcome);
    }
    return result;
  }

  private List<Outcome> describeAll(List<Prepared> images) {
    try {
      return describeTogether(images);
    } catch (DegenerateImageException e) {
      if (images.size() == 1) {
        return List.of(
            new Rejected(
                RejectionKind.DEGENERATE,
                images.get(0).format(),
                "image has no descriptor: it does not differ from the encoder's mean image",
                Optional.of(e)));
      }
      // One by one: the time of one more batch, however many of them are degenerate.
      List<Outcome> outcomes = new ArrayList<>(images.size());
      for (Prepared image : images) {
        outcomes.addAll(describeAll(List.of(image)));
      }
      return outcomes;
    }
  }

  private List<Outcome> describeTogether(List<Prepared> images) {
    List<float[]> inputs = images.stream().map(Prepared::input).toList();
    float[][] vectors = metrics.timeInference(inputs.size(), () -> encoder.describe(inputs));
    if (vectors.length != images.size()) {
      throw new IllegalStateException(
          "encoder returned %d vectors for %d images".formatted(vectors.length, images.size()));
    }
    List<Outcome> described = new ArrayList<>(images.size());
    for (int i = 0; i < vectors.length; i++) {
      Prepared image = images.get(i);
      described.add(new Described(image.imageId(), image.image(), image.ref(), vectors[i]));
    }
    return described;
  }
}
