package io.sekisho.control;

import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.plan.Edits;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.wire.ProfileView.LinkRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// Makes and removes links between a trusted profile and compute resources of its own account.
final class Links {
  private Links() {}

  static Outcome<Alteration> add(
      Edition now, Item profile, LinkRequest request, UUID id, Instant at) {
    TrustedProfile before = (TrustedProfile) profile.value();
    Optional<Compute> compute = compute(now, profile, request.compute());
    if (compute.isEmpty()) {
      return Outcome.refuse(
          Problem.of(
                  Code.NOT_FOUND,
                  "There is no instance or bare metal server %s in account %s."
                      .formatted(request.compute(), now.accountName(profile)))
              .status(400)
              .field("compute", request.compute()));
    }
    Alteration none = Alteration.none(now.contents());
    if (Edits.find(before, compute.get()).isPresent()) {
      return Outcome.of(none);
    }
    List<Link> links = new ArrayList<>(before.links());
    links.add(Edits.link(compute.get(), request.name().orElse(""), id, at));
    return Outcome.of(none.with(Edits.modified(Edits.withLinks(before, links), at)));
  }

  static Outcome<Alteration> remove(Edition now, Item profile, String which, Instant at) {
    TrustedProfile before = (TrustedProfile) profile.value();
    Optional<String> target = compute(now, profile, which).map(Compute::id);
    Predicate<Link> meant =
        link -> link.id().equals(which) || link.target().id().equals(target.orElse(which));
    if (before.links().stream().noneMatch(meant)) {
      return Outcome.refuse(
          Problem.of(
                  Code.NOT_FOUND,
                  "Trusted profile %s has no link to %s.".formatted(before.name(), which))
              .parameter("link"));
    }
    return Outcome.of(
        Alteration.none(now.contents())
            .with(Edits.modified(Edits.withoutLinks(before, meant), at)));
  }

  /// An instance or bare metal server of the profile's account, by id, name or `account/name`.
  private static Optional<Compute> compute(Edition now, Item profile, String which) {
    String before = now.accountName(profile) + "/";
    String name = which.startsWith(before) ? which.substring(before.length()) : which;
    return now.contents()
        .find(Compute.class, which)
        .filter(it -> it.account().equals(profile.account()))
        .or(
            () ->
                now.contents().named(profile.account(), Compute.class, name).stream().findFirst());
  }
}
