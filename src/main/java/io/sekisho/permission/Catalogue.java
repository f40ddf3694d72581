package io.sekisho.permission;

import io.sekisho.iam.Role;
import io.sekisho.permission.Roles.OfService;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The services of this house, what can be done with them, and which role grants it.
///
/// What stands in it is a text, `services.txt`, which says what of it is IBM's.
public final class Catalogue {
  /// The `serviceType` of account management services.
  static final String PLATFORM = "platform_service";

  /// Read when somebody asks first.
  private static final class Standard {
    static final Catalogue CATALOGUE = CatalogueReader.read(text());

    private static String text() {
      try (InputStream in = Catalogue.class.getResourceAsStream("services.txt")) {
        return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, OfService> roles = new HashMap<>();
  private final Service everywhere;

  /// @param everywhere what may be done with every service
  Catalogue(Service everywhere, Collection<Service> services) {
    this.everywhere = everywhere;
    for (Service service : services) {
      this.services.put(service.name, service);
      roles.put(service.name, OfService.of(service));
    }
  }

  /// The one that Sekisho has.
  public static Catalogue standard() {
    return Standard.CATALOGUE;
  }

  public Collection<Service> services() {
    return Collections.unmodifiableCollection(services.values());
  }

  public Optional<Service> service(String name) {
    return Optional.ofNullable(services.get(name));
  }

  /// What may be done with every service, as if it were a service without a name: the roles of a
  /// policy for a whole kind of services, and the actions of a question that names none.
  public Service everywhere() {
    return everywhere;
  }

  /// Whether there is a role that grants an action, so that a policy can.
  public boolean grants(String action) {
    return Stream.concat(Stream.of(everywhere), services.values().stream())
        .flatMap(service -> service.roles.values().stream())
        .anyMatch(role -> role.actions.contains(action));
  }

  /// What each role grants, by the service's name.
  Map<String, OfService> roles() {
    return roles;
  }

  /// What is wrong with a custom role of this name and these actions, if anything is.
  public Optional<Problem> objection(String name, String service, List<String> actions) {
    Optional<Service> known = service(service);
    if (!Role.isName(name)) {
      return objection(
          "name",
          "`name` must be a capital letter and up to 29 letters and digits, such as Starter.");
    }
    if (known.isEmpty()) {
      String near = Nearest.question(service, services.keySet());
      return objection("service_name", "There is no service " + service + "." + near);
    }
    Set<String> granted = known.get().actions();
    Optional<String> unknown = actions.stream().filter(each -> !granted.contains(each)).findFirst();
    if (unknown.isPresent()) {
      String near = Nearest.question(unknown.get(), granted);
      return objection(
          "actions", "There is no action " + unknown.get() + " of " + service + "." + near);
    }
    return everywhere.actions().containsAll(actions)
        ? objection("actions", "`actions` must have at least one of " + service + "'s own.")
        : Optional.empty();
  }

  private static Optional<Problem> objection(String field, String message) {
    return Optional.of(Problem.of(Code.INVALID_VALUE, message).field(field));
  }

  /// A service.
  ///
  /// @param name as in a policy's `serviceName`; empty for [#everywhere()]
  /// @param type `service` or `platform_service`, as in a policy's `serviceType`
  /// @param group as in a policy's `service_group_id`
  /// @param attributes those by which a policy may narrow its resources
  /// @param roles by their CRN, platform roles first
  public record Service(
      String name,
      String title,
      String type,
      Optional<String> group,
      Set<String> attributes,
      Map<String, SystemRole> roles) {
    public Service {
      attributes = Collections.unmodifiableSet(new LinkedHashSet<>(attributes));
      roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    }

    /// Everything that some role grants.
    public Set<String> actions() {
      Set<String> all = new LinkedHashSet<>();
      roles.values().forEach(role -> all.addAll(role.actions));
      return all;
    }
  }

  /// A role that is the same in every account, with what it grants on one service.
  ///
  /// @param platform whether it is one of the four that every service has
  /// @param name as in the CRN
  public record SystemRole(
      String crn,
      boolean platform,
      String name,
      String displayName,
      String description,
      Set<String> actions) {
    public SystemRole {
      actions = Collections.unmodifiableSet(new LinkedHashSet<>(actions));
    }
  }
}
