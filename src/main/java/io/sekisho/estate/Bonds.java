package io.sekisho.estate;

import io.sekisho.audit.Action;
import io.sekisho.control.Item;
import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.plan.Edits;
import io.sekisho.vpc.Compute;
import java.util.ArrayList;
import java.util.List;

/// What ties compute resources to trusted profiles of their account.
public final class Bonds {
  private static final String LINK = "iam-identity.profile.linkToResource";

  private Bonds() {}

  /// The profile that a body names by id or CRN.
  ///
  /// @throws Refusal 400 if there is none
  public static TrustedProfile find(Holdings holdings, Which which, String field) {
    if (which.id().isPresent() == which.crn().isPresent()) {
      throw Refusal.invalid(field, "Name it by one of id and crn.");
    }
    return holdings.profiles().stream()
        .filter(
            it ->
                which
                    .id()
                    .map(it.id()::equals)
                    .orElse(it.crn().toString().equals(which.toString())))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    field,
                    "There is no trusted profile %s in this account.".formatted(which)
                        + Refusal.advice(
                            holdings.profiles().stream()
                                .anyMatch(it -> it.name().equals(which.toString())))));
  }

  /// Lets a compute resource assume a profile. Whoever asks has to be permitted to link it.
  ///
  /// @throws Refusal 403 if they are not
  public static void link(Scene scene, TrustedProfile profile, Compute compute) {
    expectLinkable(scene, profile);
    if (Edits.find(profile, compute).isEmpty()) {
      List<Link> links = new ArrayList<>(profile.links());
      links.add(Edits.link(compute, "", scene.uuid(), scene.now()));
      scene.put(
          Edits.modified(Edits.withLinks(profile, links), scene.now()), Action.PROFILE_LINK_CREATE);
    }
  }

  /// Insists that who asks may link a profile.
  ///
  /// @throws Refusal 403 if they may not
  public static void expectLinkable(Holdings holdings, TrustedProfile profile) {
    holdings.expect(LINK, Item.of(profile).attributes());
  }

  /// Removes every link to a compute resource, whoever made it.
  public static void unlink(Scene scene, Compute compute) {
    for (TrustedProfile profile : scene.profiles()) {
      if (Edits.find(profile, compute).isPresent()) {
        TrustedProfile without =
            Edits.withoutLinks(profile, link -> link.target().equals(compute.identity().crn()));
        scene.put(Edits.modified(without, scene.now()), Action.PROFILE_LINK_DELETE);
      }
    }
  }
}
