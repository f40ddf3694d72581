package io.sekisho.access;

import io.sekisho.access.Deeds.Deed;
import io.sekisho.audit.Action;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Reach;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Turn;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Role;
import io.sekisho.permission.Catalogue;
import io.sekisho.permission.Catalogue.Service;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Makes, changes and deletes an account's own roles.
public final class CustomRoles {
  private static final int MOST_NAME = 50;
  private static final int MOST_DESCRIPTION = 250;

  private final Ledger ledger;
  private final Reach reach;
  private final Deeds deeds;

  public CustomRoles(Ledger ledger, Reach reach, Deeds deeds) {
    this.ledger = ledger;
    this.reach = reach;
    this.deeds = deeds;
  }

  /// What somebody says of a role.
  ///
  /// @param actions of one service
  public record Said(String displayName, String description, List<String> actions) {
    public Said {
      actions = List.copyOf(actions);
    }
  }

  /// @param name for the role's CRN
  public Outcome<Kept<Role>> create(
      AccountId account, String name, String service, Said said, Initiator by) {
    Deed deed = new Deed(Action.ROLE_CREATE, name, by);
    if (!Role.isName(name)) {
      return deeds.told(
          deed,
          refuse("name", "A role's name is a capital letter, and up to 29 letters or digits."));
    }
    return deeds.told(
        deed,
        sound(said, service)
            .then(_ -> deeds.write(deed, turn -> created(turn, account, name, service, said, by))));
  }

  private Outcome<Kept<Role>> created(
      Turn turn, AccountId account, String name, String service, Said said, Initiator by) {
    Role role =
        new Role(
            deeds.id().replace("-", ""),
            account,
            name,
            said.displayName,
            service,
            said.description,
            said.actions,
            deeds.stamps(by));
    return put(turn, role);
  }

  public Outcome<Kept<Role>> replace(String id, String version, Said said, Initiator by) {
    Deed deed = new Deed(Action.ROLE_UPDATE, id, by);
    return deeds.told(
        deed,
        get(id, by)
            .then(held -> sound(said, held.value().service()).map(_ -> held.value()))
            .then(role -> deeds.write(deed, turn -> replaced(turn, role, version, said, by))));
  }

  private Outcome<Kept<Role>> replaced(
      Turn turn, Role role, String version, Said said, Initiator by) {
    Optional<Document> now = turn.in(role.account()).get(Kind.ROLE, role.id());
    if (now.isEmpty()) {
      return Outcome.refuse(none(role.id()));
    }
    return kept(now.get())
        .matching(version, Deeds.STALE)
        .then(
            _ ->
                put(
                    turn,
                    new Role(
                        role.id(),
                        role.account(),
                        role.name(),
                        said.displayName,
                        role.service(),
                        said.description,
                        said.actions,
                        deeds.stamps(role.stamps(), by))));
  }

  public Outcome<Role> delete(String id, Initiator by) {
    Deed deed = new Deed(Action.ROLE_DELETE, id, by);
    return deeds.told(
        deed,
        get(id, by)
            .then(held -> deeds.write(deed, turn -> Outcome.of(deleted(turn, held.value(), by)))));
  }

  /// What policies granted by a role goes with it, as with IBM: a role of that name that is made
  /// later is another one.
  private Role deleted(Turn turn, Role role, Initiator by) {
    String crn = role.crn().toString();
    for (Document document : Directory.all(turn.in(role.account()), Kind.POLICY)) {
      Policy policy = (Policy) document.value();
      List<String> left =
          policy.terms().roles().stream().filter(each -> !each.equals(crn)).toList();
      if (left.isEmpty()) {
        turn.delete(policy);
      } else if (left.size() < policy.terms().roles().size()) {
        turn.put(granting(policy, left, by));
      }
    }
    turn.delete(role);
    return role;
  }

  private Policy granting(Policy policy, List<String> roles, Initiator by) {
    Policy.Terms was = policy.terms();
    Policy.Terms terms =
        new Policy.Terms(
            was.type(),
            was.version(),
            was.subject(),
            was.resource(),
            was.tags(),
            roles,
            was.rule(),
            was.description());
    return new Policy(
        policy.id(), policy.account(), terms, policy.state(), deeds.stamps(policy.stamps(), by));
  }

  public Outcome<Kept<Role>> get(String id, Initiator by) {
    return reach
        .find(Kind.ROLE, id, by)
        .map(document -> Outcome.of(kept(document)))
        .orElseGet(() -> Outcome.refuse(none(id)));
  }

  /// All that an account has, oldest first.
  public List<Kept<Role>> all(AccountId account) {
    return Directory.all(ledger.in(account), Kind.ROLE).stream().map(CustomRoles::kept).toList();
  }

  private static Outcome<Kept<Role>> put(Turn turn, Role role) {
    for (Document document : Directory.all(turn.in(role.account()), Kind.ROLE)) {
      Role other = (Role) document.value();
      if (!other.id().equals(role.id()) && twins(role, other)) {
        return Outcome.refuse(
            Problem.of(
                    Code.CONFLICT,
                    "Role %s has the same name, or the same actions: use that one."
                        .formatted(other.name()))
                .field("role", other.id()));
      }
    }
    return Outcome.of(Kept.put(turn, role));
  }

  /// IBM takes no second role of the same name, nor one that grants the same.
  private static boolean twins(Role role, Role other) {
    return other.name().equals(role.name())
        || other.displayName().equalsIgnoreCase(role.displayName())
        || (other.service().equals(role.service())
            && Set.copyOf(other.actions()).equals(Set.copyOf(role.actions())));
  }

  private static Outcome<Said> sound(Said said, String serviceName) {
    Optional<Service> service = Catalogue.standard().service(serviceName);
    if (service.isEmpty()) {
      return refuse(
          "service_name", "There is no service %s.%s".formatted(serviceName, known(serviceName)));
    }
    if (said.displayName.isBlank() || said.displayName.length() > MOST_NAME) {
      return refuse("display_name", "Give a display_name of 1 to " + MOST_NAME + " characters.");
    }
    if (said.description.length() > MOST_DESCRIPTION) {
      return refuse(
          "description", "A description has at most " + MOST_DESCRIPTION + " characters.");
    }
    Set<String> strange = new TreeSet<>(said.actions);
    strange.removeAll(service.get().actions());
    if (said.actions.isEmpty() || !strange.isEmpty()) {
      String which = strange.isEmpty() ? "there has to be one." : "not " + strange + ".";
      return refuse("actions", "Give actions of " + serviceName + ": " + which);
    }
    return Outcome.of(said);
  }

  private static String known(String name) {
    return Nearest.question(
        name, Catalogue.standard().services().stream().map(Service::name).toList());
  }

  private static <T> Outcome<T> refuse(String field, String message) {
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).field(field));
  }

  private static Kept<Role> kept(Document document) {
    return Kept.document(Role.class, document);
  }

  private static Problem none(String id) {
    return Problem.of(Code.NOT_FOUND, "There is no custom role " + id + ".").parameter("role_id");
  }
}
