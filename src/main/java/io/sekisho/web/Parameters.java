package io.sekisho.web;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the address says after its question mark, by name: the one place where it is read as
/// numbers, flags and words. What can't be is refused with what would do.
public record Parameters(Map<String, String> values) {
  public static final Parameters NONE = new Parameters(Map.of());

  private static final int DIGITS = 18;

  public Parameters {
    values = Map.copyOf(values);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// A text that has to be there.
  public Outcome<String> required(String name) {
    return text(name)
        .map(Outcome::of)
        .orElseGet(
            () ->
                Outcome.refuse(
                    Problem.of(Code.MISSING_VALUE, "Give the query parameter " + name + ".")
                        .parameter(name)));
  }

  /// One of some words.
  ///
  /// @param usual what it is unless given
  public Outcome<String> word(String name, String usual, List<String> known) {
    String given = text(name).orElse(usual);
    return given.equals(usual) || known.contains(given)
        ? Outcome.of(given)
        : invalid(name, "Give " + name + " as " + choice(known) + ".");
  }

  /// `true` or `false`, which it is unless given.
  public Outcome<Boolean> flag(String name) {
    return word(name, "false", List.of("true", "false")).map(Boolean::valueOf);
  }

  /// A number.
  ///
  /// @param usual what it is unless given
  public Outcome<Integer> number(String name, int usual, int least, int most) {
    return number(name, (long) usual, least, most).map(Math::toIntExact);
  }

  /// The same, of which there may be many.
  public Outcome<Long> number(String name, long usual, long least, long most) {
    String given = text(name).orElse(Long.toString(usual));
    boolean digits =
        given.length() <= DIGITS && given.chars().allMatch(it -> it >= '0' && it <= '9');
    long number = digits && !given.isEmpty() ? Long.parseLong(given) : -1;
    return number >= least && number <= most
        ? Outcome.of(number)
        : invalid(
            name,
            most == Long.MAX_VALUE
                ? "Give %s as a number, %d or more.".formatted(name, least)
                : "Give %s from %d to %d.".formatted(name, least, most));
  }

  public static <T> Outcome<T> invalid(String name, String message) {
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).parameter(name));
  }

  /// The same with another value.
  public Parameters with(String name, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new Parameters(more);
  }

  public Parameters without(String name) {
    Map<String, String> fewer = new TreeMap<>(values);
    fewer.remove(name);
    return new Parameters(fewer);
  }

  /// As they stand in an address, the question mark included; empty if there are none.
  public String query() {
    String all =
        new TreeMap<>(values)
            .entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    return all.isEmpty() ? "" : "?" + all;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String choice(List<String> words) {
    List<String> all = new ArrayList<>(words);
    String last = all.removeLast();
    return all.isEmpty() ? last : String.join(", ", all) + " or " + last;
  }
}
