package io.winnow.descriptor.training;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * How a backbone was trained; {@code provenance.json} beside its weights.
 *
 * @param command command line that repeats it
 * @param task what the network learnt
 * @param dataFile name of the image file
 * @param dataSha256 its SHA-256, hex
 * @param settings what it was trained with
 * @param lossPerEpoch mean cross-entropy of each epoch, nats
 * @param heldOutAccuracyPerEpoch share of held-out rotations told apart after each epoch; chance is
 *     0.25
 * @param parameters parameters of the kept layers
 * @param weightDigest digest of the weights
 */
@JsonPropertyOrder({
  "command",
  "task",
  "dataFile",
  "dataSha256",
  "settings",
  "lossPerEpoch",
  "heldOutAccuracyPerEpoch",
  "parameters",
  "weightDigest"
})
public record Provenance(
    String command,
    String task,
    String dataFile,
    String dataSha256,
    TrainingSettings settings,
    List<Double> lossPerEpoch,
    List<Double> heldOutAccuracyPerEpoch,
    long parameters,
    String weightDigest) {

  public Provenance {
    lossPerEpoch = List.copyOf(lossPerEpoch);
    heldOutAccuracyPerEpoch = List.copyOf(heldOutAccuracyPerEpoch);
  }
}
