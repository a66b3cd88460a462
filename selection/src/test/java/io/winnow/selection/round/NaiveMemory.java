package io.winnow.selection.round;

import io.winnow.selection.query.RememberedImage;
import java.util.ArrayList;
import java.util.List;

/** What a round must remember, from the rounds before it and nothing else. */
final class NaiveMemory {

  private NaiveMemory() {}

  /**
   * An image of round q counts in round r if r looks back as far, and if every round from q to r-1
   * remembered as far back as q and compared descriptors of the same encoder as r.
   */
  static List<RememberedImage> of(RoundManifest manifest, List<ClosedRound> earlier) {
    List<RememberedImage> remembered = new ArrayList<>();
    for (ClosedRound origin : earlier) {
      long round = origin.manifest().round();
      boolean kept = manifest.round() - round <= manifest.policy().memory().rounds();
      for (ClosedRound between : earlier) {
        RoundManifest later = between.manifest();
        if (later.round() >= round) {
          kept &= later.round() + 1 - round <= later.policy().memory().rounds();
          kept &=
              later.policy().encoders().current().equals(manifest.policy().encoders().current());
        }
      }
      if (kept) {
        origin
            .query()
            .forEach(
                image ->
                    remembered.add(
                        new RememberedImage(
                            image.image().candidate().imageId(),
                            round,
                            image.image().descriptor().vector())));
      }
    }
    return remembered;
  }
}
