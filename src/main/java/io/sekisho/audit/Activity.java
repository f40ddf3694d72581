package io.sekisho.audit;

import io.sekisho.iam.AccountId;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One event, in IBM's activity tracking format: who tried to do what to what, and what came of it.
///
/// @param id of the event
/// @param correlation the request's trace: all events of one request have the same
/// @param account whose trail it belongs to; [AccountId#HOUSE] if it is nobody's
/// @param differences what an update made of which member
/// @param details what else is told of the request
public record Activity(
    String id,
    Instant at,
    String correlation,
    Action action,
    AccountId account,
    Initiator initiator,
    Target target,
    Result result,
    List<Difference> differences,
    Map<Detail, String> details) {
  public Activity {
    at = at.truncatedTo(ChronoUnit.MILLIS);
    differences = List.copyOf(differences);
    EnumMap<Detail, String> ordered = new EnumMap<>(Detail.class);
    ordered.putAll(details);
    details = Collections.unmodifiableMap(ordered);
  }

  /// Who asked.
  ///
  /// @param id an IAM id, a compute resource's CRN, or `operator:` and the name of the key
  /// @param name for people
  /// @param authnId who stands behind it, where one identity acts as another; else empty
  /// @param authnName the same, for people
  /// @param address where the request came from; empty if from the house itself
  /// @param agent the `User-Agent`; empty if there was none
  public record Initiator(
      String id,
      String name,
      Type type,
      Credential credential,
      String authnId,
      String authnName,
      String address,
      String agent) {
    private static final int MAX_AGENT = 300;

    /// One who acts for itself.
    public static Initiator of(
        String id, String name, Type type, Credential credential, String address, String agent) {
      // What anyone may say of themselves must not fill the trail.
      String shown = agent.length() <= MAX_AGENT ? agent : agent.substring(0, MAX_AGENT);
      return new Initiator(id, name, type, credential, "", "", address, shown);
    }

    /// The same by another program.
    public Initiator calling(String other) {
      return new Initiator(id, name, type, credential, authnId, authnName, address, other);
    }

    /// The same, with somebody behind it.
    public Initiator actedBy(String authnId, String authnName) {
      return new Initiator(id, name, type, credential, authnId, authnName, address, agent);
    }
  }

  /// What kind of initiator.
  public enum Type {
    USER("service/security/account/user"),
    SERVICE_ID("service/security/account/serviceid"),
    PROFILE("service/security/account/profile"),
    COMPUTE_RESOURCE("service/security/account/computeresource"),
    /// The operator, by a key of this installation's.
    OPERATOR("service/security/clientid"),
    /// The house itself.
    SERVICE("service/security/account/service"),
    UNKNOWN("unknown");

    private final String uri;

    Type(String uri) {
      this.uri = uri;
    }

    String uri() {
      return uri;
    }
  }

  /// By what the initiator showed who it is.
  public enum Credential {
    TOKEN("token"),
    USER("user"),
    API_KEY("apikey"),
    SERVICE_ID_API_KEY("apikey-serviceid"),
    INSTANCE_IDENTITY_TOKEN("instance-identity-token"),
    /// The very place in the network that the request came from.
    COMPUTE_RESOURCE("compute-resource"),
    /// What a node shows.
    CERTIFICATE("certificate"),
    NONE("public-access");

    private final String wireName;

    Credential(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  /// What it was done to.
  ///
  /// @param crn empty if the request never came to a resource
  /// @param id by which the trail is searched; of what was not found, the name that was given
  /// @param name for people
  public record Target(String crn, String id, String name) {}

  /// What came of it.
  ///
  /// @param status the HTTP status, of the answer or what it would be
  /// @param failure why not; empty on success
  public record Result(int status, String failure) {
    public static Result success(int status) {
      return new Result(status, "");
    }

    /// With the private detail: whoever reads the trail may know it.
    public static Result refused(Problem problem) {
      String detail = problem.detail().isEmpty() ? problem.message() : problem.detail();
      return new Result(problem.status(), problem.code().wireName() + ": " + detail);
    }

    boolean successful() {
      return failure.isEmpty();
    }
  }

  /// One member that an update changed.
  ///
  /// @param before empty if it was not there, or is not for the trail
  /// @param after empty if it is not there any more, or is not for the trail
  public record Difference(String member, String before, String after) {}

  /// The same event about something else.
  public Activity about(Target other) {
    return new Activity(
        id, at, correlation, action, account, initiator, other, result, differences, details);
  }

  /// The same event, done by somebody else.
  public Activity by(Initiator other) {
    return new Activity(
        id, at, correlation, action, account, other, target, result, differences, details);
  }

  /// The same event with more about what was asked for.
  public Activity telling(List<Difference> changed, Map<Detail, String> told) {
    return new Activity(
        id, at, correlation, action, account, initiator, target, result, changed, told);
  }

  /// The record for the trail.
  public Draft draft() {
    return new Draft(at, account, target.id(), action.wireName(), ActivityJson.write(this));
  }
}
