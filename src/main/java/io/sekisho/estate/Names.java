package io.sekisho.estate;

import io.sekisho.mint.Words;
import io.sekisho.vpc.Resource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What resources may be called, as IBM has it.
public final class Names {
  private static final Pattern NAME = Pattern.compile("([a-z]|[a-z][-a-z0-9]*[a-z0-9])");
  private static final int LONGEST = 63;

  private Names() {}

  /// A name that somebody gave, if it can be one.
  ///
  /// @throws Refusal if not
  public static String valid(String name) {
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw Refusal.invalid(
          "name",
          "A name has 1 to 63 characters: lower-case letters, digits and hyphens; it begins with a"
              + " letter and does not end with a hyphen.");
    }
    return name;
  }

  /// The same of a resource whose provider has some names for itself.
  ///
  /// @throws Refusal if it is one of those
  public static Optional<String> unreserved(Optional<String> given) {
    if (given.filter(name -> name.startsWith("ibm-")).isPresent()) {
      throw Refusal.invalid(
          "name", "Names that begin with ibm- are the provider's: choose another.");
    }
    return given;
  }

  /// A name that is nobody else's among some.
  ///
  /// @param given as in the body; if it is not, words of ours
  /// @param naming those that have a name, as [Holdings#naming] finds them
  /// @param id of who is to have it; of a new resource empty
  /// @throws Refusal 409 if it is somebody's
  public static String own(
      Optional<String> given,
      Function<String, ? extends Collection<? extends Resource>> naming,
      String id) {
    return chosen(given, name -> naming.apply(name).stream().anyMatch(it -> !it.id().equals(id)));
  }

  /// The same among a few.
  public static String own(
      Optional<String> given, Collection<? extends Resource> others, String id) {
    return own(given, among(others), id);
  }

  private static Function<String, List<Resource>> among(Collection<? extends Resource> others) {
    return name ->
        others.stream().filter(it -> it.name().equals(name)).map(Resource.class::cast).toList();
  }

  /// The same among the names of what are no resources.
  public static String own(Optional<String> given, Set<String> taken) {
    return chosen(given, taken::contains);
  }

  /// The same, of a resource that is to be renamed.
  ///
  /// @param before as it is called now
  public static String renamed(
      Optional<String> given,
      Resource before,
      Function<String, ? extends Collection<? extends Resource>> naming) {
    return given.isEmpty() ? before.name() : own(given, naming, before.id());
  }

  /// The same among a few.
  public static String renamed(
      Optional<String> given, Resource before, Collection<? extends Resource> others) {
    return renamed(given, before, among(others));
  }

  private static String chosen(Optional<String> given, Predicate<String> taken) {
    if (given.isEmpty()) {
      return free(taken);
    }
    String name = valid(given.get());
    if (taken.test(name)) {
      throw Refusal.conflict("Another one is named %s: choose another name.".formatted(name));
    }
    return name;
  }

  private static String free(Predicate<String> taken) {
    String name;
    do {
      name = Words.of(UUID.randomUUID());
    } while (taken.test(name));
    return name;
  }
}
