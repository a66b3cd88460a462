package io.winnow.cli.encoder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import io.winnow.descriptor.encoder.DuplicateCosine;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderSpec;
import io.winnow.descriptor.encoder.FitRecord;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** An encoder without its matrices, for people and for scripts. */
final class EncoderText {

  private EncoderText() {}

  static void print(Encoder encoder, PrintWriter out) {
    EncoderSpec spec = encoder.spec();
    FitRecord fit = encoder.fit();
    out.println("encoder        " + encoder.encoderId());
    out.println("descriptor     " + spec.size() + " components");
    out.println("backbone       " + spec.backbone() + " (weights " + spec.weightDigest() + ")");
    out.printf(
        "input          %d x %d x %d%n",
        spec.input().height(), spec.input().width(), spec.input().channels());
    spec.layers().forEach(layer -> out.println("layer          " + layer(layer)));
    out.println(
        "aggregation    " + spec.aggregation().text() + ", " + spec.featureSize() + " features");
    out.printf(
        "fitted         on %d images (seed %d) by %s, %s PCA, rank %d, %.1f %% of the variance kept,"
            + " whitening %s%n",
        fit.sampleCount(),
        fit.seed(),
        fit.backend(),
        fit.algorithm(),
        fit.rank(),
        100 * fit.explainedVariance(),
        fit.whitening());
    DuplicateCosine duplicates = fit.duplicateCosine();
    out.printf(
        "duplicates     from cosine %.3f: it misses %.1f %% of altered copies, and %.1f %% of %d images"
            + " have a stranger that near%n",
        duplicates.threshold(),
        100 * duplicates.missed(),
        100 * duplicates.mistaken(),
        duplicates.images());
  }

  static ObjectNode json(Encoder encoder) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("encoderId", encoder.encoderId());
    json.put("descriptorSize", encoder.descriptorSize());
    json.set("spec", JsonText.tree(encoder.spec()));
    json.set("fit", JsonText.tree(encoder.fit()));
    return json;
  }

  private static String layer(EncoderSpec.Layer layer) {
    List<Integer> channels = layer.channels();
    return layer.name()
        + ", "
        + channels.size()
        + " channels: "
        + channels.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
