package io.winnow.selection.uncertainty;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A choice that policies make by name. */
interface Labelled {

  /** The name used in policies. */
  String label();

  /**
   * @param kind what is chosen, for the message
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  static <E extends Labelled> E named(String kind, E[] choices, String name) {
    return Arrays.stream(choices)
        .filter(choice -> choice.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown "
                        + kind
                        + " '"
                        + name
                        + "', expected one of "
                        + Arrays.stream(choices)
                            .map(Labelled::label)
                            .collect(Collectors.joining(", "))));
  }
}
