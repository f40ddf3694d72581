package io.sekisho.estate;

import io.sekisho.audit.Action;
import io.sekisho.control.AuditRecords;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Turn;
import io.sekisho.iam.Crn;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.mint.Minter;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What one account has while it is being changed: reads see what this write did already.
public final class Scene extends Holdings {
  private static final int NAMED = 3;

  private final Turn turn;
  private final Minter minter;
  private Contents contents;

  Scene(Turn turn, Permits permits, Actor actor, Minter minter) {
    super(permits, actor);
    this.turn = turn;
    this.minter = minter;
    this.contents = turn.edition().contents();
  }

  @Override
  Contents contents() {
    return contents;
  }

  /// Makes or replaces a resource.
  public <T extends Resource> T put(T value) {
    turn.put(value);
    return hold(value);
  }

  /// The same, under another name in the audit trail than that it was made or changed.
  public <T extends Resource> T put(T value, Action action) {
    turn.call(value.id(), action);
    return put(value);
  }

  /// Replaces a trusted profile.
  ///
  /// @param action what its change is in the audit trail
  void put(TrustedProfile value, Action action) {
    turn.put(value);
    turn.call(value.id(), action);
    contents = contents.with(value);
  }

  /// Shows the rest of this write a resource that has yet to be put in the document in which it is
  /// to stand.
  public <T extends Resource> T hold(T value) {
    contents = contents.with(value);
    return value;
  }

  /// Says what becomes of a resource that stands in another one: for the audit trail.
  ///
  /// @param verb such as `create` or `attach`
  public void tell(Resource part, String verb) {
    turn.part(part, verb);
  }

  /// The same of what has an event of its own.
  public void tell(Resource part, Action action) {
    turn.part(part, action);
  }

  /// Replaces a resource where it is: in a document of its own, or in another one.
  ///
  /// @param place where it is now
  public <T extends Resource> T replace(Placed<T> place, T value) {
    if (place.in().isEmpty()) {
      return put(value);
    }
    put(maybe(Resource.class, place.in().getLast().id()).orElseThrow().with(value));
    tell(value, "update");
    return value;
  }

  /// Lets a resource that stood in another one be a document of its own.
  public <T extends Resource> T release(T value) {
    put(value);
    call(value, "detach");
    return value;
  }

  private void call(Resource value, String verb) {
    turn.call(value.id(), AuditRecords.action(Kind.of(value), verb, Optional.of(value)));
  }

  /// Deletes a resource, and all that is part of it.
  ///
  /// @throws Refusal 409 if something else can't be without one of them
  public void delete(Resource value) {
    List<Resource> going = going(value);
    for (Resource each : going) {
      List<Resource> users = new ArrayList<>(users(each.id()));
      users.removeIf(user -> going.stream().anyMatch(it -> it.id().equals(user.id())));
      if (!users.isEmpty()) {
        throw Refusal.conflict(
            "%s %s can't be deleted while it is used by %s."
                .formatted(Refusal.words(each.getClass()), each.name(), told(users)));
      }
    }
    going.reversed().forEach(this::remove);
  }

  /// Lets a document go that goes on as part of another one: what needs it, needs that from now on.
  public void drop(Resource value) {
    remove(value);
    call(value, "attach");
  }

  private void remove(Resource value) {
    turn.delete(value);
    contents = contents.without(value.id());
  }

  private List<Resource> going(Resource value) {
    List<Resource> all = new ArrayList<>(List.of(value));
    for (int i = 0; i < all.size(); i++) {
      all.addAll(parts(all.get(i).id()));
    }
    return all;
  }

  private static String told(List<Resource> users) {
    List<String> first =
        users.stream()
            .limit(NAMED)
            .map(user -> Refusal.words(user.getClass()) + " " + user.name())
            .toList();
    String more = users.size() > NAMED ? " and %d more".formatted(users.size() - NAMED) : "";
    return String.join(", ", first) + more;
  }

  /// Refuses to go on if the caller saw another version.
  ///
  /// @param seen the entity tag that the caller saw, if it said one
  public <T extends Resource> T unchanged(T value, Optional<String> seen) {
    return unchanged(value, value, seen);
  }

  /// The same of one that is shown with more than is in it.
  ///
  /// @param shown all that its entity tag is about
  public <T extends Resource> T unchanged(T value, Object shown, Optional<String> seen) {
    Outcome<Kept<T>> same =
        Kept.part(value, shown).matching(seen.orElse(Kept.ANY), Code.PRECONDITION_FAILED);
    return switch (same) {
      case Granted<Kept<T>>(Kept<T> kept) -> kept.value();
      case Refused<Kept<T>>(Problem problem) -> throw new Refusal(problem);
    };
  }

  /// Makes ids and identities within this write.
  public Minter minter() {
    return minter;
  }

  /// A new resource's identity in a zone.
  ///
  /// @param type as in its CRN, such as `subnet`
  /// @param group the id of its resource group; of the account's default one, if empty
  public Identity zonal(String type, String zone, String name, Optional<String> group) {
    return identity(minter.zonal(zone), type, zone, name, group);
  }

  /// The same of an instance, whose id is written in another way.
  public Identity instance(String zone, String name, Optional<String> group) {
    return identity(minter.instance(zone), "instance", zone, name, group);
  }

  /// The same of what lies in a region.
  public Identity regional(String type, String region, String name, Optional<String> group) {
    return identity(minter.regional(region), type, region, name, group);
  }

  /// The same of what lies in no place, and belongs to another service.
  public Identity global(String service, String type, String id, String name) {
    Crn crn = new Crn(service, "", account(), type, id);
    return new Identity(id, crn, name, account(), "", now());
  }

  /// An id for a part of what lies in a region.
  public String regionalPart(String region) {
    return minter.regional(region);
  }

  private Identity identity(
      String id, String type, String location, String name, Optional<String> group) {
    return minter.identity(id, type, location, account(), name, group.orElse(account().value()));
  }

  /// The same resource's identity under another name.
  public static Identity renamed(Identity it, String name) {
    return it.renamed(name);
  }

  public UUID uuid() {
    return minter.uuid();
  }

  public Instant now() {
    return minter.now();
  }

  /// Refuses to go on beyond what an account may have of something.
  ///
  /// @param what in a sentence, such as "subnets in a VPC"
  public void expectRoom(int there, int most, String what) {
    if (there >= most) {
      throw Refusal.conflict(
          "There are %d %s, and no more are possible: delete one first.".formatted(there, what));
    }
  }

  /// A number for a VPC that was never used before.
  public int nextVpcIndex() {
    return turn.nextVpcIndex();
  }

  /// A number for an interface that was never used before.
  public int nextMark() {
    return turn.nextMark();
  }
}
