package io.sekisho.plan;

import io.sekisho.mint.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Makes the rules that are declared, and finds which one of before each of them is: the one of its
/// name, or else one that says the same.
///
/// @param <S> a rule as declared
/// @param <R> a rule
final class RuleKeeper<S, R> {
  private final Scope scope;
  private final Craft<S, R> craft;

  RuleKeeper(Scope scope, Craft<S, R> craft) {
    this.scope = scope;
    this.craft = craft;
  }

  /// How rules of one kind are made.
  ///
  /// @param given the name that a declaration gives
  /// @param reader reads what it says, for a path; such a rule is bare
  /// @param bare a rule without id, name and time: bare rules that say the same are equal
  record Craft<S, R>(
      Function<S, Optional<String>> given,
      BiFunction<S, String, Optional<R>> reader,
      Function<R, String> name,
      UnaryOperator<R> bare,
      Function<Kept<R>, R> maker) {}

  /// What a declared rule is to be.
  ///
  /// @param rule what it says
  /// @param before the rule that it was, if it was one
  record Kept<R>(String name, R rule, Optional<R> before) {}

  /// @param path where they are declared
  List<R> rules(List<S> specs, List<R> before, String path) {
    List<Said<R>> said = read(specs, path);
    Map<String, R> named = new HashMap<>();
    before.forEach(it -> named.put(craft.name.apply(it), it));
    Map<Said<R>, R> found = match(said, named, before);
    Set<String> taken = new HashSet<>(named.keySet());
    said.forEach(it -> it.name.ifPresent(taken::add));
    List<R> rules = new ArrayList<>();
    for (Said<R> each : said) {
      Optional<R> old = Optional.ofNullable(found.get(each));
      String name = each.name.or(() -> old.map(craft.name)).orElseGet(() -> free(taken));
      rules.add(craft.maker.apply(new Kept<>(name, each.rule, old)));
    }
    return rules;
  }

  private record Said<R>(Optional<String> name, R rule) {}

  private List<Said<R>> read(List<S> specs, String path) {
    List<Said<R>> said = new ArrayList<>();
    Map<Object, String> places = new HashMap<>();
    for (int i = 0; i < specs.size(); i++) {
      String at = path + "[" + i + "]";
      Optional<String> name = craft.given.apply(specs.get(i));
      Optional<R> rule = craft.reader.apply(specs.get(i), at);
      Optional<String> namesake = name.flatMap(it -> earlier(places, it, at));
      Optional<String> twin = rule.flatMap(it -> earlier(places, it, at));
      namesake.ifPresent(
          it ->
              scope.wrong(
                  at, "is named %s, and so is %s; rename one of them.".formatted(name.get(), it)));
      twin.ifPresent(
          it -> scope.wrong(at, "says the same as %s; remove one of them.".formatted(it)));
      if (namesake.isEmpty() && twin.isEmpty()) {
        rule.ifPresent(it -> said.add(new Said<>(name, it)));
      }
    }
    return said;
  }

  private static Optional<String> earlier(Map<Object, String> places, Object what, String path) {
    return Optional.ofNullable(places.putIfAbsent(what, path));
  }

  /// By names first; then those that were given no name have the first choice of what is left.
  private Map<Said<R>, R> match(List<Said<R>> said, Map<String, R> named, List<R> before) {
    Map<Said<R>, R> found = new HashMap<>();
    for (Said<R> each : said) {
      each.name
          .flatMap(it -> Optional.ofNullable(named.get(it)))
          .ifPresent(it -> found.put(each, it));
    }
    Set<R> taken = new HashSet<>(found.values());
    Map<R, Deque<R>> left = new HashMap<>();
    before.stream()
        .filter(it -> !taken.contains(it))
        .forEach(it -> left.computeIfAbsent(craft.bare.apply(it), _ -> new ArrayDeque<>()).add(it));
    for (boolean withName : new boolean[] {false, true}) {
      for (Said<R> each : said) {
        Deque<R> same = left.getOrDefault(each.rule, new ArrayDeque<>());
        if (each.name.isPresent() == withName && !found.containsKey(each) && !same.isEmpty()) {
          found.put(each, same.remove());
        }
      }
    }
    return found;
  }

  private String free(Set<String> taken) {
    String word = Words.of(scope.minter.uuid());
    while (!taken.add(word)) {
      word = Words.of(scope.minter.uuid());
    }
    return word;
  }
}
