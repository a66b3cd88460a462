package io.winnow.selection.reason;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Why a candidate was selected or dropped, as evidence has it: a code and its arguments. Words are
 * made of it where it is shown, by {@link ReasonText}, so that they can be changed without changing
 * a digest.
 *
 * @param code what it says
 * @param arguments values of {@link ReasonCode#arguments()}, in that order
 */
public record Reason(ReasonCode code, List<String> arguments) {

  /**
   * @throws IllegalArgumentException if there are not as many arguments as the code has
   */
  public Reason {
    Objects.requireNonNull(code, "code");
    arguments = List.copyOf(arguments);
    if (arguments.size() != code.arguments().size()) {
      throw new IllegalArgumentException(
          "reason " + code + " has arguments " + arguments + ", expected " + code.arguments());
    }
  }

  /**
   * @param arguments numbers or text, in the order of {@link ReasonCode#arguments()}
   */
  public static Reason of(ReasonCode code, Object... arguments) {
    List<String> texts = new ArrayList<>(arguments.length);
    for (Object argument : arguments) {
      texts.add(argument.toString());
    }
    return new Reason(code, texts);
  }

  /**
   * Returns the reason of a code's name and arguments by name.
   *
   * @throws IllegalArgumentException if there is no such code or an argument is missing
   */
  public static Reason of(String code, Map<String, String> arguments) {
    ReasonCode known;
    try {
      known = ReasonCode.valueOf(code);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unknown reasonCode " + code, e);
    }
    List<String> values = new ArrayList<>();
    for (String name : known.arguments()) {
      String value = arguments.get(name);
      if (value == null) {
        throw new IllegalArgumentException("reason " + code + " has no argument " + name);
      }
      values.add(value);
    }
    return new Reason(known, values);
  }

  /** Returns the arguments by name, in order. */
  public Map<String, String> named() {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      named.put(code.arguments().get(i), arguments.get(i));
    }
    return named;
  }
}
