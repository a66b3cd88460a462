package io.winnow.selection.uncertainty;

/** An opinion of a test. */
record Said(String member, Prediction prediction) implements Opinion {}
