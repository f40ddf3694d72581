package io.sekisho.identity;

import io.sekisho.audit.Action;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Turn;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.iam.ProfileIdentity;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.identity.Records.Command;
import io.sekisho.plan.Edits;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Identities that may assume a trusted profile because they are named in it: users and service ids
/// of its account, and resources by their CRN.
public final class ProfileIdentities {
  private static final int MOST = 100;
  private static final String SERVICE_ID = "ServiceId-";

  private final Records records;

  public ProfileIdentities(Records records) {
    this.records = records;
  }

  /// An identity as somebody names it.
  ///
  /// @param type `user`, `serviceid` or `crn`
  /// @param accounts only of users: from which accounts; nothing means the profile's own
  public record Said(
      String identifier, String type, List<String> accounts, Optional<String> description) {
    public Said {
      accounts = List.copyOf(accounts);
    }
  }

  /// All of them, and the tag of that list.
  public Outcome<Kept<List<ProfileIdentity>>> list(Actor actor, String profile) {
    return records
        .get(actor.account(), Profiles.SORT, profile)
        .map(kept -> Kept.part(kept.value().identities()));
  }

  /// Replaces the list.
  ///
  /// @param version the tag of the list that the caller saw, or `*`
  public Outcome<Kept<List<ProfileIdentity>>> set(
      Actor actor, String profile, String version, List<Said> all) {
    return write(
            new Command(Action.PROFILE_IDENTITY_UPDATE, actor, profile),
            (turn, before) ->
                Kept.part(before)
                    .matching(version, Records.STALE)
                    .then(_ -> identities(turn.in(actor.account()), actor.account(), all)))
        .map(Kept::part);
  }

  /// Adds one, or says of one that is there something else.
  public Outcome<ProfileIdentity> add(Actor actor, String profile, String type, Said said) {
    if (!said.type().equals(type)) {
      return refuse(Texts.wrong("type", "The path says " + type + ", and the body another type."));
    }
    return write(
            new Command(Action.PROFILE_IDENTITY_CREATE, actor, profile),
            (turn, before) ->
                identity(turn.in(actor.account()), actor.account(), said)
                    .then(identity -> joined(before, identity)))
        .map(List::getLast);
  }

  public Outcome<ProfileIdentity> get(Actor actor, String profile, String type, String identifier) {
    return list(actor, profile)
        .then(
            kept ->
                kept.value().stream()
                    .filter(named(type, identifier))
                    .findFirst()
                    .map(Outcome::of)
                    .orElseGet(() -> refuse(none())));
  }

  public Outcome<List<ProfileIdentity>> delete(
      Actor actor, String profile, String type, String identifier) {
    Predicate<ProfileIdentity> meant = named(type, identifier);
    return write(
        new Command(Action.PROFILE_IDENTITY_DELETE, actor, profile),
        (_, before) ->
            before.stream().anyMatch(meant)
                ? Outcome.of(before.stream().filter(meant.negate()).toList())
                : refuse(none()));
  }

  /// Takes an identity that is no more out of every profile of its account.
  public void forget(Turn turn, AccountId account, String iamId) {
    for (TrustedProfile profile : turn.edition().contents().all(account, TrustedProfile.class)) {
      List<ProfileIdentity> others =
          profile.identities().stream().filter(each -> !each.iamId().equals(iamId)).toList();
      if (others.size() < profile.identities().size()) {
        turn.put(Edits.modified(Edits.withIdentities(profile, others), records.now()));
      }
    }
  }

  @FunctionalInterface
  private interface Edit {
    Outcome<List<ProfileIdentity>> of(Turn turn, List<ProfileIdentity> before);
  }

  private Outcome<List<ProfileIdentity>> write(Command command, Edit edit) {
    return records.write(
        command,
        turn ->
            Profiles.SORT
                .find(turn.in(command.actor().account()), command.target())
                .then(
                    kept ->
                        edit.of(turn, kept.value().identities())
                            .map(
                                next -> {
                                  turn.put(
                                      Edits.modified(
                                          Edits.withIdentities(kept.value(), next), records.now()));
                                  return next;
                                })));
  }

  private static Outcome<List<ProfileIdentity>> joined(
      List<ProfileIdentity> before, ProfileIdentity added) {
    Stream<ProfileIdentity> others =
        before.stream().filter(each -> !each.iamId().equals(added.iamId()));
    List<ProfileIdentity> next = Stream.concat(others, Stream.of(added)).toList();
    return next.size() > MOST ? refuse(tooMany()) : Outcome.of(next);
  }

  private static Outcome<List<ProfileIdentity>> identities(
      Documents in, AccountId account, List<Said> all) {
    if (all.size() > MOST) {
      return refuse(tooMany());
    }
    Outcome<List<ProfileIdentity>> next = Outcome.of(new ArrayList<>());
    for (Said said : all) {
      next = next.then(list -> identity(in, account, said).then(each -> joined(list, each)));
    }
    return next;
  }

  private static Outcome<ProfileIdentity> identity(Documents in, AccountId account, Said said) {
    boolean foreign = said.accounts().stream().anyMatch(each -> !each.equals(account.value()));
    if (foreign) {
      return refuse(
          Texts.wrong("accounts", "A profile is assumed from its own account, and no other."));
    }
    Optional<Problem> mistake = Texts.description(said.description());
    if (mistake.isPresent()) {
      return refuse(mistake.get());
    }
    return switch (said.type()) {
      case "user" -> user(in, account, said);
      case "serviceid" -> serviceId(in, said);
      case "crn" -> crn(account, said);
      default -> refuse(Texts.wrong("type", "Give type as user, serviceid or crn."));
    };
  }

  private static Outcome<ProfileIdentity> user(Documents in, AccountId account, Said said) {
    if (in.get(Kind.USER, said.identifier()).isEmpty()) {
      return refuse(unknown("There is no user with this IAM ID in this account."));
    }
    return Outcome.of(
        new ProfileIdentity(
            said.identifier(),
            said.identifier(),
            ProfileIdentity.Type.USER,
            List.of(account.value()),
            said.description().orElse("")));
  }

  private static Outcome<ProfileIdentity> serviceId(Documents in, Said said) {
    String id = said.identifier().replaceFirst("^iam-(?=" + SERVICE_ID + ")", "");
    return in.get(Kind.SERVICE_ID, id)
        .map(document -> (ServiceId) document.value())
        .map(
            service ->
                Outcome.of(
                    new ProfileIdentity(
                        service.iamId(),
                        service.id(),
                        ProfileIdentity.Type.SERVICEID,
                        List.of(),
                        said.description().orElse(service.description()))))
        .orElseGet(() -> refuse(unknown("There is no such service ID in this account.")));
  }

  private static Outcome<ProfileIdentity> crn(AccountId account, Said said) {
    try {
      Crn crn = Crn.parse(said.identifier());
      return crn.account().equals(account)
          ? Outcome.of(
              new ProfileIdentity(
                  "crn-" + crn,
                  crn.toString(),
                  ProfileIdentity.Type.CRN,
                  List.of(),
                  said.description().orElse("")))
          : refuse(Texts.wrong("identifier", "The CRN is not one of this account."));
    } catch (IllegalArgumentException e) {
      return refuse(Texts.wrong("identifier", "Give the CRN of a resource of this account."));
    }
  }

  private static Predicate<ProfileIdentity> named(String type, String identifier) {
    return each ->
        each.type().name().toLowerCase(Locale.ROOT).equals(type)
            && (each.identifier().equals(identifier) || each.iamId().equals(identifier));
  }

  private static Problem unknown(String message) {
    return Problem.of(Code.NOT_FOUND, message).status(400).field("identifier");
  }

  private static Problem none() {
    return Problem.of(Code.NOT_FOUND, "This profile does not name that identity.")
        .parameter("identifier_id");
  }

  private static Problem tooMany() {
    return Texts.wrong("identities", "A profile names at most %d identities.".formatted(MOST));
  }

  private static <T> Outcome<T> refuse(Problem problem) {
    return Outcome.refuse(problem);
  }
}
