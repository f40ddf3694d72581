package io.sekisho.metadata;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/// The `version` that every request names: a date, behaviour as of which the caller wants.
public record ApiVersion(LocalDate date) {
  /// The first date with generally available behaviour.
  public static final LocalDate OLDEST = LocalDate.of(2022, 3, 1);

  /// Reads the query parameter. IBM documents both `missing_value` and `missing_field` for one that
  /// is not there; we answer `missing_value`, whose description names query parameters by example.
  ///
  /// @param today the date in UTC; a later version is refused, so that no client relies on
  ///   behaviour that nobody has defined yet
  public static Outcome<ApiVersion> parse(Optional<String> text, LocalDate today) {
    if (text.isEmpty()) {
      return Outcome.refuse(
          Problem.of(
                  Code.MISSING_VALUE,
                  "Add the query parameter `version` with a date, such as `version=2025-08-26`.")
              .parameter("version"));
    }
    Optional<LocalDate> date = date(text.get());
    if (date.isEmpty()) {
      return invalid("The query parameter `version` must be a date of the form `YYYY-MM-DD`.");
    }
    return date.get().isBefore(OLDEST) || date.get().isAfter(today)
        ? invalid("The query parameter `version` must be a date from " + OLDEST + " to today.")
        : Outcome.of(new ApiVersion(date.get()));
  }

  /// Whether a change applies to callers of this version.
  public boolean has(Change change) {
    return !date.isBefore(change.since);
  }

  /// What changed for callers from a date on. Additions to documents are not here: they apply to
  /// all versions alike.
  public enum Change {
    /// The identity methods left `/instance_identity` for `/identity`.
    IDENTITY_PATHS(LocalDate.of(2025, 8, 26));

    private final LocalDate since;

    Change(LocalDate since) {
      this.since = since;
    }

    /// The first version date that has it.
    public LocalDate since() {
      return since;
    }
  }

  /// Every request brings a date, so it is read without a pattern or a formatter.
  private static Optional<LocalDate> date(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return Optional.empty();
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    try {
      return year < 0 || month < 0 || day < 0
          ? Optional.empty()
          : Optional.of(LocalDate.of(year, month, day));
    } catch (DateTimeException notInTheCalendar) {
      return Optional.empty();
    }
  }

  /// The decimal number that stands there in ASCII digits; -1 if none does.
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static Outcome<ApiVersion> invalid(String message) {
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).parameter("version"));
  }
}
