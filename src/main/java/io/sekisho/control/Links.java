package io.sekisho.control;

import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.plan.Edits;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Snapshot.Contents;
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

  static Outcome<Contents> add(
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
    Contents contents = now.snapshot().contents();
    if (Edits.find(before, compute.get()).isPresent()) {
      return Outcome.of(contents);
    }
    List<Link> links = new ArrayList<>(before.links());
    links.add(Edits.link(compute.get(), request.name().orElse(""), id, at));
    return Outcome.of(
        Alteration.with(contents, Edits.modified(Edits.withLinks(before, links), at)));
  }

  static Outcome<Contents> remove(Edition now, Item profile, String which, Instant at) {
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
        Alteration.with(
            now.snapshot().contents(), Edits.modified(Edits.withoutLinks(before, meant), at)));
  }

  /// An instance or bare metal server of the profile's account, by id, name or `account/name`.
  private static Optional<Compute> compute(Edition now, Item profile, String which) {
    String account = now.accountName(profile);
    return now.snapshot().contents().computes().stream()
        .filter(each -> each.identity().account().equals(profile.account()))
        .filter(each -> names(each, account).contains(which))
        .findFirst();
  }

  private static List<String> names(Compute compute, String account) {
    String name = compute.identity().name();
    return List.of(compute.id(), name, account + "/" + name);
  }
}
