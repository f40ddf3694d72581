package io.sekisho.compute;

import io.sekisho.catalog.AllowedUse;
import io.sekisho.estate.Refusal;
import io.sekisho.guardrail.Suitability;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Which servers images and volumes may become, as bodies say it.
public final class AllowedUses {
  private static final LocalDate OLDEST = LocalDate.of(2019, 1, 1);
  private static final int LONGEST = 1_000;

  private AllowedUses() {}

  /// What is said of it.
  public record Said(
      Optional<String> apiVersion, Optional<String> bareMetalServer, Optional<String> instance) {}

  /// Any server.
  static AllowedUse any(LocalDate version) {
    return new AllowedUse(version.toString(), AllowedUse.ANY, AllowedUse.ANY);
  }

  /// What is said, and else as it was: expressions of before are read anew as of another date.
  static AllowedUse of(Optional<Said> said, AllowedUse before, Instant now) {
    AllowedUse after =
        new AllowedUse(
            said.flatMap(Said::apiVersion).map(it -> version(it, now)).orElse(before.apiVersion()),
            said.flatMap(Said::bareMetalServer).orElse(before.bareMetalServer()),
            said.flatMap(Said::instance).orElse(before.instance()));
    if (!after.equals(before)) {
      expectShort(after.bareMetalServer(), "bare_metal_server");
      expectShort(after.instance(), "instance");
      Suitability.faults(after)
          .forEach(
              (member, fault) -> {
                throw Refusal.invalid("allowed_use." + member, fault);
              });
    }
    return after;
  }

  private static String version(String text, Instant now) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (!date.isBefore(OLDEST) && !date.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC))) {
        return text;
      }
    } catch (DateTimeException _) {
      // As for any other date that will not do.
    }
    throw Refusal.invalid(
        "allowed_use.api_version", "Give a date from %s to today.".formatted(OLDEST));
  }

  private static void expectShort(String text, String member) {
    if (text.isBlank() || text.length() > LONGEST) {
      throw Refusal.invalid(
          "allowed_use." + member, "Give an expression of at most 1000 characters, such as true.");
    }
  }
}
