package io.sekisho.identity;

import io.sekisho.audit.Action;
import io.sekisho.control.Edition;
import io.sekisho.control.Kept;
import io.sekisho.iam.ComputeType;
import io.sekisho.iam.Crn;
import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.identity.Records.Command;
import io.sekisho.plan.Edits;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Links between a trusted profile and compute resources of its own account.
public final class ProfileLinks {
  private final Records records;

  public ProfileLinks(Records records) {
    this.records = records;
  }

  /// @param type its `cr_type`
  /// @param crn of an instance or bare metal server
  /// @param name of the link; empty if it has none
  public record Said(String type, String crn, String name) {}

  public Outcome<Kept<Link>> create(Actor actor, String profile, Said said) {
    return records.write(
        new Command(Action.PROFILE_LINK_CREATE, actor, profile),
        turn ->
            Profiles.SORT
                .find(turn.in(actor.account()), profile)
                .then(
                    kept ->
                        compute(turn.edition(), actor, said)
                            .then(compute -> added(kept.value(), compute, said.name()))
                            .map(
                                next -> {
                                  turn.put(Edits.modified(next, records.now()));
                                  return Kept.part(next.links().getLast());
                                })));
  }

  private Outcome<TrustedProfile> added(TrustedProfile before, Compute compute, String name) {
    if (Edits.find(before, compute).isPresent()) {
      return refuse(
          Problem.of(Code.CONFLICT, "This profile has a link to %s.".formatted(compute.id()))
              .field("link.crn"));
    }
    Optional<Problem> mistake = Texts.text("name", Optional.of(name), 255);
    if (mistake.isPresent()) {
      return refuse(mistake.get());
    }
    List<Link> links = new ArrayList<>(before.links());
    links.add(Edits.link(compute, name, records.uuid(), records.now()));
    return Outcome.of(Edits.withLinks(before, links));
  }

  public Outcome<List<Kept<Link>>> list(Actor actor, String profile) {
    return records
        .get(actor.account(), Profiles.SORT, profile)
        .map(kept -> kept.value().links().stream().map(Kept::part).toList());
  }

  public Outcome<Kept<Link>> get(Actor actor, String profile, String link) {
    return records
        .get(actor.account(), Profiles.SORT, profile)
        .then(
            kept ->
                kept.value().links().stream()
                    .filter(each -> each.id().equals(link))
                    .findFirst()
                    .map(each -> Outcome.of(Kept.part(each)))
                    .orElseGet(() -> refuse(none("link_id"))));
  }

  public Outcome<TrustedProfile> delete(Actor actor, String profile, String link) {
    return delete(actor, profile, each -> each.id().equals(link), "link_id");
  }

  /// Deletes the link to one compute resource.
  public Outcome<TrustedProfile> delete(Actor actor, String profile, String type, String crn) {
    return delete(
        actor,
        profile,
        each -> each.type().name().equals(type) && each.target().toString().equals(crn),
        "crn");
  }

  private Outcome<TrustedProfile> delete(
      Actor actor, String profile, Predicate<Link> which, String parameter) {
    return records.write(
        new Command(Action.PROFILE_LINK_DELETE, actor, profile),
        turn ->
            Profiles.SORT
                .find(turn.in(actor.account()), profile)
                .then(
                    kept ->
                        kept.value().links().stream().anyMatch(which)
                            ? Outcome.of(Edits.withoutLinks(kept.value(), which))
                            : refuse(none(parameter)))
                .map(
                    next -> {
                      turn.put(Edits.modified(next, records.now()));
                      return next;
                    }));
  }

  /// The compute resource that is there under this CRN and is of this type.
  private static Outcome<Compute> compute(Edition edition, Actor actor, Said said) {
    return type(said.type())
        .then(type -> crn(said.crn()).then(crn -> find(edition, actor, type, crn)));
  }

  /// A `cr_type` that a profile can trust here.
  static Outcome<ComputeType> type(String text) {
    return switch (text) {
      case "VSI" -> Outcome.of(ComputeType.VSI);
      case "BMS" -> Outcome.of(ComputeType.BMS);
      case "PVS", "IKS_SA", "ROKS_SA", "CE" ->
          refuse(
              Texts.wrong(
                  "cr_type",
                  "Sekisho has no compute resources of type %s: it serves VSI and BMS."
                      .formatted(text)));
      default -> refuse(Texts.wrong("cr_type", "Give cr_type as VSI or BMS."));
    };
  }

  private static Outcome<Crn> crn(String text) {
    try {
      return Outcome.of(Crn.parse(text));
    } catch (IllegalArgumentException e) {
      return refuse(
          Texts.wrong(
              "link.crn", "Give the CRN of an instance or bare metal server of this account."));
    }
  }

  private static Outcome<Compute> find(Edition edition, Actor actor, ComputeType type, Crn crn) {
    if (!crn.account().equals(actor.account())) {
      return refuse(
          Texts.wrong("link.crn", "A profile trusts compute resources of its own account alone."));
    }
    Optional<Compute> found =
        edition
            .contents()
            .find(Compute.class, crn.id())
            .filter(it -> it.identity().crn().equals(crn));
    if (found.isEmpty()) {
      return refuse(
          Problem.of(Code.NOT_FOUND, "There is no such instance or bare metal server.")
              .status(400)
              .field("link.crn"));
    }
    Compute compute = found.get();
    return compute.type() == type
        ? Outcome.of(compute)
        : refuse(
            Texts.wrong("cr_type", "This compute resource is a %s.".formatted(compute.type())));
  }

  private static Problem none(String parameter) {
    return Problem.of(Code.NOT_FOUND, "This profile has no such link.").parameter(parameter);
  }

  private static <T> Outcome<T> refuse(Problem problem) {
    return Outcome.refuse(problem);
  }
}
