package io.winnow.selection.uncertainty;

/**
 * What a model said about one image. Every implementation is valid once constructed: its
 * constructor throws {@link InvalidPredictionException} with a one-line reason otherwise.
 */
public sealed interface Prediction permits Classification, Detections, PrecomputedUncertainty {}
