package io.winnow.cli.policy;

import io.winnow.schemas.AttributeFilter;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.SelectionLimit;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags for what a query set must satisfy besides being uncertain and diverse. */
final class ConstraintFlags {

  private static final String NONE = "none";

  @Option(
      names = "--filter",
      paramLabel = "NAME=CONDITION",
      description =
          "Only images whose attribute is one of the values (site=A,B) or within the bounds"
              + " (speed=10..20, speed=10.., speed=..20). May be repeated: all must hold. none: no"
              + " filters.")
  private List<String> filters;

  @Option(
      names = "--limit",
      paramLabel = "GROUP:BOUNDS",
      description =
          "How many images of a group a round selects: class:max=5 (of every class),"
              + " class=car:min=2,max=5, source:max=3, attribute:site=A:min=1. A source is the URI"
              + " without its last segment. May be repeated, the most important first. none: no"
              + " limits.")
  private List<String> limits;

  @Option(
      names = "--relax-limits",
      negatable = true,
      description =
          "Let maxima give way, the last limit first, where the budget cannot be filled otherwise"
              + " (new pool: no).")
  private Boolean relaxLimits;

  @Option(
      names = "--memory-rounds",
      paramLabel = "N",
      description =
          "Drop candidates that resemble an image selected in the last N rounds (new pool: 0).")
  private Integer memoryRounds;

  @Option(
      names = "--memory-cosine",
      paramLabel = "COSINE",
      description = "The cosine from which they do, -1..1.")
  private Double memoryCosine;

  void applyTo(PoolPolicy.Builder draft) {
    if (filters != null) {
      List<AttributeFilter> parsed =
          isNone(filters) ? List.of() : filters.stream().map(FilterText::parse).toList();
      draft.setFilters(parsed);
    }
    if (limits != null) {
      List<SelectionLimit> parsed =
          isNone(limits) ? List.of() : limits.stream().map(LimitText::parse).toList();
      draft.setLimits(parsed);
    }
    if (relaxLimits != null) {
      draft.setRelaxLimits(relaxLimits);
    }
    if (memoryRounds != null) {
      draft.setMemoryRounds(memoryRounds);
    }
    if (memoryCosine != null) {
      draft.setMemoryCosine(memoryCosine);
    }
  }

  private static boolean isNone(List<String> values) {
    return values.size() == 1 && values.get(0).equals(NONE);
  }
}
