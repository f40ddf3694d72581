package io.sekisho.trust;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import java.util.Optional;

/// Which profile a request is about, before anyone looked whether there is such a profile.
sealed interface Wanted {
  /// @param account whose profile it must be, where the request says so
  record Profile(String id, Optional<AccountId> account) implements Wanted {}

  /// The request makes no sense, or none for this compute resource.
  record Unclear(Problem problem, Reason reason) implements Wanted {}

  /// Reads a request; one that names nothing is about the compute resource's default profile.
  static Wanted of(Asked asked, Compute compute) {
    if (asked.id().isPresent() && !TrustedProfile.isId(asked.id().get())) {
      return malformed("trusted_profile.id", "`Profile-` and a UUID");
    }
    Optional<Crn> crn = asked.crn().flatMap(Wanted::profileCrn);
    if (asked.crn().isPresent() && crn.isEmpty()) {
      return malformed("trusted_profile.crn", "the CRN of a trusted profile");
    }
    if (crn.isPresent()) {
      Profile named = new Profile(crn.get().id(), Optional.of(crn.get().account()));
      return asked.id().isEmpty() || asked.id().get().equals(named.id) ? named : contradictory();
    }
    return asked
        .id()
        .or(() -> defaultOf(compute))
        .<Wanted>map(id -> new Profile(id, Optional.empty()))
        .orElseGet(Wanted::unnamed);
  }

  private static Optional<String> defaultOf(Compute compute) {
    return compute.initialization().defaultTrustedProfile().map(profile -> profile.target().id());
  }

  private static Optional<Crn> profileCrn(String text) {
    try {
      Crn crn = Crn.parse(text);
      boolean profile =
          crn.service().equals("iam-identity")
              && crn.location().isEmpty()
              && crn.type().equals("profile")
              && TrustedProfile.isId(crn.id());
      return profile ? Optional.of(crn) : Optional.empty();
    } catch (IllegalArgumentException notACrn) {
      return Optional.empty();
    }
  }

  private static Unclear malformed(String field, String form) {
    Problem problem = Problem.of(Code.INVALID_VALUE, "`" + field + "` must be " + form + ".");
    return new Unclear(problem.field(field), new Reason.Malformed(field));
  }

  private static Unclear contradictory() {
    Problem problem =
        Problem.of(
            Code.INVALID_VALUE,
            "`id` and `crn` of `trusted_profile` name different profiles; give one of them.");
    return new Unclear(problem.field("trusted_profile"), new Reason.Contradictory());
  }

  private static Unclear unnamed() {
    Problem problem =
        Problem.of(
            Code.MISSING_FIELD,
            "Name a trusted profile by `id` or `crn`: this compute resource has no default one.");
    return new Unclear(problem.field("trusted_profile"), new Reason.Unnamed());
  }
}
