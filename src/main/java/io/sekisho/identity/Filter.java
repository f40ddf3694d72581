package io.sekisho.identity;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition on records' attributes in SCIM's language (RFC 7644, section 3.4.2.2), such as `name
/// sw "web" and not (description eq "old")`. Texts are compared without regard to case.
public final class Filter {
  /// Lets everything through.
  public static final Filter ALL = new Filter(_ -> true);

  private static final int MAX_TOKENS = 100;
  private static final Pattern TOKEN =
      Pattern.compile("\\G\\s*(?:([()])|(\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\")|([A-Za-z_]+))\\s*");

  private final Predicate<Map<String, String>> test;

  private Filter(Predicate<Map<String, String>> test) {
    this.test = test;
  }

  /// @param attributes an absent one is left out
  boolean test(Map<String, String> attributes) {
    return test.test(attributes);
  }

  /// A filter that also asks for this value.
  public Filter and(String attribute, String value) {
    return new Filter(test.and(all -> value.equals(all.get(attribute))));
  }

  /// Reads a filter.
  ///
  /// @param known the attributes that it may name
  public static Outcome<Filter> parse(String text, Set<String> known) {
    try {
      Parser parser = new Parser(tokens(text), known);
      Predicate<Map<String, String>> test = parser.either();
      parser.end();
      return Outcome.of(new Filter(test));
    } catch (IllegalArgumentException e) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "The filter can't be read: " + e.getMessage() + ".")
              .parameter("filter"));
    }
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find() && tokens.size() < MAX_TOKENS) {
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
    if (end < text.length()) {
      throw new IllegalArgumentException("it can't be understood from character " + (end + 1));
    }
    return tokens;
  }

  /// Reads from the loosest binding to the tightest: or, and, not.
  private static final class Parser {
    private final List<String> tokens;
    private final Set<String> known;
    private int at;

    Parser(List<String> tokens, Set<String> known) {
      this.tokens = tokens;
      this.known = known;
    }

    Predicate<Map<String, String>> either() {
      Predicate<Map<String, String>> left = both();
      while (taken("or")) {
        left = left.or(both());
      }
      return left;
    }

    private Predicate<Map<String, String>> both() {
      Predicate<Map<String, String>> left = one();
      while (taken("and")) {
        left = left.and(one());
      }
      return left;
    }

    private Predicate<Map<String, String>> one() {
      if (taken("not")) {
        return one().negate();
      }
      if (taken("(")) {
        Predicate<Map<String, String>> inner = either();
        if (!taken(")")) {
          throw new IllegalArgumentException("a parenthesis is not closed");
        }
        return inner;
      }
      return comparison();
    }

    private Predicate<Map<String, String>> comparison() {
      String name = next("an attribute").toLowerCase(Locale.ROOT);
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "it may name " + String.join(", ", known.stream().sorted().toList()));
      }
      String operator = next("a comparison").toLowerCase(Locale.ROOT);
      if (operator.equals("pr")) {
        return all -> !all.getOrDefault(name, "").isEmpty();
      }
      String value = literal();
      Predicate<String> comparison = comparison(operator, value.toLowerCase(Locale.ROOT));
      return all -> comparison.test(all.getOrDefault(name, "").toLowerCase(Locale.ROOT));
    }

    private static Predicate<String> comparison(String operator, String value) {
      return switch (operator) {
        case "eq" -> value::equals;
        case "ne" -> text -> !text.equals(value);
        case "co" -> text -> text.contains(value);
        case "sw" -> text -> text.startsWith(value);
        case "ew" -> text -> text.endsWith(value);
        case "gt" -> text -> text.compareTo(value) > 0;
        case "ge" -> text -> text.compareTo(value) >= 0;
        case "lt" -> text -> text.compareTo(value) < 0;
        case "le" -> text -> text.compareTo(value) <= 0;
        default ->
            throw new IllegalArgumentException(
                "comparisons are eq, ne, co, sw, ew, gt, ge, lt, le and pr");
      };
    }

    private String literal() {
      String token = next("a value");
      boolean quoted = token.startsWith("\"");
      if (!quoted && !Set.of("true", "false").contains(token)) {
        throw new IllegalArgumentException("put values in quotes");
      }
      return quoted ? token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1") : token;
    }

    private boolean taken(String word) {
      boolean there = at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
      at += there ? 1 : 0;
      return there;
    }

    private String next(String what) {
      if (at == tokens.size()) {
        throw new IllegalArgumentException("it ends where " + what + " should be");
      }
      return tokens.get(at++);
    }

    void end() {
      if (at < tokens.size()) {
        throw new IllegalArgumentException("what is " + tokens.get(at) + " for?");
      }
    }
  }
}
