package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.similarity.SimilarityEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/**
 * For each candidate the selected image it resembles, as far as that is a part of its reason, and
 * the decisions.
 */
final class Resemblances {
  private static final int NOBODY = -1;

  private final int[] similar;
  private final float[] cosines;

  /** Of a shortlist of {@code size} in which nobody resembles anybody yet. */
  Resemblances(int size) {
    similar = new int[size];
    cosines = new float[size];
    Arrays.fill(similar, NOBODY);
  }

  /**
   * Every dropped candidate with the selected one nearest to it; of equally near ones the first of
   * the shortlist.
   */
  static Resemblances ofDropped(SimilarityEngine engine, List<float[]> vectors, BitSet selected) {
    int[] kept = selected.stream().toArray();
    List<Integer> dropped = new ArrayList<>();
    for (int i = selected.nextClearBit(0); i < vectors.size(); i = selected.nextClearBit(i + 1)) {
      dropped.add(i);
    }
    Resemblances resemblances = new Resemblances(vectors.size());
    engine
        .table(selected.stream().mapToObj(vectors::get).toList())
        .against(
            dropped.stream().map(vectors::get).toList(),
            (row, firstColumn, count, dots, offset) -> {
              int candidate = dropped.get(row);
              for (int c = 0; c < count; c++) {
                resemblances.offer(candidate, kept[firstColumn + c], dots[offset + c]);
              }
            });
    return resemblances;
  }

  /** Takes another for the similar one if it is nearer, or the first. */
  void offer(int candidate, int other, float cosine) {
    if (similar[candidate] == NOBODY || cosine > cosines[candidate]) {
      set(candidate, other, cosine);
    }
  }

  void set(int candidate, int other, float cosine) {
    similar[candidate] = other;
    cosines[candidate] = cosine;
  }

  /**
   * The decisions in the order of the shortlist.
   *
   * @param selected must hold every similar one
   * @param otherwise the reason of a candidate that resembles nobody
   */
  List<CandidateDecision> decisions(
      Shortlist shortlist, BitSet selected, IntFunction<Reason> otherwise) {
    int[] places = places(selected, shortlist.size());
    List<CandidateDecision> decisions = new ArrayList<>(shortlist.size());
    for (int i = 0; i < shortlist.size(); i++) {
      ShortlistedCandidate candidate = shortlist.candidates().get(i);
      boolean alone = similar[i] == NOBODY;
      String similarTo = alone ? null : shortlist.candidates().get(similar[i]).imageId();
      Double cosine = alone ? null : cosines[i] + 0.0; // -0.0 becomes 0.0: digests see bits
      decisions.add(
          new CandidateDecision(
              candidate.imageId(),
              i + 1,
              candidate.uncertainty(),
              selected.get(i),
              alone
                  ? otherwise.apply(i)
                  : Reason.of(
                      selected.get(i) ? ReasonCode.SIMILAR_FILLS_BUDGET : ReasonCode.SIMILAR,
                      places[similar[i]]),
              similarTo,
              cosine));
    }
    return decisions;
  }

  /** Places in the selection from 1 in the order of the shortlist, 0 for the dropped. */
  private static int[] places(BitSet selected, int size) {
    int[] places = new int[size];
    int place = 0;
    for (int i = selected.nextSetBit(0); i >= 0; i = selected.nextSetBit(i + 1)) {
      places[i] = ++place;
    }
    return places;
  }
}
